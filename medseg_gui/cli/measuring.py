"""Verbs that give figures: a mask against a reference, a promptable model's exam."""

from __future__ import annotations

from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, pick_series, report, show, table
from medseg_gui.cli.learning import learning, learning_arguments
from medseg_gui.core.errors import MedsegError

IN_TABLE = (
    *(f"dice_{k}" for k in (0, 1, 2, 3, 5, 10)),
    "best_of_three_1",
    "nsd_px_3",
    "nsd_2mm_3",
    "auc_5",
    "noc85_cap10",
    "noc90_cap10",
    "failed90_cap10",
    "seconds_to_90",
)
"""Of the exam's figures, those that are printed; --json has them all."""
KEPT = ("name", "kind", "plane", "slice", "length_mm", "short_mm", "angle_deg", "area_mm2", "mean", "sd", "unit")


def evaluate(options: Options) -> int:
    from medseg_gui import api

    reference = api.open_labels(options.reference, progress=report)
    labels = api.open_labels(options.mask, progress=report)
    if not labels.geometry.same_as(reference.geometry):
        raise MedsegError(
            f"The masks lie on different grids: {labels.geometry.describe()} and {reference.geometry.describe()}",
            options.mask,
            "Resample one to the other first (medseg export --resample).",
        )
    result = api.evaluate(labels, reference, options.tolerance_mm)
    if options.csv:
        Path(options.csv).write_text(result.to_csv(), encoding="utf-8")
    data = result.to_dict()
    names = ("dice", "iou", "precision", "recall", "hd95_mm", "assd_mm", "nsd", "volume_ml", "reference_ml")
    lines: list[list[object]] = [["segment", *names]]
    lines += [
        [row["name"], *(row[n] for n in names)] for row in [*data["segments"], {"name": "whole", **data["whole"]}]
    ]
    show(options, data, table(lines))
    return 0


def measure(options: Options) -> int:
    from medseg_gui import api
    from medseg_gui.core.measuretable import measure_rows, segment_rows
    from medseg_gui.workers.measure import kept_measures, write_table

    if not options.source and Path(options.mask).suffix.lower() != ".medseg":
        raise MedsegError("A mask alone has no grey values", options.mask, "Name its image with --source.")
    volume = api.open_volume(options.source or options.mask, options.series, report, options.grid)
    rows = segment_rows(api.measure(api.open_labels(options.mask, progress=report), volume, report))
    kept = measure_rows(kept_measures(Path(options.mask)), volume)
    if options.csv:
        write_table([*kept, *rows], Path(options.csv))
    names = (
        "name",
        "volume_ml",
        "mean",
        "sd",
        "min",
        "p50",
        "max",
        "axial_length_mm",
        "axial_short_mm",
        "length_3d_mm",
    )
    text = table([names, *([row.get(n) for n in names] for row in rows)])
    if kept:
        text += "\n\n" + table([KEPT, *([row.get(n) for n in KEPT] for row in kept)])
    show(options, {"segments": rows, "measurements": kept}, text)
    return 0


def benchmark(options: Options) -> int:
    if options.what == "learning":
        return learning(options)
    from medseg_gui.workers.benchmark import ROBOTS, click_exam
    from medseg_gui.workers.benchmark_solid import ROBOTS_3D, solid_exam
    from medseg_gui.workers.job import run_now

    apart = tuple(options.apart)
    found = run_now(
        solid_exam(
            options.pairs,
            options.model,
            clicks=options.clicks,
            robots=ROBOTS_3D if options.robots else ROBOTS_3D[:1],
            baselines=options.baselines,
            apart=apart,
        )
        if options.solid
        else click_exam(
            options.pairs,
            options.model,
            clicks=options.clicks,
            robots=ROBOTS if options.robots else ROBOTS[:1],
            baselines=options.baselines,
            seed=options.seed,
            apart=apart,
        ),
        report,
    )
    if options.csv:
        found.to_csv(options.csv)
    data = found.to_dict()
    lines: list[list[object]] = []
    names = [n for n in IN_TABLE if any(n in result["mean"] for result in data.values())]
    for method, result in data.items():
        if not lines:
            lines.append(["method", "group", *names, *(f"{name}_ms" for name in result["latency_ms"])])
        parts = {"mean": result["mean"], "95 % low": result["low_95"], "95 % high": result["high_95"]} | result[
            "groups"
        ]
        for part, values in parts.items():
            times = result["latency_ms"].values() if part == "mean" else [None] * len(result["latency_ms"])
            lines.append([method if part == "mean" else "", part, *(values.get(n) for n in names), *times])
    text = table(lines)
    calibrated = [[m, k, *c.values()] for m, r in data.items() for k, c in r.get("calibration", {}).items()]
    if calibrated:
        first = next(iter(next(r for r in data.values() if "calibration" in r)["calibration"].values()))
        text += "\n\n" + table([["predicted Dice", "prompts", *first], *calibrated])
    show(options, data, text)
    return 0


def _evaluate_arguments(parser: Parser) -> None:
    parser.add_argument("mask")
    parser.add_argument("reference")
    parser.add_argument("--tolerance-mm", type=float, default=1.0, help="of the normalised surface Dice (default 1.0)")
    parser.add_argument("--csv", metavar="FILE", help="also write the figures as CSV")


def _benchmark_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=("click", "learning"))
    parser.add_argument(
        "pairs",
        nargs="?",
        default="synthetic",
        help="CSV with image,label[,patient,group,series], or a folder with images/ and labels/; "
        "without: the built-in synthetic exam",
    )
    parser.add_argument("--model", default="click", help="a promptable model, or for learning any (default: click)")
    parser.add_argument("--csv", metavar="FILE", help="also write every target's figures")
    parser.add_argument("--clicks", type=int, default=10, choices=range(1, 21), metavar="1..20", help="(default 10)")
    parser.add_argument("--solid", action="store_true", help="whole objects in 3-D instead of objects in slices")
    parser.add_argument(
        "--robots",
        action="store_true",
        help="also jittered clicks, a box or a drag first, scribbles, corrections of a given mask; "
        "with --solid: a reader who scrolls to the worst slice",
    )
    parser.add_argument("--baselines", action="store_true", help="also classical methods, tuned in their own favour")
    parser.add_argument("--seed", type=int, default=0, help="of the inexact robots, or of the learning")
    parser.add_argument(
        "--apart", nargs="*", default=["hippocampus"], metavar="GROUP", help="groups left out of the mean"
    )
    learning_arguments(parser)


def _measure_arguments(parser: Parser) -> None:
    parser.add_argument("mask", help="a mask, or a saved case (.medseg): then its measurements are listed too")
    parser.add_argument("--source", help="the image that the mask was drawn on (a saved case knows its own)")
    parser.add_argument("--csv", metavar="FILE", help="also write every figure as CSV")
    pick_series(parser)


MEASURE = Verb(
    "measure",
    measure,
    "Volume, grey values and diameters (RECIST, 3-D) of each segment",
    "medseg measure mask.nii.gz --source /data/ct --csv figures.csv",
    _measure_arguments,
)
EVALUATE = Verb(
    "evaluate",
    evaluate,
    "Figures of a mask against a reference",
    "medseg evaluate mask.nii.gz manual.nrrd --json",
    _evaluate_arguments,
)
BENCHMARK = Verb(
    "benchmark",
    benchmark,
    "A robot user's exam of a promptable model: Dice and NSD after 1 to 10 clicks, clicks to Dice 0.85 and 0.90; "
    "or what a model learns from corrected cases",
    "medseg benchmark click pairs.csv --json",
    _benchmark_arguments,
)
