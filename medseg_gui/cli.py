"""The verbs of the program without a window: ``medseg VERB``. One function a verb.

Exit code 0 on success, 2 on bad arguments, 1 on a failure. Errors are one line on stderr, tracebacks go to the log.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from medseg_gui import __version__
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import PLANES
from medseg_gui.core.prompts import BoxPrompt, Click
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.process import keep_log, prepare_process

log = logging.getLogger(__name__)
Options = argparse.Namespace
DEMO_OUT = "medseg-demo"


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show(options: Options, data: Any, text: str) -> None:
    """The data as JSON where it is asked for, else the text."""
    say(json.dumps(data, indent=2, ensure_ascii=False, default=str) if options.json else text)


def report(progress: Progress) -> None:
    """One line on stderr that is written over, where a person watches."""
    if sys.stderr.isatty() and progress.text:
        share = f" {100 * progress.done / progress.total:.0f} %" if progress.total else ""
        sys.stderr.write(f"\r\033[K{progress.text}{share}")
        if progress.total and progress.done >= progress.total:
            sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows as aligned columns."""
    cells = [["" if v is None else f"{v:.4g}" if isinstance(v, float) else str(v) for v in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))] if cells else []
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)


# ----- files ---------------------------------------------------------------------------------------
def series(options: Options) -> int:
    from medseg_gui import api

    rows = api.find_series(options.path, report)
    data = [
        {
            "uid": row.uid,
            "description": row.description,
            "modality": row.modality,
            "size": list(row.size),
            "spacing_mm": [round(s, 6) for s in row.spacing_mm] if row.spacing_mm else None,
            "notes": [asdict(note) for note in row.notes],
        }
        for row in rows
    ]
    lines: list[list[object]] = [["uid", "modality", "size", "spacing_mm", "description"]]
    for row in data:
        spacing = "×".join(f"{s:.3g}" for s in row["spacing_mm"]) if row["spacing_mm"] else "?"
        lines.append([row["uid"], row["modality"], "×".join(map(str, row["size"])), spacing, row["description"]])
    notes = [f"{row['uid']}: {note['text']}" for row in data for note in row["notes"]]
    show(options, data, "\n".join([table(lines), *notes]))
    return 0


def convert(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.src, options.series, report)
    result = api.convert(volume, options.dst, report)
    text = [f"{options.dst}: {volume.geometry.describe()}", *(f"note: {n.text}" for n in volume.notes)]
    text += [f"verified: {v}" for v in result.verified]
    data = {"path": options.dst, "geometry": volume.geometry.describe(), "verified": list(result.verified)}
    show(options, data | {"notes": [asdict(n) for n in volume.notes]}, "\n".join(text))
    return 0


def export(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.source, options.series, report)
    labels = api.open_labels(options.mask, like=volume, resample=options.resample, progress=report)
    result = api.save_labels(labels, options.out, volume, report)
    data = {"path": options.out, "verified": list(result.verified)}
    show(options, data, "\n".join([str(options.out), *(f"verified: {v}" for v in result.verified)]))
    return 0


# ----- models --------------------------------------------------------------------------------------
def segment(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.src, options.series, report)
    labels = api.segment(volume, options.model, report)
    api.save_labels(labels, options.out, volume, report)
    data = [{"value": s.value, "name": s.name, "volume_ml": _volume_ml(labels, s)} for s in labels.segments]
    lines: list[list[object]] = [
        ["value", "name", "volume_ml"],
        *([r["value"], r["name"], r["volume_ml"]] for r in data),
    ]
    show(options, data, table(lines))
    return 0


def click(options: Options) -> int:
    import numpy as np

    from medseg_gui import api
    from medseg_gui.core.labelmap import PALETTE, LabelMap, Segment

    volume = api.open_volume(options.src, options.series, report)
    previous = None
    if options.previous:
        previous = api.open_labels(options.previous, like=volume, progress=report).any_mask()
    answer = api.predict(api.load_model(options.model), volume, options.prompts or [], previous, options.plane, report)
    labels = LabelMap([answer.mask.astype(np.uint8)], volume.geometry, [Segment(1, "object", PALETTE[0])])
    api.save_labels(labels, options.out, volume, report)
    data = {
        "volume_ml": float(answer.mask.sum() * volume.geometry.voxel_ml),
        "voxels": int(answer.mask.sum()),
        "quality": answer.quality,
        "seconds": round(answer.seconds, 4),
        "hypotheses": len(answer.hypotheses),
    }
    show(options, data, table([list(data), list(data.values())]))
    return 0


