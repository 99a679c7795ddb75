"""Slabs of 10 mm on 512×512×400: one new slice of scrolling, against numpy's own reduction of the slab."""

from __future__ import annotations

from time import perf_counter, thread_time

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from medseg_gui.core import display
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import PLANES, Geometry, Plane
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.projection import Mode, Projection, Thick
from medseg_gui.core.volume import Volume
from medseg_gui.ui.slice_view import SliceView

pytestmark = pytest.mark.bench
SHAPE = (400, 512, 512)
TARGET_MS = 16.0
ROUNDS = 21


@pytest.fixture(scope="module")
def volume() -> Volume:
    voxels = np.random.default_rng(0).integers(-1000, 1000, SHAPE, dtype=np.int16)
    return Volume(voxels, Geometry.axial(SHAPE, (1.0, 0.8, 0.8)), "CT")


@pytest.mark.parametrize("mode", ["mip", "minip", "mean"])
@pytest.mark.parametrize("plane", PLANES)
def test_a_slab_of_10_mm(volume: Volume, plane: Plane, mode: Mode) -> None:
    layout = PlaneView.of(volume.geometry, plane)
    projection, thick = Projection(layout, volume.voxels, volume.geometry), Thick(mode, 10.0)
    plain = {"mip": np.max, "minip": np.min, "mean": np.mean}[mode]
    ours, theirs = [], []
    for index in range(200, 200 + ROUNDS):
        start = thread_time()
        found = projection.cut(index, thick)
        ours.append(thread_time() - start)
        first, last = projection.span(index, 10.0)
        block = volume.voxels[tuple(slice(first, last) if a == layout.axis else slice(None) for a in range(3))]
        start = thread_time()
        flat = plain(block, axis=layout.axis, keepdims=True)
        theirs.append(thread_time() - start)
    np.testing.assert_allclose(found, layout.cut(flat, 0), rtol=1e-5, atol=1e-2)
    a, b = (1e3 * float(np.median(times)) for times in (ours, theirs))
    print(f"\n{plane} {mode}: {a:.2f} ms, numpy {b:.2f} ms, {b / a:.1f}x; target {TARGET_MS:g} ms (processor time)")


@pytest.mark.parametrize("plane", PLANES)
def test_scrolling_a_view_that_shows_a_mip(qtbot: QtBot, volume: Volume, plane: Plane) -> None:
    display.warm_up()
    view = SliceView(plane)
    qtbot.addWidget(view)
    view.resize(800, 800)
    view.set_case(Case(volume))
    view.set_slab(Thick("mip", 10.0))
    with qtbot.waitExposed(view):
        view.show()
    wall, own = [], []
    for index in range(150, 150 + ROUNDS):
        view.set_index(index)
        start, begun = perf_counter(), thread_time()
        view.repaint()
        wall.append(perf_counter() - start)
        own.append(thread_time() - begun)
    a, b = (1e3 * float(np.median(times[1:])) for times in (own, wall))
    print(f"\n{plane}: {a:.1f} ms of processor time a slice, {b:.1f} ms by the clock; target {TARGET_MS:g} ms")
