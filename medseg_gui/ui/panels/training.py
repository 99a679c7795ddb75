"""A training as it runs: loss and held-out Dice as curves, then before and after, and the user's word on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.errorpicture import ANSWER_COLOUR, BOTH_COLOUR, LABELS_COLOUR, Picture
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import ActionButton, Panel, Parts, clear_layout, muted, number
from medseg_gui.ui.words import shown

# A curve keeps this many points; longer trainings are thinned, so that drawing stays cheap.
POINTS = 2000


class TrainingPanel(Panel):
    """Idle, running, or waiting for Accept or Discard."""

    ID = "panel.training"
    TITLE = mark("Training")
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.points: dict[str, list[tuple[float, float]]] = {"loss": [], "dice": []}
        self._curves: dict[str, Any] = {}
        self._plots: dict[str, Any] = {}
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = QPushButton(icon("edit.cancel_jobs"), self.tr("Stop"))
        self.stop.clicked.connect(self._stop)
        self.pause = QPushButton()
        self.pause.clicked.connect(parts.actions["ai.pause_training"].trigger)
        self.samples = _Samples()
        self._plot_box = QHBoxLayout()
        self._plot_box.setSpacing(4)
        self.result = _Result(parts)
        self.begin = ActionButton(parts.actions["ai.train_model"])
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.state)
        layout.addLayout(row)
        layout.addWidget(self.begin)
        layout.addWidget(self.result)  # above the curves: what waits for a word is seen first
        layout.addLayout(self._plot_box)
        layout.addWidget(self.samples)
        layout.addStretch(1)
        scroll = QScrollArea()  # or a small window would grow with what appears
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.session.models.trained.connect(self.show_progress)
        self.session.chosen.connect(lambda what: self.refresh() if what == "model" else None)
        self.session.runner.listeners.append(self.refresh)
        self._running = False
        self.refresh()

    @property
    def _job(self) -> Any:
        return next((job for job in self.session.runner.active if job.key == "train"), None)

    def refresh(self) -> None:
        """Brings the panel in line with what is under way or waiting."""
        job, pending = self._job, self.session.models.pending
        if job is not None and not self._running:
            self._clear()
            self.state.setText(shown(job.name))
            self.bar.setRange(0, 0)
        self._running = job is not None
        self.bar.setVisible(job is not None)
        self.stop.setVisible(job is not None)
        models = self.session.models
        self.pause.setVisible(job is not None)
        self.begin.setVisible(job is None and pending is None)
        self.pause.setEnabled(models.samples is not None)
        self.pause.setText(self.tr("Resume") if models.paused else self.tr("Pause"))
        self.pause.setIcon(icon("resume" if models.paused else "ai.pause_training"))
        self.result.show_card(None if job is not None else pending)
        if job is None and pending is not None:
            keep = (
                self.tr("{name} is trained. Keep it?")
                if self.session.models.offered
                else self.tr("Not better: {name}.")
            )
            self.state.setText(keep.format(name=pending.name))
        elif job is None:
            self.state.setText(self.tr("Correct a mask, then let a model learn from it. Its progress shows here."))

    def show_progress(self, progress: Progress) -> None:
        if self.session.models.samples is not None and (pictures := self.session.models.samples.new()):
            self.samples.show_pictures(pictures)
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * min(1.0, progress.done / progress.total)))
        text = shown(progress.text)
        if "loss" in progress.figures:
            text += self.tr(" · step {done:g} of {total:g}").format(done=progress.done, total=progress.total)
        left = progress.figures.get("minutes_left")
        if left is not None:
            text += (
                self.tr(" · {n:.0f} min left").format(n=left) if left >= 1 else self.tr(" · less than a minute left")
            )
        self.state.setText(text)
        for plot in self._plots.values() if "loss" in progress.figures else ():
            plot.setXRange(0, progress.total, padding=0.02)
        for name, value in progress.figures.items():
            points = self.points.get(name)
            # the held-out figure stays the same between two scorings: one point each
            if points is not None and not (name == "dice" and points and points[-1][1] == value):
                points.append((progress.done, value))
                if len(points) > POINTS:
                    del points[1:-1:2]
                self._draw(name)

    def _clear(self) -> None:
        self.samples.hide()
        for name, points in self.points.items():
            points.clear()
            if name in self._curves:
                self._curves[name].setData([], [])

    def _draw(self, name: str) -> None:
        if not self._curves:
            self._make_plots()
        xs, ys = zip(*self.points[name], strict=True)
        self._curves[name].setData(xs, ys)

    def _make_plots(self) -> None:
        import pyqtgraph as pg  # a third of a second to import: not before there is a curve to draw

        pg.setConfigOptions(antialias=True, background=theme.PANEL, foreground=theme.MUTED)
        for name, title, colour in (
            ("loss", self.tr("Training loss"), theme.WARNING),
            ("dice", self.tr("Held-out Dice"), theme.GOOD),
        ):
            plot = pg.PlotWidget()
            plot.setFixedHeight(130)
            plot.setMinimumWidth(100)
            plot.setMenuEnabled(False)
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.showGrid(x=False, y=True, alpha=0.15)
            plot.setTitle(title, color=theme.MUTED, size="9pt")
            plot.getAxis("left").setWidth(38)
            if name == "dice":
                plot.setYRange(0, 1)
            symbol = (
                {"symbol": "o", "symbolSize": 5, "symbolBrush": colour, "symbolPen": None} if name == "dice" else {}
            )
            self._curves[name] = plot.plot([], [], pen=pg.mkPen(colour, width=1.6), **symbol)
            self._plots[name] = plot
            self._plot_box.addWidget(plot, 1)

    def _stop(self) -> None:
        job = self._job
        if job is not None:
            job.cancel()
            self.state.setText(self.tr("Stopping …"))


class _Samples(QWidget):
    """Held-out slices side by side, with the outlines of mask and model."""

    GAP, HIGHEST = 6, 170

    def __init__(self) -> None:
        super().__init__()
        self.canvas = QLabel()
        self.canvas.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.canvas.setFixedHeight(self.HIGHEST)
        legend = QLabel(
            self.tr("Held out: {mask} · {model} · {both}").format(
                mask=_coloured(self.tr("your mask"), LABELS_COLOUR),
                model=_coloured(self.tr("the model now"), ANSWER_COLOUR),
                both=_coloured(self.tr("both"), BOTH_COLOUR),
            )
        )
        legend.setProperty("role", "muted")
        legend.setAlignment(Qt.AlignmentFlag.AlignCenter)
        legend.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        layout.addWidget(legend)
        self.pictures: list[QImage] = []
        self.hide()

    def show_pictures(self, pictures: list[Picture]) -> None:
        """RGB (row, column, 3), beside one another; as large as the panel's width allows."""
        self.pictures = [
            QImage(p.tobytes(), p.shape[1], p.shape[0], 3 * p.shape[1], QImage.Format.Format_RGB888).copy()
            for p in pictures
        ]
        self._draw()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if not self.pictures:
            return
        ratio = self.devicePixelRatioF()
        room = max(60, self.width()) - (self.GAP + 1) * len(self.pictures)
        height = min(self.HIGHEST, room / sum(p.width() / p.height() for p in self.pictures))
        drawn = [
            p.scaledToHeight(max(1, round(height * ratio)), Qt.TransformationMode.SmoothTransformation)
            for p in self.pictures
        ]
        gap = round(self.GAP * ratio)
        whole = QPixmap(sum(p.width() + gap for p in drawn) - gap, round(height * ratio))
        whole.fill(Qt.GlobalColor.transparent)
        painter = QPainter(whole)
        x = 0
        for picture in drawn:
            painter.drawImage(x, 0, picture)
            x += picture.width() + gap
        painter.end()
        whole.setDevicePixelRatio(ratio)
        self.canvas.setFixedHeight(round(height) + 2)
        self.canvas.setPixmap(whole)


