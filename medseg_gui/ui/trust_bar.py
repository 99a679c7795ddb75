"""Beside the click tool's options: which method answers, and a traffic light for the answer's predicted Dice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from medseg_gui.clickasks import METHODS
from medseg_gui.core.trust import LIGHTS, Light, light
from medseg_gui.session import Session
from medseg_gui.tools.registry import tool
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.words import shown

ARROW_PX = 36
"""Room for the menu's arrow and the margins."""


class TrafficLight(QLabel):
    """Shape, number and word of a predicted Dice: ● 0.91 likely good, ▲ 0.78 look again, ■ 0.52 doubtful.

    The same is its accessible name; colour adds nothing that shape and word do not say.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trust.light")
        self.setTextFormat(Qt.TextFormat.PlainText)
        # as wide as the longest text, so that the bar need not be laid out anew for each answer
        longest = max((self._text(one, 0.0, True) for one in LIGHTS), key=self.fontMetrics().horizontalAdvance)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + 12)
        self.setToolTip(
            self.tr(
                "The Dice that this answer is expected to have, learnt from synthetic tasks.\n"
                "● from 0.85: likely good   ▲ from 0.70: look again   ■ below: doubtful"
            )
        )
        self.show_quality(None)

    def show_quality(self, quality: float | None, preview: bool = False) -> None:
        """None: there is nothing to judge. ``preview``: of the answer that a click here would get."""
        if quality is None:
            self.clear()
            self.setAccessibleName(self.tr("Predicted Dice: none"))
            return
        now = light(quality)
        self.setText(self._text(now, quality, preview))
        self.setStyleSheet(f"color: {(theme.ERROR, theme.WARNING, theme.GOOD)[now.level]}")
        name = self.tr("Predicted Dice of a click here") if preview else self.tr("Predicted Dice")
        self.setAccessibleName(f"{name} {quality:.2f}: {shown(now.word)}")

    def _text(self, now: Light, quality: float, preview: bool) -> str:
        text = f"{now.shape} {quality:.2f} {shown(now.word)}"
        return self.tr("Preview {light}").format(light=text) if preview else text


class TrustBar(QWidget):
    """Shown while a tool that points at objects is chosen."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.method = QToolButton()
        self.method.setObjectName("trust.method")
        self.method.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.method.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.method.setToolTip(self.tr("Which method answers clicks"))
        menu = QMenu(self.method)
        for command_id in ("ai.next_method", *(f"ai.method_{name.replace('-', '_')}" for name in METHODS)):
            menu.addAction(actions[command_id])
        self.method.setMenu(menu)
        widest = max(self.method.fontMetrics().horizontalAdvance(shown(title)) for title in METHODS.values())
        self.method.setMinimumWidth(widest + ARROW_PX)
        self.light = TrafficLight()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.method)
        row.addWidget(self.light)
        session.chosen.connect(self._chosen)
        session.case_opened.connect(lambda _case: self.refresh())
        session.changed.connect(lambda change: self.refresh() if change.final else None)
        session.clicks.preview.changed.connect(lambda _none: self.refresh())
        self.refresh()

    def _chosen(self, what: str) -> None:
        if what in ("tool", "click"):
            self.refresh()

    def refresh(self) -> None:
        session = self._session
        self.setVisible(session.case is not None and tool(session.tool_id).prompts)
        self.method.setText(shown(METHODS[session.clicks.method]))
        preview = session.clicks.preview.shown
        if preview is not None:
            self.light.show_quality(preview.quality, preview=True)
            return
        self.light.show_quality(session.clicks.quality(session.case))
