"""Label arrays from files → label maps, and label maps from one grid to another."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput, GeometryMismatch, OtherGrid
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import PALETTE, LabelMap, Mask, Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note

# A voxel centre this close to another, in voxels, is the same: rounding in float32 headers.
_ON_LATTICE = 0.01
# The largest atlases have some 700 structures; images have thousands of values.
_MOST_SEGMENTS = 1000


def labels_from(voxels: npt.NDArray[np.generic], geometry: Geometry, path: Path) -> LabelMap:
    """A one-layer map with a segment for every value. Raises BadInput, naming the file, for other than labels."""
    try:
        plain = LabelMap([voxels], geometry)
    except BadInput as error:
        raise BadInput(error.what, path, "Choose a mask: whole numbers from 0 to 65535.") from error
    values = present_values(plain.voxels)
    if len(values) > _MOST_SEGMENTS:
        raise BadInput(f"The file holds {len(values)} different values: it is an image, not a mask", path)
    segments = [Segment(v, f"Segment {v}", PALETTE[i % len(PALETTE)]) for i, v in enumerate(values)]
    return LabelMap([plain.voxels], geometry, segments)


def present_values(layer: npt.NDArray[np.unsignedinteger]) -> list[int]:
    """The values above 0 in a layer, ascending; slice by slice, so that memory stays small."""
    seen = np.zeros(65536, bool)
    for plane in layer:
        counts = np.bincount(plane.ravel())
        seen[: len(counts)] |= counts > 0
    return [int(v) for v in np.flatnonzero(seen) if v]


def on_grid(
    labels: LabelMap, like: Geometry, path: Path, resample: bool, crop_allowed: bool = False
) -> Generator[Progress, None, LabelMap]:
    """The labels on the grid ``like``.

    Labels whose voxels coincide with those of ``like`` (axes swapped or flipped, or, with ``crop_allowed``, a part
    of it, as in DICOM SEG) are moved exactly. Others are resampled to the nearest voxel when ``resample`` is
    True, and notes say what each segment keeps there and back. Raises OtherGrid otherwise, and GeometryMismatch when
    exact labels would fall outside or the frames of reference differ.
    """
    source = labels.geometry
    if source.frame_uid and like.frame_uid and source.frame_uid != like.frame_uid:
        raise GeometryMismatch(
            "The mask belongs to another frame of reference than the image: their positions cannot be compared",
            path,
            "Open the series that it was drawn on.",
        )
    if source.same_as(like):
        return LabelMap(labels.layers, like, labels.segments, labels.notes)
    exact = _coincide(source, like, crop_allowed)
    if not exact and not resample:
        raise OtherGrid(
            f"The mask lies on another grid than the image (image {like.describe()}; mask {source.describe()})",
            path,
            "Resample it to the image, or open the image that it was drawn on.",
        )
    layers = [np.zeros(like.shape, layer.dtype) for layer in labels.layers]
    for z, inside, index in _nearest(source, like):
        if z % 16 == 0:
            yield Progress("Moving the mask to the image's grid", z, like.shape[0])
        for out, layer in zip(layers, labels.layers, strict=True):
            out[z][inside] = layer[index]
    if exact and any(np.count_nonzero(a) != np.count_nonzero(b) for a, b in zip(layers, labels.layers, strict=True)):
        raise GeometryMismatch("Parts of the mask lie outside the image", path, "Open the series it was drawn on.")
    moved = LabelMap(layers, like, labels.segments, labels.notes)
    if exact:
        return moved
    notes = [Note("resampled", f"Resampled to the image's grid from {source.describe()}, nearest voxels")]
    for segment, dice in zip(labels.segments, (yield from there_and_back(labels, moved)), strict=True):
        if dice is not None:
            notes.append(Note("resampled", f"{segment.name}: Dice {dice:.3f} with itself, there and back"))
    return LabelMap(layers, like, labels.segments, (*labels.notes, *notes))


def there_and_back(labels: LabelMap, moved: LabelMap) -> Generator[Progress, None, list[float | None]]:
    """Each segment's Dice with what comes back when ``moved`` is resampled to the labels' own grid; None when empty.

    1 says that nothing was lost; less, that the new grid is too coarse for the segment or does not hold all of it.
    """
    size = labels.geometry.shape[0]
    counts = np.zeros((3, len(labels.layers), 65536), np.int64)
    for z, inside, index in _nearest(moved.geometry, labels.geometry):
        if z % 16 == 0:
            yield Progress("Comparing there and back", z, size)
        for n, (was, now) in enumerate(zip(labels.layers, moved.layers, strict=True)):
            back = np.zeros(was.shape[1:], was.dtype)
            back[inside] = now[index]
            for count, values in zip(counts[:, n], (was[z], back, back[back == was[z]]), strict=True):
                here = np.bincount(values.ravel())
                count[: len(here)] += here
    out: list[float | None] = []
    for s in labels.segments:
        before, after, both = (int(c) for c in counts[:, s.layer, s.value])
        out.append(2.0 * both / (before + after) if before else None)
    return out


def _coincide(source: Geometry, like: Geometry, crop_allowed: bool) -> bool:
    """True when every voxel centre of the source is one of ``like``'s lattice (and, without crop, the other way)."""
    if not crop_allowed and sorted(source.shape) != sorted(like.shape):
        return False
    n = np.array(source.shape) - 1
    corners = np.array([[a, b, c] for a in (0, n[0]) for b in (0, n[1]) for c in (0, n[2])], dtype=np.float64)
    index = like.to_index(source.to_world(corners))
    steps = like.to_index(source.to_world(np.eye(3))) - like.to_index(source.to_world(np.zeros((1, 3))))
    whole = np.abs(steps - np.rint(steps)).max() <= _ON_LATTICE
    unit = np.array_equal(np.sort(np.abs(np.rint(steps)), axis=1), [[0, 0, 1]] * 3)
    at_centres = np.abs(index - np.rint(index)).max() <= _ON_LATTICE
    inside = crop_allowed or (np.rint(index).min() == 0 and (np.rint(index).max(axis=0) < like.shape).all())
    return bool(whole and unit and at_centres and inside)


def _nearest(source: Geometry, like: Geometry) -> Iterator[tuple[int, Mask, tuple[npt.NDArray[np.intp], ...]]]:
    """For each slice of ``like``: its number, where the source has a voxel, and the indices of the nearest ones."""
    move = np.linalg.inv(source.affine) @ like.affine
    rows, columns = np.meshgrid(np.arange(like.shape[1]), np.arange(like.shape[2]), indexing="ij")
    plane = [move[a, 1] * rows + move[a, 2] * columns + move[a, 3] for a in range(3)]
    for z in range(like.shape[0]):
        inside = np.ones(rows.shape, bool)
        index = []
        for a in range(3):
            # A hair below, so that a rounding error at one half does not pick different voxels along an axis.
            nearest = np.rint(plane[a] + (move[a, 0] * z - 1e-6)).astype(np.intp)
            inside &= (nearest >= 0) & (nearest < source.shape[a])
            index.append(nearest)
        yield z, inside, tuple(i[inside] for i in index)
