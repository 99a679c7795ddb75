"""The table of segments: order, what is shown and locked, what a segment is. Each command is one undo step."""

from __future__ import annotations

from dataclasses import replace

from medseg_gui.commands.base import Command
from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Segment
from medseg_gui.presets import Preset, preset
from medseg_gui.reasons import needs_hidden, needs_segment, needs_several
from medseg_gui.session import Session

SEGMENT = mark("Segment")


def _place(s: Session) -> tuple[list[Segment], int]:
    """The segments in their order, and which of them is the chosen one."""
    rows = list(s.labels.segments) if s.labels else []
    keys = [row.key for row in rows]
    return rows, keys.index(s.segment.key) if s.segment and s.segment.key in keys else -1


def _may_go(s: Session, by: int) -> str:
    reason = needs_segment(s)
    if not reason:
        rows, at = _place(s)
        if not 0 <= at + by < len(rows):
            reason = mark("It is the first one.") if by < 0 else mark("It is the last one.")
    return reason


def _go(s: Session, by: int) -> None:
    rows, at = _place(s)
    rows[at], rows[at + by] = rows[at + by], rows[at]
    _set(s, mark("Move segment"), rows)


def _set(s: Session, name: str, rows: list[Segment]) -> None:
    with s.the_case().edit(name) as edit:
        edit.set_segments(tuple(rows))


def is_solo(s: Session) -> bool:
    """True when the chosen segment is the only one shown."""
    rows, at = _place(s)
    return at >= 0 and len(rows) > 1 and [r.visible for r in rows] == [i == at for i in range(len(rows))]


def _solo(s: Session) -> None:
    rows, at = _place(s)
    alone = is_solo(s)
    shown = [replace(row, visible=alone or i == at) for i, row in enumerate(rows)]
    _set(s, mark("Show all segments") if alone else mark("Show only one segment"), shown)


def _show_all(s: Session) -> None:
    rows, _ = _place(s)
    _set(s, mark("Show all segments"), [replace(row, visible=True) for row in rows])


def _flip_visible(s: Session) -> None:
    if s.segment is not None:
        s.change_segment(s.segment, visible=not s.segment.visible)


def _flip_locked(s: Session) -> None:
    if s.segment is not None:
        s.change_segment(s.segment, locked=not s.segment.locked)


def give_preset(s: Session, found: Preset) -> None:
    """The chosen segment gets the preset's name, colour and code: one undo step."""
    if s.segment is not None:
        s.change_segment(s.segment, name=found.name, colour=found.colour, code=found.code)


def _choose(s: Session, by: int) -> None:
    rows, at = _place(s)
    s.choose_segment(rows[at + by])


def _ask_preset(s: Session) -> None:
    if s.segment is None or s.ask is None:
        return
    name = s.ask.text(mark("What is it?"), mark("Structure (as in the list of the segment's context menu)"), "")
    if not name:
        return
    found = preset(name)
    if found is None:
        raise BadInput(
            mark("There is no preset named {name}").format(name=name), todo=mark("Rename the segment instead.")
        )
    give_preset(s, found)


SEGMENTS: tuple[Command, ...] = (
    Command(
        "segment.code",
        mark("What it is…"),
        mark("Gives the segment a structure's name, colour and SNOMED CT code from the presets"),
        _ask_preset,
        "",
        SEGMENT,
        needs_segment,
    ),
    Command(
        "segment.previous",
        mark("Previous segment"),
        mark("Chooses the segment one row up in the table"),
        lambda s: _choose(s, -1),
        "<",
        SEGMENT,
        lambda s: _may_go(s, -1),
    ),
    Command(
        "segment.next",
        mark("Next segment"),
        mark("Chooses the segment one row down in the table"),
        lambda s: _choose(s, 1),
        ">",
        SEGMENT,
        lambda s: _may_go(s, 1),
    ),
    Command(
        "segment.up",
        mark("Move up"),
        mark("Moves the segment one row up in the table"),
        lambda s: _go(s, -1),
        "Ctrl+Shift+Up",
        SEGMENT,
        lambda s: _may_go(s, -1),
    ),
    Command(
        "segment.down",
        mark("Move down"),
        mark("Moves the segment one row down in the table"),
        lambda s: _go(s, 1),
        "Ctrl+Shift+Down",
        SEGMENT,
        lambda s: _may_go(s, 1),
    ),
    Command(
        "segment.visible",
        mark("Visible"),
        mark("Shows or hides the chosen segment"),
        _flip_visible,
        "",
        SEGMENT,
        needs_segment,
        checkable=True,
        checked=lambda s: s.segment is not None and s.segment.visible,
    ),
    Command(
        "segment.lock",
        mark("Locked"),
        mark("Guards the chosen segment: no tool changes it"),
        _flip_locked,
        "",
        SEGMENT,
        needs_segment,
        checkable=True,
        checked=lambda s: s.segment is not None and s.segment.locked,
    ),
    Command(
        "segment.solo",
        mark("Show only this"),
        mark("Hides all segments but the chosen one; again: shows all"),
        _solo,
        "",
        SEGMENT,
        needs_several,
        checkable=True,
        checked=is_solo,
    ),
    Command(
        "segment.show_all",
        mark("Show all segments"),
        mark("Shows every segment"),
        _show_all,
        "",
        SEGMENT,
        needs_hidden,
    ),
)
