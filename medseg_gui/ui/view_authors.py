"""The last author of each voxel, drawn over the masks with a legend, and said where the pointer is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QObject, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from medseg_gui.core.geometry import Plane
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.planeview import PlaneView, Point
from medseg_gui.core.provenance import KINDS, UNKNOWN, Author, AuthorMap
from medseg_gui.session import Session
from medseg_gui.ui.view_canvas import SMALL_PX, SliceCanvas
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_overlay import MARGIN, SHADOW, TEXT, Inscriber
from medseg_gui.ui.view_text import voxel_at
from medseg_gui.ui.words import shown

# A family of colours for each kind, so that hand, model and operation are told apart at a glance.
FAMILIES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "hand": ((255, 170, 60), (255, 214, 130), (214, 110, 20), (250, 235, 90), (190, 140, 60)),
    "click": ((80, 160, 255), (150, 205, 255), (40, 100, 210)),
    "model": ((170, 110, 255), (210, 170, 255), (120, 60, 200)),
    "method": ((60, 210, 210), (150, 240, 235), (20, 140, 150)),
    "operation": ((90, 200, 90), (170, 235, 150), (40, 140, 60), (200, 220, 60)),
    "file": ((240, 110, 170), (255, 175, 210), (180, 50, 110)),
    "others": ((200, 200, 200),),
}
NOBODY = (125, 130, 138)
OPACITY = 0.8
SWATCH_PX = 10
MOST_LINES = 14
BELOW_LINES = 4
"""Lines that the upper left corner may have."""


def colours(authors: Iterable[Author]) -> list[tuple[int, int, int]]:
    """One for each author in the order of their ids."""
    used: dict[str, int] = {}
    out = []
    for author in authors:
        family = FAMILIES[author.kind]
        out.append(family[used.get(author.kind, 0) % len(family)])
        used[author.kind] = used.get(author.kind, 0) + 1
    return out


def named(author: Author | None) -> str:
    """The author as people say it."""
    if author is None:
        return QCoreApplication.translate("authors", "not known")
    name = shown(author.name) if author.kind in ("hand", "operation") else author.name
    who = " ".join(t for t in (name, author.version) if t)
    return f"{who} ({shown(KINDS[author.kind])})" if who else shown(KINDS[author.kind])


class AuthorPainter(QObject):
    """Draws over the views what the session's author desk has to show."""

    def __init__(self, session: Session, views: ViewGrid, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._views = views
        self._kept: dict[Plane, tuple[tuple[Any, ...], QImage, tuple[int, ...]]] = {}
        for view in views.views.values():
            view.overlays.insert(0, self._paint)  # under the measurements
            view.more_text = self.text_at
        session.authors.changed.connect(self._changed)

    def _changed(self, _none: None) -> None:
        self._kept.clear()
        for view in self._views.views.values():
            view.repaint_overlays()

    # ----- under the pointer ---------------------------------------------------------------------------------
    def text_at(self, index: Point) -> str:
        """Who wrote the voxel there, of each visible segment; empty where nothing is drawn or shown."""
        session, found = self._session, self._session.authors.shown
        case = session.case
        place = voxel_at(case, index) if case is not None else None
        if found is None or case is None or place is None:
            return ""
        labels = case.labelmap
        here = [s for s in labels.segments if s.visible and int(labels.layers[s.layer][place]) == s.value]
        if here:
            return ", ".join(dict.fromkeys(named(found.author(found.at(s.layer, place))) for s in here))
        gone = [found.author(found.at(n, place)) for n, layer in enumerate(labels.layers) if not layer[place]]
        erased = QCoreApplication.translate("authors", "erased: {who}")
        return ", ".join(dict.fromkeys(erased.format(who=named(author)) for author in gone if author is not None))

    # ----- the picture ---------------------------------------------------------------------------------------
    def _paint(self, painter: QPainter, view: SliceCanvas) -> None:
        session, found = self._session, self._session.authors.shown
        if session.case is None or not session.settings.show_masks or not session.settings.show_authors:
            return
        if found is None:
            if session.authors.asking:
                waiting = QCoreApplication.translate("authors", "Looking who drew what…")
                Inscriber(view.font()).draw(painter, MARGIN, view.height() / 2, waiting, TEXT)
            return
        layout = view.plane_view
        picture, ids = self._picture(view, found, session.case.labelmap.segments)
        x0, y0, x1, y1 = view.camera.screen_rect((0, 0, layout.rows, layout.cols))
        painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), picture)
        _legend(painter, view, found, ids)

    def _picture(
        self, view: SliceCanvas, found: AuthorMap, segments: tuple[Segment, ...]
    ) -> tuple[QImage, tuple[int, ...]]:
        """The slice's voxels in their authors' colours, and the ids that it shows."""
        case = view.shown_case
        key = (case, case.revision, view.slice_index, segments)
        kept = self._kept.get(view.plane)
        if kept is not None and kept[0] == key:
            return kept[1], kept[2]
        layout = view.plane_view
        ids, drawn = _slice(view, layout, found, segments)
        table = np.zeros((256, 4), np.uint8)
        table[:, :3] = NOBODY
        table[1 : 1 + len(found.authors), :3] = np.array(colours(found.authors), np.uint8).reshape(-1, 3)
        table[:, 3] = round(255 * OPACITY)
        pixels = np.ascontiguousarray(table[ids])
        pixels[~drawn] = 0
        rows, cols = ids.shape
        picture = QImage(pixels.data, cols, rows, 4 * cols, QImage.Format.Format_RGBA8888).convertToFormat(
            QImage.Format.Format_ARGB32_Premultiplied
        )
        present = tuple(np.unique(ids[drawn]).tolist())
        self._kept[view.plane] = (key, picture, present)
        return picture, present


