"""A model on every case of a cohort, as a job: workers do the cases, the records say what is done, a report sums up.

A case's record stands in OUT/records before its files are written (so that they are known as ours) and again once they
are verified: only that counts as done. A restart goes on from there; what a person changed is never overwritten.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from medseg_gui.core.errors import BadInput, ModelError, WriteFailed
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.core.worklist import Item
from medseg_gui.io import casefile
from medseg_gui.io.caselock import CaseLock
from medseg_gui.io.formats import format_of
from medseg_gui.io.safewrite import replace_text, sweep
from medseg_gui.io.stamps import stamp
from medseg_gui.io.worklistfile import stem
from medseg_gui.workers import models, outside
from medseg_gui.workers.cohort_case import Answer, Task, sha256_of
from medseg_gui.workers.export_plan import KINDS
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pool import LocalPool, Pool
from medseg_gui.workers.worklist import open_list

VERSION = 1
"""Of the records: what another version wrote is done anew."""
RECORDS, TABLE, FIGURES = "records", "report.csv", "report.json"
FORMATS = tuple(dict.fromkeys(kind.suffix[1:] for kind in KINDS if kind.suffix))
TRIES = 2
LOOK_S = 0.2
Status = Literal["waiting", "done", "kept", "failed"]


@dataclass(frozen=True)
class CohortCase:
    """One case: ``name`` is what its files are called. ``kept``: done by an earlier run; ``reason``: why it failed.

    Nothing here says who it is but the names of files; a DICOM series is named by a hash of its UID.
    """

    name: str
    image: str
    series: str = ""
    status: Status = "waiting"
    reason: str = ""
    tries: int = 0
    seconds: float = 0.0
    volumes_ml: dict[str, float] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """By name, the SHA-256 with which each was written."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cohort:
    """What came of all cases, in the order of the list; ``table`` (CSV) and ``figures`` (JSON) are files."""

    model: str
    cases: tuple[CohortCase, ...]
    table: Path
    figures: Path

    @property
    def failed(self) -> tuple[CohortCase, ...]:
        return tuple(c for c in self.cases if c.status == "failed")

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(c.status for c in self.cases))


def batch(
    sources: Sequence[str | Path],
    model: str,
    out: str | Path,
    formats: Sequence[str] = FORMATS[:1],
    workers: int = 1,
    cluster: str = "",
    gpus: float = 0.0,
    grid: str = "",
) -> Steps[Cohort]:
    """Masks of every case of the sources (folders, CSVs or files) in ``out``, with report.csv and report.json.

    ``workers`` cases are done at a time: processes of this computer, or of the Ray ``cluster`` at that address
    ("local": one of this computer). ``gpus``: what each takes of a GPU. ``grid``: for uneven series, as in
    open_case.open_volume. A case that fails is in the report and the rest goes on; one whose worker dies is tried once
    more. Closing the generator ends the workers; the same call goes on. Raises BadInput, ModelError, RemoteFailed,
    WriteFailed, and Locked when another batch writes to ``out``.
    """
    card = _automatic(model)
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise BadInput(f"There is no format {unknown[0]!r} for masks", todo=f"There are: {', '.join(FORMATS)}.")
    if workers < 1 or gpus < 0:
        raise BadInput("There must be at least one worker, and no less than 0 GPUs")
    target = Path(out).expanduser().absolute()
    try:
        (target / RECORDS).mkdir(parents=True, exist_ok=True)
        lock = CaseLock.take(target / ".batch.lock", "This batch")
    except OSError as error:
        raise WriteFailed(
            f"Nothing can be written there: {error.strerror}", target, "Choose another folder."
        ) from error
    try:
        sweep(target)
        cases = yield from _cases(sources, target)
        # a model that was named goes by its name, which other computers know too
        name = model if model == card.name else str(Path(card.folder).absolute())
        common = {"model": name, "sha256": card.sha256, "out": str(target), "formats": list(formats), "grid": grid}
        run = _Run(target, card, common, cases)
        try:
            if run.waiting:
                yield Progress("Starting workers", run.ended, len(cases))
                size = min(workers, len(run.waiting))
                yield from run.work(_pool(cluster, size, gpus), size)
        finally:
            made = run.report()
        return made
    finally:
        sweep(target)
        lock.release()


def _automatic(model: str) -> ModelCard:
    card = models.find(model)
    if card.prompts or card.kind == "classical" or not (card.segments or card.kind == outside.KIND):
        raise ModelError(
            f"{card.name} answers prompts, it does not segment by itself", todo="Choose an automatic model."
        )
    return card


