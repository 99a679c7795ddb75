"""Another language: every visible string goes through the translation, and the shipped one is whole and well-formed.

The walk uses a made-up language in which each text is 译 and its places for values: what is still Latin was missed.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from medseg_gui import commands
from medseg_gui.core.case import Case
from medseg_gui.core.i18n import PLACE
from medseg_gui.core.segmenter import CardSegment, ModelCard
from medseg_gui.settings import user_folder
from medseg_gui.ui import words
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.wishes import fulfil
from medseg_gui.ui.words import shown
from tests.workers.test_models import make_model

ROOT = Path(__file__).parents[2]
MNEMONIC = re.compile(r"&([A-Za-z])")
TAG = re.compile(r"</?\w+[^>]*>")
WORD = re.compile(r"[A-Za-z]{3,}")
SAME_IN_ALL = re.compile(
    r"(?i)(?<![A-Z])(3D Slicer|ITK-SNAP|OHIF|nii.gz|DICOM|NIfTI|NRRD|RTSTRUCT|PACS|SEG|URL|HTTPS?|medseg|MIP|CPU|GPU"
    r"|CUDA|English|Ctrl|Shift|Alt|Esc|Tab|Home|End|PgUp|PgDown|Page|Del|Backspace|Space|Return|Enter|Left|Right|Up|Down)(?![A-Z])|F\d+"
)
"""Names of formats, units and keys."""
DATA = r"^net$|Dice|Segment \d|Ball|medseg\.png|Doe\S*|Jane"
"""What these tests call things."""


def tool() -> ModuleType:
    """packaging/translations.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class MadeUp(QTranslator):
    """A language in which each collected text is 译 with its places for values, and others are not known."""

    def __init__(self, keys: set[tuple[str, str]], parent: QApplication) -> None:
        super().__init__(parent)
        self._keys = keys

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, *_: object) -> str | None:  # type: ignore[override]
        if (context, source) not in self._keys:
            return None
        return "译" + " ".join(re.findall(r"\{[^{}]*\}|%\d|%n", source))


