"""The verb that says how each series of a folder is read, and how others read it."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, report, show, table


def conformance(options: Options) -> int:
    from medseg_gui.workers import conformance as worker
    from medseg_gui.workers.job import run_now

    findings = run_now(worker.conformance(Path(options.folder)), report)
    lines: list[list[object]] = [["series", "type", "size", "against", "grid_mm", "voxels differing", "difference"]]
    for f in findings:
        place = os.path.relpath(f.folder, options.folder)
        start = [f"{f.name} ({place})" if f.name else place, f.modality, "×".join(map(str, f.size))]
        if f.refusal:
            lines.append([*start, "", "", "", f"not read: {f.refusal}"])
        for check in f.checks:
            mm = "" if check.grid_mm is None else f"{check.grid_mm:.4f}"
            lines.append([*start, check.against, mm, check.differing, check.why or "none"])
    checks = [c for f in findings for c in f.checks]
    text = (
        f"{len(findings)} series, {len(checks)} comparisons: {sum(c.same for c in checks)} equal, "
        f"{sum(not c.same and c.explained for c in checks)} differ as explained, "
        f"{sum(not c.explained for c in checks)} not explained"
    )
    notes = [f"{f.name or f.uid} ({f.folder}): {note.text}" for f in findings for note in f.notes]
    show(options, {"series": [asdict(f) for f in findings], "summary": text}, "\n".join([table(lines), *notes, text]))
    return 0


def _arguments(parser: Parser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", help="a folder of DICOM series, with reference NIfTI files or without"
    )


CONFORMANCE = Verb(
    "conformance",
    conformance,
    "How each series was read, against which reference, and each difference",
    "medseg conformance study --json",
    _arguments,
)
