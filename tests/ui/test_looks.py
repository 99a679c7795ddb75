"""Strings are marked for translation, texts are legible, icons are there."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from medseg_gui.commands import COMMANDS
from medseg_gui.settings import resource_path
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon, swatch

UI = Path(__file__).resolve().parents[2] / "medseg_gui" / "ui"
# Calls whose text a person reads.
SHOWING = {
    "setText", "setToolTip", "setStatusTip", "setWindowTitle", "setTitle", "setPlaceholderText", "setSuffix",
    "setInformativeText", "setHtml", "addTab", "addItem", "addMenu", "addAction", "addButton", "QLabel",
    "QPushButton", "QCheckBox", "QDockWidget", "QGroupBox", "QMenu", "QMessageBox", "QTableWidgetItem",
    "QListWidgetItem", "muted", "Hint", "setHorizontalHeaderLabels", "setHeaderLabels", "say", "drawText",
}  # fmt: skip
MARKED = {"tr", "translate", "shown", "mark"}
# Names that are the same in every language.
NAMES = {"medseg"}


def unmarked(source: str) -> list[tuple[int, str]]:
    """(line, text) of each literal with letters that is shown without a mark."""

    def name(call: ast.Call) -> str:
        return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")

    def literals(node: ast.AST) -> list[ast.Constant]:
        if isinstance(node, ast.Call) and name(node) in MARKED | {
            "icon",
            "setObjectName",
            "setProperty",
            "get",
            "join",
        }:
            return []
        if isinstance(node, ast.Call) and name(node) == "format":
            return literals(node.func)
        if isinstance(node, ast.Compare | ast.Subscript):
            return []
        if isinstance(node, ast.Constant):
            return [node] if isinstance(node.value, str) else []
        return [found for child in ast.iter_child_nodes(node) for found in literals(child)]

    out = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and name(node) in SHOWING:
            for argument in node.args[: 1 if name(node) == "say" else None]:
                out += [
                    (c.lineno, c.value)
                    for c in literals(argument)
                    if any(ch.isalpha() for ch in c.value) and c.value.strip() not in NAMES
                ]
    return sorted(set(out))


def test_the_extractor_finds_what_is_not_marked() -> None:
    source = "a.setText('Hello')\nb.setText(self.tr('Hello'))\nQLabel(f'{n} mm')\nc.say(mark('x'))\nd.setText('–')"
    assert unmarked(source) == [(1, "Hello"), (3, " mm")]


def test_every_visible_string_is_marked_for_translation() -> None:
    found = {
        f"{path.relative_to(UI)}:{line}": text for path in UI.rglob("*.py") for line, text in unmarked(path.read_text())
    }
    assert found == {}


def test_texts_are_legible() -> None:
    grounds = (theme.WINDOW, theme.PANEL, theme.RAISED)
    for ink, ground in product((theme.TEXT, theme.MUTED, theme.GOOD, theme.WARNING, theme.ERROR), grounds):
        assert theme.contrast(ink, ground) >= 4.5, (ink, ground)
    for ground in (theme.ACCENT, theme.CHOSEN):
        assert theme.contrast(theme.BRIGHT, ground) >= 4.0, ground
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_style_sheet_knows_all_its_colours_and_pictures(qapp: QApplication) -> None:
    theme.apply(qapp)
    sheet = qapp.styleSheet()
    assert "@" not in sheet.partition("*/")[2]
    for part in sheet.split("url(")[1:]:
        assert Path(part.partition(")")[0]).is_file()


def test_every_command_has_a_line_icon_in_the_themes_colours(qapp: QApplication) -> None:
    for command in COMMANDS:
        assert not icon(command.id).isNull(), command.id
    for path in resource_path("icons").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "currentColor" in text or path.stem == "app"
        image = icon(path.stem).pixmap(24, 24).toImage()
        drawn = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha()]
        assert len(drawn) > 20, path.stem
    assert icon("there is none").isNull()
    assert swatch((255, 0, 0)).pixmap(16, 16).toImage().pixelColor(8, 8).red() == 255