def _volume_ml(labels: Any, one: Any) -> float:
    return float(labels.mask(one).sum() * labels.geometry.voxel_ml)


def _train(options: Options, steps: Any) -> int:
    from medseg_gui import api

    card: ModelCard | None = None
    for step in steps:
        report(step)
        card = step.card or card
    if card is None:
        raise MedsegError("The training ended without a model")
    before, after = card.scores.get("held_out_dice_before"), card.scores.get("held_out_dice")
    worse = before is not None and after is not None and after < before
    if worse and not options.accept:
        api.discard_model(card)
        say(f"Not kept: held-out Dice {after:.4f} is below {before:.4f} before. --accept keeps it all the same.")
        return 1
    card = api.accept_model(card)
    show(options, asdict(card), f"{card.name}: {describe_scores(card)}\n{card.folder}")
    return 0


def finetune(options: Options) -> int:
    from medseg_gui import api

    return _train(options, api.finetune(options.pairs, options.base, options.name, **_training_options(options)))


def train(options: Options) -> int:
    from medseg_gui import api

    return _train(options, api.train(options.pairs, options.name, **_training_options(options)))


def _training_options(options: Options) -> dict[str, Any]:
    chosen = {"seed": options.seed, "minutes": options.minutes, "steps": options.steps}
    return {key: value for key, value in chosen.items() if value is not None}


def describe_scores(card: ModelCard) -> str:
    """The card's plain figures in one line."""
    plain = [
        f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}"
        for k, v in card.scores.items()
        if not isinstance(v, dict | list)
    ]
    return ", ".join(plain) or "no scores"


def models(options: Options) -> int:
    from medseg_gui.workers import models as library

    if options.what == "list":
        cards = library.list_models()
        lines = [["name", "version", "kind", "modality", "segments"]]
        lines += [
            [c.name, c.version, c.kind, "/".join(c.modality), ", ".join(s.name for s in c.segments)] for c in cards
        ]
        show(options, [asdict(c) for c in cards], table(lines))
        return 0
    if not options.name:
        raise MedsegError(f"medseg models {options.what} needs a name")
    if options.what == "show":
        card = library.find(options.name)
        show(options, asdict(card), card.to_json())
    elif options.what == "import":
        card = library.import_model(options.name)
        show(options, asdict(card), f"Imported {card.name} {card.version}")
    elif options.what == "verify":
        card = library.verify(options.name)
        show(
            options, {"name": card.name, "sha256": card.sha256, "ok": True}, f"{card.name}: weights match {card.sha256}"
        )
    else:
        library.remove(options.name)
        show(options, {"removed": options.name}, f"Removed {options.name}")
    return 0


# ----- measuring -----------------------------------------------------------------------------------
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


def benchmark(options: Options) -> int:
    from medseg_gui.workers.benchmark import ROBOTS, click_exam
    from medseg_gui.workers.job import run_now

    found = run_now(
        click_exam(
            options.pairs,
            options.model,
            clicks=options.clicks,
            robots=ROBOTS if options.robots else ROBOTS[:1],
            baselines=options.baselines,
            seed=options.seed,
            apart=tuple(options.apart),
        ),
        report,
    )
    if options.csv:
        found.to_csv(options.csv)
    data = found.to_dict()
    lines: list[list[object]] = []
    for method, result in data.items():
        if not lines:
            lines.append(["method", "group", *result["mean"], "p50_ms", "p95_ms"])
        lines.append([method, "mean", *result["mean"].values(), *result["latency_ms"].values()])
        lines += [["", "95 % " + side, *result[f"{side}_95"].values()] for side in ("low", "high")]
        lines += [["", group, *values.values()] for group, values in result["groups"].items()]
    width = max(len(line) for line in lines)
    show(options, data, table([[*line, *[None] * (width - len(line))] for line in lines]))
    return 0


