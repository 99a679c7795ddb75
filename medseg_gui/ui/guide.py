"""The user guide in a window: the Markdown pages that the program comes with, and their pictures. Offline."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from medseg_gui.settings import guide_folder
from medseg_gui.ui import theme

FIRST = ("quick-start", "clicking", "tools", "keys", "models", "evaluating", "worklist", "pacs", "deidentify")
"""Pages in the order in which one reads them; others follow."""
MARGIN_PX = 60


def pages(language: str) -> list[tuple[str, Path]]:
    """(title, file) of the guide; those that are there in the language, in it."""
    folder = guide_folder()
    own = {path.stem: path for path in sorted((folder / language).glob("*.md"))}
    found = {path.stem: path for path in sorted(folder.glob("*.md"))} | own
    order = [*(name for name in FIRST if name in found), *sorted(set(found) - set(FIRST))]
    return [(_title(found[name]), found[name]) for name in order]


def _title(path: Path) -> str:
    heading = re.search(r"^# +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return heading[1].strip() if heading else path.stem


class Page(QTextBrowser):
    """One page; pictures are no wider than the window."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        found = super().loadResource(kind, name)
        if kind == QTextDocument.ResourceType.ImageResource.value:
            picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
            room = max(200, self.viewport().width() - MARGIN_PX)
            if picture.width() > room:
                return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return found


class Guide(QDialog):
    """The pages on the left, the chosen one on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User guide"))
        self.resize(1080, 800)
        self.page = Page()
        self.page.setOpenExternalLinks(False)
        self.page.document().setDefaultStyleSheet(f"a {{ color: {theme.ACCENT_TEXT} }}")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for title, path in pages(self.locale().name()):
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item.data(Qt.ItemDataRole.UserRole)))
        self.page.sourceChanged.connect(self._follow)
        parts = QSplitter()
        parts.addWidget(self.list)
        parts.addWidget(self.page)
        parts.setSizes([230, 850])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.list.setCurrentRow(0)

    def _show(self, path: Path) -> None:
        if self.page.source().toLocalFile() != str(path):
            self.page.setSource(QUrl.fromLocalFile(str(path)), QTextDocument.ResourceType.MarkdownResource)

    def _follow(self, url: QUrl) -> None:
        """The list shows the page that a link led to."""
        for row in range(self.list.count()):
            if str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) == url.toLocalFile():
                self.list.setCurrentRow(row)
