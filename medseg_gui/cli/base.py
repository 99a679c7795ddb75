"""What a verb is, and what all verbs share: figures as text or JSON, progress on stderr."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from medseg_gui.core.segmenter import Progress

Options = argparse.Namespace
Parser = argparse.ArgumentParser


@dataclass(frozen=True)
class Verb:
    """One verb: ``run`` gives the exit code, ``arguments`` adds what it takes to its parser."""

    name: str
    run: Callable[[Options], int]
    help: str
    example: str
    arguments: Callable[[Parser], None] = lambda parser: None


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


def pick_series(parser: Parser) -> None:
    parser.add_argument("--series", metavar="UID", help="which series of a folder that holds several")
    parser.add_argument(
        "--grid",
        choices=("resample", "split", "true"),
        help="a series with uneven slices: resample onto an even grid, or split into even parts; a tilted one: "
        "resample upright, or its true (sheared) grid",
    )
