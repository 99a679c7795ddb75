"""The trainer process: the program started again with a hidden verb, so that a training can never hurt the window.

Parent and child talk in JSON lines: the child writes progress and its result on stdout; it ends when its stdin is
closed, so also when the parent is killed. While the give-way file is fresh, the child waits between two steps.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core import errors
from medseg_gui.core.errors import MedsegError, ModelError, WriteFailed
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.process import is_first, own_command, world_size
from medseg_gui.settings import user_folder
from medseg_gui.workers import children, failing, models, torchrun, watching
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pairs import Pair

if TYPE_CHECKING:
    from medseg_gui.ml.training import Trained

log = logging.getLogger(__name__)
LISTEN_S = 0.05
REPORT_S = 0.2
# A give-way file older than this was left behind by a program that died.
GIVE_WAY_S = 30.0
LEFT_OVER_DAYS = 14
NICE = 10


@dataclass(frozen=True)
class TrainingSpec:
    """What to train: ``base`` is a model's name or folder, "" to begin from nothing.

    ``names``: of label values. ``recipe``: fields of ml.training.Recipe. ``card``: words for the new card
    (trained_on, limits, licence). ``processes``: of this computer that train together, each on a GPU of its own where
    there are any.
    """

    name: str
    pairs: tuple[Pair, ...]
    base: str = ""
    names: dict[int, str] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)
    card: dict[str, str] = field(default_factory=dict)
    processes: int = 1

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> TrainingSpec:
        data = json.loads(text)
        data["pairs"] = tuple(Pair(**pair) for pair in data["pairs"])
        data["names"] = {int(k): str(v) for k, v in data["names"].items()}
        return cls(**data)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]


# ----- parent ------------------------------------------------------------------------------------------
def child_command(job: Path) -> list[str]:
    """How this program starts itself as a trainer."""
    return [*own_command(), "_trainer", str(job)]


def run_trainer(spec: TrainingSpec) -> Steps[ModelCard]:
    """The new model's card; it waits in the pending folder. Yields the child's progress.

    Closing the generator ends the child and forgets the training. When the child dies otherwise, its checkpoint
    stays and the same training, started again, goes on from there. Raises what the child raised, or ModelError.
    """
    if world_size() > 1:
        return (yield from torchrun.train_here(spec, _home(), _train))
    try:
        work, child = _start(spec)
    except OSError as error:
        raise WriteFailed(f"The training cannot begin: {error.strerror}", _home(), failing.ROOM) from error
    lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    listener = threading.Thread(
        target=children.listen, args=(child.stdout, lines.put), daemon=True, name="medseg-trainer-listener"
    )
    listener.start()
    finished = False
    last = Progress("Starting the trainer", folder=str(work))
    try:
        yield last
        while True:
            try:
                message = lines.get(timeout=LISTEN_S)
            except queue.Empty:
                yield replace(last, text="Paused") if watching.is_paused(work) else last
                continue
            if message is None:
                break
            if "progress" in message:
                last = replace(Progress(**message["progress"]), folder=str(work))
                yield last
            elif "error" in message:
                finished = True
                raise _error(message["error"])
            elif "done" in message:
                finished = True
                return ModelCard.read(Path(message["done"]))
        raise failing.another_died() if spec.processes > 1 else failing.death(child.wait(), last)
    except GeneratorExit:
        finished = True
        raise
    finally:
        children.end(child)
        listener.join(children.STOP_S)
        if finished:
            shutil.rmtree(work, ignore_errors=True)


def _start(spec: TrainingSpec) -> tuple[Path, subprocess.Popen[bytes]]:
    _sweep()
    work = _home() / spec.digest
    work.mkdir(mode=0o700, exist_ok=True)
    watching.pause(work, False)
    job = work / "job.json"
    job.write_text(spec.to_json(), encoding="utf-8")
    job.chmod(0o600)
    with (work / "trainer.log").open("ab") as trace:
        return work, subprocess.Popen(
            torchrun.command(spec.processes, "_trainer", str(job)) if spec.processes > 1 else child_command(job),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=trace,
            env=children.environment(),
            creationflags=children.WINDOWS_FLAGS,
        )


def _error(said: dict[str, str]) -> MedsegError:
    kind = getattr(errors, said.get("kind", ""), ModelError)
    error: MedsegError = kind(said.get("what", "The training failed"), said.get("where") or None, said.get("todo", ""))
    return error


def _home() -> Path:
    home = user_folder("cache") / "training"
    home.mkdir(mode=0o700, exist_ok=True)
    return home


def _sweep() -> None:
    """Deletes what trainings left that nobody took up again."""
    models.sweep()
    for work in _home().iterdir():
        if work.is_dir() and time.time() - work.stat().st_mtime > LEFT_OVER_DAYS * 86400:
            shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def give_way() -> Iterator[None]:
    """While inside, running trainers wait between two steps, so that a click has the machine to itself."""
    flag = _give_way_file()
    flag.touch()
    try:
        yield
    finally:
        flag.unlink(missing_ok=True)


def _give_way_file() -> Path:
    return user_folder("cache") / "give-way"


def _must_wait(flag: Path) -> bool:
    try:
        return time.time() - flag.stat().st_mtime < GIVE_WAY_S
    except OSError:
        return False


# ----- child -------------------------------------------------------------------------------------------
def trainer_main(jobfile: str) -> int:
    """What the hidden verb runs: 0 when the model stands in the pending folder, 1 after an error was reported."""
    # whatever a library prints must not break the JSON lines
    out, sys.stdout = sys.stdout, sys.stderr
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)
    stop = threading.Event()
    threading.Thread(target=_wait_for_stop, args=(stop,), daemon=True, name="medseg-trainer-stop").start()

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    work = Path(jobfile).parent
    try:
        spec = TrainingSpec.from_json(Path(jobfile).read_text(encoding="utf-8"))
        steps = _train(spec, work)
        flag = _give_way_file()
        told, text = 0.0, ""
        while not stop.is_set():
            try:
                progress = next(steps)
            except StopIteration as end:
                if is_first():
                    say({"done": str(end.value)})
                return 0
            if is_first() and (progress.text != text or time.monotonic() - told >= REPORT_S):
                told, text = time.monotonic(), progress.text
                say({"progress": asdict(progress)})
            while (_must_wait(flag) or watching.is_paused(work)) and not stop.is_set():
                time.sleep(0.02)
        steps.close()
        return 1
    except Exception as error:  # noqa: BLE001  whatever it is, the window says it in one line
        said = failing.in_words(error, work)
        if said is not None:  # whoever waits for the processes tells of the one that died
            say({"error": {"kind": type(said).__name__, "what": said.what, "where": said.where, "todo": said.todo}})
        return 1


def _wait_for_stop(stop: threading.Event) -> None:
    """Sets the event when the parent says anything or is gone."""
    with contextlib.suppress(OSError, ValueError):
        # not sys.stdin.readline(): a daemon thread that holds its lock aborts the interpreter's end
        os.read(sys.stdin.fileno(), 1)
    stop.set()
    torchrun.leave_others()


def _train(spec: TrainingSpec, work: Path) -> Steps[Path]:
    """The pending folder that holds the new model."""
    yield Progress("Loading the trainer")
    from medseg_gui.ml import checkpoints, distributed
    from medseg_gui.ml.training import Recipe, train
    from medseg_gui.workers.pairs import training_case

    names = dict(spec.names)
    cases = [training_case(pair, names) for pair in spec.pairs]
    base = None
    if spec.base:
        card = models.find(spec.base)
        models.check_loads(card)
        if card.kind == "click":
            if world_size() > 1:
                raise ModelError("A click model learns in one process", todo="Leave torchrun or --processes out.")
            from medseg_gui.workers.click_learning import learn_clicks

            return (yield from learn_clicks(card, cases, spec.name, spec.recipe, work))
        base = (card, checkpoints.load(Path(card.folder) / models.WEIGHTS, card.sha256)[0])
    trained = yield from train(cases, names, Recipe(**spec.recipe), work, base, partial(watching.keep_samples, work))
    yield Progress("Writing the model", 1, 1)
    folder = None
    if is_first():
        with models.building() as folder:
            write_model(folder, spec.name, trained, base[0] if base else None, spec.card)
    return distributed.ranks().share(folder)


def write_model(
    folder: Path, name: str, trained: Trained, base: ModelCard | None, words: Mapping[str, str]
) -> ModelCard:
    """A model folder from a training's result: weights as float16, then the card, which names their hash.

    ``words``: the card's trained_on, limits, licence and version where something better than the standard is known.
    """
    from medseg_gui.ml import checkpoints

    checkpoints.save(folder / models.WEIGHTS, checkpoints.halves(trained.tensors))
    scores = trained.scores()
    plain = {
        "held_out_dice_before": scores.get("before", {}).get("mean"),
        "held_out_dice": scores.get("after", {}).get("mean"),
    }
    patients = {c.patient or c.name for c in trained.split.train}
    parent = f"{base.name} {base.version}" if base else ""
    learnt = f"{len(trained.split.train)} cases of {len(patients)} patients"
    card = ModelCard(
        name=name,
        version=words.get("version", "1"),
        kind="unet",
        modality=trained.modality or (base.modality if base else ()),
        spacing_mm=trained.spacing_mm,
        segments=trained.segments,
        trained_on=words.get("trained_on") or learnt + (f", starting from {parent}" if parent else ""),
        limits=words.get("limits") or "Trained on few cases of one user; not tested beyond its held-out cases.",
        licence=words.get("licence") or (base.licence if base else ""),
        parent=parent,
        sha256=checkpoints.sha256_of(folder / models.WEIGHTS),
        scores={**{k: v for k, v in plain.items() if v is not None}, **scores},
        plan=trained.plan,
    )
    beside = folder / "card.json.new"
    beside.write_text(card.to_json(), encoding="utf-8")
    beside.replace(folder / models.CARD)
    return ModelCard.read(folder)


__all__ = ["TrainingSpec", "child_command", "give_way", "run_trainer", "trainer_main", "write_model"]
