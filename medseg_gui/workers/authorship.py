"""Who wrote which voxels, as jobs: the map for the views, and the statistics of a case for people and programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from medseg_gui.core.doubt import Doubts
from medseg_gui.core.edits import Step
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import WriteFailed
from medseg_gui.core.geometry import Box
from medseg_gui.core.interval import VolumeEstimate, of_mask
from medseg_gui.core.labelmap import PALETTE, LabelMap, Labels, Segment
from medseg_gui.core.provenance import UNKNOWN, AuthorMap, authors_in, counts
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Steps

STEPS_AT_ONCE = 50
NOT_KNOWN = 255


@dataclass(frozen=True)
class Share:
    """The voxels of one segment that one author wrote last. ``kind`` is "unknown" where nobody is known."""

    segment: str
    value: int
    layer: int
    kind: str
    name: str
    version: str
    voxels: int
    volume_ml: float
    share: float
    """Of the segment, 0 to 1."""


@dataclass(frozen=True)
class Statistics:
    """What a case has cost, and who wrote what of it."""

    effort: Effort
    shares: tuple[Share, ...]
    authors: tuple[dict[str, Any], ...]
    volumes: tuple[VolumeEstimate, ...] = ()
    """Of the segments that are as the last model's answer left them, with their intervals."""

    def to_json(self) -> dict[str, Any]:
        """For other programs: times in seconds or as ISO 8601 (UTC), volumes in millilitres."""
        effort = {key: value for key, value in self.effort.to_json().items() if key != "last_s"}
        return {
            "effort": effort,
            "authors": list(self.authors),
            "segments": [asdict(row) for row in self.shares],
            "volumes": [v.to_json() for v in self.volumes],
        }

    def to_csv(self) -> str:
        """One row for each segment and author."""
        out = io.StringIO()
        columns = list(Share.__dataclass_fields__)
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in self.shares)
        return out.getvalue()


def author_map(written: AuthorMap, done: Sequence[Step]) -> Steps[AuthorMap]:
    """The last author of every voxel. ``written`` must not change meanwhile."""
    whole = Box.whole(written.shape)
    out = authors_in(written, (), whole)
    for number, step in enumerate(done):
        if number % STEPS_AT_ONCE == 0:
            yield Progress("Looking who drew what", number, len(done))
        out.write(step)
    return out


def statistics(
    labels: LabelMap,
    written: AuthorMap,
    done: Sequence[Step],
    effort: Effort,
    known: Sequence[VolumeEstimate] = (),
) -> Steps[Statistics]:
    """All figures; the arguments must not change meanwhile. ``known``: the volumes of the last model's answer."""
    found = yield from author_map(written, done)
    yield Progress("Counting")
    pairs = counts(found, labels)
    ml = labels.geometry.voxel_ml
    rows = []
    for segment in labels.segments:
        own = {number: voxels for (key, number), voxels in pairs.items() if key == segment.key}
        for number, voxels in sorted(own.items(), key=lambda pair: -pair[1]):
            author = found.author(number)
            who = (author.kind, author.name, author.version) if author is not None else ("unknown", "", "")
            share = round(voxels / sum(own.values()), 6)
            rows.append(Share(segment.name, segment.value, segment.layer, *who, voxels, round(voxels * ml, 6), share))
    authors = tuple(
        {
            "kind": author.kind,
            "name": author.name,
            "version": author.version,
            "first": _time(found.when.get(author, (0.0, 0.0))[0]),
            "last": _time(found.when.get(author, (0.0, 0.0))[1]),
        }
        for author in found.authors
    )
    total = {s.name: sum(v for (key, _), v in pairs.items() if key == s.key) * ml for s in labels.segments}
    volumes = tuple(of_mask(v, total[v.name]) for v in known if v.name in total)
    return Statistics(effort, tuple(rows), authors, volumes)


def statistics_of_file(path: Path) -> Steps[Statistics]:
    """The figures of a saved case, without what a crash left in its journal. Raises BadInput."""
    labels, written, done, effort, doubts = yield from _read(path)
    return (yield from statistics(labels, written, done, effort, doubts.volumes if doubts else ()))


def authors_of_file(path: Path) -> Steps[LabelMap]:
    """The last author of each drawn voxel of a saved case, as a label map whose segments are the authors.

    The value 255 stands for voxels whose author is not known. Raises BadInput.
    """
    labels, written, done, *_ = yield from _read(path)
    found = yield from author_map(written, done)
    layers: list[Labels] = []
    segments: list[Segment] = []
    for number, layer in enumerate(labels.layers):
        ids = found.layers[number] if number < len(found.layers) else np.zeros(found.shape, np.uint8)
        layers.append(np.where(layer == 0, 0, np.where(ids == UNKNOWN, NOT_KNOWN, ids)).astype(np.uint8))
        for value in np.unique(layers[-1][layers[-1] > 0]).tolist():
            author = found.author(value) if value <= len(found.authors) else None
            name = " ".join(t for t in (author.kind, author.name, author.version) if t) if author else "not known"
            segments.append(Segment(value, name, PALETTE[len(segments) % len(PALETTE)], number))
    return LabelMap(layers, labels.geometry, segments)


def _read(path: Path) -> Steps[tuple[LabelMap, AuthorMap, Sequence[Step], Effort, Doubts | None]]:
    from medseg_gui.io import casefile
    from medseg_gui.io.casecodec import doubts_from_json, provenance_from_json

    yield Progress("Reading the case")
    file = casefile.read(path)
    labels = LabelMap(file.layers, file.reference.geometry, file.segments)
    written, effort = provenance_from_json(file.provenance, file.written, file.reference.shape)
    return labels, written, file.done, effort, doubts_from_json(file.provenance, file.reference.shape)


def write(found: Statistics, path: Path) -> None:
    """A CSV table where the name ends in .csv, else JSON. Raises WriteFailed; what stood there is replaced whole."""
    text = found.to_csv() if path.suffix.lower() == ".csv" else json.dumps(found.to_json(), indent=1) + "\n"
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise WriteFailed(f"Not written: {error.strerror or error}", path, "Write it elsewhere.") from error


def _time(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds") if when else ""
