"""What stands over the views while an image is read: its first slice in its place, how far it is, and Stop."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.segmenter import Progress
from medseg_gui.opening import KEY
from medseg_gui.reasons import needs_case
from medseg_gui.session import Session
from medseg_gui.ui.icons import icon
from medseg_gui.ui.view_canvas import BORDER, SliceCanvas
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_overlay import draw_frame
from medseg_gui.ui.words import shown
from medseg_gui.workers.job import Job

CARD_PX = 300


class FirstLook(QWidget):
    """Covers the views, so that nothing can be done in them; Escape stops reading, from the first file on."""

    def __init__(self, session: Session, views: ViewGrid, window: QWidget) -> None:
        super().__init__(views)
        self._session, self._views = session, views
        self.canvas: SliceCanvas | None = None
        """Looks as the view of its plane will."""
        self._place: dict[Plane, QRect] = {}
        self.text, self.bar = QLabel(), QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = QPushButton(icon("close"), self.tr("Stop"))
        self.stop.setToolTip(self.tr("Keeps what was open (Escape)"))
        self.stop.clicked.connect(session.opening.cancel)
        self._card = QFrame(self)
        self._card.setProperty("role", "card")
        below = QHBoxLayout()
        below.addWidget(self.bar, 1)
        below.addWidget(self.stop)
        column = QVBoxLayout(self._card)
        column.addWidget(self.text)
        column.addLayout(below)
        self.hide()
        for watched in (window, views, *views.views.values()):
            watched.installEventFilter(self)
        session.case_opened.connect(lambda _case: self._follow())
        session.chosen.connect(lambda what: self._follow() if what in ("coming", "display") else None)
        session.progressed.connect(lambda news: self._progressed(*news))

    # ----- news --------------------------------------------------------------------------------------------------
    def _follow(self) -> None:
        coming = self._session.opening.coming
        if self.canvas is not None:
            self.canvas.deleteLater()
            self.canvas.set_case(None)  # lets go of the slice now
            self.canvas = None
        if coming is not None:
            geometry = coming.volume.geometry
            canvas = self.canvas = SliceCanvas(next(plane for plane in PLANES if geometry.axis_of(plane) == 0), self)
            canvas.setObjectName("first_look")
            canvas.set_case(Case(coming.volume))
            canvas.set_window(*coming.window)
            canvas.set_index(coming.crosshair[0])
            canvas.set_crosshair(coming.crosshair)
            self._views.dress(canvas)
            canvas.show()
            if self.isHidden():
                self.text.setText(self.tr("Reading slices"))
                self.bar.setRange(0, 0)
            self._card.raise_()
            self._lay_out()
        self.setVisible(coming is not None)
        self.raise_()

    def _progressed(self, job: Job[Any], progress: Progress) -> None:
        if job.key == KEY and progress.total and self.isVisible():
            count = self.tr("{text}: {done:.0f} of {total:.0f}")
            self.text.setText(count.format(text=shown(progress.text), done=progress.done, total=progress.total))
            self.bar.setRange(0, int(progress.total))
            self.bar.setValue(int(progress.done))

    # ----- where it stands ---------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        """Each part on the view that it stands for; the card where there is no slice yet."""
        if self.canvas is None:
            return
        self.setGeometry(self._views.rect())
        views = {plane: view for plane, view in self._views.views.items() if view.isVisibleTo(self._views)}
        self._place = {p: QRect(view.mapTo(self._views, QPoint()), view.size()) for p, view in views.items()}
        own = self._place.pop(self.canvas.plane, None)
        self.canvas.setVisible(own is not None)
        if own is not None:
            self.canvas.setGeometry(own)
        empty = next(iter(self._place.values()), None)
        size = self._card.sizeHint()
        size.setWidth(min(CARD_PX, (empty or own or self.rect()).width() - 16))
        at = QRect(QPoint(), size)
        if empty is not None:
            at.moveCenter(empty.center())
        elif own is not None:
            at.moveCenter(QPoint(own.center().x(), own.bottom() - size.height()))
        self._card.setGeometry(at)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        for place in self._place.values():
            painter.fillRect(place, Qt.GlobalColor.black)
            draw_frame(painter, place, BORDER)
        painter.end()

    # ----- the hand ----------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._lay_out()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and watched is self.window():
            if kind == QEvent.Type.ShortcutOverride and self._session.opening.under_way:
                event.accept()  # what waits for Escape as a shortcut gets it when nothing is being opened
                return True
            if kind == QEvent.Type.KeyPress and self._session.opening.under_way:
                self._session.opening.cancel()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._session.say(needs_case(self._session), "warning")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
