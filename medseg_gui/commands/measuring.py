"""Measurements, figures of segments, and slabs."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.commands.base import Command, Why
from medseg_gui.core.i18n import mark
from medseg_gui.core.projection import Mode
from medseg_gui.core.veil import file_stem
from medseg_gui.reasons import (
    needs_case,
    needs_chosen_measure,
    needs_figures,
    needs_mask,
    needs_measure,
    needs_segment,
    needs_slab,
)
from medseg_gui.session import Session

MEASURE, VIEW, TOOLS = mark("Measure"), mark("View"), mark("Tools")


def _tool(tool_id: str, title: str, key: str, help_text: str) -> Command:
    return Command(
        tool_id,
        title,
        help_text,
        lambda s: s.choose_tool(tool_id),
        key,
        TOOLS,
        needs_case,
        checkable=True,
        checked=lambda s: s.tool_id == tool_id,
    )


def _export(s: Session) -> None:
    name = f"{file_stem(s.the_case().volume)}_measurements.csv"
    path = s.ask.save_file(mark("Export measurements"), "CSV (*.csv)", name) if s.ask else None
    if path:
        s.measures.export(path)


def _slab(mode: Mode, title: str, help_text: str) -> Command:
    return Command(
        f"view.slab_{mode}",
        title,
        help_text,
        lambda s: s.slab.set(mode),
        "",
        VIEW,
        needs_case,
        checkable=True,
        checked=lambda s: s.slab.thick.mode == mode,
    )


def _row(name: str, title: str, help_text: str, run: Callable[[Session], None], key: str, why: Why) -> Command:
    return Command(name, title, help_text, run, key, VIEW if name.startswith("view.") else MEASURE, why)


MEASURING: tuple[Command, ...] = (
    _tool("tool.distance", mark("Distance"), "Shift+D", mark("Drag from one end to the other; in mm")),
    _tool("tool.angle", mark("Angle"), "Shift+A", mark("Drag one leg, click the end of the other; in degrees")),
    _tool("tool.ellipse", mark("Ellipse"), "Shift+E", mark("Drag an ellipse: mean, SD, range and area")),
    _tool("tool.rectangle", mark("Rectangle"), "Shift+R", mark("Drag a rectangle: mean, SD, range and area")),
    _row(
        "measure.diameters",
        mark("Segment's diameters"),
        mark("The longest diameter of the chosen segment in the acquired slices, and the longest across it"),
        lambda s: s.measures.add_diameters(),
        "Shift+Q",
        needs_segment,
    ),
    _row(
        "measure.segments",
        mark("Figures of segments"),
        mark("Volume, grey values and diameters of every segment"),
        lambda s: s.measures.measure_segments(),
        "Ctrl+Shift+M",
        needs_mask,
    ),
    _row(
        "measure.remove",
        mark("Remove measurement"),
        mark("Takes the chosen measurement away; Delete does it too"),
        lambda s: s.measures.remove(),
        "Shift+Del",
        needs_chosen_measure,
    ),
    _row(
        "measure.remove_all",
        mark("Remove all measurements"),
        mark("Takes every measurement away, as one step"),
        lambda s: s.measures.remove_all(),
        "",
        needs_measure,
    ),
    _row(
        "measure.export",
        mark("Export measurements…"),
        mark("Writes measurements and the figures of every segment as CSV"),
        _export,
        "Ctrl+Shift+X",
        needs_figures,
    ),
    _row(
        "view.slab_next",
        mark("Next slab display"),
        mark("One slice, MIP, MinIP, mean, and round again"),
        lambda s: s.slab.next(),
        "Shift+M",
        needs_case,
    ),
    _slab("off", mark("Single slices"), mark("Shows one slice at a time")),
    _slab("mip", mark("Slab: MIP"), mark("Shows the brightest value of a slab; masks stay those of the middle slice")),
    _slab(
        "minip", mark("Slab: MinIP"), mark("Shows the darkest value of a slab; masks stay those of the middle slice")
    ),
    _slab("mean", mark("Slab: mean"), mark("Shows the mean of a slab; masks stay those of the middle slice")),
    _row(
        "view.slab_thinner",
        mark("Thinner slab"),
        mark("The next smaller thickness in mm"),
        lambda s: s.slab.step(-1),
        "Shift+PgDown",
        needs_slab,
    ),
    _row(
        "view.slab_thicker",
        mark("Thicker slab"),
        mark("The next larger thickness in mm"),
        lambda s: s.slab.step(1),
        "Shift+PgUp",
        needs_slab,
    ),
)