def _slice(
    view: SliceCanvas, layout: PlaneView, found: AuthorMap, segments: tuple[Segment, ...]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """The authors' ids in the view's slice, and where a visible segment is; an upper layer lies over a lower one."""
    labels = view.shown_case.labelmap
    first = layout.cut(labels.layers[0], view.slice_index)
    ids, drawn = np.full(first.shape, UNKNOWN, np.uint8), np.zeros(first.shape, bool)
    for number, layer in enumerate(labels.layers):
        visible = np.zeros(65536, bool)
        visible[[s.value for s in segments if s.layer == number and s.visible]] = True
        here = visible[layout.cut(layer, view.slice_index)]
        if number < len(found.layers):
            np.copyto(ids, layout.cut(found.layers[number], view.slice_index), where=here)
        else:
            ids[here] = UNKNOWN
        drawn |= here
    return ids, drawn


def _legend(painter: QPainter, view: SliceCanvas, found: AuthorMap, ids: tuple[int, ...]) -> None:
    """The authors that the slice shows, at the left edge below the corner's texts."""
    if not ids or min(view.width(), view.height()) < SMALL_PX:
        return
    table = colours(found.authors)
    rows = [(table[i - 1] if i else NOBODY, named(found.author(i))) for i in ids][:MOST_LINES]
    inscriber = Inscriber(view.font())
    step = max(inscriber.metrics.lineSpacing(), SWATCH_PX) + 3
    top = 2 * MARGIN + BELOW_LINES * inscriber.metrics.lineSpacing()
    for number, (colour, text) in enumerate(rows):
        y = top + number * step
        swatch = QRectF(MARGIN, y + (step - SWATCH_PX) / 2, SWATCH_PX, SWATCH_PX)
        painter.fillRect(swatch.adjusted(-1, -1, 1, 1), SHADOW)
        painter.fillRect(swatch, QColor(*colour))
        inscriber.draw(painter, MARGIN + SWATCH_PX + 6, y + (step - inscriber.size((text,))[1]) / 2, text, TEXT)
