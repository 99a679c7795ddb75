"""What a tool proposes, drawn over a slice before it is applied: the threshold's range, seeds as they have grown."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from medseg_gui.core.fill import in_range
from medseg_gui.core.geometry import Box
from medseg_gui.session import Session
from medseg_gui.ui.view_canvas import SliceCanvas

ALPHA = 120
NO_SEGMENT = (235, 235, 235)


class ProposalPainter:
    """Draws over one view; the threshold is compared anew for each picture, as it takes a millisecond."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, painter: QPainter, view: SliceCanvas) -> None:
        session = self._session
        if session.case is None:
            return
        limits = session.tools.limits
        if limits is not None:
            cut = view.plane_view.cut(session.case.volume.voxels, view.slice_index)
            colour = session.segment.colour if session.segment is not None else NO_SEGMENT
            shape = session.case.volume.geometry.shape
            _draw(painter, view, Box.whole(shape), in_range(cut, *limits).astype(np.uint8), [colour])
        proposal = session.tools.proposal
        if proposal is not None:
            index = view.slice_index - proposal.box.lo[view.plane_view.axis]
            if 0 <= index < proposal.box.shape[view.plane_view.axis]:
                shown = view.plane_view.cut(proposal.labels, index)
                _draw(painter, view, proposal.box, shown, [s.colour for s in proposal.segments])


def _draw(
    painter: QPainter,
    view: SliceCanvas,
    box: Box,
    labels: npt.NDArray[Any],
    colours: list[tuple[int, int, int]],
) -> None:
    """Labels 1, 2, … of the box's part of the shown slice in their colours."""
    rect = view.plane_view.rect(box, view.slice_index)
    if rect is None:
        return
    table = np.zeros((len(colours) + 1, 4), np.uint8)
    for number, (red, green, blue) in enumerate(colours, 1):
        table[number] = (blue, green, red, ALPHA)
    pixels = np.ascontiguousarray(table.view(np.uint32)[:, 0][labels])
    rows, cols = pixels.shape
    picture = QImage(pixels.data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32)
    x0, y0, x1, y1 = view.camera.screen_rect(rect)
    painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), picture)
