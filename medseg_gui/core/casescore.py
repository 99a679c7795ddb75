"""How well a model's answer agrees with the labels of one case: figures per class, where the errors lie, calibration.

Dice, IoU, distances and NSD are those of ``core.metrics``. Beside them stand, per class:

- ``smoothness``: the area of the surface after a Gaussian of one voxel, over its area before (marching cubes, mm²). 1
  is a surface that blurring does not shorten; a voxel sphere has about 0.93; the labels' own value says what is usual.
- ``places``: the millilitres of error by where they lie (``PLACES``). Their sum is all that differs.

Calibration is of the foreground probability (any class): in the box round answer and labels, widened by MARGIN_MM,
voxels are counted by probability in BINS equal bins, with how many of them are labelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import cc3d
import edt
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from medseg_gui.core.geometry import Box, Floats, Geometry
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Mask, Segment, partners_of
from medseg_gui.core.metrics import evaluate_rows

METRICS = (
    "dice", "iou", "accuracy", "precision", "recall", "hausdorff_mm", "hd95_mm", "assd_mm", "nsd",
    "volume_ml", "reference_ml", "volume_difference_ml", "smoothness", "reference_smoothness",
)  # fmt: skip
PLACES: dict[str, str] = {
    "rim_added": mark("added along the boundary"),
    "rim_missed": mark("missed along the boundary"),
    "far_added": mark("added away from the boundary"),
    "deep_missed": mark("missed deep inside"),
    "islands_added": mark("islands that are not there"),
    "islands_missed": mark("islands that were missed"),
}
MARGIN_MM = 5.0
BINS = 10
RIM_VOXELS = 1.5


@dataclass(frozen=True)
class ClassScore:
    """One structure of one case: ``figures`` by METRICS (None where not defined), ``places`` in mL by PLACES."""

    name: str
    figures: dict[str, float | None]
    places: dict[str, float]
    note: str = ""


@dataclass(frozen=True)
class CaseScore:
    """One case. ``problem``: why it could not be scored, or empty; the rest is empty then.

    ``confusion`` counts voxels, [true class][answered class] with background first. ``calibration``: for each bin
    (voxels, sum of their probabilities, how many are labelled); empty where the model gives no probability.
    ``doubt``: how unsure the model was (``core.doubt``), or None where it gives no probability.
    ``worst``: the slice with the most wrong voxels, along the first axis.
    """

    key: str
    name: str
    patient: str = ""
    classes: tuple[ClassScore, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    calibration: tuple[tuple[float, float, float], ...] = ()
    doubt: float | None = None
    worst: int = 0
    seconds: float = 0.0
    fold: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""

    def mean(self, figure: str) -> float | None:
        """Over the classes in which it is defined; None where in none."""
        values = [v for c in self.classes if (v := c.figures.get(figure)) is not None]
        return float(np.mean(values)) if values else None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CaseScore:
        """Raises KeyError, TypeError or ValueError when it is not what ``to_dict`` gave."""
        values = dict(data)
        values["classes"] = tuple(ClassScore(**c) for c in data["classes"])
        values["confusion"] = tuple(tuple(int(n) for n in row) for row in data["confusion"])
        values["calibration"] = tuple((float(a), float(b), float(c)) for a, b, c in data["calibration"])
        values["notes"] = tuple(data["notes"])
        return cls(**values)


@dataclass(frozen=True, eq=False)
class Scored:
    """What ``score_case`` found, without a name yet."""

    classes: tuple[ClassScore, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    calibration: tuple[tuple[float, float, float], ...] = ()
    worst: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)


def score_case(
    answer: LabelMap, truth: LabelMap, probability: npt.NDArray[np.float32] | None = None, tolerance_mm: float = 1.0
) -> Scored:
    """The figures of a model's answer against the labels, class by class of the answer's segments.

    Both have a single layer and lie on one grid. ``probability``: of the foreground, the grid's shape. Segments of the
    labels that the model does not know are named in the notes and count as background.
    Raises GeometryMismatch, BadInput.
    """
    rows = [row for row in evaluate_rows(answer, truth, tolerance_mm) if row.value]
    partners = partners_of(answer.segments, truth.segments)
    ours = _classes(answer, {s.value: i + 1 for i, s in enumerate(answer.segments)})
    theirs = _classes(
        truth, {p.value: i + 1 for i, s in enumerate(answer.segments) if (p := partners.get(s.key)) is not None}
    )
    count = len(answer.segments) + 1
    pairs = np.bincount((theirs.astype(np.int64) * count + ours).ravel(), minlength=count * count)
    classes = []
    for i, segment in enumerate(answer.segments):
        row = next(r for r in rows if (r.layer, r.value) == segment.key)
        a, b, geometry = _crop(ours == i + 1, theirs == i + 1, answer.geometry)
        figures = {name: getattr(row, name, None) for name in METRICS}
        if segment.key not in partners:  # the labels know no such class: none of it is right
            figures |= {"reference_ml": 0.0, "volume_difference_ml": row.volume_ml}
        figures |= {"smoothness": smoothness(a, geometry), "reference_smoothness": smoothness(b, geometry)}
        places = {k: v * geometry.voxel_ml for k, v in error_places(a, b, geometry, tolerance_mm).items()}
        classes.append(ClassScore(segment.name, figures, places, row.note))
    used = {p.key for p in partners.values()}
    unknown = [s.name for s in truth.segments if s.key not in used and truth.mask(s).any()]
    notes = (f"The model does not know {', '.join(unknown)}: counted as background.",) if unknown else ()
    return Scored(
        tuple(classes),
        tuple(tuple(int(n) for n in row) for row in pairs.reshape(count, count)),
        calibration(probability, ours > 0, theirs > 0, answer.geometry) if probability is not None else (),
        int((ours != theirs).sum(axis=(1, 2)).argmax()),
        notes,
    )


def _classes(labels: LabelMap, number: Mapping[int, int]) -> npt.NDArray[np.uint16]:
    voxels = labels.voxels
    table = np.zeros(max(int(voxels.max(initial=0)), *number, 0) + 1, np.uint16)
    for value, i in number.items():
        table[value] = i
    return table[voxels]


def _crop(a: Mask, b: Mask, geometry: Geometry) -> tuple[Mask, Mask, Geometry]:
    """Both in the box round them, with a margin of one voxel."""
    box = Box.around(a | b) or Box((0, 0, 0), (1, 1, 1))
    a, b = np.pad(a[box.slices], 1), np.pad(b[box.slices], 1)
    return a, b, Geometry((a.shape[0], a.shape[1], a.shape[2]), geometry.affine)


def error_places(answer: Mask, truth: Mask, geometry: Geometry, tolerance_mm: float) -> dict[str, int]:
    """How many wrong voxels lie where, by PLACES; both masks with a margin of one voxel.

    The rim reaches as far from the other mask's boundary as RIM_VOXELS, or the tolerance where that is more. An island
    is a piece (26 neighbours) that the other mask does not touch at all.
    """
    added, missed = answer & ~truth, truth & ~answer
    islands_added, islands_missed = _islands(answer, truth), _islands(truth, answer)
    spacing = geometry.spacing_mm
    rim_mm = max(tolerance_mm, RIM_VOXELS * min(spacing))
    out = {"islands_added": islands_added, "islands_missed": islands_missed}
    for name, far, wrong, island, inside in (
        ("rim_added", "far_added", added, islands_added, ~truth),
        ("rim_missed", "deep_missed", missed, islands_missed, truth),
    ):
        near = edt.edt(np.ascontiguousarray(inside), anisotropy=spacing, black_border=False) <= rim_mm
        out[name] = wrong & ~island & near
        out[far] = wrong & ~island & ~near
    return {place: int(np.count_nonzero(out[place])) for place in PLACES}


def _islands(mask: Mask, other: Mask) -> Mask:
    pieces = cc3d.connected_components(np.ascontiguousarray(mask), connectivity=26)
    touched = np.zeros(int(pieces.max(initial=0)) + 1, bool)
    touched[np.unique(pieces[other])] = True
    touched[0] = True
    return np.asarray(~touched[pieces], dtype=bool)


def smoothness(mask: Mask, geometry: Geometry) -> float | None:
    """Area of the surface after a blur of one voxel over that before; None for a mask that is empty or blurs away."""
    before = _area_mm2(mask.astype(np.float32), geometry)
    if not before:
        return None
    after = _area_mm2(ndimage.gaussian_filter(np.pad(mask, 3).astype(np.float32), 1.0), geometry)
    return after / before if after else None


def _area_mm2(field_: npt.NDArray[np.float32], geometry: Geometry) -> float:
    from skimage.measure import marching_cubes, mesh_surface_area

    if field_.max(initial=0) <= 0.5:
        return 0.0
    vertices, faces, _, _ = marching_cubes(np.pad(field_, 1), 0.5)  # type: ignore[no-untyped-call]
    points: Floats = vertices @ geometry.affine[:3, :3].T
    return float(mesh_surface_area(points, faces))  # type: ignore[no-untyped-call]


def calibration(
    probability: npt.NDArray[np.float32], answer: Mask, truth: Mask, geometry: Geometry
) -> tuple[tuple[float, float, float], ...]:
    """For each of BINS bins (voxels, sum of probabilities, labelled voxels), in the widened box round both masks."""
    box = Box.around(answer | truth)
    if box is None:
        return ()
    (a, b, c), (d, e, f) = box.lo, box.hi
    z, y, x = (int(np.ceil(MARGIN_MM / s)) for s in geometry.spacing_mm)
    box = Box((a - z, b - y, c - x), (d + z, e + y, f + x)).clip(geometry.shape)
    p, labelled = probability[box.slices].ravel().astype(np.float64), truth[box.slices].ravel()
    which = np.minimum((p * BINS).astype(int), BINS - 1)
    counts, sums, hits = (np.bincount(which, w, BINS) for w in (None, p, labelled))
    return tuple((float(n), float(total), float(true)) for n, total, true in zip(counts, sums, hits, strict=True))


def named(names: Mapping[int, str], voxels: npt.NDArray[Any], geometry: Geometry) -> LabelMap:
    """A label map of a plain array, with a segment for each value that occurs or has a name."""
    found = sorted({int(v) for v in np.unique(voxels)} - {0} | set(names))
    segments = [Segment(v, names.get(v) or f"Segment {v}", (230, 159, 0)) for v in found]
    return LabelMap([np.array(voxels)], geometry, segments)
