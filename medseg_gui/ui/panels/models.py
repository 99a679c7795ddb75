"""The models: a card each, with what it segments, how well, on what it was trained, and what it may be used for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.ui.panels.base import ActionButton, Hint, Panel, Parts, muted
from medseg_gui.ui.words import shown


class ModelsPanel(Panel):
    """A click chooses a model; its card then shows all it says."""

    ID = "panel.models"
    TITLE = mark("Models")
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.cards: list[CardWidget] = []
        self._inner = inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._hint = Hint(scroll, self.tr("No model is installed."))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 2, 6, 6)
        buttons.addWidget(ActionButton(parts.actions["ai.segment"], main=True), 1)
        buttons.addWidget(ActionButton(parts.actions["ai.finetune"]), 1)
        buttons.addWidget(self.button("models.report"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: organ, modality, name …"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._filter())
        top = QHBoxLayout()
        top.setContentsMargins(6, 6, 6, 0)
        top.addWidget(self.search, 1)
        top.addWidget(self.button("ai.import_model"))
        layout.addLayout(top)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        self._names: list[str] = []
        self.session.chosen.connect(self._chosen)
        self.session.case_opened.connect(lambda case: self._mark())
        self.fill()

    def fill(self) -> None:
        """Reads the library again."""
        from medseg_gui.workers.models import list_models

        known = list_models()
        # a model that another one asks is no choice of its own
        asked = {str(card.plan.get("solid", "")) for card in known}
        library = [card for card in known if card.name not in asked]
        self._names = [card.name for card in library]
        for old in self.cards:
            self._column.removeWidget(old)
            old.deleteLater()
        self.cards = [CardWidget(card) for card in library]
        for at, widget in enumerate(self.cards):
            widget.pressed.connect(self.session.models.choose)
            self._column.insertWidget(at, widget)
        self._filter()
        self._mark()

    def _filter(self) -> None:
        """Shows the cards that say all the words that are searched for."""
        from medseg_gui.workers.models import matches

        found = [widget for widget in self.cards if matches(widget.card, self.search.text())]
        for widget in self.cards:
            widget.setVisible(widget in found)
        self._hint.setText(self.tr("No model says that.") if self.cards else self.tr("No model is installed."))
        self._hint.setVisible(not found)
        self._scroll.verticalScrollBar().setValue(0)

    def _chosen(self, what: str) -> None:
        if what == "model":
            if self.session.models.name and self.session.models.name not in self._names:
                self.fill()
            self._mark()
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Scrolls to the chosen card; one that the search hides appears, the search being given up."""
        card = next((w for w in self.cards if w.card.name == self.session.models.name), None)
        if card is None:
            return
        if card.isHidden():
            self.search.clear()
        self._column.activate()
        inner = self._inner
        height = max(self._column.totalHeightForWidth(inner.width()), self._scroll.viewport().height())
        inner.resize(inner.width(), height)  # the layout would get to it too late
        self._scroll.ensureWidgetVisible(card, 0, 6)

    def _mark(self) -> None:
        modality = self.session.volume.modality if self.session.volume else ""
        for widget in self.cards:
            widget.show_state(widget.card.name == self.session.models.name, modality)


class CardWidget(QFrame):
    """One model. Short while it is not chosen."""

    pressed = Signal(str)

    def __init__(self, card: ModelCard) -> None:
        super().__init__()
        self.card = card
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title = QLabel(card.name)
        title.setProperty("role", "heading")
        version = muted(" · ".join((*card.modality, card.version)))
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(version)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(_text(segments_text(card)))
        scores = scores_lines(card)
        if scores:
            layout.addWidget(_text(scores[0], "good"))
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 4, 0, 0)
        more.setSpacing(3)
        about = [
            *scores[1:],
            *(self._line(title, text) for title, text in (
                (self.tr("Trained on"), card.trained_on),
                (self.tr("Limits"), card.limits),
                (self.tr("Made from"), card.parent),
                (self.tr("Licence"), card.licence),
            ) if text),
        ]  # fmt: skip
        for line in about:
            more.addWidget(_text(line, "muted"))
        self._unfit = _text("", "warning")
        layout.addWidget(self._unfit)
        layout.addWidget(self._more)

    @staticmethod
    def _line(title: str, text: str) -> str:
        return f"{title}: {text}"

    def show_state(self, chosen: bool, modality: str) -> None:
        """Marks the chosen card, and warns where the model was made for another modality than the open image's."""
        self._more.setVisible(chosen)
        unfit = bool(modality and self.card.modality and modality not in self.card.modality)
        if unfit:
            text = self.tr("Made for {model}; this image is {image}.")
            self._unfit.setText(text.format(model=", ".join(self.card.modality), image=modality))
        self._unfit.setVisible(unfit and chosen)
        if self.property("chosen") != chosen:
            self.setProperty("chosen", chosen)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.card.name)
        event.accept()


def _text(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setProperty("role", role)
    return label


def segments_text(card: ModelCard) -> str:
    """The structures in one line; only their number when there are many."""
    names = [shown(s.name) for s in card.segments]
    return ", ".join(names) if len(names) <= 6 else ", ".join(names[:5]) + f" … ({len(names)})"


def scores_lines(card: ModelCard) -> list[str]:
    """Held-out Dice for people: the mean first, then a line a structure with its spread."""
    scores: dict[str, Any] = card.scores
    after: dict[str, Any] = scores.get("after") or scores.get("per_structure") or {}
    rows = {k: v for k, v in after.items() if isinstance(v, dict) and "dice" in v}
    mean = scores.get("held_out_dice", after.get("mean"))
    out: list[str] = []
    if isinstance(mean, int | float):
        cases = max((int(v.get("cases", 0)) for v in rows.values()), default=0)
        more = QCoreApplication.translate("ModelsPanel", ", {n} held-out cases").format(n=cases) if cases else ""
        out.append(f"Dice {mean:.2f}{more}")
    for name, row in rows.items():
        spread = f" ± {row['sd']:.2f}" if row.get("sd") is not None else ""
        out.append(f"{shown(name)}: {row['dice']:.2f}{spread}")
    return out
