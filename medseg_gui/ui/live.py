"""Volume and Dice that follow each stroke, for every panel that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from medseg_gui.core.case import Case
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Segment
from medseg_gui.session import Session

if TYPE_CHECKING:
    from medseg_gui.core.livecounts import LiveCounts

# A burst of edits is counted once, this long after its last one.
SETTLES_MS = 150


class LiveFigures(QObject):
    """``volume_ml`` and ``dice`` of a segment as it stands; ``updated`` when they may have changed."""

    updated = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._counts: LiveCounts | None = None
        self._box: Box | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLES_MS)
        self._settle.timeout.connect(self.count_now)
        session.case_opened.connect(self._open)
        session.changed.connect(self._change)

    def volume_ml(self, segment: Segment) -> float | None:
        counts, case = self._counts, self._session.case
        return None if counts is None or case is None else counts.voxels(segment) * case.volume.geometry.voxel_ml

    def dice(self, segment: Segment) -> float | None:
        """None without manual labels of that segment, or when both are empty."""
        return self._counts.dice(segment) if self._counts else None

    def _open(self, case: Case | None) -> None:
        self._settle.stop()
        self._box = None
        self._counts = self._fresh(case)
        self.updated.emit()

    @staticmethod
    def _fresh(case: Case | None) -> LiveCounts | None:
        if case is None:
            return None
        from medseg_gui.core.livecounts import LiveCounts  # loads numba: not before an image is open

        return LiveCounts(case.labelmap, case.references[-1][1] if case.references else None)

    def _change(self, change: Change) -> None:
        if change.aspects & Aspect.REFERENCES and change.final:
            self._open(self._session.case)
            return
        if change.box is not None and change.aspects & Aspect.VOXELS:
            self._box = change.box.union(self._box)
        if change.final and change.aspects & (Aspect.VOXELS | Aspect.SEGMENTS):
            self._settle.start()

    def count_now(self) -> None:
        """Counts what changed since the last time (the timer's slot; tests call it too)."""
        self._settle.stop()
        if self._counts is not None:
            box, self._box = self._box, None
            self._counts.update(box)
            self.updated.emit()
