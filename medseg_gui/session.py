"""The session: the open case, the chosen tool, segment and model, and one short method for each thing a user does.

Qt-free. What needs a person (a file name, a yes) goes through ``ask``; what happened is told through events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from medseg_gui.clicks import ClickDesk
from medseg_gui.core.answers import named_like, write_answer
from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule, Step
from medseg_gui.core.errors import Locked, MedsegError
from medseg_gui.core.events import Aspect, Change, Event
from medseg_gui.core.geometry import Triple
from medseg_gui.core.history import History
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.prompts import Prompt
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.core.volume import Volume
from medseg_gui.core.windows import default_window
from medseg_gui.settings import Settings
from medseg_gui.workers.job import Cancelled, Done, Failed, Job, Lane, Outcome, Priority, Steps
from medseg_gui.workers.runner import Runner


class Ask(Protocol):
    """What only a person can answer. None or False: the person thought better of it."""

    def folder(self, title: str) -> str | None: ...
    def open_file(self, title: str, filters: str) -> str | None: ...
    def save_file(self, title: str, filters: str, suggestion: str) -> str | None: ...
    def text(self, title: str, label: str, value: str) -> str | None: ...
    def series(self, rows: list[Any]) -> str | None: ...
    def confirm(self, title: str, text: str, yes: str) -> bool: ...
    def choice(self, title: str, text: str, options: list[str]) -> int | None: ...


RunCommand = Callable[["Session", str], None]
"""Runs the command of that id (``commands.run``; handed in, because the table stands above the session)."""


@dataclass(frozen=True)
class Message:
    """One line for the person: what happened, and how grave it is."""

    text: str
    level: Literal["info", "warning", "error"] = "info"


_Place = tuple[int, Step | None]


def _place(case: Case) -> _Place:
    """Where a case stands in its history: undo and redo come back to the same place, an edit never does.

    The last step done, compared by identity; before the first, how many are forgotten.
    """
    done = case.history.done
    return (0, done[-1]) if done else (case.history.forgotten, None)


class Session:
    """The open case and the user's choices. All methods run on the UI thread."""

    def __init__(self, runner: Runner, settings: Settings, run_command: RunCommand) -> None:
        self.runner = runner
        self.settings = settings
        self.ask: Ask | None = None
        self.run_command = run_command
        self.wait_until: Callable[[Callable[[], bool], float], bool] | None = None
        """Given by the window: runs the event loop until the condition holds; False when the time ran out."""

        self.case: Case | None = None
        self.rows: list[Any] = []
        """The series found where the open one came from (io.SeriesRow), for the series browser."""
        self.series_uid = ""
        """The row's uid of the open series."""
        self.path = ""
        """What the user opened: the folder that ``rows`` were found in, or the file."""
        self.tool_id = "tool.pointer"
        self.rule: PaintRule = "unlocked"
        self.model = ""
        self.pending: ModelCard | None = None
        """A newly trained model that the user has neither accepted nor discarded."""
        self.crosshair: Triple = (0, 0, 0)
        self.window: tuple[float, float] = (400.0, 40.0)
        self.evaluation: Any = None
        self._segment: tuple[int, int] | None = None
        self._saved: _Place = (0, None)
        """Where in the history the last export (or the opening) was."""

        self.case_opened: Event[Case | None] = Event()
        """Another case is open, or none."""
        self.changed: Event[Change] = Event()
        """Something in the open case changed (forwarded, so that listeners need not follow the case)."""
        self.said: Event[Message] = Event()
        self.chosen: Event[str] = Event()
        """"tool", "segment", "model", "window", "crosshair", "display" or "series": a choice changed."""
        self.wanted: Event[str] = Event()
        """A wish to the window: "reset_views", "cheat_sheet", "about", "command_palette", "quit", ..."""
        self.progressed: Event[tuple[Job[Any], Progress]] = Event()
        self.trained: Event[Progress] = Event()
        """Each step of a training: figures for the curves."""
        self.evaluated: Event[Any] = Event()
        self.clicks = ClickDesk(self.submit, self._report, self.chosen.emit)

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
        """True when there are edits that no export holds; undoing them makes it False again."""
        if self.case is None:
            return False
        (forgotten, step), (saved_forgotten, saved_step) = _place(self.case), self._saved
        return forgotten != saved_forgotten or step is not saved_step

    def the_case(self) -> Case:
        if self.case is None:
            raise MedsegError(mark("No image is open"), todo=mark("Open a DICOM folder or an image file first."))
        return self.case

    # ----- opening ---------------------------------------------------------------------------------
    def open(self, path: str | Path, series: str | None = None) -> None:
        """Opens a DICOM folder or file, or an image file, in the background; several series: the user chooses."""
        if self._may_leave():
            self._open(str(Path(path).expanduser()), series)

    def _may_leave(self) -> bool:
        """False when the open case has unsaved edits and the user would rather keep it."""
        if self.case is None or self.ask is None or not (self.unsaved or self.case.editing):
            return True
        text = mark("The last edits are in no exported file. Opening another image closes this one.")
        return self.ask.confirm(mark("Open another image"), text, mark("Open"))

    def _open(self, path: str, series: str | None) -> None:
        from medseg_gui.workers import open_case

        before = (self.case, self.case.revision) if self.case else None

        def edited_meanwhile() -> bool:
            """The user was asked when the reading began; what was drawn since then has not been asked about."""
            case = self.case
            return case is not None and (case.editing or (case, case.revision) != before)

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Failed) and isinstance(outcome.error, open_case.SeriesChoice):
                self._choose_series(path, outcome.error.rows)
            elif isinstance(outcome, Done):
                if edited_meanwhile() and not self._may_leave():
                    return
                volume, rows = outcome.value
                self.rows = list(rows)
                self.path = path
                self.series_uid = volume.info.uid
                self.settings.remember(path)
                self.set_case(Case(volume, history=History(self.settings.undo_budget_mb * 2**20)))
            else:
                self._report(outcome)

        self.submit(mark("Opening"), lambda: open_case.open_path(path, series), ended, key="open")

    def open_series(self, uid: str) -> None:
        """Opens another series of the folder that is open."""
        self.open(self.path, uid)

    def open_sample(self) -> None:
        """Makes the built-in sample study (a real DICOM series) in the user's folder, once, and opens it."""
        from medseg_gui.workers import sample

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                self.open(outcome.value.image)
            else:
                self._report(outcome)

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

    def _choose_series(self, path: str, rows: list[Any]) -> None:
        if self.case is None:  # else they stay those of the open image until another one is open
            self.rows = rows
        uid = self.ask.series(rows) if self.ask else None
        if uid is None:
            self.say(mark("There are several series: choose one."))
        else:
            self._open(path, uid)

    def set_case(self, case: Case | None) -> None:
        self.case = case
        self._segment = None
        self._saved = _place(case) if case else (0, None)
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
        from medseg_gui.workers import open_case

        case = self.the_case()
        path = Path(path)

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                self._report(outcome)
            elif self.case is not case:
                self.say(mark("Another image was opened meanwhile: the mask was not loaded."), "warning")
            elif reference:
                case.add_reference(path.name, outcome.value)
                self.say(mark("Manual labels loaded: {name}").format(name=path.name))
                self.evaluate()
            else:
                self.apply(named_like(outcome.value, case.labelmap), mark("Load mask"), f"file {path.name}")

        self.submit(mark("Reading mask"), lambda: open_case.open_labels(str(path), like=case.volume), ended)

    # ----- choosing --------------------------------------------------------------------------------
    def choose_tool(self, tool_id: str) -> None:
        self.tool_id = tool_id
        self.chosen.emit("tool")

    def choose_segment(self, segment: Segment | None) -> None:
        self._segment = segment.key if segment else None
        self.chosen.emit("segment")

    def choose_model(self, name: str) -> None:
        self.model = name
        self.chosen.emit("model")

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
        from medseg_gui.core.geometry import Box

        case, segment = self.the_case(), self._the_segment()
        box = Box.around(case.labelmap.mask(segment))
        if box is not None:
            with case.edit(mark("Clear segment")) as edit:
                edit.erase(segment, box, np.ones(box.shape, bool))

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
        segment = self.segment or self.add_segment()
        if segment.locked:
            raise Locked(mark("The segment {name} is locked").format(name=segment.name), todo=mark("Unlock it first."))
        self.clicks.add(case, segment, prompt)

    def next_object(self) -> None:
        """Accepts the object and adds a segment for the next one."""
        self.clicks.accept(self.the_case())
        self.add_segment()

    # ----- models ----------------------------------------------------------------------------------
    def run_model(self, name: str | None = None) -> None:
        """Automatic segmentation in the background; the answer is one undo step."""
        from medseg_gui.workers import segment

        case = self.the_case()
        name = name or self.model
        if not name:
            raise MedsegError(mark("No model is chosen"), todo=mark("Choose one in the models panel."))
        volume, before = case.volume, case.labelmap.frozen()

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                self._report(outcome)
            elif self.case is not case:
                self.say(mark("Another image was opened meanwhile: the answer was dropped."), "warning")
            else:
                answer = outcome.value
                self.apply(answer.labels, mark("Segment with {name}").format(name=name), answer.author, before)
                for note in answer.notes:
                    self.say(note, "warning")
                self.say(mark("{name}: done in {seconds:.1f} s").format(name=name, seconds=answer.seconds))

        self.submit(
            mark("Segmenting with {name}").format(name=name),
            lambda: segment.segment(volume, name),
            ended,
            lane="model",
            key="segment",
            priority=Priority.LONG,
        )

    def finetune(self, base: str | None = None, name: str | None = None) -> None:
        """Trains a copy of a model on this corrected case and those collected before, in the trainer process."""
        from medseg_gui.workers import finetune

        case = self.the_case()
        base = base or self.model
        if not base:
            raise MedsegError(mark("No model is chosen"), todo=mark("Choose the model to improve in the models panel."))
        if not case.labelmap.any_mask().any():
            raise MedsegError(mark("There is nothing to learn from"), todo=mark("Correct a mask on this case first."))
        if self.pending is not None:
            raise MedsegError(
                mark("The model trained before is still waiting"),
                todo=mark("Accept or discard it in the training panel."),
            )
        volume, labels = case.volume, case.labelmap.frozen()

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                self.pending = outcome.value
                self.say(mark("A new model waits for your word: {name}").format(name=outcome.value.name))
            else:
                self._report(outcome)
            self.chosen.emit("model")

        job = self.submit(
            mark("Fine-tuning {name}").format(name=base),
            lambda: finetune.finetune_open_case(volume, labels, base, name or finetune.next_name(base)),
            ended,
            key="train",
            priority=Priority.LONG,
        )

        def progressed(progress: Progress) -> None:
            self.progressed.emit((job, progress))
            self.trained.emit(progress)

        job.on_progress = progressed

    def accept_model(self) -> None:
        from medseg_gui.workers import models

        card = self._the_pending()
        accepted = models.accept(card)
        self.pending = None
        self.choose_model(accepted.name)
        self.say(mark("Model {name} is ready to use.").format(name=accepted.name))

    def discard_model(self) -> None:
        from medseg_gui.workers import models

        models.discard(self._the_pending())
        self.pending = None
        self.chosen.emit("model")

    def _the_pending(self) -> ModelCard:
        if self.pending is None:
            raise MedsegError(mark("No new model is waiting"), todo=mark("Fine-tune one first."))
        return self.pending

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
                self._report(outcome)

        self.submit(
            mark("Measuring"), lambda: evaluate.evaluate_job(labels, reference, tolerance), ended, key="evaluate"
        )

    def export(self, path: str | Path) -> None:
        """Writes the masks, reads them back with a second reader, and says what was compared."""
        from medseg_gui.workers import export

        case = self.the_case()
        labels, volume, place = case.labelmap.frozen(), case.volume, _place(case)

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                if self.case is case:
                    self._saved = place
                compared = "; ".join(outcome.value.verified)
                self.say(mark("Written and verified: {path} ({what})").format(path=path, what=compared))
            else:
                self._report(outcome)

        self.submit(mark("Exporting"), lambda: export.save_labels(labels, str(path), volume), ended)

    def warm_up(self) -> None:
        """Has the display pass compiled (once per installation: a second or two) before the first image needs it."""

        def steps() -> Steps[None]:
            from medseg_gui.core import display

            yield Progress(mark("Preparing the display"))
            display.warm_up()

        self.submit(mark("Preparing the display"), steps, self._report_failure, priority=Priority.IDLE)

    # ----- jobs and talk ---------------------------------------------------------------------------
    def submit(
        self,
        name: str,
        start: Callable[[], Steps[Any]],
        ended: Callable[[Outcome[Any]], None],
        lane: Lane = "background",
        key: str = "",
        priority: Priority = Priority.NORMAL,
    ) -> Job[Any]:
        def safely(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Cancelled) and key and any(other.key == key for other in self.runner.active):
                return  # a newer one of its kind took its place: nobody needs to hear of this one
            try:
                ended(outcome)
            except MedsegError as error:
                self.say(str(error), "error")

        job: Job[Any] = Job(name, start, lane, priority, key, safely)
        job.on_progress = lambda p: self.progressed.emit((job, p))
        return self.runner.submit(job)

    def cancel_jobs(self) -> None:
        self.runner.cancel_all()

    def say(self, text: str, level: Literal["info", "warning", "error"] = "info") -> None:
        self.said.emit(Message(text, level))

    def _report_failure(self, outcome: Outcome[Any]) -> None:
        if isinstance(outcome, Failed):
            self._report(outcome)

    def _report(self, outcome: Outcome[Any]) -> None:
        if isinstance(outcome, Failed):
            expected = isinstance(outcome.error, MedsegError)
            text = (
                str(outcome.error) if expected else mark("Something went wrong: {error}. The log file has the details.")
            )
            self.say(text if expected else text.format(error=outcome.error), "error")
        elif isinstance(outcome, Cancelled):
            self.say(mark("Cancelled."))

    def run(self, command_id: str) -> None:
        """Runs a user command by its id, as its menu entry would. Raises MedsegError when it is disabled now."""
        self.run_command(self, command_id)

    def wait(self, timeout_s: float = 60.0) -> None:
        """Returns when no job is under way but idle ones; raises TimeoutError. The only nested event loop there is."""
        if self.wait_until is None:
            raise MedsegError(mark("There is no event loop to wait in"))

        def waited_for() -> list[Job[Any]]:
            return [job for job in self.runner.active if job.priority > Priority.IDLE]

        if not self.wait_until(lambda: not waited_for(), timeout_s):
            raise TimeoutError(f"After {timeout_s:g} s still under way: {', '.join(job.name for job in waited_for())}")
