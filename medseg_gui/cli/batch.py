"""The verb that segments a cohort, and the hidden one that its workers run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import asdict

from medseg_gui.cli.base import Options, Parser, Verb, report, show
from medseg_gui.core.segmenter import Progress


def batch(options: Options) -> int:
    from medseg_gui import api

    with redirect_stdout(sys.stderr):  # Ray prints
        found = api.batch(
            options.src,
            options.model,
            options.out,
            options.format or ("nii.gz",),
            options.workers,
            options.cluster,
            options.gpus,
            options.grid,
            _report(),
        )
    said = ", ".join(f"{count} {status}" for status, count in sorted(found.counts.items()))
    lines = [*(f"Failed: {c.name}: {c.reason}" for c in found.failed), f"{said}: {found.table}"]
    data = {"model": found.model, "counts": found.counts, "report": str(found.table)}
    show(options, data | {"cases": [asdict(c) for c in found.cases]}, "\n".join(lines))
    return 1 if found.failed else 0


def _report() -> Callable[[Progress], None]:
    """Shows progress where a person watches; else a line for each case that ended, for a log."""
    last = -1.0

    def tell(progress: Progress) -> None:
        nonlocal last
        if sys.stderr.isatty():
            report(progress)
        elif progress.total and progress.done != last:
            last = progress.done
            sys.stderr.write(f"{progress.text}\n")
            sys.stderr.flush()

    return tell


def worker(options: Options) -> int:
    """Hidden: a worker process."""
    from medseg_gui.workers.pool import worker_main

    return worker_main()


def _arguments(parser: Parser) -> None:
    parser.add_argument("src", nargs="+", help="folders, CSVs with a column image (and series, name), or image files")
    parser.add_argument("--model", required=True, help="a name of `medseg models list`, or a model folder")
    parser.add_argument("--out", required=True, metavar="DIR", help="masks, records, report.csv and report.json")
    parser.add_argument(
        "--format", action="append", metavar="SUFFIX", help="of the masks, as seg.nrrd; may repeat (default: nii.gz)"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="cases at a time (default: 1)")
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="a Ray cluster: host:port, auto, or local (needs medseg[cluster])",
    )
    parser.add_argument("--gpus", type=float, default=0.0, metavar="N", help="of a GPU for each worker, as 1 or 0.5")
    parser.add_argument("--grid", choices=("resample", "split", "true"), help="for uneven series, as in medseg segment")


BATCH = Verb(
    "batch",
    batch,
    "Automatic segmentation of many cases; a failed one is reported, a restart goes on",
    "medseg batch /data/cohort --model hippocampus --out masks --workers 2",
    _arguments,
)