def _coloured(text: str, colour: tuple[int, int, int]) -> str:
    """As on the pictures: on black, also where the window is light."""
    return f'<span style="color:rgb{colour}; background-color:black">&nbsp;{text}&nbsp;</span>'


class _Result(QFrame):
    """Held-out Dice before and after, per structure, and the two buttons."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._note = muted()
        self._note.setWordWrap(True)
        buttons = QHBoxLayout()
        self._accept = ActionButton(parts.actions["ai.accept_model"], True, self.tr("Accept"))
        buttons.addWidget(self._accept, 1)
        buttons.addWidget(ActionButton(parts.actions["ai.discard_model"], text=self.tr("Discard")), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.addLayout(self._grid)
        layout.addWidget(self._note)
        layout.addLayout(buttons)
        self._shown: ModelCard | None = None
        self.hide()

    def show_card(self, card: ModelCard | None) -> None:
        self.setVisible(card is not None)
        if card is None or card is self._shown:
            return
        self._shown = card
        clear_layout(self._grid)
        for column, head in enumerate((self.tr("Held-out Dice"), self.tr("before"), self.tr("after"))):
            self._put(0, column, muted(head))
        for row, (name, before, after) in enumerate(before_after(card), start=1):
            better = before is not None and after is not None and after > before
            self._put(row, 0, QLabel(name))
            self._put(row, 1, muted(number(before)))
            figure = QLabel(number(after))
            figure.setProperty("role", "good" if better else "warning" if before is not None else "")
            self._put(row, 2, figure)
        gate = card.scores.get("gate") or {}
        self._accept.setVisible(bool(gate.get("offered", True)))
        said = [shown(str(t)) for t in (gate.get("why"), card.scores.get("note")) if t]
        self._note.setText("\n".join(said))
        self._note.setVisible(bool(said))

    def _put(self, row: int, column: int, widget: QWidget) -> None:
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(widget, row, column, side)
        self._grid.setColumnStretch(column, 1 if column == 0 else 0)


def before_after(card: ModelCard) -> list[tuple[str, float | None, float | None]]:
    """(structure, Dice before, Dice after) on the held-out cases, the mean last."""
    before: dict[str, Any] = card.scores.get("before") or {}
    after: dict[str, Any] = card.scores.get("after") or {}
    names = list(dict.fromkeys(k for k, v in (*after.items(), *before.items()) if isinstance(v, dict)))

    def dice(scores: dict[str, Any], name: str) -> float | None:
        row = scores.get(name)
        return float(row["dice"]) if isinstance(row, dict) and row.get("dice") is not None else None

    rows = [(name, dice(before, name), dice(after, name)) for name in names]
    mean = (card.scores.get("held_out_dice_before"), card.scores.get("held_out_dice"))
    if len(rows) != 1 and mean != (None, None):
        rows.append((mark("Mean"), mean[0], mean[1]))
    return rows
