"""The look: calm and dark, so that the eye stays adapted to the image; one accent, for what is chosen."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from medseg_gui.settings import resource_path

WINDOW = "#15181c"
PANEL = "#1b1f24"
RAISED = "#262b32"
HOVER = "#2f363f"
LINE = "#343b44"
TEXT = "#d9dfe6"
BRIGHT = "#ffffff"
MUTED = "#98a3af"
FAINT = "#5d6772"
ACCENT = "#3d7fb8"
CHOSEN = "#28486a"
ACCENT_TEXT = "#7db8e8"
GOOD = "#76c493"
WARNING = "#e3b75c"
ERROR = "#f0837a"

LEVEL_COLOURS = {"info": MUTED, "warning": WARNING, "error": ERROR}


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast ratio of two colours, 1 to 21 (4.5 is the level AA for text)."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = [
            v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4
            for v in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def palette() -> QPalette:
    """The colours for Qt's Fusion style."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    out = QPalette()
    for where, colour in (
        (role.Window, PANEL),
        (role.WindowText, TEXT),
        (role.Base, WINDOW),
        (role.AlternateBase, PANEL),
        (role.Text, TEXT),
        (role.Button, RAISED),
        (role.ButtonText, TEXT),
        (role.BrightText, BRIGHT),
        (role.ToolTipBase, RAISED),
        (role.ToolTipText, TEXT),
        (role.PlaceholderText, MUTED),
        (role.Highlight, ACCENT),
        (role.HighlightedText, BRIGHT),
        (role.Link, ACCENT_TEXT),
        (role.LinkVisited, ACCENT_TEXT),
        (role.Light, HOVER),
        (role.Midlight, RAISED),
        (role.Mid, LINE),
        (role.Dark, WINDOW),
        (role.Shadow, "#000000"),
        (role.Accent, ACCENT),
    ):
        out.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        out.setColor(group.Disabled, where, QColor(FAINT))
    out.setColor(group.Disabled, role.Highlight, QColor(RAISED))
    return out


def apply(app: QApplication) -> None:
    """Gives the whole program the theme."""
    app.setStyle("Fusion")
    app.setPalette(palette())
    font = QFont(app.font())
    font.setPointSizeF(max(9.0, min(font.pointSizeF(), 10.0)))
    app.setFont(font)
    style = resource_path("style")
    sheet = (style / "medseg.qss").read_text(encoding="utf-8").replace("@STYLE", style.as_posix())
    app.setStyleSheet(re.sub(r"@([A-Z_]+)", lambda match: str(globals()[match[1]]), sheet))
