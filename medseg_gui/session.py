"""The session: the open case, the chosen tool, segment and model, and one short method for each thing a user does.

Qt-free. What needs a person (a file name, a yes) goes through ``ask``; what happened is told through events.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Ask
from medseg_gui.authors import AuthorDesk
from medseg_gui.clickasks import MODEL
from medseg_gui.clicks import ClickDesk
from medseg_gui.core.answers import write_answer
from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change, Event
from medseg_gui.core.geometry import Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.prompts import Prompt
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.core.windows import default_window
from medseg_gui.doubts import DoubtDesk
from medseg_gui.explaining import ExplainDesk
from medseg_gui.helping import HelpDesk
from medseg_gui.importing import ImportDesk
from medseg_gui.influence import InfluenceDesk
from medseg_gui.jobs import Jobs
from medseg_gui.keeping import KeepDesk
from medseg_gui.leaving import LeaveDesk
from medseg_gui.maskfiles import MaskDesk
from medseg_gui.measuring import MeasureDesk
from medseg_gui.models import ModelDesk
from medseg_gui.opening import OpenDesk
from medseg_gui.operating import Chosen, OperationDesk
from medseg_gui.pacs import PacsDesk
from medseg_gui.rankdesk import RankDesk
from medseg_gui.reporting import ReportDesk
from medseg_gui.settings import Settings
from medseg_gui.slabs import SlabDesk
from medseg_gui.tooldesk import ToolDesk
from medseg_gui.tools.effect import require_writable
from medseg_gui.workers.job import Done, Failed, Outcome, Priority, Steps
from medseg_gui.workers.runner import Runner
from medseg_gui.worklist import LIST_SUFFIXES, WorklistDesk

if TYPE_CHECKING:
    from medseg_gui.workers.case_files import Opened


RunCommand = Callable[["Session", str], None]
"""Runs the command of that id (``commands.run``; handed in, because the table stands above the session)."""


class Session(Jobs):
    """The open case and the user's choices. All methods run on the UI thread."""

    def __init__(self, runner: Runner, settings: Settings, run_command: RunCommand) -> None:
        super().__init__(runner)
        self.settings = settings
        self.ask: Ask | None = None
        self.run_command = run_command

        self.case: Case | None = None
        self.rows: list[Any] = []
        """The series found where the open one came from (io.SeriesRow), for the series browser."""
        self.series_uid = ""
        """The row's uid of the open series."""
        self.path = ""
        """What the user opened: the folder that ``rows`` were found in, or the file."""
        self.tool_id = "tool.pointer"
        self.rule: PaintRule = "unlocked"
        self.crosshair: Triple = (0, 0, 0)
        self.window: tuple[float, float] = (400.0, 40.0)
        self.evaluation: Any = None
        self._segment: tuple[int, int] | None = None

        self.case_opened: Event[Case | None] = Event()
        """Another case is open, or none."""
        self.changed: Event[Change] = Event()
        """Something in the open case changed (forwarded, so that listeners need not follow the case)."""
        self.chosen: Event[str] = Event()
        """"tool", "options", "segment", "model", "window", "crosshair", "display", "series", "saved", ...: changed."""
        self.wanted: Event[str] = Event()
        """A wish to the window: "reset_views", "cheat_sheet", "about", "command_palette", "quit", ..."""
        self.evaluated: Event[Any] = Event()
        self.clicks = ClickDesk(self, self.chosen.emit)
        self.leaving, self.opening = LeaveDesk(self), OpenDesk(self)
        self.keep = KeepDesk(self, settings, lambda: self.ask, self.chosen.emit, self.opening.show, self.leaving.leave)
        self.influence = InfluenceDesk(self, self.clicks)
        self.operations = OperationDesk(
            self, lambda: Chosen(self.case, self.segment, self.rule, self.crosshair), self.choose_segment
        )
        self.tools = ToolDesk(self, self.chosen.emit)
        self.measures, self.slab = MeasureDesk(self, self.chosen.emit), SlabDesk(self.chosen.emit)
        self.authors, self.worklist, self.pacs = AuthorDesk(self), WorklistDesk(self), PacsDesk(self)
        self.masks, self.reports = MaskDesk(self, self.chosen.emit), ReportDesk(self)
        self.ranking, self.imports = RankDesk(self), ImportDesk(self)
        self.help = HelpDesk(self, settings)
        self.models = ModelDesk(self, self.chosen.emit, lambda: self.case, self.apply, self.click_with)
        self.doubts = DoubtDesk(self)
        self.explaining = ExplainDesk(self, self.doubts)
        self.click_with(settings.click_model)

    # ----- what there is ---------------------------------------------------------------------------
    @property
    def volume(self) -> Volume | None:
        return self.case.volume if self.case else None

    @property
    def labels(self) -> LabelMap | None:
        return self.case.labelmap if self.case else None

    @property
    def segment(self) -> Segment | None:
        """The segment that tools write to."""
        if self.case is None or self._segment is None:
            return None
        return next((s for s in self.case.labelmap.segments if s.key == self._segment), None)

    @property
    def unsaved(self) -> bool:
        """True when there are edits that no saved case or export holds; undoing them makes it False again."""
        return self.keep.unsaved

    def the_case(self) -> Case:
        if self.case is None:
            raise MedsegError(mark("No image is open"), todo=mark("Open a DICOM folder or an image file first."))
        return self.case

    # ----- opening ---------------------------------------------------------------------------------
    def open(self, path: str | Path, series: str | None = None) -> None:
        """Opens a DICOM folder or file, an image, a saved case or a case list; asks which of several series."""
        if str(path).lower().endswith(LIST_SUFFIXES):
            self.worklist.open(path)
        elif self.keep.is_of(path):
            self.opening.look_again(path)
        else:
            self.leaving.leave(lambda: self.opening.open(path, series))

    def open_series(self, uid: str) -> None:
        """Opens another series of the folder that is open, or that is being opened."""
        self.open(self.opening.listed[2], uid)

    def open_sample(self) -> None:
        """Makes the built-in sample study (a real DICOM series) in the user's folder, once, and opens it."""
        from medseg_gui.workers import sample

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                self.open(outcome.value.image)
            else:
                self.report(outcome)

        self.submit(mark("Making the sample study"), sample.sample_study, ended, key="open")

    def forget_recent(self) -> None:
        self.settings.forget_recent()
        self.chosen.emit("recent")

    def keep_recent(self, keep: bool) -> None:
        """Switches the recent list on or off; off also clears it."""
        self.settings.keep_recent = keep
        if not keep:
            self.settings.recent = []
        self.settings.save()
        self.chosen.emit("recent")

    def set_case(self, case: Case | None, opened: Opened | None = None, fresh: bool = False) -> None:
        """Another case, or none; the one before is left for good. ``fresh``: nothing was done on it yet."""
        self.case = case
        self._segment = None
        self.keep.follow(case, opened, fresh)
        self.evaluation = None
        if case is not None:
            case.changed.connect(self._case_changed)
            n = case.volume.geometry.shape
            self.crosshair = (n[0] // 2, n[1] // 2, n[2] // 2)
            self.window = default_window(case.volume)
            segments = case.labelmap.segments
            if segments:
                self._segment = segments[0].key
        self.case_opened.emit(case)
        if case is not None:
            for note in case.volume.notes:
                self.say(note.text, "warning")

    def _case_changed(self, change: Change) -> None:
        if change.aspects & Aspect.SEGMENTS and change.final and self.segment is None and self.case:
            segments = self.case.labelmap.segments
            self.choose_segment(segments[0] if segments else None)
        self.changed.emit(change)

    def open_labels(self, path: str | Path, reference: bool) -> None:
        """Loads masks from a file: as manual labels to measure against, or as the masks to edit (one undo step)."""
        self.masks.open(path, reference)

    # ----- choosing --------------------------------------------------------------------------------
    def click_with(self, model: str) -> None:
        """Clicks are answered by this model, in the next session too; by the shipped one if it is gone."""
        from medseg_gui.workers import models

        self.clicks.model = model if models.has(model) else MODEL
        if self.settings.click_model != self.clicks.model:
            self.settings.click_model = self.clicks.model
            self.settings.save()

    def choose_tool(self, tool_id: str) -> None:
        self.tool_id = tool_id
        self.chosen.emit("tool")

    def choose_segment(self, segment: Segment | None) -> None:
        self._segment = segment.key if segment else None
        self.chosen.emit("segment")

    def set_window(self, width: float, level: float) -> None:
        """Window width and level, in the image's units, for all views."""
        self.window = (max(float(width), 1e-6), float(level))
        self.chosen.emit("window")

    def set_crosshair(self, index: Triple) -> None:
        case = self.case
        if case is not None:
            z, y, x = (min(max(int(i), 0), n - 1) for i, n in zip(index, case.volume.geometry.shape, strict=True))
            self.crosshair = (z, y, x)
            self.chosen.emit("crosshair")

    # ----- editing ---------------------------------------------------------------------------------
    def undo(self) -> None:
        step = self.the_case().undo()
        self.say(mark("Undone: {name}").format(name=mark(step.name)) if step else mark("Nothing to undo."))

    def redo(self) -> None:
        step = self.the_case().redo()
        self.say(mark("Done again: {name}").format(name=mark(step.name)) if step else mark("Nothing to redo."))

    def go_to_step(self, done: int) -> None:
        """Takes back or does again until so many steps of the history are done."""
        case = self.the_case()
        while len(case.history.done) > done and case.undo() is not None:
            pass
        while len(case.history.done) < done and case.redo() is not None:
            pass

    def add_segment(self, name: str = "") -> Segment:
        with self.the_case().edit(mark("Add segment")) as edit:
            segment = edit.add_segment(name)
        self.choose_segment(segment)
        return segment

    def add_new_segment(self) -> None:
        """The command's form of ``add_segment``."""
        self.add_segment()

    def remove_segment(self) -> None:
        segment = self._the_segment()
        with self.the_case().edit(mark("Remove segment")) as edit:
            edit.remove_segment(segment)

    def change_segment(self, segment: Segment, **values: object) -> None:
        with self.the_case().edit(mark("Change segment")) as edit:
            edit.change_segment(segment, **values)

    def clear_segment(self) -> None:
        segment = self._the_segment()
        with self.the_case().edit(mark("Clear segment")) as edit:
            edit.clear_segment(segment)

    def _the_segment(self) -> Segment:
        segment = self.segment
        if segment is None:
            raise MedsegError(mark("No segment is chosen"), todo=mark("Add one or choose one in the segments panel."))
        return segment

    def apply(self, answer: LabelMap, name: str, author: str, before: LabelMap | None = None) -> None:
        """Writes an answer into the case as ONE undo step (see ``core.answers``) and chooses a segment if none is."""
        first = write_answer(self.the_case(), answer, name, author, before)
        if first is not None and self.segment is None:
            self.choose_segment(first)

    # ----- clicks ------------------------------------------------------------------------------
    def point(self, prompt: Prompt) -> None:
        """Points at an object; a segment is added when there is none."""
        case = self.the_case()
        case.require_writable()
        segment = self.segment or self.add_segment()
        require_writable(segment)
        self.clicks.add(case, segment, prompt)

    def next_object(self) -> None:
        """Accepts the object and adds a segment for the next one."""
        self.clicks.accept(self.the_case())
        self.add_segment()

    # ----- measuring and writing -------------------------------------------------------------------
    def evaluate(self) -> None:
        """All figures of the masks against the manual labels (or volumes alone), in the background."""
        from medseg_gui.workers import evaluate

        case = self.the_case()
        labels = case.labelmap.frozen()
        reference = case.references[-1][1] if case.references else None
        tolerance = self.settings.surface_tolerance_mm

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done) and self.case is case:
                self.evaluation = outcome.value
                self.evaluated.emit(outcome.value)
            elif isinstance(outcome, Failed):  # cancelled: a newer one is under way, or the user said so
                self.report(outcome)

        self.submit(
            mark("Measuring"), lambda: evaluate.evaluate_job(labels, reference, tolerance), ended, key="evaluate"
        )

    def export(self, path: str | Path) -> None:
        """Writes the masks, reads them back with a second reader, and says what was compared."""
        self.masks.export(path)

    def warm_up(self) -> None:
        """Has the display pass compiled (once per installation: a second or two) before the first image needs it."""

        def steps() -> Steps[None]:
            from medseg_gui.core import display, tiles

            yield Progress(mark("Preparing the display"))
            display.warm_up()
            tiles.warm_up()

        self.submit(mark("Preparing the display"), steps, self.report_failure, priority=Priority.IDLE)

    def run(self, command_id: str) -> None:
        """Runs a user command by its id, as its menu entry would. Raises MedsegError when it is disabled now."""
        self.run_command(self, command_id)
