"""A training by several processes, which torchrun starts: by ``--processes`` here, or the user on many computers."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.process import is_first, own_command, world_size
from medseg_gui.workers import failing
from medseg_gui.workers.children import STOP_S
from medseg_gui.workers.job import Steps

if TYPE_CHECKING:
    from medseg_gui.workers.trainer import TrainingSpec


def command(processes: int, *arguments: str) -> list[str]:
    """What starts so many of this program on this computer, as one training. Raises ModelError where it cannot."""
    if getattr(sys, "frozen", False):
        raise ModelError("This build of medseg trains in one process", todo="Install it with pip to use several.")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    return [*torchrun, *own_command()[1:], *arguments]


def train_here(spec: TrainingSpec, home: Path, train: Callable[[TrainingSpec, Path], Steps[Path]]) -> Steps[ModelCard]:
    """The new model's card, from this process and the others that torchrun started; the model waits at the first one.

    Raises as run_trainer. When one process dies, the first says so in one line, and the rest ends without a word.
    """
    from medseg_gui.ml import distributed

    work = home / replace(spec, processes=world_size()).digest
    work.mkdir(mode=0o700, exist_ok=True)
    if is_first() and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _ended)  # torchrun ends all where one has died
    try:
        folder = yield from train(spec, work)
    except Exception as error:
        said = failing.in_words(error, work)
        if said is None and not is_first():
            raise SystemExit(1) from error
        raise (said or failing.another_died()) from error
    card = distributed.ranks().share(ModelCard.read(folder) if is_first() else None)
    distributed.leave()
    if is_first():
        shutil.rmtree(work, ignore_errors=True)
    return card


def _ended(*_: Any) -> NoReturn:
    raise failing.another_died()


def leave_others() -> None:
    """Ends this process some seconds from now: the others have been told to stop, and it may wait for them for ever."""
    if world_size() > 1:
        time.sleep(STOP_S)
        os._exit(1)
