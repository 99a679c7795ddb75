"""Verbs that draw masks: an automatic model, or the click model and its prompts."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from medseg_gui.cli.base import Options, Parser, Verb, pick_series, report, show, table
from medseg_gui.core.geometry import PLANES, Triple
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, Line, Prompt, Scribble, path


def segment(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.src, options.series, report, options.grid)
    labels, volumes = api.segment_volumes(volume, options.model, report)
    api.save_labels(labels, options.out, volume, report)
    known = {v.name: v.to_json() for v in volumes}
    data = [
        {**known.get(s.name, {}), "value": s.value, "name": s.name, "volume_ml": _volume_ml(labels, s)}
        for s in labels.segments
    ]
    names = ("value", "name", "volume_ml", "low_ml", "high_ml", "note")
    lines: list[list[object]] = [list(names), *([row.get(name) for name in names] for row in data)]
    show(options, data, table(lines))
    return 0


def click(options: Options) -> int:
    import numpy as np

    from medseg_gui import api
    from medseg_gui.core.labelmap import PALETTE, LabelMap, Segment

    volume = api.open_volume(options.src, options.series, report, options.grid)
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


def box(text: str) -> Line:
    a, b, c, d, e, f = _numbers(text, 6)
    return (a, b, c), (d, e, f)


class InOrder(argparse.Action):
    """Gathers prompts in the order in which they are written: the last one says which slice is meant."""

    def __call__(self, parser: Any, namespace: Options, values: Any, option_string: str | None = None) -> None:
        try:
            prompt = PROMPTS[option_string or ""](values)
        except ValueError as error:
            raise argparse.ArgumentError(self, str(error)) from None
        namespace.prompts = [*(namespace.prompts or []), prompt]


def diameters(ends: list[Triple]) -> Bidirectional:
    """Raises ValueError unless there are two or four ends."""
    if len(ends) not in (2, 4):
        raise ValueError("two ends of the long diameter and, after them, two of the short one")
    return Bidirectional((ends[0], ends[1]), (ends[2], ends[3]) if ends[2:] else None)


PROMPTS: dict[str, Callable[[Any], Prompt]] = {
    "--positive": Click,
    "--negative": lambda index: Click(index, False),
    "--box": lambda corners: BoxPrompt(*corners),
    "--scribble": lambda corners: Scribble(path(corners)),
    "--lasso": lambda corners: Lasso(path(corners, closed=True)),
    "--diameters": diameters,
}


# ----- arguments -----------------------------------------------------------------------------------
def _segment_arguments(parser: Parser) -> None:
    parser.add_argument("src")
    parser.add_argument("--model", required=True, help="a name of `medseg models list`, or a model folder")
    parser.add_argument("--out", required=True)
    pick_series(parser)


def _click_arguments(parser: Parser) -> None:
    parser.add_argument("src")
    for name, kind, what in (
        ("--positive", point, "a voxel of the object; may repeat"),
        ("--negative", point, "a voxel beside the object; may repeat"),
        ("--box", box, "corners of a box round the object, both inclusive"),
    ):
        shape = "Z0,Y0,X0,Z1,Y1,X1" if kind is box else "Z,Y,X"
        parser.add_argument(name, type=kind, action=InOrder, dest="prompts", metavar=shape, help=what)
    for name, what in (
        ("--scribble", "corners of a line inside the object"),
        ("--lasso", "corners of a curve round the object; it is closed by itself"),
        ("--diameters", "ends of the longest diameter and, if known, of the one across it"),
    ):
        parser.add_argument(name, type=point, action=InOrder, dest="prompts", nargs="+", metavar="Z,Y,X", help=what)
    parser.add_argument("--plane", choices=PLANES, help="answer in 2-D, on the slice of the last prompt")
    parser.add_argument("--previous", metavar="MASK", help="the mask that the clicks correct")
    parser.add_argument("--model", default="click", help="a promptable model (default: click)")
    parser.add_argument("--out", required=True)
    pick_series(parser)


SEGMENT = Verb(
    "segment",
    segment,
    "Automatic segmentation",
    "medseg segment t1.nii.gz --model hippocampus --out mask.nii.gz",
    _segment_arguments,
)
CLICK = Verb(
    "click",
    click,
    "The object that clicks point at",
    "medseg click ct.nii.gz --positive 40,210,180 --negative 40,210,240 --plane axial --out mask.nii.gz",
    _click_arguments,
)
