"""The welcome: shown at the first start, and from the help menu."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from medseg_gui.core.i18n import mark
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import ActionButton, muted
from medseg_gui.ui.settings_dialog import LookChoice
from medseg_gui.ui.words import shown

KEYS = (
    ("{view.slice_previous} {view.slice_next}", mark("Slice by slice; the mouse wheel does the same")),
    ("{tool.pointer}", mark("Look around, drag the window and level")),
    ("{tool.click}", mark("Click on an object: the model draws it")),
    ("{tool.brush} {tool.eraser}", mark("Paint and erase")),
    ("{edit.undo} {edit.redo}", mark("Take back, do again")),
    ("{file.save_case} {file.export}", mark("Save the case, export the masks")),
    ("{help.keys}", mark("All keys and mouse gestures")),
)
"""The keys that a first hour takes, and what they are for."""


class FirstWelcome(QDialog):
    """What it is not, ways to begin, the most used keys, what networks run on, language and appearance."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Welcome to medseg"))
        self._session = session
        symbol, title = QLabel(), QLabel("medseg")
        symbol.setPixmap(icon("app").pixmap(QSize(56, 56), self.devicePixelRatioF()))
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(symbol)
        head.addWidget(title)
        head.addStretch(1)
        notice = QLabel(
            self.tr(
                "For research and teaching only. This is not a medical device: it is neither approved nor tested for "
                "diagnosis, treatment or any decision about a patient."
            )
        )
        notice.setProperty("role", "warning")
        notice.setWordWrap(True)
        ways = QHBoxLayout()
        for command in ("file.open_sample", "file.open_folder", "help.guide"):
            button = ActionButton(actions[command], main=command == "file.open_sample")
            button.clicked.connect(self.accept)
            ways.addWidget(button)
        ways.addStretch(1)
        self.graphics = muted("")
        self.graphics.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(notice)
        layout.addLayout(ways)
        layout.addWidget(self._keys(actions))
        layout.addWidget(self.graphics)
        layout.addLayout(LookChoice(session))
        layout.addWidget(buttons)
        self.setFixedWidth(600)
        session.settings.welcomed = True
        session.settings.save()
        self._alive = True
        self.finished.connect(self._closed)
        self._say(self.tr("Looking for a graphics card…"))
        session.help.look(self._tell_graphics)

    def _closed(self, _result: int) -> None:
        self._alive = False

    @staticmethod
    def _keys(actions: Actions) -> QLabel:
        rows = "".join(
            f"<tr><td style='padding: 2px 18px 2px 0; color: {theme.ACCENT_TEXT}'>"
            f"{escape(actions.with_keys(keys))}</td><td style='padding: 2px 0'>{escape(shown(what))}</td></tr>"
            for keys, what in KEYS
        )
        label = QLabel()
        label.setText("".join(("<table>", rows, "</table>")))
        return label

    def _tell_graphics(self) -> None:
        found = self._session.help.hardware
        if not self._alive:
            return
        if found is None:
            text = self.tr("Whether there is a graphics card is not known; the message log says why.")
        elif found.used:
            text = self.tr("Models run on the graphics card {name}: seconds for a whole volume.").format(name=found.gpu)
        elif found.gpu:
            text = self.tr(
                "There is a graphics card ({name}), but this installation cannot compute on it: models run on the "
                "processor. All works; whole volumes and training take longer."
            ).format(name=found.gpu)
        else:
            text = self.tr(
                "No graphics card for computing was found: models run on the processor. All works; a click is answered "
                "in about a second, whole volumes and training take minutes."
            )
        self._say(text)

    def _say(self, text: str) -> None:
        """In as many lines as it takes."""
        self.graphics.setText(text)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
