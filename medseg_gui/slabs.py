"""How thick the views' slices are: one voxel, or a slab in mm of which the brightest, darkest or mean value shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from medseg_gui.core.projection import MOST_MM, Mode, Thick

THICKNESSES_MM = (2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)
NEXT: dict[Mode, Mode] = {"off": "mip", "mip": "minip", "minip": "mean", "mean": "off"}


class SlabDesk:
    """One choice for all views, kept from image to image but not from day to day: a slab is never shown unasked."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        self._tell = chosen
        self.thick = Thick()

    def set(self, mode: Mode | None = None, thickness_mm: float | None = None) -> None:
        """Another mode or thickness. Raises BadInput."""
        mm = self.thick.thickness_mm if thickness_mm is None else min(float(thickness_mm), MOST_MM)
        self.thick = Thick(mode or self.thick.mode, mm)
        self._tell("slab")

    def next(self) -> None:
        """One slice, MIP, MinIP, mean, and round again."""
        self.set(NEXT[self.thick.mode])

    def step(self, by: int) -> None:
        """The next thickness up or down."""
        now = self.thick.thickness_mm
        if by > 0:
            self.thick = replace(self.thick, thickness_mm=min((t for t in THICKNESSES_MM if t > now), default=now))
        else:
            self.thick = replace(self.thick, thickness_mm=max((t for t in THICKNESSES_MM if t < now), default=now))
        self._tell("slab")
