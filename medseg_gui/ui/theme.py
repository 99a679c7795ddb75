"""The look: calm, so that the eye stays adapted to the image; one accent, for what is chosen. Dark, or light."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from medseg_gui.core.i18n import mark
from medseg_gui.settings import resource_path

COLOURS = {
    # name: (dark, light); the images stand on black in both
    "WINDOW": ("#15181c", "#e7eaee"),
    "PANEL": ("#1b1f24", "#f4f6f8"),
    "RAISED": ("#262b32", "#ffffff"),
    "HOVER": ("#2f363f", "#dde4ec"),
    "LINE": ("#343b44", "#c3ccd6"),
    "EDGE": ("#56606b", "#8793a0"),
    "SCROLL": ("#414a55", "#b3bdc8"),
    "TEXT": ("#d9dfe6", "#1e252d"),
    "BRIGHT": ("#ffffff", "#000000"),
    "MUTED": ("#98a3af", "#4f5b68"),
    "FAINT": ("#5d6772", "#9aa4af"),
    "ACCENT": ("#3d7fb8", "#2b6ca6"),
    "ACCENT_HOVER": ("#4a8cc5", "#235b8d"),
    "ON_ACCENT": ("#ffffff", "#ffffff"),
    "CHOSEN": ("#28486a", "#c9def2"),
    "CHOSEN_CARD": ("#1b2732", "#e3eefa"),
    "ACCENT_TEXT": ("#7db8e8", "#1c5c96"),
    "GOOD": ("#76c493", "#1b6e3c"),
    "WARNING": ("#e3b75c", "#7d5200"),
    "ERROR": ("#f0837a", "#ac211a"),
    "NOTE": ("#3a3220", "#fdf3d6"),
    "NOTE_LINE": ("#7a6738", "#cdb066"),
    "NOTE_HOVER": ("#4d4229", "#f6e4b0"),
    "NOTE_TEXT": ("#f2d99b", "#5c4300"),
}
WINDOW = PANEL = RAISED = HOVER = LINE = EDGE = SCROLL = TEXT = BRIGHT = MUTED = FAINT = ""
ACCENT = ACCENT_HOVER = ON_ACCENT = CHOSEN = CHOSEN_CARD = ACCENT_TEXT = GOOD = WARNING = ERROR = ""
NOTE = NOTE_LINE = NOTE_HOVER = NOTE_TEXT = ""
LEVEL_COLOURS: dict[str, str] = {}

CHOICES = (("dark", mark("Dark")), ("light", mark("Light")), ("system", mark("As the system")))
"""The values of the setting, and what they are called."""


def use(light: bool) -> None:
    """Makes the names above stand for the colours of one theme."""
    globals().update({name: both[light] for name, both in COLOURS.items()})
    LEVEL_COLOURS.update(info=MUTED, warning=WARNING, error=ERROR)


def colour(name: str) -> str:
    """The theme's colour of that name, for tables that are read before the theme is chosen."""
    return str(globals()[name])


use(light=False)


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
        (role.HighlightedText, ON_ACCENT),
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


def apply(app: QApplication, choice: str = "dark") -> None:
    """Gives the whole program the theme. Before any widget is made: what is drawn stays as it is."""
    system_light = app.styleHints().colorScheme() == Qt.ColorScheme.Light
    use(choice == "light" or (choice == "system" and system_light))
    app.setStyle("Fusion")
    app.setPalette(palette())
    font = QFont(app.font())
    font.setPointSizeF(max(9.0, min(font.pointSizeF(), 10.0)))
    app.setFont(font)
    style = resource_path("style")
    sheet = (style / "medseg.qss").read_text(encoding="utf-8").replace("@STYLE", style.as_posix())
    app.setStyleSheet(re.sub(r"@([A-Z_]+)", lambda match: colour(match[1]), sheet))
