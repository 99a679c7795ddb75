"""Processes that train one network together, as torchrun starts them: who this one is, and what all agree on.

A process alone is ``Ranks()``, for which everything here is nothing. Gradients are averaged by DistributedDataParallel,
over gloo on CPUs and NCCL on GPUs, of which each process of a computer takes its own.
Source: the environment variables that torchrun sets (torch.distributed.run).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import torch
from torch import distributed, nn

from medseg_gui.core.errors import ModelError
from medseg_gui.process import world_size

T = TypeVar("T")
# Others wait while the first one scores; a process that dies is noticed at once, by its closed connection.
PATIENCE = timedelta(hours=24)
_LOST = ("connection closed", "connection reset", "connection refused", "broken pipe", "nccl", "timed out waiting")


@dataclass(frozen=True)
class Ranks:
    """This process's number among all (``rank`` of ``count``) and among those of its computer (``local``)."""

    rank: int = 0
    count: int = 1
    local: int = 0
    local_count: int = 1
    node: int = 0

    @property
    def first(self) -> bool:
        """True for the one that writes checkpoints and models, scores, and tells."""
        return self.rank == 0

    def seed(self, *numbers: int) -> list[int]:
        """Of a random generator: no two processes draw the same patches, and one alone draws as it always did."""
        return [*numbers, self.rank] if self.count > 1 else list(numbers)

    def share(self, value: T | None) -> T:
        """The first one's value, for all."""
        if self.count > 1:
            box = [value]
            distributed.broadcast_object_list(box)
            value = box[0]
        return cast(T, value)

    def mean(self, value: float) -> float:
        """Of all processes' values."""
        if self.count == 1:
            return value
        total = torch.tensor([value], dtype=torch.float64)
        distributed.all_reduce(total)
        return float(total) / self.count

    def wrap(self, network: nn.Module) -> nn.Module:
        """The network to train: all begin with the first one's weights, and gradients are the means of all."""
        if self.count == 1:
            return network
        return nn.parallel.DistributedDataParallel(network)

    def folder(self, work: Path) -> Path:
        """Where the processes of this computer keep prepared cases, also where several share a disk."""
        if self.count == self.local_count:
            return work
        own = work / f"node-{self.node}"
        own.mkdir(exist_ok=True)
        return own

    def mine(self, number: int) -> bool:
        """Whether this process does the work of that number; the processes of a computer take turns."""
        return number % self.local_count == self.local

    def together(self, own: Sequence[T]) -> list[T]:
        """All results in the order of the work, from what each process of this computer did."""
        if self.count == 1:
            return list(own)
        every: list[Sequence[T]] = [[]] * self.count
        distributed.all_gather_object(every, list(own))
        here = every[self.rank - self.local :][: self.local_count]
        return [here[i % len(here)][i // len(here)] for i in range(sum(map(len, here)))]


@cache
def ranks() -> Ranks:
    """Who this process is; the first call joins the others. Raises ModelError when they cannot be reached."""
    if world_size() == 1:
        return Ranks()
    names = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "GROUP_RANK")
    found = Ranks(*(int(os.environ[name]) for name in names))
    gpu = torch.cuda.is_available()
    if gpu and torch.cuda.device_count() < found.local_count:
        raise ModelError(
            f"{found.local_count} processes cannot train on {torch.cuda.device_count()} GPUs",
            todo="Start one process for each GPU.",
        )
    if gpu:
        torch.cuda.set_device(found.local)
    try:
        distributed.init_process_group("cpu:gloo,cuda:nccl" if gpu else "gloo", timeout=PATIENCE)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"The processes of this training do not reach each other: {str(error).splitlines()[0]}",
            todo="Check torchrun's --rdzv-endpoint, and that the computers can connect.",
        ) from error
    return found


def leave() -> None:
    """Parts from the other processes once all is done."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def lost_another(error: BaseException) -> bool:
    """True for what a process meets when another one of the same training has ended."""
    text = str(error).lower()
    return ranks().count > 1 and isinstance(error, RuntimeError) and any(word in text for word in _LOST)
