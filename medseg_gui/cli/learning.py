"""What ``medseg benchmark learning`` takes and shows: Dice before and after corrected cases."""

from __future__ import annotations

from medseg_gui.cli.base import Options, Parser, report, show
from medseg_gui.core.errors import MedsegError


def learning(options: Options) -> int:
    from medseg_gui.workers.job import run_now
    from medseg_gui.workers.learning_gain import learning_gain

    if not options.out or options.pairs == "synthetic":
        raise MedsegError(
            "Learning needs pairs and --out", todo="medseg benchmark learning PAIRS --model NAME --out DIR"
        )
    gain = run_now(
        learning_gain(
            options.pairs,
            options.model,
            options.out,
            cases=options.cases,
            folds=options.folds,
            steps=options.steps,
            seed=options.seed,
            altered=options.altered,
        ),
        report,
    )
    show(options, gain.to_dict(), gain.markdown.read_text(encoding="utf-8"))
    return 0


def learning_arguments(parser: Parser) -> None:
    group = parser.add_argument_group(
        "learning: the model is fine-tuned on corrected cases and scored on held-out ones"
    )
    group.add_argument("--out", metavar="DIR", help="where points and tables go; a restart goes on from there")
    group.add_argument("--cases", type=int, nargs="+", default=[1, 3, 5, 10], metavar="N", help="(default 1 3 5 10)")
    group.add_argument("--folds", type=int, default=2, help="by patient, where the list has no split (default 2)")
    group.add_argument("--steps", type=int, default=200, help="of each fine-tuning (default 200)")
    group.add_argument("--altered", action="store_true", help="bright and dark exchanged and noise added in all images")
