"""Dialogs that explain: keys and mouse, about, the messages so far."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from medseg_gui import __version__
from medseg_gui.commands import COMMANDS
from medseg_gui.core.i18n import mark
from medseg_gui.jobs import Message
from medseg_gui.settings import resource_path
from medseg_gui.ui import theme
from medseg_gui.ui.actions import menus_in_order
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown

MOUSE: tuple[tuple[str, str], ...] = (
    (mark("Left drag"), mark("The chosen tool (window/level: left-right width, up-down level)")),
    (mark("Left drag with W held"), mark("Window/level with any tool")),
    (mark("Middle drag"), mark("Pan")),
    (mark("Right drag"), mark("Zoom")),
    (mark("Wheel"), mark("Slice")),
    (mark("Ctrl + wheel"), mark("Zoom")),
    (mark("Shift + wheel"), mark("Brush radius")),
    (mark("Shift + move"), mark("Crosshair in all views")),
    (mark("Double click"), mark("One view fills the window, and back")),
    (mark("Up, Down"), mark("Slice; with Shift ten slices")),
    (mark("Home, End"), mark("First, last slice")),
    (mark("Esc"), mark("Gives the stroke under way up")),
)


def _dialog(parent: QWidget, title: str, html: str, size: QSize) -> QDialog:
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


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = "".join(
        f"<tr><td width=170 style='padding:2px 0; color:{theme.BRIGHT}'><b>{escape(a)}</b></td>"
        f"<td width=170 style='padding:2px 0'>{escape(b)}</td>"
        f"<td style='padding:2px 0; color:{theme.MUTED}'>{escape(c)}</td></tr>"
        for a, b, c in rows
    )
    return f"<table cellspacing=0>{cells}</table>"


def cheat_sheet(parent: QWidget) -> QDialog:
    """All keys, made from the command table, and what the mouse does."""
    parts = []
    for menu in menus_in_order():
        rows = [
            (
                ", ".join(
                    QKeySequence(k.strip()).toString(QKeySequence.SequenceFormat.NativeText)
                    for k in c.shortcut.split(";")
                ),
                shown(c.title).rstrip("…"),
                shown(c.help),
            )
            for c in COMMANDS
            if c.menu == menu and c.shortcut
        ]
        if rows:
            parts.append(f"<h3>{escape(shown(menu))}</h3>{_table(rows)}")
    title = QCoreApplication.translate("help", "Mouse and slices")
    parts.append(f"<h3>{title}</h3>{_table((shown(a), '', shown(b)) for a, b in MOUSE)}")
    return _dialog(parent, QCoreApplication.translate("help", "Keys and mouse"), "".join(parts), QSize(760, 680))


CLICKING: tuple[tuple[str, str], ...] = (
    (
        "1-preview",
        mark("Take the click tool (C) and let the mouse rest: a dashed line shows what a click here would draw."),
    ),
    (
        "2-answer",
        mark(
            "Click. The light tells the Dice to expect: ● likely good, ▲ look again, ■ doubtful. "
            "Dragging from the click to the object's edge says how large it is."
        ),
    ),
    ("3-other", mark("Tab goes through the other answers: a part of it, the object, the whole.")),
    (
        "4-negative",
        mark("Right-click what does not belong to it, click what is missing. Only the part you point at changes."),
    ),
    ("5-probability", mark("P colours each pixel by how sure the model is.")),
    (
        "6-influence",
        mark("Rest on a prompt, or press J: hatched is the area that is there, or gone, because of that prompt."),
    ),
    (
        "7-next",
        mark("Return keeps the object, Esc takes it away, N keeps it and adds a segment for the next one."),
    ),
)
"""Pictures (resources/help/click-….png, made by docs/click_pictures.py) and what they show."""


def clicking(parent: QWidget) -> QDialog:
    """Pointing at objects, step by step."""
    folder = resource_path("help")
    parts = [
        f"<p style='margin:12px 0 4px 0; color:{theme.BRIGHT}'><b>{number}.</b> {escape(shown(text))}</p>"
        f"<p><img src='{(folder / f'click-{name}.png').as_uri()}' width=620></p>"
        for number, (name, text) in enumerate(CLICKING, 1)
    ]
    title = QCoreApplication.translate("help", "Pointing at objects")
    return _dialog(parent, title, "".join(parts), QSize(700, 760))


def messages(parent: QWidget, log: Iterable[tuple[datetime, Message]]) -> QDialog:
    """What was said so far, the newest first."""
    lines = [
        f"<p style='margin:3px 0'><span style='color:{theme.MUTED}'>{when:%H:%M:%S}</span>&nbsp;&nbsp;"
        f"<span style='color:{theme.LEVEL_COLOURS[said.level] if said.level != 'info' else theme.TEXT}'>"
        f"{escape(shown(said.text)).replace(chr(10), '<br>')}</span></p>"
        for when, said in reversed(list(log))
    ]
    html = "".join(lines) or QCoreApplication.translate("help", "Nothing was said yet.")
    return _dialog(parent, QCoreApplication.translate("help", "Messages"), html, QSize(720, 420))


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
