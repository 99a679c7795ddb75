"""Learning from corrected cases, as jobs: the new model waits until the user accepts or discards it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from medseg_gui.core.choices import check_choices
from medseg_gui.core.errors import BadInput, MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.core.volume import Volume
from medseg_gui.settings import user_folder
from medseg_gui.workers import models
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pairs import Pair, keep_case, kept_cases, read_pairs
from medseg_gui.workers.trainer import TrainingSpec, run_trainer

# Gentle, so that a handful of cases does not wipe out what the base model knows (nnU-Net's fine-tuning advice, L2-SP).
FINE = {"minutes": 3.0, "rate": 3e-4, "towards_base": 1e-3}
SCRATCH = {"minutes": 10.0}
# In seconds between two slices; a minute or two after a case; while the reader does something else.
SIZES: dict[str, dict[str, Any]] = {"quick": {"minutes": 0.4}, "case": {}, "project": {"minutes": 30.0}}
NAMES = "names.json"


def finetune(pairs: str | Path, base: str, name: str, **options: Any) -> Steps[ModelCard]:
    """The card of a copy of ``base`` that learnt from the pairs. ``options``: fields of ml.training.Recipe, processes.

    Raises BadInput or ModelError before anything is started when the pairs, the base or the name will not do.
    """
    models.check_name(name)
    card = models.find(base)
    models.check_teachable(card)
    _check_learning(card, options)
    processes = _processes(options)
    spec = TrainingSpec(name, read_pairs(pairs), card.folder, _names(card), FINE | options, processes=processes)
    return (yield from run_trainer(spec))


def train(pairs: str | Path, name: str, **options: Any) -> Steps[ModelCard]:
    """The card of a U-Net trained from nothing on the pairs, self-configured; ``options`` as for ``finetune``."""
    models.check_name(name)
    check_choices(options)
    processes = _processes(options)
    return (
        yield from run_trainer(TrainingSpec(name, read_pairs(pairs), recipe=SCRATCH | options, processes=processes))
    )


def finetune_open_case(volume: Volume, labels: LabelMap, base: str, name: str, **options: Any) -> Steps[ModelCard]:
    """The card of a copy of ``base`` that learnt from this corrected case and those kept before for the same model."""
    models.check_name(name)
    card = models.find(base)
    models.check_teachable(card)
    _check_learning(card, options)
    folder = kept_folder(card)
    values = _values({s.name: s.value for s in card.segments}, labels, folder)
    yield Progress("Keeping this case")
    keep_case(folder, volume, labels, values)
    names = {value: segment for segment, value in values.items()}
    spec = TrainingSpec(name, kept_cases(folder), card.folder, names, FINE | options)
    return (yield from run_trainer(spec))


def train_open_case(volume: Volume, labels: LabelMap, name: str, **options: Any) -> Steps[ModelCard]:
    """The card of a U-Net trained from nothing on this corrected case and those kept before under the same name."""
    models.check_name(name)
    check_choices(options)
    folder = _kept(name)
    values = _values({}, labels, folder)
    yield Progress("Keeping this case")
    keep_case(folder, volume, labels, values)
    names = {value: segment for segment, value in values.items()}
    return (yield from run_trainer(TrainingSpec(name, kept_cases(folder), "", names, SCRATCH | options)))


def cases_kept(name: str) -> tuple[Pair, ...]:
    """The corrected cases kept for a model of that name; none for what is no name."""
    try:
        models.check_name(name)
    except MedsegError:
        return ()
    folder = user_folder("cases") / "corrected" / name
    return kept_cases(folder) if folder.is_dir() else ()


def _kept(name: str) -> Path:
    folder = user_folder("cases") / "corrected" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _processes(options: dict[str, Any]) -> int:
    count = int(options.pop("processes", 1))
    if count < 1:
        raise BadInput("There must be at least one process")
    return count


def _check_learning(card: ModelCard, options: dict[str, Any]) -> None:
    check_choices(options)
    if "network" in options:
        raise BadInput("A fine-tuned model keeps the network of its base", card.name, "Train a new model instead.")
    if "loss" in options and card.kind == "click":
        raise BadInput("A click model has a loss of its own", card.name, "Leave the loss out.")


def next_name(base: str) -> str:
    """A free name for a model made from ``base``."""
    return models.free(base)


def kept_folder(card: ModelCard) -> Path:
    """Where the corrected cases for a model and all that descend from it are kept; on this computer only."""
    seen = {card.name}
    root = card
    while root.parent:
        name = root.parent.rpartition(" ")[0] or root.parent
        above = next((c for c in models.list_models() if c.name == name), None)
        if above is None or above.name in seen:
            root_name = name
            break
        seen.add(above.name)
        root = above
    else:
        root_name = root.name
    return _kept(root_name)


def _names(card: ModelCard) -> dict[int, str]:
    return {s.value: s.name for s in card.segments}


def _values(own: dict[str, int], labels: LabelMap, folder: Path) -> dict[str, int]:
    """The label value for each segment name: the model's ``own``, those given before, and new ones for new names."""
    file = folder / NAMES
    try:
        values: dict[str, int] = {str(k): int(v) for k, v in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        values = {}
    values.update(own)
    filled = [s.name for s in labels.segments if labels.mask(s).any()]
    if not filled:
        raise BadInput("There is nothing to learn from", todo="Correct a mask on this case first.")
    for name in filled:
        if name not in values:
            values[name] = max(values.values(), default=0) + 1
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(values), encoding="utf-8")
    beside.replace(file)
    return values
