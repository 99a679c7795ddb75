"""Weights on disk: safetensors only (never pickled code), checked by SHA-256, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from medseg_gui.core.errors import ModelError, WriteFailed
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.ml.networks import tensors_of

WEIGHTS = "weights.safetensors"
Network = TypeVar("Network", bound=torch.nn.Module)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file. Raises ModelError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The weights cannot be read: {error.strerror}", path) from error


def save(path: Path, tensors: Mapping[str, torch.Tensor], facts: Mapping[str, Any] | None = None) -> None:
    """Writes tensors and JSON facts, beside the target first, then in its place. Raises WriteFailed."""
    beside = path.with_name(path.name + ".new")
    try:
        save_file(
            {name: t.detach().contiguous().cpu() for name, t in tensors.items()},
            beside,
            metadata={"facts": json.dumps(dict(facts or {}))},
        )
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except (OSError, SafetensorError) as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise WriteFailed(f"The weights could not be written: {error}", path) from error


def load(path: Path, sha256: str = "") -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """(tensors, facts) of a file. Raises ModelError when it is missing, not safetensors, or not the one expected."""
    if not path.is_file():
        raise ModelError("The model has no weights", path, "Import the model again.")
    if sha256 and sha256_of(path) != sha256:
        raise ModelError("The weights are not the ones the card names", path, "Import the model again.")
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            facts = json.loads((file.metadata() or {}).get("facts", "{}"))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError("This is not a weights file", path, "A model's weights are a .safetensors file.") from error
    return tensors, facts if isinstance(facts, dict) else {}


def halves(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The tensors as float16, half the size; trained weights lose nothing that a mask would show."""
    return {name: t.to(torch.float16) if t.is_floating_point() else t for name, t in tensors.items()}


def fill(network: torch.nn.Module, tensors: Mapping[str, torch.Tensor], where: Path | str) -> None:
    """Loads tensors into a network. Raises ModelError when names or shapes differ."""
    own = tensors_of(network)
    wrong = sorted(set(own) ^ set(tensors)) or [n for n, t in own.items() if t.shape != tensors[n].shape]
    if wrong:
        raise ModelError(f"The weights do not fit the network that the card describes (first: {wrong[0]})", where)
    network.load_state_dict({name: t.float() for name, t in tensors.items()}, strict=False)


def ready(network: Network, card: ModelCard, folder: Path, device: torch.device) -> Network:
    """The network with the weights of a card's folder, on that device, to be asked. Raises ModelError as load, fill."""
    tensors, _ = load(folder / WEIGHTS, card.sha256)
    fill(network, tensors, folder / WEIGHTS)
    return network.to(device).eval()


def between(old: Mapping[str, torch.Tensor], new: Mapping[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """The weights that lie ``share`` of the way from the old to the new ones, as float32."""
    return {n: torch.lerp(old[n].float(), t.float(), share) for n, t in new.items()}
