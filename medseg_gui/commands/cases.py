"""The case list: from one case to the next, how far each one is, and the whole as a table."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.commands.base import Command, Why
from medseg_gui.core.i18n import mark
from medseg_gui.core.worklist import Status
from medseg_gui.reasons import needs_case
from medseg_gui.session import Session

MENU = mark("Cases")


def needs_list(s: Session) -> str:
    return "" if s.worklist.opened is not None else mark("Open a case list first.")


def needs_listed(s: Session) -> str:
    reason = needs_list(s) or needs_case(s)
    return reason or ("" if s.worklist.current is not None else mark("The open image is not of the case list."))


def _needs_neighbour(by: int) -> Why:
    def why(s: Session) -> str:
        if needs_list(s) or s.worklist.neighbour(by) is not None:
            return needs_list(s)
        if s.worklist.only is not None:
            return mark("The filter of the case list lets no further one through.")
        return mark("It is the first one.") if by < 0 else mark("It is the last one.")

    return why


def _open_folder(s: Session) -> None:
    path = s.ask.folder(mark("Open a folder as case list")) if s.ask else None
    if path:
        s.worklist.open(path)


def _open_table(s: Session) -> None:
    path = s.ask.open_file(mark("Open case list"), "CSV (*.csv);;medseg (*.medseg-list.json)") if s.ask else None
    if path:
        s.worklist.open(path)


def _export(s: Session) -> None:
    opened = s.worklist.opened
    name = f"{opened.source.stem}-cases.csv" if opened is not None else ""
    path = s.ask.save_file(mark("Export case list"), "CSV (*.csv)", name) if s.ask else None
    if path:
        s.worklist.export(path)


def _choose_folder(s: Session) -> None:
    path = s.ask.folder(mark("Folder for the cases of the list")) if s.ask else None
    if path:
        s.worklist.keep_in(path)


def _mark(status: Status) -> tuple[Callable[[Session], None], Callable[[Session], bool]]:
    """How the open case gets that status, or loses it, and whether it has it."""

    def has(s: Session) -> bool:
        desk = s.worklist
        return desk.current is not None and desk.standing(desk.current).status == status

    return lambda s: s.worklist.toggle(status), has


def _status(command_id: str, title: str, help_text: str, status: Status, shortcut: str) -> Command:
    run, has = _mark(status)
    return Command(command_id, title, help_text, run, shortcut, MENU, needs_listed, checkable=True, checked=has)


CASES: tuple[Command, ...] = (
    Command(
        "worklist.open_folder",
        mark("Open folder as case list…"),
        mark("Lists every series, image file and saved case in a folder"),
        _open_folder,
        "Ctrl+L",
        MENU,
    ),
    Command(
        "worklist.open",
        mark("Open case list…"),
        mark("Opens a CSV with a column image, and optionally series, label, reference, patient, name"),
        _open_table,
        "Ctrl+Shift+L",
        MENU,
    ),
    Command(
        "worklist.next",
        mark("Next case"),
        mark("Saves what is unsaved and opens the next case of the list"),
        lambda s: s.worklist.step(1),
        "Ctrl+PgDown",
        MENU,
        _needs_neighbour(1),
    ),
    Command(
        "worklist.previous",
        mark("Previous case"),
        mark("Saves what is unsaved and opens the case before"),
        lambda s: s.worklist.step(-1),
        "Ctrl+PgUp",
        MENU,
        _needs_neighbour(-1),
    ),
    Command(
        "worklist.finish",
        mark("Done, next case"),
        mark("Marks the case as done, saves it and opens the next one"),
        lambda s: s.worklist.finish(),
        "Ctrl+Shift+Return",
        MENU,
        needs_listed,
    ),
    _status("worklist.done", mark("Done"), mark("Marks the case as done, or not"), "done", "Ctrl+Shift+D"),
    _status(
        "worklist.flag",
        mark("Flagged"),
        mark("Marks the case as one to come back to, or not"),
        "flagged",
        "Ctrl+Shift+F",
    ),
    _status("worklist.reset", mark("Not begun"), mark("Marks the case as open, or not"), "open", ""),
    Command(
        "worklist.folder",
        mark("Folder for the cases…"),
        mark("Chooses where new cases of the list are saved"),
        _choose_folder,
        "",
        MENU,
        needs_list,
    ),
    Command(
        "worklist.export",
        mark("Export case list…"),
        mark("Writes a table: status, time, and the volume of each segment"),
        _export,
        "Ctrl+Shift+E",
        MENU,
        needs_list,
    ),
    Command(
        "worklist.close",
        mark("Close case list"),
        mark("Closes the list; the open case stays"),
        lambda s: s.worklist.close(),
        "",
        MENU,
        needs_list,
    ),
)
