"""Which image of a series that repeats: the time point, echo or b-value, by a slider."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QVBoxLayout, QWidget

from medseg_gui.core.errors import MedsegError
from medseg_gui.opening import siblings
from medseg_gui.session import Session


class TimeChooser(QWidget):
    """Stands only while the open series holds several images on one grid. Releasing the slider opens one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Any] = []
        self.text = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setTracking(False)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(self.tr("Time point"))
        self.slider.sliderMoved.connect(self._name)
        self.slider.valueChanged.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        layout.addWidget(self.slider)
        self.refresh()

    def refresh(self) -> None:
        """Shows where the open image stands among those of its series."""
        rows, uid, _ = self._session.opening.listed
        self._rows = siblings(rows, uid)
        self.setVisible(len(self._rows) > 1)
        if len(self._rows) > 1:
            at = [row.uid for row in self._rows].index(uid)
            self.slider.blockSignals(True)
            self.slider.setRange(0, len(self._rows) - 1)
            self.slider.setValue(at)
            self.slider.blockSignals(False)
            self._name(at)

    def _name(self, at: int) -> None:
        text = self.tr("{name} ({n} of {count})")
        name = self._rows[at].label
        self.text.setText(text.format(name=name[:1].upper() + name[1:], n=at + 1, count=len(self._rows)))

    def _choose(self, at: int) -> None:
        self._name(at)
        uid = self._rows[at].uid
        if uid != self._session.opening.listed[1]:
            try:
                self._session.open_series(uid)
            except MedsegError as error:
                self._session.say(str(error), "error")
