"""The charts of a model's report, as reportlab drawings: one drawing becomes SVG in HTML and vectors in PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib import colors

from medseg_gui.core.modelscores import Agreement

WIDTH, HEIGHT = 250, 190
_LEFT, _BOTTOM, _TOP, _RIGHT = 42, 30, 20, 10
_INK, _GRID, _DOT = colors.HexColor("#333333"), colors.HexColor("#dddddd"), colors.HexColor("#1f77b4")
_RED = colors.HexColor("#c0392b")
FONT = "Helvetica"


@dataclass(frozen=True)
class _Axes:
    """A drawing with axes from ``x0``, ``y0`` to ``x1``, ``y1``."""

    drawing: Any
    x0: float
    y0: float
    x1: float
    y1: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        w, h = self.drawing.width - _LEFT - _RIGHT, self.drawing.height - _BOTTOM - _TOP
        across, up = (x - self.x0) / (self.x1 - self.x0), (y - self.y0) / (self.y1 - self.y0)
        return _LEFT + w * across, _BOTTOM + h * up

    def line(self, a: tuple[float, float], b: tuple[float, float], colour: Any, dash: Any = None) -> None:
        self.drawing.add(Line(*self.at(*a), *self.at(*b), strokeColor=colour, strokeWidth=0.8, strokeDashArray=dash))

    def dot(self, x: float, y: float, radius: float = 2.2) -> None:
        self.drawing.add(Circle(*self.at(x, y), radius, fillColor=_DOT, strokeColor=None, fillOpacity=0.65))

    def text(self, x: float, y: float, text: str, anchor: str = "middle", size: float = 7, colour: Any = _INK) -> None:
        self.drawing.add(String(x, y, plain(text), fontName=FONT, fontSize=size, textAnchor=anchor, fillColor=colour))


def _axes(
    title: str, x: tuple[float, float], y: tuple[float, float], x_title: str, y_title: str, width: float = WIDTH
) -> _Axes:
    axes = _Axes(Drawing(width, HEIGHT), x[0], y[0], x[1], y[1])
    axes.drawing.add(Rect(0, 0, width, HEIGHT, fillColor=colors.white, strokeColor=None))
    for value in ticks(y[0], y[1]):
        axes.line((x[0], value), (x[1], value), _GRID)
        axes.text(_LEFT - 4, axes.at(x[0], value)[1] - 2.5, f"{value:g}", "end")
    axes.line((x[0], y[0]), (x[1], y[0]), _INK)
    axes.text(width / 2, HEIGHT - 11, title, size=8.5)
    axes.text((_LEFT + width - _RIGHT) / 2, 4, x_title)
    axes.text(2, HEIGHT - 11, y_title, "start")
    return axes


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from ``low`` to ``high``, a step of 1, 2 or 5 times a power of ten apart."""
    span = max(high - low, 1e-12)
    power = 10 ** floor(log10(span / most))
    step = next(power * f for f in (1, 2, 5, 10) if span / (power * f) <= most)
    first = -floor(-low / step)
    return [round(step * i, 12) for i in range(first, floor(high / step + 1e-9) + 1)]


def _around(values: Sequence[float], share: float = 0.08) -> tuple[float, float]:
    low, high = min(values), max(values)
    pad = max((high - low) * share, 1e-6)
    return low - pad, high + pad


def agreement_chart(name: str, found: Agreement) -> Any:
    """Bland and Altman's plot: difference over mean, with bias and limits of agreement."""
    means, differences = zip(*found.points, strict=True)
    lines = [v for v in (found.low_ml, found.bias_ml, found.high_ml) if v is not None]
    x, y = _around(means), _around([*differences, *lines, 0.0])
    axes = _axes(name, x, y, "mean of answer and labels (mL)", "difference (mL)")
    for value in ticks(*x, most=5):
        axes.text(axes.at(value, y[0])[0], _BOTTOM - 10, f"{value:g}")
    axes.line((x[0], 0), (x[1], 0), _INK, (1, 2))
    for value in lines:
        bias = value == found.bias_ml
        axes.line((x[0], value), (x[1], value), _RED, None if bias else (4, 3))
        axes.text(WIDTH - _RIGHT, axes.at(x[1], value)[1] + 2, f"{value:+.3g}", "end", 6.5, _RED)
    for mean, difference in found.points:
        axes.dot(mean, difference)
    return axes.drawing


def reliability_chart(found: Sequence[tuple[float, float, float]], ece: float) -> Any:
    """Share of labelled voxels over the mean probability of each bin; on the diagonal the probabilities are chances."""
    axes = _axes(f"Reliability (ECE {ece:.3f})", (0, 1), (0, 1), "probability given by the model", "share labelled")
    for value in ticks(0, 1):
        axes.text(axes.at(value, 0)[0], _BOTTOM - 10, f"{value:g}")
    axes.line((0, 0), (1, 1), _INK, (3, 3))
    for (a, b, _), (c, d, _) in pairwise(found):
        axes.line((a, b), (c, d), _DOT)
    for mean, share, _ in found:
        axes.dot(mean, share, 3)
    return axes.drawing


def strip_chart(values: Mapping[str, Sequence[float]], title: str) -> Any:
    """A dot a case for each class, with a line at the mean."""
    low = min((min(v) for v in values.values() if v), default=0.0)
    floor_ = max(0.0, floor(low * 10) / 10)
    width = max(WIDTH, min(500.0, _LEFT + _RIGHT + 90 * len(values)))
    axes = _axes(title, (0, len(values)), (floor_, 1.0), "", "", width)
    for i, (name, found) in enumerate(values.items()):
        room = (width - _LEFT - _RIGHT) / len(values)
        axes.text(axes.at(i + 0.5, floor_)[0], _BOTTOM - 12, shortened(name, room))
        for j, value in enumerate(found):
            axes.dot(i + 0.5 + 0.5 * ((j * 0.618034) % 1 - 0.5), value)  # spread out, the same each time
        if found:
            mean = sum(found) / len(found)
            axes.line((i + 0.2, mean), (i + 0.8, mean), _RED)
            axes.text(axes.at(i + 0.82, mean)[0], axes.at(i, mean)[1] - 2, f"{mean:.3f}", "start", 7, _RED)
    return axes.drawing


def shortened(text: str, width: float, size: float = 7) -> str:
    """The text, cut to that many points of width."""
    room = max(3, int(width / (size * 0.52)))
    return text if len(text) <= room else text[: room - 1] + "…"


def plain(text: str) -> str:
    """The text in the letters that PDF's own fonts have, "?" for others."""
    return text.encode("cp1252", "replace").decode("cp1252")
