"""Dialogs that explain: pointing at objects, about, the messages so far."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from medseg_gui import __version__
from medseg_gui.core.i18n import mark
from medseg_gui.jobs import Message
from medseg_gui.settings import resource_path
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown


def text_dialog(parent: QWidget, title: str, html: str, size: QSize) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(size)
    text = QTextBrowser()
    text.setOpenExternalLinks(False)
    text.setHtml(html)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    layout.addWidget(buttons)
    dialog.open()
    return dialog


CLICKING: tuple[tuple[str, str], ...] = (
    (
        "1-preview",
        mark(
            "Take the click tool ({tool.click}) and let the mouse rest: "
            "a dashed line shows what a click here would draw."
        ),
    ),
    (
        "2-answer",
        mark(
            "Click. The light tells the Dice to expect: ● likely good, ▲ look again, ■ doubtful. "
            "Dragging from the click to the object's edge says how large it is."
        ),
    ),
    ("3-other", mark("{ai.next_guess} goes through the other answers: a part of it, the object, the whole.")),
    (
        "4-negative",
        mark("Right-click what does not belong to it, click what is missing. Only the part you point at changes."),
    ),
    ("5-probability", mark("{view.probability} colours each pixel by how sure the model is.")),
    (
        "6-influence",
        mark(
            "Rest on a prompt, or press {ai.influence}: "
            "hatched is the area that is there, or gone, because of that prompt."
        ),
    ),
    (
        "7-next",
        mark(
            "{ai.accept} keeps the object, {ai.reject} takes it away, {ai.next_object} keeps it and adds a segment "
            "for the next one."
        ),
    ),
)
"""Pictures (resources/help/click-….png, made by docs/click_pictures.py) and what they show."""


def clicking(actions: Actions, parent: QWidget) -> QDialog:
    """Pointing at objects, step by step."""
    folder = resource_path("help")
    parts = [
        f"<p style='margin:12px 0 4px 0; color:{theme.BRIGHT}'><b>{number}.</b> "
        f"{escape(actions.with_keys(shown(text)))}</p>"
        f"<p><img src='{(folder / f'click-{name}.png').as_uri()}' width=620></p>"
        for number, (name, text) in enumerate(CLICKING, 1)
    ]
    title = QCoreApplication.translate("help", "Pointing at objects")
    return text_dialog(parent, title, "".join(parts), QSize(700, 760))


def messages(parent: QWidget, log: Iterable[tuple[datetime, Message]]) -> QDialog:
    """What was said so far, the newest first."""
    lines = [
        f"<p style='margin:3px 0'><span style='color:{theme.MUTED}'>{when:%H:%M:%S}</span>&nbsp;&nbsp;"
        f"<span style='color:{theme.LEVEL_COLOURS[said.level] if said.level != 'info' else theme.TEXT}'>"
        f"{escape(shown(said.text)).replace(chr(10), '<br>')}</span></p>"
        for when, said in reversed(list(log))
    ]
    html = "".join(lines) or QCoreApplication.translate("help", "Nothing was said yet.")
    return text_dialog(parent, QCoreApplication.translate("help", "Messages"), html, QSize(720, 420))


def about(parent: QWidget) -> QDialog:
    """Name, version, licence, and what the program is not."""
    translate = QCoreApplication.translate
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("help", "About medseg"))
    symbol = QLabel()
    symbol.setPixmap(icon("app").pixmap(QSize(72, 72), parent.devicePixelRatioF()))
    symbol.setAlignment(Qt.AlignmentFlag.AlignTop)
    name = QLabel("medseg")
    name.setProperty("role", "title")
    text = QLabel(
        "\n\n".join(
            (
                translate("help", "Version {number}").format(number=__version__),
                translate("help", "Look at, segment and measure medical images: click, correct, learn, export."),
                translate(
                    "help",
                    "For research and teaching only. This is not a medical device: it is neither approved nor "
                    "tested for diagnosis, treatment or any decision about a patient.",
                ),
                translate("help", "Apache License 2.0. Images, masks and models stay on this computer."),
            )
        )
    )
    text.setWordWrap(True)
    text.setMinimumWidth(380)
    column = QVBoxLayout()
    column.addWidget(name)
    column.addWidget(text)
    row = QHBoxLayout()
    row.setSpacing(18)
    row.addWidget(symbol)
    row.addLayout(column)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(22, 18, 22, 16)
    layout.setSpacing(18)
    layout.addLayout(row)
    layout.addWidget(buttons)
    dialog.open()
    return dialog
