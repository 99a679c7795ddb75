"""How well a mask agrees with a reference: overlap, volumes and surface distances, per segment and whole.

Definitions, with P the mask and R the reference:

- Dice (= F1) 2|P∩R| / (|P|+|R|), IoU |P∩R| / |P∪R|, precision |P∩R| / |P|, recall |P∩R| / |R|, accuracy the share of
  all voxels of the grid on which both agree.
- Hausdorff, HD95 and ASSD are taken between boundary voxels (those with a face neighbour outside; the grid's edge is
  outside), centre to centre, as MONAI does: the larger of the two directed maxima, the larger of the two directed 95th
  percentiles (interpolated), and the mean over the distances of both directions together.
- NSD (surface Dice at a tolerance; Nikolov et al. 2018, arXiv:1809.04430) is taken over surface elements: the
  marching-cubes triangles of each 2×2×2 neighbourhood, weighted by their area, as DeepMind's surface-distance does. A
  distance that equals the tolerance counts as within.

Distances and areas follow the affine itself, so they are true on anisotropic and on sheared grids.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.spatial import cKDTree

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Box, Floats
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Mask, Segment, partners_of

# Room for rounding when a distance is compared with the tolerance: equal counts as within.
ROUNDING = 1e-6

NO_REFERENCE = mark("There are no manual labels to compare with")
BOTH_EMPTY = mark("Both the mask and the reference are empty")
MASK_EMPTY = mark("The mask is empty")
REFERENCE_EMPTY = mark("The reference is empty")
NOT_IN_MASK = mark("The mask has no such segment")
NOT_IN_REFERENCE = mark("The reference has no such segment")


@dataclass(frozen=True)
class Figures:
    """The figures of one segment, or of all segments together; None where one is not defined, with why in ``note``.

    ``value`` and ``layer`` are the mask's own, or the reference's where only it has the segment; 0 for all together.
    """

    value: int
    name: str
    layer: int = 0
    reference_name: str = ""
    dice: float | None = None
    f1: float | None = None
    iou: float | None = None
    accuracy: float | None = None
    precision: float | None = None
    recall: float | None = None
    hausdorff_mm: float | None = None
    hd95_mm: float | None = None
    assd_mm: float | None = None
    nsd: float | None = None
    tolerance_mm: float | None = None
    volume_ml: float | None = None
    reference_ml: float | None = None
    volume_difference_ml: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Evaluation:
    """A row for every segment of the mask or the reference, and ``whole``: any segment against any."""

    segments: tuple[Figures, ...]
    whole: Figures
    tolerance_mm: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape: {"segments": [...], "whole": {...}, "tolerance_mm"}; undefined figures are None."""
        return {
            "segments": [asdict(row) for row in self.segments],
            "whole": asdict(self.whole),
            "tolerance_mm": self.tolerance_mm,
        }

    def to_csv(self) -> str:
        """A header and one line a segment, "whole" last; undefined figures are empty."""
        out = io.StringIO()
        writer = csv.DictWriter(out, [f.name for f in fields(Figures)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in (*self.segments, self.whole))
        return out.getvalue()


def evaluate(labels: LabelMap, reference: LabelMap | None, tolerance_mm: float = 1.0) -> Evaluation:
    """All figures of ``labels`` against ``reference``; without a reference the volumes alone.

    Segments are matched by name first, else by layer and value; a segment of one side alone is compared with nothing.
    Raises GeometryMismatch when the two lie on different grids, BadInput for a tolerance that is no distance.
    """
    rows = list(evaluate_rows(labels, reference, tolerance_mm))
    return Evaluation(tuple(rows[:-1]), rows[-1], tolerance_mm)


def evaluate_rows(labels: LabelMap, reference: LabelMap | None, tolerance_mm: float = 1.0) -> Iterator[Figures]:
    """The rows of ``evaluate`` one by one, "whole" last, so that a long evaluation can be cancelled between them."""
    if not (np.isfinite(tolerance_mm) and tolerance_mm >= 0):
        raise BadInput(f"A surface tolerance of {tolerance_mm} mm is no distance", todo="Give 0 or more.")
    if reference is not None and not labels.geometry.same_as(reference.geometry):
        raise GeometryMismatch(
            f"The masks lie on different grids ({labels.geometry.describe()}; {reference.geometry.describe()})",
            todo="Resample one to the other first.",
        )
    ours = _Side(labels)
    theirs = _Side(reference) if reference is not None else None
    for own, other in pairs(labels, reference):
        named = own or other
        if named is not None:
            row = Figures(named.value, named.name, named.layer, other.name if other else "", tolerance_mm=tolerance_mm)
            yield _measure(row, ours, own, theirs, other)
    yield _measure(Figures(0, "whole", tolerance_mm=tolerance_mm), ours, _ANY, theirs, _ANY)


def pairs(labels: LabelMap, reference: LabelMap | None) -> list[tuple[Segment | None, Segment | None]]:
    """(ours, theirs) for every segment: first the mask's with its partner or None, then the reference's left over."""
    theirs = reference.segments if reference is not None else ()
    partners = partners_of(labels.segments, theirs)
    out: list[tuple[Segment | None, Segment | None]] = [(s, partners.get(s.key)) for s in labels.segments]
    used = {s.key for s in partners.values()}
    return [*out, *((None, s) for s in theirs if s.key not in used)]


# ----- one pair --------------------------------------------------------------------------------------------

_ANY = Segment(0, "whole", layer=-1)


class _Side:
    """A label map with the box of each of its values."""

    def __init__(self, labels: LabelMap) -> None:
        self.labels = labels
        self.geometry = labels.geometry
        self._found = [ndimage.find_objects(layer) for layer in labels.layers]

    def box(self, segment: Segment | None) -> Box | None:
        if segment is None:
            return None
        if segment is _ANY:
            found = [f for layer in self._found for f in layer if f is not None]
        else:
            layer = self._found[segment.layer]
            found = [f for f in layer[segment.value - 1 : segment.value] if f is not None]
        box: Box | None = None
        for z, y, x in found:
            box = Box((z.start, y.start, x.start), (z.stop, y.stop, x.stop)).union(box)
        return box

    def mask(self, segment: Segment | None, box: Box) -> Mask:
        """Bool array of the box, with a margin of one voxel outside on every side."""
        out = np.zeros(tuple(n + 2 for n in box.shape), bool)
        inner = out[1:-1, 1:-1, 1:-1]
        if segment is _ANY:
            for layer in self.labels.layers:
                inner |= layer[box.slices] != 0
        elif segment is not None:
            inner[...] = self.labels.mask(segment, box)
        return out


def _measure(row: Figures, ours: _Side, own: Segment | None, theirs: _Side | None, other: Segment | None) -> Figures:
    geometry = ours.geometry
    own_box = ours.box(own)
    other_box = theirs.box(other) if theirs is not None else None
    box = own_box.union(other_box) if own_box is not None else other_box
    values = asdict(row)
    if box is None:
        box = Box((0, 0, 0), (1, 1, 1))
    mask = ours.mask(own, box)
    size = int(np.count_nonzero(mask))
    values["volume_ml"] = size * geometry.voxel_ml
    if theirs is None:
        return Figures(**{**values, "note": NO_REFERENCE})
    truth = theirs.mask(other, box)
    true_size, both = int(np.count_nonzero(truth)), int(np.count_nonzero(mask & truth))
    total = int(np.prod(geometry.shape))
    values["reference_ml"] = true_size * geometry.voxel_ml
    values["volume_difference_ml"] = values["volume_ml"] - values["reference_ml"]
    values["accuracy"] = 1 - (size + true_size - 2 * both) / total
    if size or true_size:
        values["dice"] = values["f1"] = 2 * both / (size + true_size)
        values["iou"] = both / (size + true_size - both)
        values["nsd"] = 0.0
    if size:
        values["precision"] = both / size
    if true_size:
        values["recall"] = both / true_size
    if size and true_size:
        steps = geometry.affine[:3, :3]
        values |= boundary_distances(mask, truth, steps)
        values["nsd"] = surface_dice(mask, truth, steps, row.tolerance_mm or 0.0)
        return Figures(**values)
    if own is None or other is None:
        note = NOT_IN_MASK if own is None else NOT_IN_REFERENCE
    elif size or true_size:
        note = REFERENCE_EMPTY if size else MASK_EMPTY
    else:
        note = BOTH_EMPTY
    return Figures(**{**values, "note": note})


# ----- surfaces ----------------------------------------------------------------------------------------------


def boundary_distances(mask: Mask, truth: Mask, steps_mm: Floats) -> dict[str, float]:
    """hausdorff_mm, hd95_mm and assd_mm between two masks that are not empty and have a margin of one voxel.

    ``steps_mm`` (3, 3): column i is the step in mm along array axis i.
    """
    a, b = (_points(_boundary(m), steps_mm) for m in (mask, truth))
    forth, back = _nearest(a, b), _nearest(b, a)
    return {
        "hausdorff_mm": float(max(forth.max(), back.max())),
        "hd95_mm": float(max(np.percentile(forth, 95), np.percentile(back, 95))),
        "assd_mm": float((forth.sum() + back.sum()) / (len(forth) + len(back))),
    }


def surface_dice(mask: Mask, truth: Mask, steps_mm: Floats, tolerance_mm: float) -> float:
    """Share of both surfaces that lies within the tolerance of the other; masks as for boundary_distances."""
    area_of = _element_areas(steps_mm)
    points, areas = [], []
    for m in (mask, truth):
        codes = _codes(m)
        surface = (codes + np.uint8(1)) > 1  # neither 0 (outside) nor 255 (inside), which wraps to 0
        points.append(_points(surface, steps_mm))
        areas.append(area_of[codes[surface]])
    reach = tolerance_mm * (1 + ROUNDING) + ROUNDING
    within = 0.0
    for here, there in ((0, 1), (1, 0)):
        gap = _nearest(points[here], points[there], reach)
        within += float(areas[here][np.isfinite(gap)].sum())
    return within / float(areas[0].sum() + areas[1].sum())


def contour_dice(mask: Mask, truth: Mask, spacing_mm: tuple[float, float], tolerance_mm: float) -> float:
    """NSD of two 2-D masks: the share of both outlines within the tolerance; 1 when both are empty, 0 when one is.

    A slice without end in the third direction has no other surface than its outline, so one definition serves both.
    """
    either = mask | truth
    if not mask.any() or not truth.any():
        return float(not either.any())
    lines = [np.flatnonzero(either.any(1 - axis)) for axis in range(2)]
    inner = tuple(slice(int(line[0]), int(line[-1]) + 1) for line in lines)
    twice = [np.repeat(np.pad(m[inner], 1)[None], 2, 0) for m in (mask, truth)]
    return surface_dice(twice[0], twice[1], np.diag((1.0, *spacing_mm)), tolerance_mm)


def _nearest(points: Floats, others: Floats, reach_mm: float = np.inf) -> Floats:
    """Distance of each point to the nearest of the others, infinite where that is beyond the reach.

    A tree over the surface is some times faster than a distance transform of the box round both masks, and half as
    fast where the masks lie far apart; it needs no perpendicular axes.
    """
    return np.asarray(cKDTree(others, leafsize=64).query(points, distance_upper_bound=reach_mm)[0], dtype=np.float64)


def _boundary(mask: Mask) -> Mask:
    inner = mask[1:-1, 1:-1, 1:-1].copy()
    for axis in range(3):
        for side in (slice(0, -2), slice(2, None)):
            at = [slice(1, -1)] * 3
            at[axis] = side
            inner &= mask[tuple(at)]
    out = mask.copy()
    out[1:-1, 1:-1, 1:-1] &= ~inner
    return out


def _points(where: Mask, steps_mm: Floats) -> Floats:
    """Positions (n, 3) in mm of the true voxels, relative to voxel (0, 0, 0)."""
    index = np.unravel_index(np.flatnonzero(where), where.shape)
    return np.asarray(np.stack(index, axis=1) @ steps_mm.T, dtype=np.float64)


def _codes(mask: Mask) -> npt.NDArray[np.uint8]:
    """Which of each 2×2×2 neighbourhood's voxels are inside, as 8 bits; the highest is the lowest index."""
    codes = mask.view(np.uint8)
    for axis, bits in ((2, 1), (1, 2), (0, 4)):
        low, high = [slice(None)] * 3, [slice(None)] * 3
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        codes = (codes[tuple(low)] << np.uint8(bits)) | codes[tuple(high)]
    return codes


def _element_areas(steps_mm: Floats) -> Floats:
    """Area in mm² of the surface inside each of the 256 neighbourhoods."""
    code, normals = _elements()
    # a cross product follows its edges by the cofactor matrix
    turned = normals @ (np.linalg.inv(steps_mm) * np.linalg.det(steps_mm))
    return np.asarray(np.bincount(code, np.linalg.norm(turned, axis=1), 256), dtype=np.float64)


@cache
def _elements() -> tuple[npt.NDArray[np.int64], Floats]:
    """(code, area normal in voxel units) of every marching-cubes triangle through edge midpoints.

    Lorensen and Cline 1987: a neighbourhood and its complement have the same triangles, so those with more voxels
    inside than outside are taken from their complement.
    """
    from skimage.measure import marching_cubes

    codes: list[int] = []
    normals: list[Floats] = []
    for code in range(1, 255):
        less = code if code.bit_count() <= 4 else 255 - code
        corners = np.unpackbits(np.array([less], np.uint8)).reshape(2, 2, 2).astype(np.float32)
        vertices, faces, _, _ = marching_cubes(corners, 0.5, method="lorensen")  # type: ignore[no-untyped-call]
        a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
        normals.append(np.cross(b - a, c - a) / 2)
        codes += [code] * len(faces)
    return np.array(codes), np.concatenate(normals)
