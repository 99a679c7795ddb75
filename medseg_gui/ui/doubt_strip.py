"""Beside each view a strip with the doubt of its slices: a click jumps there, dots mark what was reviewed.

``DoubtWatch`` also sees what the user looks at: a slice that stays in the view worked in for a second is reviewed.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from medseg_gui.core.trust import level_colours
from medseg_gui.doubts import Strip
from medseg_gui.session import Session
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_grid import ViewGrid

STRIP_PX = 14
DOT_PX = 5
LOOKED_MS = 1000
"""A slice that was shown this long was looked at."""
BACK, STALE, HERE, DOT = QColor(24, 26, 29), QColor(24, 26, 29, 150), QColor(255, 255, 255), QColor(120, 220, 140)


class DoubtStrip(QWidget):
    """Lies over the right edge of a view; the first slice is at the top, as the wheel goes. Hidden without doubt."""

    def __init__(self, session: Session, view: SliceView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.setObjectName(f"doubt.{view.plane}")
        self.setAccessibleName(self.tr("Doubt of the slices"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.hide()

    def refresh(self) -> None:
        """Shows the doubt as it is now."""
        self.setVisible(self.strip is not None)
        self.setGeometry(self._view.width() - STRIP_PX - 1, 1, STRIP_PX, self._view.height() - 2)
        self.update()

    @property
    def strip(self) -> Strip | None:
        case = self._session.case
        return self._session.doubts.strip(case.volume.geometry.axis_of(self._view.plane)) if case else None

    def index_at(self, y: float) -> int:
        """The slice at that height."""
        count = self._view.plane_view.slices
        return min(max(int(y / max(1, self.height()) * count), 0), count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        strip = self.strip
        if strip is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), BACK)
        count = len(strip.doubt)
        step = self.height() / count
        colours = level_colours(np.rint(strip.doubt * 255).astype(np.uint8), doubt=True)
        bar = self.width() - DOT_PX - 2
        painter.setPen(Qt.PenStyle.NoPen)
        for index in range(count):
            red, green, blue, alpha = colours[index].tolist()
            place = QRectF(0, index * step, bar, step + 0.5)
            painter.fillRect(place, QColor(red, green, blue, alpha))
            if strip.stale:
                painter.fillRect(place, STALE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(DOT)
        size = min(DOT_PX, max(2.0, step - 1))
        for index in strip.reviewed:
            middle = QPointF(bar + 1 + DOT_PX / 2, (index + 0.5) * step)
            painter.drawEllipse(middle, size / 2, size / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        y = (self._view.slice_index + 0.5) * step
        painter.fillRect(QRectF(0, round(y) - 1, self.width(), 2), HERE)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self._view.ask_slice(self.index_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._view.ask_slice(self.index_at(event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._view.wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text_at(event.pos().y()), self)
            return True
        return super().event(event)

    def text_at(self, y: float) -> str:
        """What the strip says of the slice at that height."""
        strip, case = self.strip, self._session.case
        if strip is None or case is None:
            return ""
        index = self.index_at(y)
        ml = float(strip.voxels[index]) * case.volume.geometry.voxel_ml
        lines = [self.tr("Slice {n}: {ml:.3g} mL in doubt").format(n=index + 1, ml=ml)]
        lines += [self.tr("reviewed")] if index in strip.reviewed else []
        lines += [self.tr("of the answer before your edits")] if strip.stale else []
        return "\n".join(lines)


class DoubtWatch(QObject):
    """Keeps the strips true, and tells the session which view is worked in and which slices were looked at."""

    def __init__(self, session: Session, views: ViewGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._views = session, views
        self.strips = {plane: DoubtStrip(session, view) for plane, view in views.views.items()}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOKED_MS)
        self._timer.timeout.connect(self.looked)
        for plane, view in views.views.items():
            view.installEventFilter(self)
            view.index_changed.connect(partial(self._worked_in, plane))
        session.doubts.changed.connect(lambda _none: self._changed())
        session.case_opened.connect(lambda _case: self._changed())
        session.chosen.connect(lambda what: self._changed() if what in ("crosshair", "display") else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, SliceView):
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter):
                self._worked_in(watched.plane)
            elif event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
                self.strips[watched.plane].refresh()
        return False

    def _worked_in(self, plane: str, _index: int = 0) -> None:
        self._session.doubts.plane = self._views.views[plane].plane  # type: ignore[index]
        self._changed()

    def _changed(self) -> None:
        for strip in self.strips.values():
            strip.refresh()
        if self._session.doubts.doubts() is not None:
            self._timer.start()
        else:
            self._timer.stop()

    def looked(self) -> None:
        """The slice in the view worked in was shown for a second (the timer's slot)."""
        case, plane = self._session.case, self._session.doubts.plane
        view = self._views.views[plane]
        if case is not None and view.isVisible() and view.window().isActiveWindow():
            self._session.doubts.review(case.volume.geometry.axis_of(plane), view.slice_index)
