"""What all readers of other programs' models share: checkpoints without code, JSON, the folder made of them."""

from __future__ import annotations

import json
import pickle
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from medseg_gui.core.errors import ModelError, WriteFailed
from medseg_gui.core.segmenter import LARGEST_CARD, ModelCard
from medseg_gui.ml.checkpoints import WEIGHTS, save, sha256_of

# No honest description is longer, in bytes; nnU-Net's plans and dataset.json stay below 1 MB.
LARGEST_TEXT = 2**25


@dataclass(frozen=True)
class Options:
    """What the user may say about an import: the new name, and whether an nnU-Net looks at mirrored views too.

    ``trusted``: the user was warned that the file is a program and lets it run.
    """

    name: str = ""
    mirroring: bool = True
    trusted: bool = False


def read_json(path: Path) -> dict[str, Any]:
    """A table from a JSON file. Raises ModelError when it is none."""
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise ValueError(f"it is larger than {LARGEST_TEXT} bytes")
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("it holds no table")
        return data
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"This cannot be read as JSON: {error}", path) from error


def _allowed() -> list[Any]:
    """numpy's scalar and dtype, also under their old names, and the encoder of old pickles: none of them runs code."""
    scalar = np._core.multiarray.scalar  # type: ignore[attr-defined]
    # one class for each number type; what is pickled is numpy.dtype itself
    types = [type(np.dtype(c)) for c in np.typecodes["All"]]
    import _codecs

    return [(scalar, "numpy.core.multiarray.scalar"), scalar, np.dtype, *dict.fromkeys(types), _codecs.encode]


def load_checkpoint(path: Path) -> dict[str, Any]:
    """What torch.save wrote, with tensors and plain values alone. Raises ModelError, naming what asks for code."""
    try:
        with torch.serialization.safe_globals(_allowed()), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # on pickles of protocols that torch does not write
            data = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        found = re.search(r"GLOBAL ([\w.]+) was not", str(error))
        line = found[1] if found else ""
        what = f"The checkpoint asks for code ({line}), which is never run" if line else "The checkpoint is damaged"
        raise ModelError(what, path, "Ask for its weights alone.") from error
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelError("The checkpoint is damaged or of an unknown kind", path) from error
    if not isinstance(data, dict):
        raise ModelError("The checkpoint holds no weights by name", path)
    return data


def weights_of(data: Any, where: Path) -> dict[str, torch.Tensor]:
    """The tensors by name. Raises ModelError when something else is among them."""
    if not isinstance(data, Mapping) or not data or not all(isinstance(t, torch.Tensor) for t in data.values()):
        raise ModelError("The checkpoint holds no weights by name", where)
    return {str(name): t for name, t in data.items()}


def write_model(target: Path, card: ModelCard, tensors: Mapping[str, torch.Tensor]) -> ModelCard:
    """card.json and the weights in a folder; the card as it then reads. Raises WriteFailed."""
    save(target / WEIGHTS, tensors)
    return write_card(target, replace(card, sha256=sha256_of(target / WEIGHTS)))


def write_card(target: Path, card: ModelCard) -> ModelCard:
    text = card.to_json()
    if len(text.encode()) > LARGEST_CARD:
        raise ModelError("The model's description is too long for a card", target)
    try:
        (target / "card.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"The model's card could not be written: {error.strerror}", target) from error
    return ModelCard.read(target)


def safe_name(text: str) -> str:
    """A folder's name made of a text from elsewhere."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")[:50] or "model"


# How channels are called → DICOM's modality; what is not known says nothing.
_MODALITIES = (
    ("CT", r"ct\b|ct[_ ]"),
    ("MR", r"mr|t1|t2|flair|adc|dwi|swi|pd\b|dixon|cine"),
    ("PT", r"pet|suv|pt\b"),
    ("US", r"us\b|ultrasound"),
)


def modality_of(channel: str) -> tuple[str, ...]:
    for modality, pattern in _MODALITIES:
        if re.match(pattern, channel.strip().lower()):
            return (modality,)
    return ()


def text_of(data: Mapping[str, Any], *keys: str) -> str:
    """The first of these entries that is a text, in one line of reasonable length."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:2000]
    return ""
