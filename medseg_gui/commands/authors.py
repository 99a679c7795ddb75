"""Who drew what, and what a case has cost."""

from __future__ import annotations

from medseg_gui.commands.base import Command, flip, wish
from medseg_gui.core.i18n import mark
from medseg_gui.core.veil import file_stem
from medseg_gui.reasons import needs_case
from medseg_gui.session import Session

_run, _checked = flip("show_authors")


def _export(s: Session) -> None:
    name = f"{file_stem(s.the_case().volume)}_statistics.json"
    filters = mark("Figures (*.json);;Table (*.csv)")
    path = s.ask.save_file(mark("Export case statistics"), filters, name) if s.ask else None
    if path:
        s.authors.export(path)


AUTHORS: tuple[Command, ...] = (
    Command(
        "view.authors",
        mark("Who drew it"),
        mark("Colours each voxel by its last author: the hand's tool, the model, the operation or the file"),
        _run,
        "Shift+P",
        mark("View"),
        needs_case,
        checkable=True,
        checked=_checked,
    ),
    Command(
        "measure.statistics",
        mark("Case statistics…"),
        mark("Active time, strokes, clicks, operations and model runs, and who drew how much of each segment"),
        wish("statistics"),
        "Ctrl+I",
        mark("Measure"),
        needs_case,
    ),
    Command(
        "measure.export_statistics",
        mark("Export case statistics…"),
        mark("Writes what the case has cost and who drew how much of it, as JSON or CSV"),
        _export,
        "Ctrl+Shift+I",
        mark("Measure"),
        needs_case,
    ),
)