@pytest.fixture
def made_up(themed: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MadeUp]:
    monkeypatch.setattr(words, "_translated", True)
    words._made.cache_clear()
    translator = MadeUp(set(tool().collected()), themed)
    qt = QTranslator(themed)
    assert qt.load(str(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase_zh_CN.qm")))
    assert all(themed.installTranslator(one) for one in (qt, translator))
    yield translator
    assert all(themed.removeTranslator(one) for one in (qt, translator))
    words._made.cache_clear()


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Where and what a person may read in a widget and all within it."""
    for widget in [root, *root.findChildren(QWidget)]:
        name = f"{type(widget).__name__} {widget.objectName()}"
        yield name, widget.toolTip()
        yield name, widget.accessibleName()
        if widget.isWindow() or isinstance(widget, QDockWidget):
            yield name, widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton):
            yield name, widget.text()
        if isinstance(widget, QGroupBox):
            yield name, widget.title()
        if isinstance(widget, QLineEdit):
            yield name, widget.placeholderText()
        if isinstance(widget, QSpinBox):
            yield name, widget.specialValueText()
        if isinstance(widget, QTextBrowser):
            yield name, widget.toPlainText()
        if isinstance(widget, QComboBox):
            yield from ((name, widget.itemText(i)) for i in range(widget.count()))
        if isinstance(widget, QTabBar):
            yield from ((name, widget.tabText(i)) for i in range(widget.count()))
        if isinstance(widget, QHeaderView) and widget.isVisible() and (model := widget.model()) is not None:
            across = widget.orientation() is Qt.Orientation.Horizontal
            for i in range(model.columnCount() if across else model.rowCount()):
                yield name, str(model.headerData(i, widget.orientation()) or "")
        for action in [*widget.actions(), *(a for a in widget.findChildren(QAction) if a.parent() is widget)]:
            yield f"action {action.objectName()}", action.text()
            yield f"action {action.objectName()}", action.toolTip()
            yield f"action {action.objectName()}", action.statusTip()


def missed(root: QWidget) -> set[str]:
    """Texts with words that are in no other language."""
    found = set()
    for where, text in texts(root):
        if WORD.search(SAME_IN_ALL.sub("", re.sub(DATA, "", unescape(TAG.sub(" ", text))))):
            found.add(f"{where}: {text[:150]}")
    return found


@pytest.fixture
def card() -> ModelCard:
    """Of a model in the library, before there is a window."""
    rows = {"Liver": {"dice": 0.9, "sd": 0.1, "cases": 4}}
    folder = user_folder("models") / "net"
    made = make_model(folder, "net", scores={"after": {"mean": 0.9, **rows}})
    named = replace(made, segments=(CardSegment(1, "Liver"), CardSegment(2, "Spleen")))
    (folder / "card.json").write_text(named.to_json(), encoding="utf-8")
    return named


def test_no_visible_string_of_the_window_is_missed(
    made_up: MadeUp, card: ModelCard, window: MainWindow, case: Case
) -> None:
    """Whatever tool is chosen; with a segment and a model."""
    session = window.session
    session.wait(10)
    assert any(text == card.name for _, text in texts(window))
    assert missed(window) == set()
    session.add_segment()
    session.run("view.slab_mip")
    tools = [c for c in commands.COMMANDS if c.id.startswith("tool.") and c.checkable and not c.reason(session)]
    assert len(tools) > 12
    for command in [*tools, *map(commands.command, ("segment.grow", "segment.smooth", "segment.mirror"))]:
        command.run(session)
        session.wait(10)
        assert missed(window) == set(), command.id
    for view in window.findChildren(SliceView):
        corners = view.corners()
        lines = (*corners.top_left, *corners.top_right, *corners.bottom_left, *corners.bottom_right)
        assert not [line for line in lines if WORD.search(re.sub(DATA, "", line))]


@pytest.mark.parametrize(
    "wish", ["command_palette", "cheat_sheet", "shortcuts", "export", "pacs", "deidentify", "settings", "welcome"]
)
def test_no_visible_string_of_a_dialog_is_missed(made_up: MadeUp, window: MainWindow, case: Case, wish: str) -> None:
    window.session.add_segment()
    fulfil(window, wish)
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    assert missed(dialog) == set()
    dialog.close()


def test_what_is_said_is_said_in_that_language(made_up: MadeUp, window: MainWindow, case: Case) -> None:
    """Messages and errors that were put together before they came to the window."""
    assert shown("The image has no spacing (a/b.nii.gz). Give it with --spacing.") != ""
    assert shown("Undone: Brush").startswith("译")


# ----- the shipped translation -----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def chinese() -> dict[tuple[str, str], str]:
    return tool().read()


def test_places_tags_and_mnemonics_are_those_of_the_source(chinese: dict[tuple[str, str], str]) -> None:
    for (context, source), text in chinese.items():
        for pattern in (PLACE, TAG, MNEMONIC, re.compile(r"%\d|%n")):
            assert sorted(pattern.findall(text)) == sorted(pattern.findall(source)), (context, source, text)
        assert text.endswith("…") == source.endswith("…"), (source, text)


def test_what_is_not_translated_is_a_name_a_unit_or_a_key(chinese: dict[tuple[str, str], str]) -> None:
    same = {source for (_, source), text in chinese.items() if not re.search(r"[\u4e00-\u9fff]", text)}
    kept = re.compile(r"\S+://\S+|medseg|sform|MetaImage|my-model|\{[^{}]*\}|<[^>]+>")
    assert [text for text in sorted(same) if re.search(r"[a-z]{4,}", kept.sub("", text))] == []


def test_every_string_has_a_finished_translation(chinese: dict[tuple[str, str], str]) -> None:
    assert [key for key in tool().collected() if not chinese.get(key, "").strip()] == []


def test_the_compiled_file_is_of_these_translations(themed: QApplication, chinese: dict[tuple[str, str], str]) -> None:
    translator = QTranslator(themed)
    assert translator.load(str(tool().TS.with_suffix(".qm")))
    for (context, source), text in chinese.items():
        assert translator.translate(context, source) == text, (context, source)
