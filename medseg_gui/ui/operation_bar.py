"""Above the views while an operation is open: its options, what it would change, Apply and Cancel; and the preview."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import PALETTE
from medseg_gui.core.tiles import Codes
from medseg_gui.session import Session
from medseg_gui.tools.operations.base import Answer
from medseg_gui.ui.option_form import OptionForm
from medseg_gui.ui.view_canvas import SliceCanvas
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_prompts import NEGATIVE, POSITIVE
from medseg_gui.ui.words import shown

RESTS_MS = 150
"""Options that have not changed for this long are previewed."""
OPACITY = 150
SIDES = 30
"""Pixels beside the form."""


class CutLabel(QLabel):
    """A line of text that ends in … where there is no room for all of it; its tooltip holds all."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)
        painter.end()


class OperationBar(QFrame):
    """Hidden while no operation is open. Enter applies, Escape cancels."""

    def __init__(self, session: Session, views: ViewGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar.operation")
        self.setProperty("role", "card")
        self._session, self._views = session, views
        self._shown: object = None
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.help = CutLabel()
        self.help.setProperty("role", "muted")
        self.help.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note = CutLabel()
        self.note.setObjectName("operation.note")
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setProperty("main", True)
        self.apply.setToolTip(self.tr("Writes it as one step that can be undone (Enter)"))
        self.apply.clicked.connect(self._apply)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Changes nothing (Escape)"))
        self.cancel.clicked.connect(session.operations.close)
        self.form: QWidget = QWidget()
        above, self._below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.title)
        above.addSpacing(8)
        above.addWidget(self.help, 1)
        above.addWidget(self.note)
        above.addWidget(self.cancel)
        above.addWidget(self.apply)
        self._below.addWidget(self.form, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(above)
        column.addLayout(self._below)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESTS_MS)
        self._timer.timeout.connect(session.operations.preview)
        for view in views.views.values():
            view.overlays.append(PreviewPainter(session))
        session.operations.changed.connect(lambda _none: self._show())
        session.changed.connect(lambda change: self._again() if change.final else None)
        session.chosen.connect(lambda what: self._again() if what in ("segment", "crosshair") else None)
        session.case_opened.connect(lambda _case: session.operations.close())
        self.hide()

    # ----- showing ---------------------------------------------------------------------------------------------
    def _show(self) -> None:
        desk = self._session.operations
        if desk.current is None:
            self._timer.stop()
            self._shown = None
            self.hide()
        else:
            if desk.options is not self._shown:
                self._take(desk.options)
                self.title.setText(shown(desk.current.title).rstrip("…"))
                self.help.setText(shown(desk.current.help))
            self.note.setText(self._said())
            self.note.setProperty("role", "warning" if desk.problem else "muted")
            self.note.style().polish(self.note)
            self.apply.setEnabled(not desk.problem)
            self.show()
        for view in self._views.views.values():
            view.repaint_overlays()

    def _take(self, options: Any) -> None:
        self._shown = options
        form = OptionForm(options, self._changed)
        self._below.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        self._fit(self._views.width())

    def _fit(self, width: int) -> None:
        """Without sliders where they would make the window wider."""
        if isinstance(self.form, OptionForm):
            self.form.show_sliders(True)
            self.form.show_sliders(self.form.sizeHint().width() + SIDES <= width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _said(self) -> str:
        """One line: what would change, or why there is no preview."""
        desk, volume = self._session.operations, self._session.volume
        if desk.problem or desk.answer is None or volume is None:
            return shown(desk.problem) or self.tr("Computing…")
        if desk.answer.empty:
            return self.tr("Nothing changes.")
        lines = [shown(desk.answer.note)] if desk.answer.note else []
        gained = sum(piece.gained for piece in desk.answer.pieces) * volume.geometry.voxel_ml
        lines.append(self.tr("{change} mL").format(change=f"{gained:+.2f}"))
        return "   ".join(lines)

    # ----- wishes ----------------------------------------------------------------------------------------------
    def _again(self) -> None:
        """Something changed that the preview may depend on."""
        if self._session.operations.current is not None:
            self._timer.start()

    def _changed(self) -> None:
        self._again()
        self.note.setText(self.tr("Computing…"))

    def _apply(self) -> None:
        self._timer.stop()
        self._session.operations.apply()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        elif event.key() == Qt.Key.Key_Escape:
            self._session.operations.close()
        else:
            super().keyPressEvent(event)


class PreviewPainter:
    """Draws over one view what the open operation adds (green) and takes away (red); new segments in colours."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[int, int], QImage] = {}
        self._made_of: Answer | None = None

    def __call__(self, painter: QPainter, view: SliceCanvas) -> None:
        answer = self._session.operations.answer
        if answer is not self._made_of:
            self._kept.clear()
            self._made_of = answer
        if answer is None:
            return
        fresh = 0
        for number, piece in enumerate(answer.pieces):
            colours = (POSITIVE.lighter(130), NEGATIVE)
            if piece.key is None:
                colours = (QColor(*PALETTE[(fresh + 1) % len(PALETTE)]), NEGATIVE)
                fresh += 1
            rect = None if piece.box.empty else view.plane_view.rect(piece.box, view.slice_index)
            if rect is None:
                continue
            key = (number, view.slice_index)
            if key not in self._kept:
                self._kept[key] = _picture(view, piece.box, piece.change, colours)
            x0, y0, x1, y1 = view.camera.screen_rect(rect)
            painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), self._kept[key])


def _picture(view: SliceCanvas, box: Box, change: Codes, colours: tuple[QColor, QColor]) -> QImage:
    """What is gained and what is lost in the view's slice, as large as the box there."""
    layout = view.plane_view
    index = view.slice_index - box.lo[layout.axis]
    cut = layout.cut(change, index)
    pixels: npt.NDArray[np.uint8] = np.zeros((*cut.shape, 4), np.uint8)
    for sign, colour in zip((1, -1), colours, strict=True):
        pixels[cut == sign] = (colour.red(), colour.green(), colour.blue(), OPACITY)
    rows, cols = cut.shape
    return QImage(pixels.data, cols, rows, 4 * cols, QImage.Format.Format_RGBA8888).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )
