"""What a tool is: a table row with a gesture; and what a gesture may use."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, fields
from math import floor
from typing import Any, Literal, Protocol

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit, PaintRule
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Geometry, Plane, Triple
from medseg_gui.core.labelmap import Mask, Segment
from medseg_gui.core.planeview import PlaneView, Point
from medseg_gui.core.prompts import Prompt
from medseg_gui.tools.effect import no_effect, require_writable

Button = Literal["left", "middle", "right", "none"]
Act = Literal["press", "move", "release", "double", "close", "back"]
"""What the user did: the last two are Enter and Backspace."""
Choices = dict[str, str]
"""value → label"""
STILL_PX = 6.0
"""A press that moves further than this is no click."""


# ----- options ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Option:
    """One option of a tool, as a form shows it. ``choices``: the values of a text option and their labels.

    ``slider`` False: a number field alone. ``needs``: shown only while the option of that name is on.
    """

    name: str
    default: Any
    label: str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    help: str = ""
    choices: Choices = field(default_factory=dict)
    slider: bool = True
    needs: str = ""

    @property
    def kind(self) -> Literal["bool", "int", "float", "choice"]:
        if self.choices:
            return "choice"
        if isinstance(self.default, bool):
            return "bool"
        return "int" if isinstance(self.default, int) else "float"


def option(
    default: Any,
    label: str,
    *,
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
    unit: str = "",
    help: str = "",
    choices: Choices | None = None,
    slider: bool = True,
    needs: str = "",
) -> Any:
    """A dataclass field that carries what its widget needs: range, step, unit, label, choices."""
    keep = {"label": label, "low": low, "high": high, "step": step, "unit": unit, "help": help, "choices": choices}
    keep |= {"slider": slider, "needs": needs}
    return field(default=default, metadata={key: value for key, value in keep.items() if value not in (None, "")})


def options_of(kind: type[Any]) -> tuple[Option, ...]:
    """The options of an Options dataclass, in the order in which they are declared."""
    return tuple(Option(f.name, f.default, **f.metadata) for f in fields(kind) if f.metadata)


def clamped(options: Any, name: str, value: float) -> float:
    """The value moved into the option's range."""
    found = next(o for o in options_of(type(options)) if o.name == name)
    low = value if found.low is None else max(value, found.low)
    return low if found.high is None else min(low, found.high)


# ----- the pointer ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pointer:
    """Where the mouse is: one press, move or release.

    ``index``: continuous (slice, row, column), the slice being the one shown; ``world_mm``: the same place, LPS.
    ``held`` is False on the release. ``ctrl``: the tool is turned round, by Ctrl or by what else the keymap has for
    it. ``moved_px``: (right, down) in screen pixels since the press.
    """

    index: Point
    world_mm: Point
    plane: Plane
    held: bool = True
    button: Button = "left"
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    moved_px: tuple[float, float] = (0.0, 0.0)
    act: Act = "move"

    @property
    def still(self) -> bool:
        """True when it has not moved further than a click may."""
        return max(abs(d) for d in self.moved_px) <= STILL_PX


@dataclass(frozen=True)
class Shape:
    """A line under way in a slice, through continuous indices; ``knots`` of it can be taken back one by one."""

    points: tuple[Point, ...]
    closed: bool = False
    knots: tuple[Point, ...] = ()
    erases: bool = False
    colour: tuple[int, int, int] = (235, 235, 235)


# ----- the context --------------------------------------------------------------------------------------------
class ViewHandle(Protocol):
    """The part of a slice view that a tool may use."""

    @property
    def plane_view(self) -> PlaneView: ...
    @property
    def slice_index(self) -> int: ...
    @property
    def window_level(self) -> tuple[float, float]: ...
    def ask_window(self, width: float, level: float) -> None: ...
    def ask_crosshair(self, index: Iterable[float]) -> None: ...
    def ask_slice(self, index: int) -> None: ...
    def show_prompt(self, prompt: Prompt | None) -> None: ...
    def show_shape(self, shape: Shape | None) -> None: ...


@dataclass(frozen=True)
class Grip:
    """Where a prompt or measurement can be taken hold of: its position, and a handle or None for all."""

    position: int
    handle: int | None = None


