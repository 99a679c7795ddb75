"""Measurements and segment figures as one table, for CSV and JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from medseg_gui.core.geometry import PLANES
from medseg_gui.core.measures import Measure, figures, grey_unit, length_mm, short_mm, slice_of
from medseg_gui.core.segmentstats import PERCENTILES, SegmentFigures
from medseg_gui.core.volume import Volume

Row = dict[str, str | float | int | None]
GREY = ("voxels", "mean", "sd", "min", *(f"p{p}" for p in PERCENTILES), "max")
COLUMNS = (
    *("name", "kind", "plane", "slice", "length_mm", "short_mm", "angle_deg", "area_mm2", "volume_ml"),
    *(f"{plane}_{what}_mm" for plane in PLANES for what in ("length", "short")),
    *("length_3d_mm", "width_3d_mm", *GREY, "unit"),
)
"""In this order; a cell is empty where the figure does not exist. ``slice`` counts from 0."""


def measure_rows(measures: Iterable[Measure], volume: Volume) -> list[Row]:
    """A row for each measurement."""
    return [
        {
            "name": m.name,
            "kind": m.kind,
            "plane": m.plane,
            "slice": slice_of(m, volume.geometry),
            **figures(m, volume),
            "unit": grey_unit(volume) if m.is_region else "",
        }
        for m in measures
    ]


def segment_rows(found: Iterable[SegmentFigures]) -> list[Row]:
    """A row for each segment; its ``slice`` is empty, as each plane has its own."""
    out = []
    for one in found:
        row: Row = {"name": one.segment.name, "kind": "segment", "volume_ml": one.volume_ml, "unit": one.unit}
        for plane, m in one.diameters.items():
            row[f"{plane}_length_mm"] = length_mm(m)
            row[f"{plane}_short_mm"] = short_mm(m)
        row |= {"length_3d_mm": one.length_3d_mm, "width_3d_mm": one.width_3d_mm, "voxels": one.grey.voxels}
        row |= {"mean": one.grey.mean, "sd": one.grey.sd, "min": one.grey.minimum, "max": one.grey.maximum}
        row |= {f"p{p}": value for p, value in one.percentiles.items()}
        out.append(row)
    return out


def to_csv(rows: Sequence[Row]) -> str:
    """The table with a header line. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: _cell(v) for k, v in row.items()})
    return out.getvalue()


def _cell(value: str | float | int | None) -> str | int:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return "'" + value
    return value if value is not None else ""
