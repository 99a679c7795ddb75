"""A form made from a tool's options (``tools.base.option``): the dataclass says what there is and how to ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, fields
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from medseg_gui.ui.words import shown

SLIDER_STEPS = 200
SLIDER_PX = 110
CHOICE_PX = 200


class OptionForm(QWidget):
    """One line of fields for an options dataclass; each edit is written to it at once, then ``changed`` is called."""

    def __init__(self, options: Any, changed: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._changed = changed
        self._readers: list[Callable[[], None]] = []
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for field in fields(options):
            if field.metadata.get("label"):
                self._add(field, row)
                row.addSpacing(10)
        row.addStretch(1)

    def refresh(self) -> None:
        """Shows what the options hold now (the radius keys and Shift+wheel change them too)."""
        for read in self._readers:
            read()

    def show_sliders(self, shows: bool) -> None:
        """With or without sliders; their fields stay."""
        for slider in self.findChildren(QSlider):
            slider.setFixedWidth(SLIDER_PX if shows else 0)

    def add_button(self, action: QAction) -> None:
        """A button behind the fields."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.insertWidget(self._row.count() - 1, button)

    def _add(self, field: Field[Any], row: QHBoxLayout) -> None:
        about = field.metadata
        label, value = shown(about["label"]), getattr(self._options, field.name)
        help_text = shown(about.get("help", ""))
        if isinstance(value, bool):
            box = QCheckBox(label)
            box.toggled.connect(lambda on: self._write(field.name, on))
            self._readers.append(lambda: _quietly(box, lambda: box.setChecked(getattr(self._options, field.name))))
            widgets: list[QWidget] = [box]
        elif about.get("choices"):
            widgets = [QLabel(label), self._choice(field)]
        elif isinstance(value, int | float):
            widgets = [QLabel(label), *self._number(field)]
        else:
            return
        for widget in widgets:
            widget.setToolTip(help_text)
            row.addWidget(widget)
        widgets[-1].setObjectName(f"option.{field.name}")
        self._readers[-1]()
        needs = about.get("needs")
        if needs:

            def show() -> None:
                for widget in widgets:
                    widget.setVisible(bool(getattr(self._options, needs)))

            self._readers.append(show)
            self._readers[-1]()

    def _choice(self, field: Field[Any]) -> QComboBox:
        box = QComboBox()
        box.setMaximumWidth(CHOICE_PX)
        for key, text in field.metadata["choices"].items():
            box.addItem(shown(text), key)
        box.currentIndexChanged.connect(lambda at: self._write(field.name, box.itemData(at)))

        def read() -> None:
            at = box.findData(getattr(self._options, field.name))
            _quietly(box, lambda: box.setCurrentIndex(at))

        self._readers.append(read)
        return box

    def _number(self, field: Field[Any]) -> list[QWidget]:
        about = field.metadata
        low, high, step = (
            float(d if about.get(n) is None else about[n]) for n, d in (("low", 0), ("high", 100), ("step", 1))
        )
        whole = isinstance(getattr(self._options, field.name), int)
        box: QSpinBox | QDoubleSpinBox
        if whole:
            box = QSpinBox()
            box.setRange(int(low), int(high))
            box.setSingleStep(max(1, int(step)))
        else:
            box = QDoubleSpinBox()
            box.setDecimals(len(f"{step:g}".partition(".")[2]) or 1)
            box.setRange(low, high)
            box.setSingleStep(step)
        unit = about.get("unit", "")
        box.setSuffix(f" {unit}" if unit else "")
        box.setKeyboardTracking(False)
        box.setFixedWidth(88)
        box.valueChanged.connect(lambda value: self._write(field.name, value))
        if not about.get("slider", True):
            box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
            self._readers.append(lambda: _quietly(box, lambda: box.setValue(getattr(self._options, field.name))))
            return [box]
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, SLIDER_STEPS)
        slider.setFixedWidth(SLIDER_PX)
        slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # squares: small radii, where a step matters most, get most of the slider's way
        slider.valueChanged.connect(
            lambda at: self._write(field.name, _rounded(low + (high - low) * (at / SLIDER_STEPS) ** 2, step, whole))
        )

        def read() -> None:
            value = getattr(self._options, field.name)
            share = (float(value) - low) / (high - low) if high > low else 0.0
            _quietly(box, lambda: box.setValue(value))
            _quietly(slider, lambda: slider.setValue(round(SLIDER_STEPS * max(share, 0.0) ** 0.5)))

        self._readers.append(read)
        return [slider, box]

    def _write(self, name: str, value: Any) -> None:
        if getattr(self._options, name) != value:
            setattr(self._options, name, value)
            follow = getattr(self._options, "taken", None)
            if follow is not None:
                follow(name)
            self.refresh()
            self._changed()


def _rounded(value: float, step: float, whole: bool) -> float:
    value = round(value / step) * step
    return int(value) if whole else round(value, 6)


def _quietly(widget: QWidget, act: Callable[[], None]) -> None:
    """Shows a value without reporting it back as an edit."""
    before = widget.blockSignals(True)
    act()
    widget.blockSignals(before)
