"""Verbs that make and keep models."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from medseg_gui.cli.base import Options, Parser, Verb, report, say, show, table
from medseg_gui.core.choices import LOSSES, NETWORKS
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.process import is_first


def _train(options: Options, steps: Any) -> int:
    from medseg_gui import api

    card: ModelCard | None = None
    for step in steps:
        if is_first():
            report(step)
        card = step.card or card
    if not is_first():
        return 0
    if card is None:
        raise MedsegError("The training ended without a model")
    gate = card.scores.get("gate", {})
    if gate and not gate["offered"] and not options.accept:
        api.discard_model(card)
        say(f"Not kept. {gate['why']} --accept keeps it all the same.")
        return 1
    card = api.accept_model(card)
    show(options, asdict(card), f"{card.name}: {describe_scores(card)}\n{card.folder}")
    return 0


def finetune(options: Options) -> int:
    from medseg_gui import api

    return _train(options, api.finetune(options.pairs, options.base, options.name, **_training_options(options)))


def train(options: Options) -> int:
    from medseg_gui import api

    network = {"network": options.network} if options.network else {}
    return _train(options, api.train(options.pairs, options.name, **network, **_training_options(options)))


def _training_options(options: Options) -> dict[str, Any]:
    chosen = {"seed": options.seed, "minutes": options.minutes, "steps": options.steps, "loss": options.loss}
    chosen |= {"processes": options.processes, "memory_gib": options.memory}
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

    if options.what in ("list", "search"):
        cards = [c for c in library.list_models() if library.matches(c, options.name or "")]
        lines = [["name", "version", "kind", "modality", "segments"]]
        lines += [
            [c.name, c.version, c.kind, "/".join(c.modality), ", ".join(s.name for s in c.segments)] for c in cards
        ]
        show(options, [asdict(c) for c in cards], table(lines))
        return 0
    if not options.name:
        raise MedsegError(f"medseg models {options.what} needs a name")
    if options.what == "report":
        return _report(options)
    if options.what == "calibrate":
        return _calibrate(options)
    if options.what == "show":
        card = library.find(options.name)
        show(options, asdict(card), card.to_json())
    elif options.what == "import":
        from medseg_gui.workers import importing
        from medseg_gui.workers.job import run_now

        card = run_now(
            importing.import_model(options.name, options.as_name or "", not options.no_mirroring, options.run_code),
            report,
        )
        show(options, asdict(card), f"Imported {card.name} {card.version} ({card.kind}): {describe_scores(card)}")
    elif options.what == "verify":
        card = library.verify(options.name)
        show(
            options, {"name": card.name, "sha256": card.sha256, "ok": True}, f"{card.name}: weights match {card.sha256}"
        )
    else:
        library.remove(options.name)
        show(options, {"removed": options.name}, f"Removed {options.name}")
    return 0


def _report(options: Options) -> int:
    from medseg_gui import api

    if not options.pairs or not options.out:
        raise MedsegError("A report needs pairs and --out", todo="medseg models report NAME PAIRS --out DIR")
    made = api.model_report(
        options.name,
        options.pairs,
        options.out,
        options.tolerance_mm,
        folds=options.folds,
        scratch=options.scratch,
        minutes=options.minutes,
        progress=report,
    )
    names = ("dice", "iou", "precision", "recall", "hd95_mm", "assd_mm", "nsd", "volume_difference_ml")
    rows: list[list[object]] = [["class", *names, "95 % of dice"]]
    for name, spreads in made.scores.spreads.items():
        dice = spreads.get("dice")
        sure = f"{dice.low:.4f} to {dice.high:.4f}" if dice and dice.low is not None else ""
        rows.append([name, *(s.mean if (s := spreads.get(n)) else None for n in names), sure])
    lines = [
        table(rows),
        "",
        *made.advice,
        "",
        *(f"Failed: {n}: {why}" for n, why in made.scores.failed),
        str(made.html),
    ]
    data = {"html": str(made.html), "pdf": str(made.pdf), "csv": str(made.table), "advice": made.advice}
    show(options, data | made.scores.to_dict(), "\n".join(lines))
    return 1 if made.scores.failed else 0


def _calibrate(options: Options) -> int:
    from medseg_gui import api

    if not options.pairs:
        raise MedsegError("Calibrating needs pairs", todo="medseg models calibrate NAME PAIRS")
    found = api.calibrate(options.name, options.pairs, report)
    rows: list[list[object]] = [["class", "cases", "ratio"]]
    rows += [[name, found["cases"][name], ratio] for name, ratio in found["ratios"].items()]
    lines = [table(rows)]
    if check := found.get("check"):
        lines += [
            f"The {found['level']:.0%} interval, calibrated on one half and checked on the other, and the other way "
            f"round, held {check['held']} of {check['of']} true volumes ({check['held'] / check['of']:.1%})."
        ]
    show(options, found, "\n".join(lines))
    return 0


def _training_arguments(parser: Parser) -> None:
    parser.add_argument("--name", required=True, help="of the new model")
    parser.add_argument("--minutes", type=float, help="longest training time")
    parser.add_argument("--steps", type=int, help="largest number of steps")
    parser.add_argument("--memory", type=float, metavar="GIB", help="the most that a step may hold (default 8)")
    parser.add_argument("--loss", choices=LOSSES, help=f"what the training makes small (default {LOSSES[0]})")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--processes", type=int, metavar="N", help="that train together; one for each GPU (default 1)")
    parser.add_argument("--accept", action="store_true", help="keep the model even when it is not surely better")


def _pairs(parser: Parser) -> None:
    parser.add_argument(
        "pairs", help="CSV with image,label[,patient,group,split], or a folder with images/ and labels/"
    )


def _train_arguments(parser: Parser) -> None:
    _pairs(parser)
    _training_arguments(parser)
    parser.add_argument("--network", choices=NETWORKS, help=f"blocks of the U-Net (default {NETWORKS[0]})")


def _finetune_arguments(parser: Parser) -> None:
    _pairs(parser)
    parser.add_argument("--base", required=True, help="the model to start from")
    _training_arguments(parser)


def _models_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=("list", "search", "show", "import", "verify", "report", "calibrate", "remove"))
    parser.add_argument(
        "name",
        nargs="?",
        help="a model's name; for search words of its card; for import a folder, ZIP or file: a model of this program, "
        "nnU-Net v2, nnInteractive, MONAI bundle, ONNX or TorchScript",
    )
    parser.add_argument("--as", dest="as_name", metavar="NAME", help="the imported model's new name")
    parser.add_argument(
        "--no-mirroring",
        action="store_true",
        help="import: leave out an nnU-Net's mirrored views (up to 8 times quicker)",
    )
    parser.add_argument(
        "--run-code", action="store_true", help="import: allow TorchScript, which is a program; only from who you trust"
    )
    parser.add_argument(
        "pairs", nargs="?", help="report, calibrate: CSV with image,label[,patient], or images/, labels/"
    )
    parser.add_argument("--out", metavar="DIR", help="report: where report.html, report.pdf and cases.csv go")
    parser.add_argument("--tolerance-mm", type=float, default=1.0, help="report: of the surface Dice (default 1.0)")
    parser.add_argument("--folds", type=int, default=0, metavar="K", help="report: cross-validation by patient")
    parser.add_argument("--scratch", action="store_true", help="report --folds: train from nothing, not from NAME")
    parser.add_argument("--minutes", type=float, help="report --folds: longest training time of each fold")


FINETUNE = Verb(
    "finetune",
    finetune,
    "Trains a copy of a model on corrected cases",
    "medseg finetune pairs.csv --base hippocampus --name mine",
    _finetune_arguments,
)
TRAIN = Verb(
    "train",
    train,
    "Trains an automatic U-Net from scratch",
    "medseg train pairs.csv --name mine",
    _train_arguments,
)
MODELS = Verb("models", models, "The model library", "medseg models show hippocampus", _models_arguments)
