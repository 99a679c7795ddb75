"""What the tests of edits share."""

from __future__ import annotations

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Volume

Shape = tuple[int, int, int]


def new_case(shape: Shape = (5, 11, 13), history: History | None = None, segments: tuple[Segment, ...] = ()) -> Case:
    geometry = Geometry.axial(shape, (2.0, 1.0, 1.0))
    return Case(Volume(np.zeros(shape, np.int16), geometry), LabelMap.empty(geometry, segments), history)


class Stop(Exception):
    """Leaves an edit half-way."""