def _pool(cluster: str, workers: int, gpus: float) -> Pool:
    if not cluster:
        return LocalPool(workers, gpus)
    from medseg_gui.workers.ray_pool import RayPool

    return RayPool(cluster, workers, gpus)


# ----- which cases ------------------------------------------------------------------------------------------------
def _cases(sources: Sequence[str | Path], target: Path) -> Steps[dict[str, CohortCase]]:
    """By name, in the order of the list. What stands in ``target`` is an answer and no case."""
    found: list[tuple[str, Item]] = []
    for source in sources:
        path = Path(source).expanduser().absolute()
        if path.is_file() and (fmt := format_of(path)) is not None and fmt.read_volume is not None:
            found.append((stem(path), Item(path.name, path.name, str(path))))
            continue
        opened = yield from open_list(path)
        for item in sorted(opened.items, key=lambda i: i.key):
            image = Path(item.image).absolute()
            if not image.is_relative_to(target) and not image.name.endswith(casefile.SUFFIX):
                below = PurePosixPath(item.key)
                found.append((item.name if path.is_file() else str(below.with_name(stem(Path(below.name)))), item))
    if not found:
        raise BadInput("There is no image in what was given", ", ".join(map(str, sources)))
    names = [_name(text, item) for text, item in found]
    twice = {name for name, count in Counter(n.casefold() for n in names).items() if count > 1}
    out: dict[str, CohortCase] = {}
    for name, (_, item) in zip(names, found, strict=True):
        mark = hashlib.sha256(f"{item.image}\n{item.series}".encode()).hexdigest()[:8]
        known = f"{name}-{mark}" if name.casefold() in twice else name
        status: Status = "failed" if item.problem else "waiting"
        out.setdefault(known, CohortCase(known, item.image, item.series, status, item.problem))
    return out


def _name(text: str, item: Item) -> str:
    """What a case's files are called: its path below the source; for a series no folder's name but a hash."""
    if item.series:
        return f"series-{hashlib.sha256(item.series.encode()).hexdigest()[:8]}"
    return re.sub(r"[^\w.-]+", "_", text).strip("._")[:100] or "case"