# ----- the program itself --------------------------------------------------------------------------
def commands(options: Options) -> int:
    from medseg_gui.commands import COMMANDS

    data = [{"id": c.id, "title": c.title, "shortcut": c.shortcut, "help": c.help} for c in COMMANDS]
    show(
        options,
        data,
        table([["id", "shortcut", "title", "help"], *([c.id, c.shortcut, c.title, c.help] for c in COMMANDS)]),
    )
    return 0


def demo(options: Options) -> int:
    from medseg_gui import demo as story

    figures = story.run(
        Path(options.out), say if not options.json else (lambda text: None), window=not options.no_window
    )
    if options.json:
        show(options, figures, "")
    return 0


def selftest(options: Options) -> int:
    from medseg_gui import demo as story

    figures = story.selftest()
    show(options, figures, "\n".join(f"{key}: {value}" for key, value in figures.items()))
    return 0


def _trainer(options: Options) -> int:
    """Hidden: the trainer process."""
    from medseg_gui.workers.trainer import trainer_main

    return trainer_main(options.job)


# ----- prompts -------------------------------------------------------------------------------------
def _numbers(text: str, count: int) -> list[int]:
    try:
        out = [int(part) for part in text.split(",")]
    except ValueError:
        out = []
    if len(out) != count:
        raise argparse.ArgumentTypeError(f"{text!r} is not {count} whole numbers with commas between them")
    return out


def point(text: str) -> tuple[int, int, int]:
    z, y, x = _numbers(text, 3)
    return (z, y, x)


def box(text: str) -> BoxPrompt:
    a, b, c, d, e, f = _numbers(text, 6)
    return BoxPrompt((a, b, c), (d, e, f))


class InOrder(argparse.Action):
    """Gathers clicks and boxes in the order in which they are written: the last one says which slice is meant."""

    def __call__(self, parser: Any, namespace: Options, values: Any, option_string: str | None = None) -> None:
        prompt = values if isinstance(values, BoxPrompt) else Click(values, option_string == "--positive")
        namespace.prompts = [*(namespace.prompts or []), prompt]


