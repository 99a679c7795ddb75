"""The verb that says which case to label next."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, report, show, table


def rank(options: Options) -> int:
    from medseg_gui import api
    from medseg_gui.io.safewrite import replace_text
    from medseg_gui.workers.ranking import to_csv

    found = api.rank_cases(options.src, options.model, report)
    if options.csv:
        replace_text(Path(options.csv), to_csv(found))
    names = ("rank", "name", "doubt", "novelty", "expected_dice")
    rows = [asdict(row) for row in found.rows]
    text = table([names, *([row[n] for n in names] for row in rows)]) + f"\n\n{found.trust.describe()}"
    text += "".join(f"\nFailed: {name}: {why}" for name, why in found.failed)
    trust = {"scored_cases": found.trust.cases, "spearman": found.trust.spearman, "weight": found.trust.weight}
    show(options, {"cases": rows, "trust": trust, "failed": dict(found.failed)}, text)
    return 1 if found.failed else 0


def _arguments(parser: Parser) -> None:
    parser.add_argument("src", help="a folder, a CSV with a column image, or a case list (.medseg-list.json)")
    parser.add_argument("--model", required=True, help="the automatic model that is to get better")
    parser.add_argument("--csv", metavar="FILE", help="also write the order as CSV")


RANK = Verb(
    "rank",
    rank,
    "Which case to label next: where a model is least sure, and what differs most from the cases before",
    "medseg rank /data/unlabelled --model mine --csv order.csv",
    _arguments,
)