@dataclass
class ToolContext:
    """Everything a gesture may use: the case, the active segment, the options, the view; no widget.

    A new one is made for each gesture, so a gesture sees one segment and one set of options from press to
    release. ``rule`` says what paint may cover; ``source`` marks the changes that the gesture causes.
    """

    view: ViewHandle
    case: Case
    segment: Segment | None = None
    options: Any = None
    rule: PaintRule = "unlocked"
    source: object = None
    point: Callable[[Prompt], None] = lambda prompt: None
    """Gives the prompt to the click model."""
    positive: bool = True
    """What a click means now: on the object, or beside it."""
    change: Callable[[int, Prompt], None] = lambda position, prompt: None
    """Puts another prompt in the place of one of the case's."""
    grip: Grip | None = None
    """The prompt under the pointer."""
    hold: Grip | None = None
    """The measurement under the pointer."""
    hold_on: Callable[[int | None], None] = lambda position: None
    """Chooses a measurement, or none."""
    told: Callable[[], None] = lambda: None
    """To be called when the gesture has changed its options."""
    later: Callable[[str, Triple, int, bool], None] = lambda kind, seed, axis, erases: None
    """Has the fill of that kind from a seed worked out in the background, seen across an axis."""

    @property
    def plane(self) -> Plane:
        return self.view.plane_view.plane

    @property
    def geometry(self) -> Geometry:
        return self.case.volume.geometry

    @property
    def window(self) -> tuple[float, float]:
        """(width, level)"""
        return self.view.window_level

    def edit(self, name: str) -> AbstractContextManager[Edit]:
        """An open Edit: leaving normally is one undo step, an exception or Escape puts everything back."""
        return self.case.edit(name, source=self.source)

    def voxel(self, index: Point) -> Triple:
        """The voxel at a continuous index, or the nearest in the image."""
        z, y, x = (min(max(floor(i + 0.5), 0), n - 1) for i, n in zip(index, self.geometry.shape, strict=True))
        return (z, y, x)

    def meant(self, press: Pointer) -> bool:
        """True when a press means what belongs to the object: T, Ctrl and the right button turn it round."""
        return press.button != "right" and self.positive != press.ctrl

    @contextmanager
    def drawing(self) -> Iterator[Callable[[Prompt | None], None]]:
        """Shows a prompt that is under way; it is gone when the gesture ends, however that is."""
        try:
            yield self.view.show_prompt
        finally:
            self.view.show_prompt(None)

    @contextmanager
    def shaping(self, erases: bool = False) -> Iterator[Callable[..., None]]:
        """Shows a line under way, called with the fields of a Shape; it is gone when the gesture ends."""
        colour = self.segment.colour if self.segment is not None else Shape.colour
        try:
            yield lambda points, **more: self.view.show_shape(
                Shape(tuple(points), erases=erases, colour=colour, **more) if points else None
            )
        finally:
            self.view.show_shape(None)

    def put(self, name: str, box: Box, mask: Mask, erases: bool = False) -> None:
        """Paints the voxels of the box's mask as the segment, or erases them: one undo step.

        Raises MedsegError with the reason when nothing changes.
        """
        put_area(self.case, name, self.need_segment(), box, mask, self.rule, erases, self.source)

    def need_segment(self) -> Segment:
        """The active segment. Raises MedsegError when none is chosen, Locked when it is locked."""
        if self.segment is None:
            raise MedsegError("No segment is chosen", todo="Add one in the segments panel, or choose one there.")
        segment = self.case.labelmap.segment(self.segment.key)
        require_writable(segment)
        return segment

    def set_window(self, width: float, level: float) -> None:
        self.view.ask_window(width, level)

    def set_crosshair(self, index: Iterable[float]) -> None:
        self.view.ask_crosshair(index)

    def scroll(self, slices: int) -> None:
        self.view.ask_slice(self.view.slice_index + slices)


def put_area(
    case: Case,
    name: str,
    segment: Segment,
    box: Box,
    mask: Mask,
    rule: PaintRule,
    erases: bool = False,
    source: object = None,
) -> None:
    """Paints an area as the segment, or erases it there, as one undo step.

    Raises MedsegError, with what to do about it, when that changes nothing.
    """
    if box.empty or not mask.any():
        raise MedsegError("There is no voxel inside", todo="Draw it larger, and on the image.")
    with case.edit(name, source=source) as edit:
        write = edit.erase(segment, box, mask) if erases else edit.paint(segment, box, mask, rule)
    if not write:
        raise no_effect(case, segment, [(box, mask)], rule, erases)


# ----- the tool -------------------------------------------------------------------------------------------------
Gesture = Generator[None, Pointer, None]
Begin = Callable[[ToolContext, Pointer], Gesture]


@dataclass(frozen=True)
class NoOptions:
    """A tool without options."""


@dataclass(frozen=True)
class Tool:
    """One row of the table of tools.

    ``gesture`` gets the press and is resumed with each move; the last pointer it gets has ``held`` False. It is
    closed when the user presses Escape, chooses another tool or another case. ``key`` is its shortcut. ``paints``:
    the view shows the brush's size, and a double-click is two strokes, not a command. ``prompts``: it points at
    objects, and the view highlights the prompt under the pointer. ``both_buttons``: a drag of the right button is a
    gesture too. ``stays``: the gesture goes on over several presses until it ends itself, and hears of presses,
    moves between them, double-clicks, Enter and Backspace (``Pointer.act``). ``commands``: what stands as buttons
    beside its options. ``prepare``: loads and compiles what the first gesture would wait for. ``measures``: it takes
    hold of measurements, and the view highlights the one under the pointer.
    """

    id: str
    title: str
    icon: str
    help: str
    key: str
    gesture: Begin
    Options: type[Any] = NoOptions
    paints: bool = False
    prompts: bool = False
    both_buttons: bool = False
    stays: bool = False
    commands: tuple[str, ...] = ()
    prepare: Callable[[], object] | None = None
    measures: bool = False