# ----- arguments -----------------------------------------------------------------------------------
def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="medseg", description="Look at, segment and measure medical images.")
    top.add_argument("--version", action="version", version=f"medseg {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(run: Callable[[Options], int], help_text: str, example: str, name: str = "") -> argparse.ArgumentParser:
        sub = verbs.add_parser(
            name or run.__name__,
            help=help_text,
            description=help_text,
            epilog=f"Example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.set_defaults(run=run)
        sub.add_argument("--json", action="store_true", help="figures as JSON")
        return sub

    def pick_series(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--series", metavar="UID", help="which series of a folder that holds several")

    sub = verb(series, "The series found in a folder or file", "medseg series /data/study")
    sub.add_argument("path")

    sub = verb(convert, "A volume between formats, geometry kept", "medseg convert /data/ct ct.nii.gz")
    sub.add_argument("src")
    sub.add_argument("dst", help="a file ending in .nii .nii.gz .nrrd .mha")
    pick_series(sub)

    sub = verb(segment, "Automatic segmentation", "medseg segment t1.nii.gz --model hippocampus --out mask.nii.gz")
    sub.add_argument("src")
    sub.add_argument("--model", required=True, help="a name of `medseg models list`, or a model folder")
    sub.add_argument("--out", required=True)
    pick_series(sub)

    sub = verb(
        click,
        "The object that clicks point at",
        "medseg click ct.nii.gz --positive 40,210,180 --negative 40,210,240 --plane axial --out mask.nii.gz",
    )
    sub.add_argument("src")
    for name, kind, what in (
        ("--positive", point, "a voxel of the object; may repeat"),
        ("--negative", point, "a voxel beside the object; may repeat"),
        ("--box", box, "corners of a box round the object, both inclusive"),
    ):
        shape = "Z0,Y0,X0,Z1,Y1,X1" if kind is box else "Z,Y,X"
        sub.add_argument(name, type=kind, action=InOrder, dest="prompts", metavar=shape, help=what)
    sub.add_argument("--plane", choices=PLANES, help="answer in 2-D, on the slice of the last prompt")
    sub.add_argument("--previous", metavar="MASK", help="the mask that the clicks correct")
    sub.add_argument("--model", default="click", help="a promptable model (default: click)")
    sub.add_argument("--out", required=True)
    pick_series(sub)

    sub = verb(
        benchmark,
        "A robot user's exam of a promptable model: Dice after 1, 2, 3, 5, 10 clicks, clicks to Dice 0.85 and 0.90",
        "medseg benchmark click pairs.csv --json",
    )
    sub.add_argument("what", choices=("click",))
    sub.add_argument("pairs", help="CSV with image,label[,patient,group,series], or a folder with images/ and labels/")
    sub.add_argument("--model", default="click", help="a promptable model (default: click)")
    sub.add_argument("--csv", metavar="FILE", help="also write every target's figures")
    sub.add_argument("--clicks", type=int, default=10, choices=range(1, 21), metavar="1..20", help="(default 10)")
    sub.add_argument("--robots", action="store_true", help="also jittered clicks, a box first, a drag first")
    sub.add_argument("--baselines", action="store_true", help="also classical methods, tuned in their own favour")
    sub.add_argument("--seed", type=int, default=0, help="of the inexact robots")
    sub.add_argument("--apart", nargs="*", default=["hippocampus"], metavar="GROUP", help="groups left out of the mean")

    sub = verb(evaluate, "Figures of a mask against a reference", "medseg evaluate mask.nii.gz manual.nrrd --json")
    sub.add_argument("mask")
    sub.add_argument("reference")
    sub.add_argument("--tolerance-mm", type=float, default=1.0, help="of the normalised surface Dice (default 1.0)")
    sub.add_argument("--csv", metavar="FILE", help="also write the figures as CSV")

    for run, text, example in (
        (
            finetune,
            "Trains a copy of a model on corrected cases",
            "medseg finetune pairs.csv --base hippocampus --name mine",
        ),
        (train, "Trains an automatic U-Net from scratch", "medseg train pairs.csv --name mine"),
    ):
        sub = verb(run, text, example)
        sub.add_argument(
            "pairs", help="CSV with image,label[,patient,group,split], or a folder with images/ and labels/"
        )
        if run is finetune:
            sub.add_argument("--base", required=True, help="the model to start from")
        sub.add_argument("--name", required=True, help="of the new model")
        sub.add_argument("--minutes", type=float, help="longest training time")
        sub.add_argument("--steps", type=int, help="largest number of steps")
        sub.add_argument("--seed", type=int)
        sub.add_argument("--accept", action="store_true", help="keep the model even when the held-out score fell")

    sub = verb(
        export, "A mask to another format, verified", "medseg export mask.nii.gz --source /data/ct --out mask.nrrd"
    )
    sub.add_argument("mask")
    sub.add_argument("--source", required=True, help="the image that the mask was drawn on")
    sub.add_argument("--out", required=True)
    sub.add_argument("--resample", action="store_true", help="bring a mask of another grid to the source's grid")
    pick_series(sub)

    sub = verb(models, "The model library", "medseg models show hippocampus")
    sub.add_argument("what", choices=("list", "show", "import", "verify", "remove"))
    sub.add_argument("name", nargs="?", help="a model's name, or for import the path of its folder")

    verb(commands, "Every user command of the window", "medseg commands --json")
    sub = verb(demo, "The whole job on the built-in sample study", "medseg demo --no-window --out demo")
    sub.add_argument("--out", default=DEMO_OUT)
    sub.add_argument("--no-window", action="store_true", help="do not open the window at the end")
    verb(selftest, "What a frozen install must pass", "medseg selftest")
    hidden = verbs.add_parser("_trainer")
    hidden.set_defaults(run=_trainer, json=False)
    hidden.add_argument("job")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    prepare_process()
    options = parser().parse_args(argv)
    run: Callable[[Options], int] = options.run
    path = keep_log()
    try:
        return run(options)
    except MedsegError as error:
        log.info("%s failed: %s", options.verb, type(error).__name__, exc_info=True)
        sys.stderr.write(f"medseg: {error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("medseg: stopped\n")
    except Exception as error:
        log.exception("%s failed", options.verb)
        sys.stderr.write(f"medseg: unexpected {type(error).__name__}: {error}. The details are in {path}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
