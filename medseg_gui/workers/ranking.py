"""Which case to label next, as a job: the model looks at every case of a list, and they are put in order.

What was seen of a case is kept in the user's cache, so that a restart goes on, and a second ranking takes seconds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from medseg_gui.core.casescore import CaseScore
from medseg_gui.core.doubt import doubt
from medseg_gui.core.errors import BadInput, MedsegError, ModelError, WriteFailed
from medseg_gui.core.ranking import Candidate, Ranked, Trust, rank
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.core.worklist import Item, State
from medseg_gui.io.safewrite import replace_text
from medseg_gui.io.stamps import stamp
from medseg_gui.settings import user_folder
from medseg_gui.workers import models, open_case
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.segment import load_model

PERCENTILES = (1, 10, 25, 50, 75, 90, 99)


@dataclass(frozen=True)
class Ranking:
    """``rows``: the first to label first. ``failed``: (name, why) of cases that could not be looked at."""

    model: str
    rows: tuple[Ranked, ...]
    trust: Trust
    failed: tuple[tuple[str, str], ...]


def rank_cases(model: str, items: Sequence[Item], state: State) -> Steps[Ranking]:
    """The cases nobody has begun, in the order in which to label them; those that are done count as labelled.

    Raises ModelError for a model that gives no probabilities, BadInput when no case is left or none can be read.
    """
    card = models.find(model)
    if card.prompts or not card.segments:
        raise ModelError(
            f"{card.name} answers prompts, it does not segment by itself", todo="Choose an automatic model."
        )
    wanted = [i for i in items if state.of(i).status == "open" and not i.problem and not i.label]
    done = [i for i in items if state.of(i).status == "done" and not i.problem]
    if not wanted:
        raise BadInput("There is no case to rank", todo="Every case of the list is begun, or has a mask already.")
    seen: list[Candidate] = []
    for number, item in enumerate((*done, *wanted)):
        now = Progress(f"Looking at {item.name}", number, len(done) + len(wanted))
        seen.append((yield from told_as(look(card, item), now)))
    good = [c for c in seen[len(done) :] if not c.problem]
    failed = tuple((c.name, c.problem) for c in seen if c.problem)
    if not good:
        raise BadInput(f"No case could be looked at. The first: {failed[0][1]}", wanted[0].image)
    trust = Trust.of(known_doubts(card))
    return Ranking(
        card.name, tuple(rank(good, [c.features for c in seen[: len(done)] if not c.problem], trust)), trust, failed
    )


def look(card: ModelCard, item: Item) -> Steps[Candidate]:
    """How unsure the model is of the case, and its features; from the cache where nothing has changed since."""
    file = _home() / f"{_digest(card, item)}.json"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Candidate(item.key, item.name, float(data["doubt"]), tuple(float(f) for f in data["features"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not looked at yet, or written by another version
    try:
        volume = yield from open_case.open_volume(item.image, item.series or None)
        prediction, features = yield from _looked(card, volume)
    except (MedsegError, OSError, MemoryError) as error:
        return Candidate(item.key, item.name, problem=str(error) or type(error).__name__)
    if prediction.probability is None:
        raise ModelError(f"{card.name} gives no probabilities: its doubt is not known", todo="Choose another model.")
    found = doubt(prediction.probability)
    try:
        replace_text(file, json.dumps({"doubt": found, "features": features}))
    except OSError as error:
        raise WriteFailed(f"The cache cannot be written: {error.strerror}", file.parent, "Make room.") from error
    return Candidate(item.key, item.name, found, features)


def _looked(card: ModelCard, volume: Volume) -> Steps[tuple[Prediction, tuple[float, ...]]]:
    """The answer, and the means of the network's deepest layer; of the image's own figures for a model without one."""
    from medseg_gui.ml.features import bottleneck_means, mean_of

    yield Progress(f"Loading {card.name}")
    segmenter = load_model(card.folder)
    with bottleneck_means(segmenter) as seen:
        prediction = yield from segmenter.predict(volume, Request())
    return prediction, mean_of(seen) or _fingerprint(volume, prediction)


def _fingerprint(volume: Volume, prediction: Prediction) -> tuple[float, ...]:
    """Contrast, spacing, size, and how much of the image the answer fills."""
    grey = volume.voxels.ravel()[:: max(1, volume.voxels.size // 500_000)].astype(np.float64)
    grey = grey[np.isfinite(grey)]
    shape = (np.percentile(grey, PERCENTILES) - grey.mean()) / max(float(grey.std()), 1e-6)
    filled = np.log1p(np.count_nonzero(prediction.labels))
    return (*(float(v) for v in shape), *volume.geometry.spacing_mm, *map(float, volume.geometry.shape), float(filled))


def _digest(card: ModelCard, item: Item) -> str:
    parts = [card.name, card.version, card.sha256, item.series, item.image, *stamp(item.image)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _home() -> Path:
    home = user_folder("cache") / "ranking"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


# ----- what doubt has shown ----------------------------------------------------------------------------------------
def keep_doubts(card: ModelCard, cases: Sequence[CaseScore]) -> None:
    """Keeps how doubt and Dice went together in a report, for rankings with the same weights. Raises OSError."""
    pairs = [(c.doubt, dice) for c in cases if c.doubt is not None and (dice := c.mean("dice")) is not None]
    replace_text(_home() / f"scored-{card.sha256[:32] or card.name}.json", json.dumps(pairs))


def known_doubts(card: ModelCard) -> list[tuple[float, float]]:
    """(doubt, Dice) of the newest report of the model; empty without one."""
    try:
        data = json.loads((_home() / f"scored-{card.sha256[:32] or card.name}.json").read_text(encoding="utf-8"))
        return [(float(a), float(b)) for a, b in data]
    except (OSError, ValueError, TypeError):
        return []


def to_csv(ranking: Ranking) -> str:
    """A row a case: rank, name, doubt, novelty, expected Dice."""
    out = io.StringIO()
    table = csv.DictWriter(out, list(asdict(ranking.rows[0])), lineterminator="\n")
    table.writeheader()
    table.writerows(asdict(row) for row in ranking.rows)
    return out.getvalue()
