"""Which cases a model learns from and which it is scored on: never one patient on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.preprocess import way

TRAIN = {"train", "training"}
HELD = {"test", "held", "held-out", "heldout", "val", "valid", "validation"}
EVERY = 4
BLOCKS = 3


@dataclass(frozen=True)
class Split:
    """``held_slices``: with a single case, the canonical slices that are scored and not learnt from."""

    train: tuple[TrainingCase, ...]
    held: tuple[TrainingCase, ...]
    held_slices: tuple[int, ...] | None = None
    note: str = ""


def split_cases(cases: Sequence[TrainingCase]) -> Split:
    """By the cases' own ``split`` where any says so; else every fourth patient; of a single case, some slices.

    Raises BadInput when nothing is left to learn from or a split is not known.
    """
    if not cases:
        raise BadInput("There are no cases to learn from")
    unknown = sorted({c.split for c in cases if c.split.lower() not in TRAIN | HELD | {""}})
    if unknown:
        raise BadInput(f"Unknown split {unknown[0]!r}", todo="Use train or test, or leave the column empty.")
    if any(c.split for c in cases):
        train = tuple(c for c in cases if c.split.lower() not in HELD)
        held = tuple(c for c in cases if c.split.lower() in HELD)
        if not train:
            raise BadInput("Every case is held out: none is left to learn from")
        both = sorted({c.patient for c in train if c.patient} & {c.patient for c in held if c.patient})
        if both:
            raise BadInput(f"Patient {both[0]!r} is in both train and test", todo="Keep each patient on one side.")
        note = f"Scored on the {len(held)} held-out cases." if held else "No case was held out: there is no score."
        return Split(train, held, None, note)
    patients = list(dict.fromkeys(c.patient or c.name for c in cases))
    if len(patients) > 1:
        chosen = set(patients[EVERY - 1 :: EVERY] or patients[-1:])
        train = tuple(c for c in cases if (c.patient or c.name) not in chosen)
        held = tuple(c for c in cases if (c.patient or c.name) in chosen)
        return Split(train, held, None, f"Scored on {len(chosen)} of {len(patients)} patients, not learnt from.")
    if len(cases) > 1:
        held = tuple(cases[EVERY - 1 :: EVERY] or cases[-1:])
        train = tuple(c for c in cases if c not in held)
        return Split(train, held, None, "One patient only: the held-out cases are not independent, the score is kind.")
    slices = _quarter(cases[0])
    return Split(
        tuple(cases),
        tuple(cases),
        slices,
        f"One case only: {len(slices)} of its slices were held out, beside those learnt from; the score is kind.",
    )


def _quarter(case: TrainingCase) -> tuple[int, ...]:
    """About a quarter of the labelled slices, in BLOCKS blocks, so that most structures stay on both sides."""
    volume, labels = case.load()
    route = way(volume.geometry, {"plane": "axial", "spacing_mm": [None, None, None]})
    marked = np.flatnonzero(route.canonical(labels).any(axis=(1, 2)))
    if not len(marked):
        raise BadInput("The case has no labelled voxel", case.name)
    if len(marked) < EVERY:
        raise BadInput("One case of so few labelled slices is not enough to learn from", case.name, "Mark more slices.")
    length = max(1, len(marked) // (EVERY * BLOCKS))
    return tuple(int(z) for i, z in enumerate(marked) if i // length % EVERY == 2)
