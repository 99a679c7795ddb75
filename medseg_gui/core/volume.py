"""An image: voxels, where they lie, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry


@dataclass(frozen=True)
class Note:
    """Something a reader should know before trusting the grid: a gap, a tilt, a duplicate position.

    ``kind`` is a short stable key ("gap", "tilt", "duplicate", "spacing", "rescale", ...), ``text`` one
    sentence for people, ``mm`` the size of the error in millimetres where it has one.
    """

    kind: str
    text: str
    mm: float | None = None


@dataclass(frozen=True)
class SeriesInfo:
    """Who, what and where from; empty strings where the file says nothing.

    ``uid`` is the series row's: the SeriesInstanceUID, with "/2" ... where the series holds several stacks.
    """

    uid: str = ""
    study_uid: str = ""
    description: str = ""
    patient_name: str = ""
    patient_id: str = ""
    birth_date: str = ""
    sex: str = ""
    study_date: str = ""
    institution: str = ""
    units: str = ""
    slice_thickness_mm: float | None = None
    window: tuple[float, float] | None = None
    """(width, level) that the file asks for."""
    source: str = ""
    """Path of the folder or file it was read from."""


@dataclass(frozen=True, eq=False)
class Volume:
    """Voxels (slice, row, column) in the modality's units (HU for CT) on a grid.

    The array is kept as it is, read-only; integer types stay integer where the rescale allows.
    Raises BadInput when the array's shape is not the grid's.
    """

    voxels: npt.NDArray[np.generic]
    geometry: Geometry
    modality: str = ""
    info: SeriesInfo = field(default_factory=SeriesInfo)
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if self.voxels.shape != self.geometry.shape:
            raise BadInput(f"The voxels {self.voxels.shape} do not fit the grid {self.geometry.shape}")
        if self.voxels.dtype.kind not in "iuf":
            raise BadInput(f"Voxels of type {self.voxels.dtype} are not grey values")
        view = self.voxels.view()
        view.setflags(write=False)
        object.__setattr__(self, "voxels", view)
