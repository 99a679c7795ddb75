"""Frames of one series → 3-D stacks, each with its true grid and notes on what is wrong with it.

A series may mix localizers, orientations, echoes and time points; each 3-D stack becomes one row to choose from.
Source: DICOM PS3.3 C.7.6.2.1.1 (position and orientation); order by position along row × column, never by
SliceThickness, instance number or file name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import ORTHOGONAL_TOLERANCE, Floats, Geometry
from medseg_gui.core.volume import Note
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.dicom_header import Frame, first_float

# Direction cosines that differ by less lie in one plane (0.06 degrees).
SAME_DIRECTION = 1e-3
# Positions closer than this share of the slice distance are one position.
SAME_POSITION = 0.01
# Absent slices of a segmentation, which are filled up.
_MOST_SLICES = 4096
# Slices may lie this far from an even grid before a note says so: at least 0.01 mm, or 1 % of the slice distance.
UNEVEN_MM, UNEVEN_SHARE = 0.01, 0.01


@dataclass(frozen=True)
class Stack:
    """Frames in ascending order along row × column, the grid they span, and what a reader should know.

    ``label`` tells it from the other stacks of its series: "echo time 80", "time point 3"; else empty.
    """

    frames: tuple[Frame, ...]
    geometry: Geometry
    notes: tuple[Note, ...]
    label: str = ""
    uneven_mm: float = 0.0
    """How far slices lie from where the grid shows them, at most; 0 where that is within UNEVEN_SHARE."""


def stacks_of(frames: list[Frame]) -> list[Stack]:
    """The 3-D stacks of one series, largest first."""
    unique = {(f.text(tags.SOP_INSTANCE) or f.path, f.index): f for f in frames}
    copies = len(frames) - len(unique)
    parts = _split(list(unique.values()))
    kinds = {kind for _, kind, _ in parts}
    stacks = []
    for group, kind, label in parts:
        notes = []
        reason = f"{kind}, {label}" if label else kind
        if len(kinds) > 1:  # time points or echoes alone are as they should be: their label tells them apart
            notes.append(Note("split", f"The series holds {len(parts)} stacks; this one is {reason}"))
        if copies:
            notes.append(Note("copies", f"{copies} files are second copies of images in the series and were left out"))
        stacks.append(replace(stack_of(group, notes), label=label or (kind if len(parts) > 1 else "")))
    return sorted(stacks, key=lambda s: -len(s.frames))


# orientation, matrix, spacing, localizer, frame of reference, photometric interpretation
_Kind = tuple[int, tuple[int, int], tuple[float, ...] | None, bool, str, str]


# ----- splitting ------------------------------------------------------------------------------------------------
def _split(frames: list[Frame]) -> list[tuple[list[Frame], str, str]]:
    """(frames, their kind, what tells them from other stacks of that kind)"""
    directions: list[tuple[float, ...]] = []
    groups: dict[_Kind, list[Frame]] = defaultdict(list)
    for f in frames:
        localizer = "LOCALIZER" in f.text(tags.IMAGE_TYPE).upper().split("\\")
        spacing = tuple(round(s, 4) for s in f.spacing_mm) if f.spacing_mm else None
        placed = f.orientation is not None and f.position_mm is not None
        where = _cluster(f.orientation, directions) if placed and f.orientation else -1
        key = (where, f.matrix, spacing, localizer, f.text(tags.FRAME_OF_REFERENCE), f.text(tags.PHOTOMETRIC))
        groups[key].append(f)
    out: list[tuple[list[Frame], str, str]] = []
    for (where, (rows, columns), _, localizer, _, _), group in groups.items():
        text = f"{rows}×{columns}, "
        text += "localizer" if localizer else _direction_text(group[0])
        for part, reason in _split_repeats(group) if where >= 0 else [(group, "")]:
            out.append((part, text, reason.removeprefix(", ")))
    return out


def _cluster(direction: tuple[float, ...], known: list[tuple[float, ...]]) -> int:
    for i, other in enumerate(known):
        if max(abs(a - b) for a, b in zip(direction, other, strict=True)) < SAME_DIRECTION:
            return i
    known.append(direction)
    return len(known) - 1


def _direction_text(frame: Frame) -> str:
    if frame.orientation is None or frame.position_mm is None:
        return "without a position"
    return "normal " + Geometry.letters(_normal(frame.orientation))


# What may tell images at one position apart, in the order in which it is tried.
_KEYS: tuple[tuple[str, Callable[[Frame], Hashable]], ...] = (
    ("stack", lambda f: f.text(tags.STACK_ID)),
    ("echo time", lambda f: f.text(tags.ECHO_TIME)),
    ("echo", lambda f: f.text(tags.ECHO_NUMBER)),
    ("image type", lambda f: f.text(tags.IMAGE_TYPE)),
    ("time point", lambda f: f.text(tags.TIME_POINT) or f.text(tags.TEMPORAL_INDEX)),
    ("b-value", lambda f: f.text(tags.B_VALUE)),
    ("acquisition", lambda f: f.text(tags.ACQUISITION)),
    ("trigger time", lambda f: f.text(tags.TRIGGER_TIME)),
    ("frame time", lambda f: f.text(tags.REFERENCE_TIME)),
    ("acquisition time", lambda f: f.text(tags.ACQUISITION_TIME)),
)


def _split_repeats(frames: list[Frame]) -> list[tuple[list[Frame], str]]:
    """Parts in which no position repeats, where an attribute or the order of the images tells them apart."""
    most = _repeats(frames)
    if most == 1:
        return [(frames, "")]
    for name, key in _KEYS:
        groups: dict[Hashable, list[Frame]] = defaultdict(list)
        for f in frames:
            groups[key(f)].append(f)
        # A useful attribute takes the repeats apart exactly; one that is unique to each image does not.
        if len(groups) > 1 and sum(_repeats(g) for g in groups.values()) == most:
            out = []
            for value, group in sorted(groups.items(), key=lambda item: _natural(str(item[0]))):
                out += [(part, f", {name} {value}{more}") for part, more in _split_repeats(group)]
            return out
    return _split_by_order(frames, most)


def _split_by_order(frames: list[Frame], most: int) -> list[tuple[list[Frame], str]]:
    """Time points by instance number, where every position has as many images; else one part with duplicates."""
    places = _places(frames)
    counts = Counter(places)
    if len(set(counts.values())) > 1:
        return [(frames, "")]
    order = sorted(range(len(frames)), key=lambda i: (_instance(frames[i]), frames[i].index))
    seen: Counter[int] = Counter()
    parts: list[list[Frame]] = [[] for _ in range(most)]
    for i in order:
        parts[seen[places[i]]].append(frames[i])
        seen[places[i]] += 1
    return [(part, f", image {n + 1}") for n, part in enumerate(parts)]


def _natural(text: str) -> tuple[float, str]:
    number = first_float(text)
    return (number if number is not None else float("inf"), text)


def _instance(frame: Frame) -> float:
    number = first_float(frame.text(tags.INSTANCE))
    return number if number is not None else 0.0


def _normal(orientation: tuple[float, ...]) -> Floats:
    """Unit vector row × column. A zero vector when the two are parallel."""
    normal = np.cross(orientation[:3], orientation[3:])
    length = float(np.linalg.norm(normal))
    return np.asarray(normal / length if length > 0 else normal, dtype=np.float64)


def _depths(frames: Iterable[Frame]) -> Floats:
    """Millimetres of each frame along the normal of the first."""
    listed = list(frames)
    normal = _normal(listed[0].orientation or (1, 0, 0, 0, 1, 0))
    return np.array([f.position_mm or (0, 0, 0) for f in listed], dtype=np.float64) @ normal


def _places(frames: list[Frame]) -> list[int]:
    """For each frame the number of its position along the normal, ascending."""
    depths = _depths(frames)
    order = np.argsort(depths, kind="stable")
    steps = np.diff(depths[order])
    apart = steps[steps > 1e-4]
    limit = max(1e-4, SAME_POSITION * float(np.median(apart))) if apart.size else 1e-4
    numbers = np.concatenate([[0], np.cumsum(steps > limit)])
    places = np.empty(len(frames), int)
    places[order] = numbers
    return [int(p) for p in places]


def _repeats(frames: list[Frame]) -> int:
    return max(Counter(_places(frames)).values())


# ----- the grid -------------------------------------------------------------------------------------------------
def stack_of(frames: list[Frame], notes: list[Note]) -> Stack:
    """The grid of images of one orientation, one at each place; what is wrong with it is added to the notes."""
    if frames[0].orientation is None or frames[0].position_mm is None:
        return _unplaced(frames, notes)
    places = _places(frames)
    chosen: dict[int, Frame] = {}
    for f, place in sorted(zip(frames, places, strict=True), key=lambda item: (item[1], _instance(item[0]))):
        chosen.setdefault(place, f)
    kept = tuple(chosen[p] for p in sorted(chosen))
    if len(kept) < len(frames):
        notes.append(
            Note(
                "duplicate",
                f"{len(frames) - len(kept)} images lie at the position of another (0 mm apart); "
                "the one with the lowest instance number was kept at each",
                0.0,
            )
        )
    positions = np.array([f.position_mm for f in kept], dtype=np.float64)
    orientation = kept[len(kept) // 2].orientation or (1, 0, 0, 0, 1, 0)
    row, column = np.array(orientation[:3]), np.array(orientation[3:])
    normal = _normal(orientation)
    uneven_mm = 0.0
    if len(kept) > 1:
        step = (positions[-1] - positions[0]) / (len(kept) - 1)
        uneven_mm, found = _spacing_notes(positions, step, normal)
        notes += found + _tilt_notes(step, normal, len(kept))
    else:
        distance = _single_distance_mm(kept[0], notes)
        step = normal * distance
    spacing = _pixel_spacing_mm(kept[0], notes)
    affine = np.eye(4)
    # The row cosines point along growing column numbers (C.7.6.2.1.1), and PixelSpacing is (between rows, columns).
    affine[:3, 0] = step
    affine[:3, 1] = column / max(float(np.linalg.norm(column)), 1e-12) * spacing[0]
    affine[:3, 2] = row / max(float(np.linalg.norm(row)), 1e-12) * spacing[1]
    affine[:3, 3] = positions[0]
    shape = (len(kept), *kept[0].matrix)
    geometry = Geometry(shape, affine, kept[0].text(tags.FRAME_OF_REFERENCE))
    return Stack(kept, geometry, tuple(notes), uneven_mm=uneven_mm)


def _unplaced(frames: list[Frame], notes: list[Note]) -> Stack:
    """Images without a position, in the order of their instance numbers, on a made-up axial grid."""
    ordered = sorted(frames, key=lambda f: (_instance(f), str(f.path), f.index))
    notes.append(
        Note("position", "The file gives no position or orientation: distances between slices and sides are unknown")
    )
    row_mm, column_mm = _pixel_spacing_mm(ordered[0], notes)
    distance = abs(first_float(ordered[0].text(tags.BETWEEN)) or 0) or 1.0
    geometry = Geometry.axial((len(ordered), *ordered[0].matrix), (distance, row_mm, column_mm))
    return Stack(tuple(ordered), geometry, tuple(notes))


def _pixel_spacing_mm(frame: Frame, notes: list[Note]) -> tuple[float, float]:
    if frame.spacing_mm is None:
        notes.append(Note("spacing", "The file gives no pixel spacing: 1 mm is assumed and measures are not reliable"))
        return (1.0, 1.0)
    return (frame.spacing_mm[0], frame.spacing_mm[1])


def _single_distance_mm(frame: Frame, notes: list[Note]) -> float:
    """A single slice has no neighbour to measure the distance to: only here the thickness stands in."""
    for tag in (tags.BETWEEN, tags.THICKNESS):
        value = abs(first_float(frame.text(tag)) or 0)
        if value > 0:
            return value
    notes.append(Note("spacing", "A single slice without a thickness: 1 mm is assumed and volumes are not reliable"))
    return 1.0


def _spacing_notes(positions: Floats, step: Floats, normal: Floats) -> tuple[float, list[Note]]:
    """(how far slices lie from the even grid, gaps and uneven distances); (0, nothing) where it holds."""
    distances = np.diff(positions @ normal)
    usual = float(np.median(distances))
    even = positions[0] + np.arange(len(positions))[:, None] * step
    off = float(np.linalg.norm(positions - even, axis=1).max())
    limit = max(UNEVEN_MM, UNEVEN_SHARE * usual)
    if max(off, float(np.abs(distances - usual).max())) <= limit:
        return 0.0, []
    moved = f"; slices lie up to {off:.2f} mm from where the even grid shows them"
    gaps = np.flatnonzero(distances > 1.5 * usual)
    if len(gaps):
        at = int(gaps[np.argmax(distances[gaps])])
        missing = int(np.maximum(np.rint(distances[gaps] / usual) - 1, 1).sum())
        text = (
            f"About {missing} slice{'s are' if missing > 1 else ' is'} missing: {distances[at]:.2f} mm between slices "
            f"{at} and {at + 1}, {usual:.2f} mm elsewhere{moved}"
        )
        return off, [Note("gap", text, float(distances[at]))]
    low, high = float(distances.min()), float(distances.max())
    return off, [Note("spacing", f"The slice distance varies from {low:.3f} to {high:.3f} mm{moved}", off)]


def _tilt_notes(step: Floats, normal: Floats, count: int) -> list[Note]:
    along = float(step @ normal)
    shift = float(np.linalg.norm(step - along * normal))
    if shift <= ORTHOGONAL_TOLERANCE * abs(along):
        return []
    degrees = float(np.degrees(np.arctan2(shift, along)))
    text = (
        f"Tilted by {degrees:.1f}° (gantry tilt): each slice is shifted by {shift:.2f} mm in its plane, "
        f"{shift * (count - 1):.1f} mm over the series; the grid is sheared to match"
    )
    return [Note("tilt", text, shift * (count - 1))]


def lattice_of(frames: list[Frame]) -> tuple[Geometry, list[int]]:
    """(the smallest even grid that holds all frames, the slice of each): for segmentations with absent slices.

    All frames must have a position, an orientation and a spacing. Raises BadInput when they do not fit a grid.
    """
    placed = _places(frames)
    first = dict(zip(placed, frames, strict=True))
    ordered = [first[p] for p in sorted(first)]
    depths = _depths(ordered)
    stated = abs(first_float(frames[0].text(tags.BETWEEN)) or 0)
    steps = np.diff(depths)
    step = float(steps.min()) if len(steps) else stated or _single_distance_mm(frames[0], [])
    for distance in (stated, step):
        if distance > 0 and np.abs(steps / distance - np.rint(steps / distance)).max(initial=0) < 0.05:
            step = distance
            break
    else:
        raise BadInput("The frames of the segmentation do not lie on an even grid", frames[0].path)
    if (depths[-1] - depths[0]) / step > _MOST_SLICES + len(ordered):
        raise BadInput("The frames of the segmentation lie too far apart to be one", frames[0].path)
    slices = np.rint((depths - depths[0]) / step).astype(int)
    stack = stack_of(ordered, [])
    affine = stack.geometry.affine.copy()
    if slices[-1] > 0:
        affine[:3, 0] *= (len(ordered) - 1) / slices[-1]
    else:
        affine[:3, 0] *= step / stack.geometry.spacing_mm[0]
    shape = (int(slices[-1]) + 1, *frames[0].matrix)
    number = dict(zip(sorted(first), slices, strict=True))
    return Geometry(shape, affine, stack.geometry.frame_uid), [int(number[p]) for p in placed]
