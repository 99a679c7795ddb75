"""Jobs that measure segments and write the table of measurements."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.measures import Measure
from medseg_gui.core.measuretable import Row, measure_rows, segment_rows, to_csv
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.segmentstats import SegmentFigures, segment_figures
from medseg_gui.core.volume import Volume
from medseg_gui.io import casefile
from medseg_gui.io.casecodec import measures_from_json
from medseg_gui.io.safewrite import beside_of, flush, flush_folder, reason
from medseg_gui.workers.job import Steps


def measure_segments(volume: Volume, labels: LabelMap) -> Steps[tuple[SegmentFigures, ...]]:
    """The figures of every segment; yields after each, so that it can be cancelled there."""
    found: list[SegmentFigures] = []
    total = len(labels.segments)
    yield Progress("Measuring", 0, total)
    for one in segment_figures(volume, labels):
        found.append(one)
        yield Progress(f"Measured {one.segment.name}", len(found), total)
    return tuple(found)


def write_measures(volume: Volume, labels: LabelMap, measures: Sequence[Measure], path: Path) -> Steps[int]:
    """Writes measurements and segment figures as CSV; the number of rows. Raises WriteFailed, the old file kept."""
    found = yield from measure_segments(volume, labels)
    rows = [*measure_rows(measures, volume), *segment_rows(found)]
    write_table(rows, path)
    return len(rows)


def kept_measures(path: Path) -> tuple[Measure, ...]:
    """The measurements in a saved case, as it was saved last; none in a file of another kind. Raises BadInput."""
    if path.suffix.lower() != casefile.SUFFIX:
        return ()
    try:
        return measures_from_json(casefile.manifest_of(path)["measures"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"The case's measurements cannot be read: {error}", path) from error


def write_table(rows: Sequence[Row], path: Path) -> None:
    """Puts the CSV at ``path``: written beside, read back, compared, replaced. Raises WriteFailed."""
    text, beside = to_csv(rows), beside_of(path)
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        flush(beside)
        if beside.read_text(encoding="utf-8") != text:
            raise WriteFailed("The table was not kept: it differs when read back", path, "Report this error.")
        os.replace(beside, path)
        flush_folder(path.parent)
    except OSError as error:
        raise WriteFailed(
            f"The table was not written: {reason(error, path.parent)}", path, "Choose another folder."
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
