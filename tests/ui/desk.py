"""A slice view with a case, and hands to work it with."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry, Plane
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.tools.base import ToolContext
from medseg_gui.tools.paint import BrushOptions
from medseg_gui.tools.registry import tool
from medseg_gui.ui.slice_view import SliceView

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SHAPE = (20, 60, 80)
SPACING = (4.0, 1.5, 1.0)


class Desk:
    """A view with a case, wired as the window wires it, and hands to work it with."""

    def __init__(self, qtbot: QtBot, plane: Plane = "axial", size: tuple[int, int] = (400, 300)) -> None:
        rng = np.random.default_rng(0)
        info = SeriesInfo(patient_name="Doe^Jane", patient_id="P-17", description="ABD", study_date="20240131")
        voxels = rng.integers(-200, 300, SHAPE).astype(np.int16)
        self.case = Case(Volume(voxels, Geometry.axial(SHAPE, SPACING, (-40, -45, -10)), "CT", info))
        with self.case.edit("Add segment") as edit:
            self.segment: Segment | None = edit.add_segment("Liver")
        self.case.history.take_undo()
        self.view = SliceView(plane)
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.set_case(self.case)
        self.case.changed.connect(self.view.apply_change)
        self.view.show()
        self.view.setFocus()
        self.options: Any = BrushOptions(radius_mm=4.0)
        self.heard: dict[str, list[Any]] = {}
        for name in ("index_changed", "crosshair_moved", "value_hovered", "refused", "radius_stepped", "right_clicked"):
            getattr(self.view, name).connect(lambda value, name=name: self.heard.setdefault(name, []).append(value))
        self.view.window_changed.connect(lambda *values: self.heard.setdefault("window_changed", []).append(values))
        self.view.maximise_requested.connect(lambda: self.heard.setdefault("maximise_requested", []).append(True))

    def take(self, name: str, options: Any = None) -> None:
        if options is not None:
            self.options = options
        self.view.set_tool(tool(name), lambda handle: ToolContext(handle, self.case, self.segment, self.options))

    def at(self, index: tuple[float, float, float]) -> QPoint:
        place = self.view.place_of(index)
        return QPoint(int(place.x()), int(place.y()))

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
        held: Qt.MouseButton = Qt.MouseButton.NoButton,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        event = QMouseEvent(kind, QPointF(at), self.view.mapToGlobal(QPointF(at)), button, held, modifiers)
        QApplication.sendEvent(self.view, event)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, button, button, modifiers)

    def move(
        self, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        self.mouse(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, held, modifiers)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, at, button)

    def drag(self, points: list[QPoint], button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(points[0], button, modifiers)
        for point in points[1:]:
            self.move(point, button, modifiers)
        self.release(points[-1], button)

    def wheel(
        self,
        angle: QPoint,
        modifiers: Qt.KeyboardModifier = NONE,
        pixels: QPoint | None = None,
        at: QPoint | None = None,
    ) -> None:
        place = QPointF(at if at is not None else self.view.rect().center())
        phase = Qt.ScrollPhase.NoScrollPhase if pixels is None else Qt.ScrollPhase.ScrollUpdate
        event = QWheelEvent(place, place, pixels or QPoint(), angle, Qt.MouseButton.NoButton, modifiers, phase, False)
        QApplication.sendEvent(self.view, event)

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, kind: QEvent.Type = QEvent.Type.KeyPress
    ) -> QKeyEvent:
        event = QKeyEvent(kind, key, modifiers)
        QApplication.sendEvent(self.view, event)
        return event

    def labels(self) -> np.ndarray:
        return self.case.labelmap.voxels.copy()

    def picture(self) -> np.ndarray:
        """(row, column, blue green red alpha) of the view as painted now."""
        image = self.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()
