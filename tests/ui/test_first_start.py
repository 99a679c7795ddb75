"""The welcome, settings, the guide, the light theme, the look for a new version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from medseg_gui.core.errors import RemoteFailed
from medseg_gui.core.i18n import Templates
from medseg_gui.io import updates
from medseg_gui.settings import Settings
from medseg_gui.ui import theme, words
from medseg_gui.ui.first_welcome import FirstWelcome
from medseg_gui.ui.guide import Guide, pages
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.settings_dialog import SettingsDialog
from medseg_gui.workers.hardware import Hardware


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Hardware("NVIDIA X", 24.0, True), "run on the graphics card NVIDIA X"),
        (Hardware("NVIDIA X"), "cannot compute on it"),
        (Hardware(), "No graphics card"),
    ],
)
def test_the_welcome_comes_once_and_says_what_matters(window: MainWindow, found: Hardware, told: str) -> None:
    window.session.help.hardware = found
    window.session.help.begin()
    welcome = window.findChildren(FirstWelcome)[-1]
    texts = "\n".join(label.text() for label in welcome.findChildren(QLabel))
    assert "not a medical device" in texts
    assert told in texts
    assert "Ctrl+Z" in texts
    assert "{" not in texts
    welcome.close()
    assert Settings.load().welcomed
    shown: list[str] = []
    window.session.wanted.connect(shown.append)
    window.session.help.begin()
    assert shown == []
    window.session.run("help.welcome")
    assert shown == ["welcome"]
    window.findChildren(FirstWelcome)[-1].close()


def test_settings_are_kept_at_once(window: MainWindow) -> None:
    window.session.run("edit.settings")
    settings = window.findChildren(SettingsDialog)[-1]
    assert settings.look.again.isHidden()
    settings.look.theme.setCurrentIndex(settings.look.theme.findData("light"))
    assert not settings.look.again.isHidden()
    assert not settings.check.isChecked()
    settings.check.click()
    settings.address.setText("https://versions.example/medseg")
    settings.address.editingFinished.emit()
    kept = Settings.load()
    assert (kept.theme, kept.update_check) == ("light", True)
    assert kept.update_address == "https://versions.example/medseg"
    settings.close()


def test_every_page_of_the_guide_has_its_pictures_and_links(qtbot: QtBot, window: MainWindow) -> None:
    found = pages("en_US")
    assert len(found) >= 8
    for _, path in found:
        for name in re.findall(r"!\[[^\]]*\]\(([^)#]+)\)|<img src=[\"']([^\"']+)", path.read_text(encoding="utf-8")):
            assert (path.parent / (name[0] or name[1])).is_file(), (path, name)
    window.session.run("help.guide")
    guide = window.findChildren(Guide)[-1]
    assert guide.list.count() == len(found)
    tools = next(row for row, (_, path) in enumerate(found) if path.stem == "tools")
    guide.list.setCurrentRow(tools)
    assert len(guide.page.toPlainText()) > 1000
    picture = guide.page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("tools/brush.jpg"))
    assert picture is not None
    guide.page.setSource(QUrl.fromLocalFile(str(found[0][1])), QTextDocument.ResourceType.MarkdownResource)
    assert guide.list.currentRow() == 0
    guide.close()


@pytest.fixture
def light() -> Iterator[None]:
    theme.use(light=True)
    yield
    theme.use(light=False)


def test_light_texts_are_legible(light: None) -> None:
    grounds = (theme.WINDOW, theme.PANEL, theme.RAISED, theme.CHOSEN)
    for ink, ground in product((theme.TEXT, theme.MUTED, theme.GOOD, theme.WARNING, theme.ERROR), grounds):
        assert theme.contrast(ink, ground) >= 4.5, (ink, ground)
    assert theme.contrast(theme.NOTE_TEXT, theme.NOTE) >= 4.5
    assert theme.contrast(theme.ON_ACCENT, theme.ACCENT) >= 4.5


# ----- new versions ----------------------------------------------------------------------------------------------
def test_later_versions_are_known() -> None:
    assert updates.is_newer("0.10.0", "0.9.9")
    assert not updates.is_newer("0.1.0", "0.1.0")
    with pytest.raises(RemoteFailed, match="https"):
        updates.newest("http://versions.example")


def test_a_new_version_is_offered_and_nothing_is_asked_unless_wanted(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def newest(address: str) -> str:
        asked.append(address)
        return "99.0.0"

    monkeypatch.setattr(updates, "newest", newest)
    chosen = window.session.settings
    chosen.welcomed, chosen.update_address = True, "https://versions.example"
    window.session.help.begin()
    window.session.wait(10)
    assert asked == []
    chosen.update_check = True
    window.session.help.begin()
    window.session.wait(10)
    assert asked == ["https://versions.example"]
    assert "update" in window.session.keep.offers


# ----- language --------------------------------------------------------------------------------------------------
def test_a_language_is_offered_only_where_its_translation_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(words, "resource_path", tmp_path.joinpath)
    assert words.languages() == [("en", "English")]
    assert words.chosen("zh_CN") == "en"
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "medseg_zh_CN.qm").touch()
    assert words.chosen("zh_CN") == "zh_CN"


def test_a_finished_text_is_found_by_its_template() -> None:
    table = {
        "Undone: {name}": "已撤销：{name}",
        "Brush": "画笔",
        "{a} of {b}": "?",
        "File {0} of {1} is broken": "{1} 的 {0}",
    }
    templates = Templates(table)

    def other(text: str) -> str:
        return table.get(text, text)

    assert templates.said("Undone: Brush", other, other) == "已撤销：画笔"
    assert templates.said("3 of 7", other, other) == "3 of 7"  # too little of its own to be known by
    assert templates.said("File a of b is broken", other, other) == "b 的 a"
    assert templates.said("Nothing", other, other) == "Nothing"
