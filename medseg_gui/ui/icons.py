"""Line icons: one small SVG a command in ``resources/icons``, drawn in the theme's colours."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from medseg_gui.settings import resource_path
from medseg_gui.ui import theme

# Pixel sizes that are drawn once; Qt takes the nearest for the screen's scale.
SIZES = (16, 20, 24, 32, 48, 64)


@cache
def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that name in the text colour (or ``colour``), greyed where disabled; empty when there is none."""
    path = resource_path("icons", f"{name}.svg")
    out = QIcon()
    if not path.is_file():
        return out
    drawing = path.read_text(encoding="utf-8")
    tints = (
        (QIcon.Mode.Normal, QIcon.State.Off, colour or theme.TEXT),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.FAINT),
        (QIcon.Mode.Normal, QIcon.State.On, colour or theme.BRIGHT),
        (QIcon.Mode.Selected, QIcon.State.Off, colour or theme.BRIGHT),
        (QIcon.Mode.Disabled, QIcon.State.On, theme.FAINT),
    )
    for mode, state, tint in tints:
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", tint).encode()))
        for size in SIZES:
            out.addPixmap(_drawn(renderer, size), mode, state)
    return out


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@cache
def swatch(colour: tuple[int, int, int], size: int = 16) -> QIcon:
    """A rounded square of a segment's colour."""
    pixmap = QPixmap(QSize(size * 2, size * 2))
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 120))
    painter.setBrush(QColor(*colour))
    painter.drawRoundedRect(QRectF(1.5, 1.5, size - 3, size - 3), 3, 3)
    painter.end()
    out = QIcon(pixmap)
    out.addPixmap(pixmap, QIcon.Mode.Selected)  # Qt would tint it, and a segment's colour must stay its colour
    return out
