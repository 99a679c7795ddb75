"""Why painting is refused, and why it changed nothing: one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule
from medseg_gui.core.errors import Locked, MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask, Segment

Pieces = Iterable[tuple[Box, Mask]]


def require_writable(segment: Segment) -> None:
    """Raises Locked for a segment that is locked, or hidden: nobody paints what cannot be seen."""
    if segment.locked:
        what = mark("The segment {name} is locked").format(name=segment.name)
        raise Locked(what, todo=mark("Unlock it in the segments panel."))
    if not segment.visible:
        what = mark("The segment {name} is hidden").format(name=segment.name)
        raise Locked(what, todo=mark("Show it in the segments panel before painting."))


def no_effect(case: Case, segment: Segment | None, pieces: Pieces, rule: PaintRule, erases: bool) -> MedsegError:
    """Why writing those pieces changed no voxel. ``segment`` None: all visible, unlocked ones were to be erased."""
    pieces = [(box, mask) for box, mask in pieces if mask.any()]
    if not pieces:
        return MedsegError(mark("There is no voxel inside"), todo=mark("Draw it larger, and on the image."))
    if erases and segment is None:
        todo = mark("No visible, unlocked segment has a voxel there.")
    elif segment is None:
        todo = ""
    elif erases:
        todo = mark("The segment {name} has no voxel there: choose the segment to erase.").format(name=segment.name)
    elif all(bool(case.labelmap.mask(segment, box)[mask].all()) for box, mask in pieces):
        todo = mark("All of it is {name} already.").format(name=segment.name)
    elif rule == "background":
        todo = mark("Paint goes over background only: let it go over segments in the segments panel.")
    else:
        todo = mark("Other segments there are locked: unlock them in the segments panel.")
    return MedsegError(mark("Nothing changed there"), todo=todo)


def not_dragged() -> MedsegError:
    """A press and a release at one place, with a tool that draws a line."""
    return MedsegError(mark("Nothing was drawn"), todo=mark("Hold the button and drag."))


def out_of_range(low: float, high: float) -> MedsegError:
    """No voxel under the brush has a grey value in the range that the tool is held to."""
    what = mark("No voxel there has a value from {low:g} to {high:g}").format(low=low, high=high)
    return MedsegError(what, todo=mark("Change the range, or switch “Only values” off."))
