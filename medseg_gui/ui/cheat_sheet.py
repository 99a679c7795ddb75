"""All keys and mouse gestures as they are now, on one page: to be read, saved and printed."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QSize, Qt
from PySide6.QtGui import QFont, QKeySequence, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from medseg_gui.commands import COMMANDS
from medseg_gui.core.errors import WriteFailed
from medseg_gui.core.i18n import mark
from medseg_gui.keymaps import MEANINGS, MODIFIERS, gesture_parts
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions, menus_in_order
from medseg_gui.ui.words import shown

FILTERS = "PDF (*.pdf);;HTML (*.html)"
_DONE = {
    "Left": mark("left drag"),
    "Middle": mark("middle drag"),
    "Right": mark("right drag"),
    "Wheel": mark("wheel"),
    "Move": mark("move"),
    "DoubleClick": mark("double click"),
}
_WITH = {"pointer": mark("with the pointer"), "paint": mark("with a brush")}
_FIXED = (
    (mark("right click"), mark("Click tool: this does not belong to the object")),
    (mark("Alt + click"), mark("Brushes, threshold: take the grey values from here")),
    (mark("Esc"), mark("Gives the stroke under way up")),
)
Row = tuple[tuple[str, ...], str]
"""Keys, and what they do."""


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def gesture_text(gesture: str) -> str:
    """A gesture in words: "Ctrl + left drag", "W + left drag"; with what it is for."""
    kind, held, what = gesture_parts(gesture)
    keys = [*(m for m in MODIFIERS if m in held), *(native(k) for k in sorted(held) if k not in MODIFIERS)]
    text = " + ".join([*keys, shown(_DONE[what])])
    text = text[:1].upper() + text[1:]
    return f"{text} {shown(_WITH[kind])}" if kind else text


def sections(actions: Actions) -> list[tuple[str, list[Row]]]:
    """(title, rows): the mouse, then the commands that have keys, menu by menu."""
    mouse: list[Row] = [((gesture_text(g),), shown(MEANINGS[m])) for g, m in actions.keys.mouse.items()]
    mouse += [((shown(how)[:1].upper() + shown(how)[1:],), shown(what)) for how, what in _FIXED]
    out = [(QCoreApplication.translate("help", "Mouse"), mouse)]
    for menu in menus_in_order():
        rows = [
            (tuple(native(key) for key in actions.keys.of(c.id)), shown(c.title).rstrip("…"))
            for c in COMMANDS
            if c.menu == menu and actions.keys.of(c.id)
        ]
        if rows:
            out.append((shown(menu), rows))
    return out


def sheet_html(actions: Actions, printed: bool = False) -> str:
    """The page in two columns; ``printed``: dark on white."""
    ink, faint, chip, head = (
        ("#111111", "#444444", "#e6e9ed", "#1d4f7c")
        if printed
        else (theme.BRIGHT, theme.TEXT, theme.RAISED, theme.ACCENT_TEXT)
    )
    parts = sections(actions)
    half = sum(len(rows) + 2 for _, rows in parts) / 2
    columns: list[list[str]] = [[], []]
    so_far = 0.0
    for title, rows in parts:
        lines = "".join(
            f"<tr><td style='padding:2px 10px 2px 0' width='40%'>{_chips(keys, chip, ink)}</td>"
            f"<td style='padding:2px 0; color:{faint}'>{escape(what)}</td></tr>"
            for keys, what in rows
        )
        columns[so_far + len(rows) / 2 > half].append(
            f"<p style='margin:10px 0 3px 0; color:{head}'><b>{escape(title)}</b></p>"
            f"<table cellspacing='0' width='100%'>{lines}</table>"
        )
        so_far += len(rows) + 2
    profile = QCoreApplication.translate("help", "Keymap: {name}").format(name=escape(actions.keys.profile.title))
    if actions.keys.any_changed:
        profile += ", " + QCoreApplication.translate("help", "with changes of your own")
    name = QCoreApplication.translate("help", "medseg – keys and mouse")
    return (
        f"<html><head><meta charset='utf-8'><title>{escape(name)}</title></head>"
        "<body style='font-family:sans-serif'>"
        f"<p style='margin:0; color:{ink}; font-size:large'><b>{escape(name)}</b></p>"
        f"<p style='margin:2px 0 8px 0; color:{faint}'>{profile}</p>"
        "<table width='100%' cellspacing='0'><tr>"
        f"<td width='50%' valign='top' style='padding-top:8px; padding-right:22px'>{''.join(columns[0])}</td>"
        f"<td width='50%' valign='top' style='padding-top:8px'>{''.join(columns[1])}</td>"
        "</tr></table></body></html>"
    )


def _chips(keys: tuple[str, ...], ground: str, ink: str) -> str:
    return " ".join(
        f"<span style='background-color:{ground}; color:{ink}; white-space:nowrap'>&nbsp;{escape(key)}&nbsp;</span>"
        for key in keys
    )


def write_sheet(actions: Actions, path: Path) -> None:
    """Writes the page as PDF (A4, one page) or HTML, by the suffix. Raises WriteFailed."""
    html = sheet_html(actions, printed=True)
    try:
        if path.suffix.lower() != ".pdf":
            path.write_text(html, encoding="utf-8")
            return
        path.touch()  # the writer itself does not say why it cannot write
    except OSError as error:
        raise WriteFailed("The cheat sheet was not written", path, error.strerror or "") from error
    writer = QPdfWriter(str(path))
    writer.setTitle("medseg")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(12, 10, 12, 10))
    document = QTextDocument()
    size = 8.5
    while True:  # smaller until it is one page
        document.setDefaultFont(QFont("sans-serif", pointSize=8))
        font = document.defaultFont()
        font.setPointSizeF(size)
        document.setDefaultFont(font)
        document.setHtml(html)
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(writer.pageLayout().paintRectPixels(writer.resolution()).size().toSizeF())
        if document.pageCount() <= 1 or size <= 5:
            break
        size -= 0.5
    document.print_(writer)


class CheatSheet(QDialog):
    """The page over the window, with a way to change the keys and one to keep the page."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self._session, self._actions = session, actions
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setHtml(sheet_html(actions))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        change = buttons.addButton(self.tr("Change keys…"), QDialogButtonBox.ButtonRole.ActionRole)
        change.clicked.connect(self._change)
        save = buttons.addButton(self.tr("Save to print…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._save)
        hint = QLabel(actions.with_keys(self.tr("{help.palette} finds every command by its name.")))
        hint.setProperty("role", "muted")
        below = QHBoxLayout()
        below.addWidget(hint, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addLayout(below)
        self.resize(QSize(900, 760).boundedTo(parent.size()))

    def _change(self) -> None:
        self.accept()
        self._actions.run("help.shortcuts")

    def _save(self) -> None:
        ask = self._session.ask
        path = ask.save_file(mark("Save the cheat sheet"), FILTERS, "medseg-keys.pdf") if ask else None
        if path:
            try:
                write_sheet(self._actions, Path(path))
                self._session.say(mark("Written: {path}").format(path=path))
            except WriteFailed as error:
                self._session.say(str(error), "error")
