"""The table of user commands. Menus, toolbar, keys, help and tests are all made from it; a new command is one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.core.windows import CT_PRESETS, Preset, default_window
from medseg_gui.reasons import (
    needs_case,
    needs_click_model,
    needs_ct,
    needs_free_segment,
    needs_guesses,
    needs_jobs,
    needs_mask,
    needs_model,
    needs_object,
    needs_pending,
    needs_redo,
    needs_segment,
    needs_series,
    needs_training_data,
    needs_undo,
)
from medseg_gui.session import Session

Why = Callable[[Session], str]
"""The reason why a command is disabled now, or an empty string."""


@dataclass(frozen=True)
class Command:
    """One thing a user can do. ``why_not`` gives the reason when it cannot be done now."""

    id: str
    title: str
    help: str
    run: Callable[[Session], None]
    shortcut: str = ""
    menu: str = ""
    why_not: Why = lambda s: ""
    checkable: bool = False
    checked: Callable[[Session], bool] = lambda s: False

    def run_in(self, session: Session) -> None:
        """Runs the command. Raises MedsegError with the reason when it is disabled."""
        reason = self.why_not(session)
        if reason:
            raise MedsegError(mark("{title} is not possible now").format(title=self.title), todo=reason)
        self.run(session)


# ----- what needs a person -------------------------------------------------------------------------
def _open_folder(s: Session) -> None:
    path = s.ask.folder(mark("Open DICOM folder")) if s.ask else None
    if path:
        s.open(path)


def _open_file(s: Session) -> None:
    from medseg_gui.workers.open_case import volume_filters

    path = s.ask.open_file(mark("Open image"), volume_filters()) if s.ask else None
    if path:
        s.open(path)


def _load_labels(reference: bool) -> Callable[[Session], None]:
    def run(s: Session) -> None:
        from medseg_gui.workers.open_case import label_filters

        title = mark("Load manual labels") if reference else mark("Load mask to edit")
        path = s.ask.open_file(title, label_filters()) if s.ask else None
        if path:
            s.open_labels(path, reference)

    return run


def _export(s: Session) -> None:
    from medseg_gui.workers.export import label_filters

    volume = s.the_case().volume
    source = Path(volume.info.source or "mask")
    name = (source.name.split(".")[0] or "mask") + "_mask.nii.gz"
    path = s.ask.save_file(mark("Export mask"), label_filters(), name) if s.ask else None
    if path:
        s.export(path)


def _rename_segment(s: Session) -> None:
    segment = s.segment
    if segment is not None and s.ask:
        name = s.ask.text(mark("Rename segment"), mark("Name"), segment.name)
        if name:
            s.change_segment(segment, name=name)


def _step_series(by: int) -> Callable[[Session], None]:
    def run(s: Session) -> None:
        uids = [row.uid for row in s.rows]
        if s.series_uid in uids:
            to = uids.index(s.series_uid) + by
            if 0 <= to < len(uids):
                s.open_series(uids[to])

    return run


def _window(width: float, level: float) -> Callable[[Session], None]:
    return lambda s: s.set_window(width, level)


def _own_window(s: Session) -> None:
    s.set_window(*default_window(s.the_case().volume))


def _flip(name: str) -> tuple[Callable[[Session], None], Callable[[Session], bool]]:
    def run(s: Session) -> None:
        setattr(s.settings, name, not getattr(s.settings, name))
        s.settings.save()
        s.chosen.emit("display")

    return run, lambda s: bool(getattr(s.settings, name))


def _wish(name: str) -> Callable[[Session], None]:
    return lambda s: s.wanted.emit(name)


def _tool(tool_id: str, title: str, key: str, help_text: str, why: Why) -> Command:
    return Command(
        tool_id,
        title,
        help_text,
        lambda s: s.choose_tool(tool_id),
        key,
        mark("Tools"),
        why,
        checkable=True,
        checked=lambda s: s.tool_id == tool_id,
    )


def _toggle(command_id: str, title: str, key: str, help_text: str, setting: str) -> Command:
    run, checked = _flip(setting)
    return Command(command_id, title, help_text, run, key, mark("View"), checkable=True, checked=checked)


def _preset(preset: Preset) -> Command:
    return Command(
        f"view.window_{preset.key}",
        mark("CT {name}").format(name=preset.title.lower()),
        mark("Window {width:g}, level {level:g} HU").format(width=preset.width, level=preset.level),
        _window(preset.width, preset.level),
        preset.key,
        mark("View"),
        needs_ct,
    )


FILE, EDIT, VIEW, SEGMENT, AI, MEASURE, HELP = (
    mark("File"),
    mark("Edit"),
    mark("View"),
    mark("Segment"),
    mark("AI"),
    mark("Measure"),
    mark("Help"),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "file.open_folder",
        mark("Open DICOM folder…"),
        mark("Finds the series in a folder and opens one"),
        _open_folder,
        "Ctrl+O",
        FILE,
    ),
    Command(
        "file.open_file",
        mark("Open image file…"),
        mark("Opens a DICOM, NIfTI, NRRD or MHA file"),
        _open_file,
        "Ctrl+Shift+O",
        FILE,
    ),
    Command(
        "file.open_sample",
        mark("Open sample study"),
        mark("Opens the built-in CT phantom"),
        lambda s: s.open_sample(),
        "",
        FILE,
    ),
    Command(
        "file.clear_recent",
        mark("Clear recent list"),
        mark("Forgets every recently opened path"),
        lambda s: s.forget_recent(),
        "",
        FILE,
        lambda s: "" if s.settings.recent else mark("The recent list is empty."),
    ),
    Command(
        "file.keep_recent",
        mark("Keep a recent list"),
        mark("Remembers opened paths on this computer only"),
        lambda s: s.keep_recent(not s.settings.keep_recent),
        "",
        FILE,
        checkable=True,
        checked=lambda s: s.settings.keep_recent,
    ),
    Command(
        "file.load_labels",
        mark("Load mask to edit…"),
        mark("Loads a mask file into the segments, as one undo step"),
        _load_labels(False),
        "Ctrl+M",
        FILE,
        needs_case,
    ),
    Command(
        "file.load_reference",
        mark("Load manual labels…"),
        mark("Loads a mask file to measure against"),
        _load_labels(True),
        "Ctrl+R",
        FILE,
        needs_case,
    ),
    Command(
        "file.export",
        mark("Export mask…"),
        mark("Writes the masks, reads them back and compares before anything is replaced"),
        _export,
        "Ctrl+E",
        FILE,
        needs_mask,
    ),
    Command("file.quit", mark("Quit"), mark("Closes the program"), _wish("quit"), "Ctrl+Q", FILE),
    Command(
        "edit.undo", mark("Undo"), mark("Takes the last action back"), lambda s: s.undo(), "Ctrl+Z", EDIT, needs_undo
    ),
    Command(
        "edit.redo",
        mark("Redo"),
        mark("Does the action taken back again"),
        lambda s: s.redo(),
        "Ctrl+Shift+Z; Ctrl+Y",
        EDIT,
        needs_redo,
    ),
    Command(
        "edit.cancel_jobs",
        mark("Stop background work"),
        mark("Cancels everything that is under way"),
        lambda s: s.cancel_jobs(),
        "Ctrl+.",
        EDIT,
        needs_jobs,
    ),
    _tool("tool.pointer", mark("Window/level"), "V", mark("Drag: left-right width, up-down level"), needs_case),
    _tool("tool.brush", mark("Brush"), "B", mark("Paints the chosen segment; radius in mm"), needs_case),
    _tool("tool.eraser", mark("Eraser"), "E", mark("Erases the chosen segment"), needs_case),
    _tool("tool.click", mark("Click"), "C", mark("Click an object and the model draws it"), needs_click_model),
    Command(
        "tool.turn_click",
        mark("Clicks take away"),
        mark("Left clicks mean what does not belong to the object"),
        lambda s: s.clicks.turn(),
        "T",
        mark("Tools"),
        needs_click_model,
        checkable=True,
        checked=lambda s: not s.clicks.positive,
    ),
    Command(
        "tool.smaller",
        mark("Smaller radius"),
        mark("Makes the brush smaller"),
        _wish("radius_down"),
        "[",
        mark("Tools"),
        needs_case,
    ),
    Command(
        "tool.larger",
        mark("Larger radius"),
        mark("Makes the brush larger"),
        _wish("radius_up"),
        "]",
        mark("Tools"),
        needs_case,
    ),
    Command(
        "segment.add",
        mark("Add segment"),
        mark("Adds an empty segment"),
        lambda s: s.add_new_segment(),
        "A",
        SEGMENT,
        needs_case,
    ),
    Command(
        "segment.rename",
        mark("Rename segment…"),
        mark("Gives the chosen segment another name"),
        _rename_segment,
        "F2",
        SEGMENT,
        needs_segment,
    ),
    Command(
        "segment.clear",
        mark("Clear segment"),
        mark("Erases every voxel of the chosen segment"),
        lambda s: s.clear_segment(),
        "",
        SEGMENT,
        needs_free_segment,
    ),
    Command(
        "segment.remove",
        mark("Remove segment"),
        mark("Takes the chosen segment away"),
        lambda s: s.remove_segment(),
        "",
        SEGMENT,
        needs_free_segment,
    ),
    Command(
        "ai.segment",
        mark("Segment"),
        mark("Runs the chosen model on the whole image in the background"),
        lambda s: s.run_model(),
        "Ctrl+Return",
        AI,
        needs_model,
    ),
    Command(
        "ai.next_guess",
        mark("Other answer"),
        mark("The next of the answers to the last click: part, object, whole"),
        lambda s: s.clicks.next_guess(s.the_case()),
        "Tab",
        AI,
        needs_guesses,
    ),
    Command(
        "ai.previous_guess",
        mark("Other answer, backwards"),
        mark("The answer before this one"),
        lambda s: s.clicks.next_guess(s.the_case(), -1),
        "Shift+Tab",
        AI,
        needs_guesses,
    ),
    Command(
        "ai.accept",
        mark("Accept object"),
        mark("Keeps the object; the next click begins another"),
        lambda s: s.clicks.accept(s.the_case()),
        "Return",
        AI,
        needs_object,
    ),
    Command(
        "ai.reject",
        mark("Reject object"),
        mark("Takes the object under way and its clicks away"),
        lambda s: s.clicks.reject(s.the_case()),
        "Esc",
        AI,
        needs_object,
    ),
    Command(
        "ai.next_object",
        mark("Next object"),
        mark("Keeps the object and adds a segment for the next one"),
        lambda s: s.next_object(),
        "N",
        AI,
        needs_object,
    ),
    Command(
        "ai.finetune",
        mark("Learn from this case"),
        mark("Fine-tunes a copy of the chosen model on the corrected masks"),
        lambda s: s.finetune(),
        "",
        AI,
        needs_training_data,
    ),
    Command(
        "ai.accept_model",
        mark("Accept new model"),
        mark("Keeps the newly trained model beside the others"),
        lambda s: s.accept_model(),
        "",
        AI,
        needs_pending,
    ),
    Command(
        "ai.discard_model",
        mark("Discard new model"),
        mark("Throws the newly trained model away"),
        lambda s: s.discard_model(),
        "",
        AI,
        needs_pending,
    ),
    Command(
        "measure.evaluate",
        mark("Measure"),
        mark("Volumes, and all figures against the manual labels"),
        lambda s: s.evaluate(),
        "Ctrl+D",
        MEASURE,
        needs_mask,
    ),
    Command(
        "view.reset",
        mark("Reset views"),
        mark("Fits the image into each view"),
        _wish("reset_views"),
        "R",
        VIEW,
        needs_case,
    ),
    Command(
        "view.window_0",
        mark("Window of the file"),
        mark("The window that the file asks for"),
        _own_window,
        "0",
        VIEW,
        needs_case,
    ),
    *(_preset(preset) for preset in CT_PRESETS),
    _toggle("view.overlay", mark("Show masks"), "G", mark("Shows or hides the masks"), "show_masks"),
    _toggle("view.outline", mark("Outlines"), "O", mark("Draws the border of each segment"), "outline"),
    _toggle(
        "view.reference",
        mark("Manual labels"),
        "M",
        mark("Draws the border of the manual labels as a dashed white line"),
        "show_reference",
    ),
    _toggle("view.text", mark("Corner texts"), "I", mark("Shows or hides the corner texts"), "show_overlay_text"),
    _toggle("view.identity", mark("Patient identity"), "Shift+I", mark("Shows or hides who it is"), "show_identity"),
    _toggle("view.crosshair", mark("Crosshair"), "H", mark("Shows or hides the crosshair"), "show_crosshair"),
    _toggle("view.interpolate", mark("Smooth pixels"), "Shift+N", mark("Interpolates between pixels"), "interpolate"),
    Command(
        "view.previous_series",
        mark("Previous series"),
        mark("Opens the series before this one"),
        _step_series(-1),
        "PgUp",
        VIEW,
        needs_series,
    ),
    Command(
        "view.next_series",
        mark("Next series"),
        mark("Opens the series after this one"),
        _step_series(1),
        "PgDown",
        VIEW,
        needs_series,
    ),
    Command(
        "help.palette",
        mark("Command palette…"),
        mark("Finds a command by its name"),
        _wish("command_palette"),
        "Ctrl+Shift+P",
        HELP,
    ),
    Command(
        "help.keys",
        mark("Keys and mouse"),
        mark("All keys, made from the command table"),
        _wish("cheat_sheet"),
        "F1",
        HELP,
    ),
    Command("help.log", mark("Open log folder"), mark("Shows where the log file is"), _wish("log_folder"), "", HELP),
    Command("help.about", mark("About medseg"), mark("Version, licence, research use"), _wish("about"), "", HELP),
)

_BY_ID = {c.id: c for c in COMMANDS}


def run(session: Session, command_id: str) -> None:
    """Runs the command of that id. Raises MedsegError when there is none or it is disabled now."""
    command(command_id).run_in(session)


def command(command_id: str) -> Command:
    """The command of that id. Raises MedsegError when there is none."""
    try:
        return _BY_ID[command_id]
    except KeyError:
        raise MedsegError(f"There is no command {command_id!r}", todo="`medseg commands` lists them.") from None
