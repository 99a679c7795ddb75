"""A line of a tool under way, as it is drawn over a slice."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from medseg_gui.tools.base import Shape
from medseg_gui.ui.view_overlay import SHADOW
from medseg_gui.ui.view_prompts import Sheet

KNOT_PX = 3.0


def draw_shape(painter: QPainter, sheet: Sheet, shape: Shape) -> None:
    """In the segment's colour; dashed and unfilled where it erases. Only in the slice that it is drawn in."""
    if floor(shape.points[0][sheet.layout.axis] + 0.5) != sheet.number:
        return
    line = QPolygonF([sheet.place(point) for point in shape.points])
    colour = QColor(*shape.colour)
    inside = QColor(colour)
    inside.setAlpha(0 if shape.erases or not shape.closed else 50)
    pen = QPen(colour, 1.6)
    if shape.erases:
        pen.setDashPattern([4, 3])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke, brush in ((QPen(SHADOW, 3.4), QColor(0, 0, 0, 0)), (pen, inside)):
        painter.setPen(stroke)
        painter.setBrush(brush)
        if shape.closed:
            painter.drawPolygon(line, Qt.FillRule.WindingFill)
        else:
            painter.drawPolyline(line)
    painter.setPen(QPen(SHADOW, 1))
    painter.setBrush(colour)
    for knot in shape.knots:
        painter.drawEllipse(sheet.place(knot), KNOT_PX, KNOT_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
