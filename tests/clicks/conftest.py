"""An empty image that answers with squares."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.workers import segment as worker
from tests.clicks.squares import ASKED, SHAPE, squares


@pytest.fixture
def blank(session: Session, monkeypatch: pytest.MonkeyPatch) -> Case:
    """An empty image is open, and ``squares`` answers."""
    ASKED.clear()
    monkeypatch.setattr(worker, "predict", squares)
    session.set_case(Case(Volume(np.zeros(SHAPE, np.int16), Geometry.axial(SHAPE, (3, 1, 1)))))
    return session.the_case()
