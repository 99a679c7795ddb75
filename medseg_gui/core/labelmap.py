"""The masks of a case: segments in as few integer layers as their overlaps need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.volume import Note

Colour = tuple[int, int, int]
Labels = npt.NDArray[np.unsignedinteger]
"""uint8 or uint16"""
Mask = npt.NDArray[np.bool_]

# Distinct on grey, also for the common colour-vision deficiencies (Okabe and Ito 2008, plus lighter mixes).
PALETTE: tuple[Colour, ...] = (
    (230, 159, 0),
    (86, 180, 233),
    (0, 158, 115),
    (240, 228, 66),
    (213, 94, 0),
    (204, 121, 167),
    (100, 143, 255),
    (190, 230, 110),
    (255, 176, 140),
    (150, 120, 230),
)


@dataclass(frozen=True)
class Code:
    """A coded concept (DICOM PS3.3 8.8): value, scheme ("SCT" is SNOMED CT) and meaning; and what narrows it.

    Of a segment it is the type; ``modifier`` is a side or the like, ``region`` where in the body it lies, and
    ``category`` is None where it follows from the type (``io.coding``).
    """

    value: str
    scheme: str
    meaning: str
    modifier: Code | None = None
    category: Code | None = None
    region: Code | None = None


@dataclass(frozen=True)
class Segment:
    """One named structure. ``layer`` and ``value`` say which voxels are its own; value 0 is background."""

    value: int
    name: str
    colour: Colour = PALETTE[0]
    layer: int = 0
    code: Code | None = None
    visible: bool = True
    locked: bool = False
    opacity: float = 1.0
    """Share of the view's opacity, 0 (outline alone) to 1."""

    @property
    def key(self) -> tuple[int, int]:
        """(layer, value): what identifies a segment inside its label map."""
        return (self.layer, self.value)