# ----- the run ----------------------------------------------------------------------------------------------------
class _Run:
    """The cases of one batch and how far each is."""

    def __init__(self, target: Path, card: ModelCard, common: Task, cases: dict[str, CohortCase]) -> None:
        self._target, self._card, self._common, self._cases = target, card, common, cases
        self._digests: dict[str, str] = {}
        """Of the cases that workers are at: their input as it was when they began."""
        for name, case in cases.items():
            if case.status == "waiting":
                self._cases[name] = self._from_record(case)
        self.waiting = deque(name for name, case in cases.items() if case.status == "waiting")

    @property
    def ended(self) -> int:
        return sum(c.status != "waiting" for c in self._cases.values())

    def work(self, pool: Pool, size: int) -> Steps[None]:
        """Has all waiting cases done, ``size`` at a time."""
        began, before = time.monotonic(), self.ended
        try:
            while self.waiting or self._digests:
                while self.waiting and len(self._digests) < size:
                    pool.start(self._begun(self.waiting.popleft()))
                for name, answer in pool.ended(LOOK_S):
                    self._end(name, answer)
                yield self._progress(time.monotonic() - began, self.ended - before)
        finally:
            pool.close()
            for name in tuple(self._digests):
                self._left(name)

    def _progress(self, took_s: float, now: int) -> Progress:
        total, ended = len(self._cases), self.ended
        failed = sum(c.status == "failed" for c in self._cases.values())
        text = f"{ended} of {total} cases" + (f", {failed} failed" if failed else "")
        figures: dict[str, float] = {"failed": failed}
        if now and ended < total:
            figures["minutes_left"] = took_s / now * (total - ended) / 60
            text += f", about {_time(figures['minutes_left'])} left"
        return Progress(text, ended, total, figures)

    def _begun(self, name: str) -> Task:
        case = self._cases[name] = replace(self._cases[name], tries=self._cases[name].tries + 1)
        self._digests[name] = self._digest(case)
        self._keep(name, "begun", dict.fromkeys(self._files(name), ""))
        return {**self._common, "name": name, "image": case.image, "series": case.series}

    def _end(self, name: str, answer: Answer | None) -> None:
        case = self._cases[name]
        if answer is not None and "problem" not in answer:
            self._keep(name, "done", answer["files"], answer)
            self._cases[name] = _filled(case, "done", answer)
            del self._digests[name]
            return
        self._left(name)
        if answer is None and case.tries < TRIES:
            self.waiting.append(name)
            return
        twice = "Its worker was ended from outside, or memory ran out, twice. Use fewer workers."
        self._cases[name] = replace(case, status="failed", reason=twice if answer is None else answer["problem"])

    def _left(self, name: str) -> None:
        """Notes that no worker is at the case any more: what appears under its names from now on is not ours."""
        there = {file: self._target / file for file in self._files(name)}
        self._keep(name, "left", {file: sha256_of(path) for file, path in there.items() if path.exists()})
        del self._digests[name]

    # ----- records
    def _record(self, name: str) -> Path:
        return self._target / RECORDS / f"{name}.json"

    def _files(self, name: str) -> list[str]:
        return [f"{name}.{suffix}" for suffix in self._common["formats"]]

    def _digest(self, case: CohortCase) -> str:
        """Of all that the masks depend on: the weights, the input as it is now."""
        card = self._card
        parts = [str(VERSION), card.name, card.version, card.sha256, self._common["grid"], case.series]
        return hashlib.sha256("\n".join((*parts, *stamp(case.image))).encode()).hexdigest()

    def _keep(self, name: str, state: str, files: dict[str, str], answer: Answer | None = None) -> None:
        data = {"state": state, "digest": self._digests[name], "answer": {**(answer or {}), "files": files}}
        _written(self._record(name), json.dumps(data, indent=1, ensure_ascii=False))

    def _from_record(self, case: CohortCase) -> CohortCase:
        """Kept where it is done; failed where a file that is not ours is in the way; else waiting."""
        state, digest = "", ""
        answer: Answer = {"files": {}}
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(self._record(case.name).read_text(encoding="utf-8"))
            state, digest, answer = str(data["state"]), str(data["digest"]), dict(data["answer"])
        wanted = self._files(case.name)
        there = [name for name in wanted if (self._target / name).exists()]
        ours = [name for name in there if _is_ours(self._target / name, state, answer["files"])]
        if state == "done" and digest == self._digest(case) and there == wanted and set(there) <= set(answer["files"]):
            kept = _filled(case, "kept", answer)
            changed = "Changed by somebody since it was written: left as it is"
            return kept if ours == there else replace(kept, notes=(*kept.notes, changed))
        if foreign := sorted(set(there) - set(ours)):
            why = f"{foreign[0]} is in the way: this batch did not write it, or it was changed since. Move it away."
            return replace(case, status="failed", reason=why)
        return case

    # ----- report
    def report(self) -> Cohort:
        """Writes report.csv and report.json as things stand. Raises WriteFailed."""
        cases = tuple(self._cases.values())
        made = Cohort(self._card.name, cases, self._target / TABLE, self._target / FIGURES)
        _written(made.table, _as_csv(cases))
        data = {
            "model": self._card.name,
            "version": self._card.version,
            "sha256": self._card.sha256,
            "counts": made.counts,
            "cases": [_row(c) | {"volumes_ml": c.volumes_ml, "files": c.files, "notes": c.notes} for c in cases],
        }
        _written(made.figures, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        return made


def _time(minutes: float) -> str:
    if minutes < 1.5:
        return f"{max(1, round(minutes * 60))} s"
    return f"{round(minutes)} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def _is_ours(path: Path, state: str, files: dict[str, str]) -> bool:
    return path.name in files and (state == "begun" or sha256_of(path) == files[path.name])


def _filled(case: CohortCase, status: Status, answer: Answer) -> CohortCase:
    volumes = {str(k): float(v) for k, v in answer["volumes_ml"].items()}
    seconds, notes = float(answer["seconds"]), tuple(answer["notes"])
    return replace(case, status=status, seconds=seconds, volumes_ml=volumes, files=dict(answer["files"]), notes=notes)


def _written(path: Path, text: str) -> None:
    try:
        replace_text(path, text)
    except OSError as error:
        raise WriteFailed(f"{path.name} cannot be written: {error.strerror}", path.parent, "Make room.") from error


def _row(case: CohortCase) -> dict[str, Any]:
    return {
        "case": case.name,
        "status": case.status,
        "reason": case.reason,
        "image": case.image,
        "series": case.series,
        "tries": case.tries,
        "seconds": case.seconds,
    }


def _as_csv(cases: Sequence[CohortCase]) -> str:
    """A row a case, with a column of millilitres for each structure."""
    structures = dict.fromkeys(name for case in cases for name in case.volumes_ml)
    text = io.StringIO()
    table = csv.DictWriter(text, [*_row(cases[0]), *(f"{name} (mL)" for name in structures)], lineterminator="\n")
    table.writeheader()
    for case in cases:
        table.writerow(_row(case) | {f"{name} (mL)": f"{ml:.6g}" for name, ml in case.volumes_ml.items()})
    return text.getvalue()