class LabelMap:
    """Integer layers (slice, row, column) on a grid, and the segments that name their values.

    ``layers`` are read-only views: voxels change only inside an Edit of the case that owns the map.
    uint8 until a value exceeds 255, then uint16. Overlapping segments live in further layers.
    ``notes`` say what reading changed: fractions cut at a half, voxels resampled.
    Raises GeometryMismatch when a layer has another shape than the grid, BadInput when a segment has
    value 0, a layer that does not exist, or the layer and value of another segment.
    """

    def __init__(
        self,
        layers: Sequence[npt.NDArray[np.generic]],
        geometry: Geometry,
        segments: Iterable[Segment] = (),
        notes: tuple[Note, ...] = (),
    ) -> None:
        if not layers:
            raise BadInput("A label map needs at least one layer")
        self._geometry = geometry
        self.notes = notes
        self._layers: list[Labels] = []
        for layer in layers:
            if layer.shape != geometry.shape:
                raise GeometryMismatch(f"The mask {layer.shape} does not fit the grid {geometry.shape}")
            self._layers.append(_as_labels(layer))
        self._segments: tuple[Segment, ...] = ()
        self._set_segments(tuple(segments))

    @classmethod
    def empty(cls, geometry: Geometry, segments: Iterable[Segment] = ()) -> LabelMap:
        return cls([np.zeros(geometry.shape, np.uint8)], geometry, segments)

    @classmethod
    def from_voxels(
        cls, voxels: npt.NDArray[np.generic], geometry: Geometry, names: dict[int, str] | None = None
    ) -> LabelMap:
        """A one-layer map with a segment for every value in ``voxels`` or in ``names``."""
        labels = _as_labels(voxels)
        values = sorted({int(v) for v in np.unique(labels)} - {0} | set(names or {}))
        segments = [
            Segment(v, (names or {}).get(v, f"Segment {v}"), PALETTE[i % len(PALETTE)]) for i, v in enumerate(values)
        ]
        return cls([labels], geometry, segments)

    # ----- reading -------------------------------------------------------------------------------------
    @property
    def geometry(self) -> Geometry:
        return self._geometry

    @property
    def layers(self) -> tuple[Labels, ...]:
        """Read-only views of the layers."""
        views = []
        for layer in self._layers:
            view = layer.view()
            view.setflags(write=False)
            views.append(view)
        return tuple(views)

    @property
    def voxels(self) -> Labels:
        """The single layer, read-only. Raises BadInput when overlapping segments need several."""
        if len(self._layers) != 1:
            raise BadInput(
                f"These segments overlap and fill {len(self._layers)} layers",
                todo="Ask for .layers or .mask(segment).",
            )
        return self.layers[0]

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self._segments

    def segment(self, key: tuple[int, int]) -> Segment:
        """The segment with that (layer, value). Raises BadInput when there is none."""
        for segment in self._segments:
            if segment.key == key:
                return segment
        raise BadInput(f"There is no segment with value {key[1]} in layer {key[0]}")

    def named(self, name: str) -> Segment:
        """The first segment of that name. Raises BadInput when there is none."""
        for segment in self._segments:
            if segment.name == name:
                return segment
        raise BadInput(f"There is no segment named {name!r}", todo=f"There are: {[s.name for s in self._segments]}")

    def mask(self, segment: Segment, box: Box | None = None) -> Mask:
        """Bool array of the segment's voxels, of the whole grid or of the box."""
        layer = self._layers[segment.layer]
        mask: Mask = (layer if box is None else layer[box.slices]) == segment.value
        return mask

    def any_mask(self) -> Mask:
        """Bool array: any segment at all."""
        out: Mask = self._layers[0] != 0
        for layer in self._layers[1:]:
            out |= layer != 0
        return out

    def next_segment(self, name: str = "", layer: int = 0) -> Segment:
        """A segment with the lowest free value of the layer and an unused colour; not yet added."""
        if not 0 <= layer < len(self._layers):
            raise BadInput(f"There is no layer {layer}")
        used = {s.value for s in self._segments if s.layer == layer}
        value = next(v for v in range(1, 65536) if v not in used)
        taken = {s.colour for s in self._segments}
        colour = next((c for c in PALETTE if c not in taken), PALETTE[len(self._segments) % len(PALETTE)])
        return Segment(value, name or f"Segment {value}", colour, layer)

    def frozen(self) -> LabelMap:
        """A copy for a worker: nothing that the user does changes it."""
        return LabelMap([layer.copy() for layer in self._layers], self._geometry, self._segments, self.notes)

    # ----- writing: for Edit alone -----------------------------------------------------------------------
    def _set_segments(self, segments: tuple[Segment, ...]) -> None:
        keys = [s.key for s in segments]
        if len(set(keys)) != len(keys):
            raise BadInput("Two segments share one layer and value")
        for s in segments:
            if s.value < 1 or s.value > 65535 or not 0 <= s.layer < len(self._layers):
                raise BadInput(f"Segment {s.name!r} has no place: value {s.value}, layer {s.layer}")
            if s.value > 255 and self._layers[s.layer].dtype == np.uint8:
                self._layers[s.layer] = self._layers[s.layer].astype(np.uint16)
        self._segments = segments

    def _add_layer(self) -> int:
        self._layers.append(np.zeros(self._geometry.shape, np.uint8))
        return len(self._layers) - 1

    def _make_room(self, layer: int, dtype: str = "|u1") -> None:
        """Adds layers until there is that one, wide enough for values of that type."""
        while len(self._layers) <= layer:
            self._add_layer()
        if self._layers[layer].dtype.itemsize < np.dtype(dtype).itemsize:
            self._layers[layer] = self._layers[layer].astype(dtype)

    def _writable(self, layer: int) -> Labels:
        return self._layers[layer]


def partners_of(ours: Sequence[Segment], theirs: Sequence[Segment]) -> dict[tuple[int, int], Segment]:
    """By the key of each of our segments the manual one that it is measured against; each is used once.

    Partners have one name (case aside), else one layer and value. One segment on each side: these two.
    """
    if len(ours) == 1 and len(theirs) == 1:
        return {ours[0].key: theirs[0]}
    left = list(theirs)
    out: dict[tuple[int, int], Segment] = {}
    for by_name in (True, False):
        for segment in ours:
            if segment.key in out:
                continue
            for other in left:
                if segment.name.casefold() == other.name.casefold() if by_name else segment.key == other.key:
                    out[segment.key] = other
                    left.remove(other)
                    break
    return out


def _as_labels(voxels: npt.NDArray[np.generic]) -> Labels:
    if voxels.dtype in (np.uint8, np.uint16):
        return cast(Labels, np.require(voxels, requirements=["C", "W"]))
    if voxels.dtype == np.bool_:
        return voxels.astype(np.uint8)
    if voxels.dtype.kind not in "iuf":
        raise BadInput(f"A mask cannot hold values of type {voxels.dtype}")
    low, high = (float(voxels.min()), float(voxels.max())) if voxels.size else (0.0, 0.0)
    if not (low >= 0 and high <= 65535):
        raise BadInput(f"Mask values must lie between 0 and 65535, not {low:g} to {high:g}")
    out = voxels.astype(np.uint8 if high <= 255 else np.uint16)
    if voxels.dtype.kind == "f" and not np.array_equal(out, voxels):
        raise BadInput("Mask values must be whole numbers: this looks like an image or a probability map")
    return cast(Labels, out)
