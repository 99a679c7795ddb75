"""What every model looks like from outside: a card, prepare, predict."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.labelmap import Labels, Mask
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.volume import Volume


@dataclass(frozen=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps (total 0: unknown), one line for people, figures by name."""

    text: str = ""
    done: float = 0.0
    total: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CardSegment:
    """A structure that a model writes: its value in the answer, its name, and its colour and code if fixed."""

    value: int
    name: str
    colour: tuple[int, int, int] | None = None
    code: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class ModelCard:
    """What a model is, for people and for the program; stands as card.json beside its weights.

    ``kind``: "unet" (automatic) or "click" (promptable). ``plan``: what the network and its preprocessing need, as the
    trainer wrote it. ``scores``: figures measured on held-out cases. ``sha256``: of weights.safetensors.
    """

    name: str
    version: str
    kind: str
    modality: tuple[str, ...] = ()
    spacing_mm: tuple[float, float, float] | None = None
    segments: tuple[CardSegment, ...] = ()
    prompts: tuple[str, ...] = ()
    trained_on: str = ""
    limits: str = ""
    licence: str = ""
    parent: str = ""
    sha256: str = ""
    scores: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    folder: str = ""
    """Where it was read from; not written."""

    def to_json(self) -> str:
        data = asdict(self)
        del data["folder"]
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """The card in a model folder. Raises ModelError when there is none or it is not one."""
        path = folder / "card.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            data["segments"] = tuple(
                CardSegment(
                    int(s["value"]),
                    str(s["name"]),
                    tuple(s["colour"]) if s.get("colour") else None,
                    tuple(s["code"]) if s.get("code") else None,
                )
                for s in data.get("segments", ())
            )
            data["modality"] = tuple(data.get("modality", ()))
            data["prompts"] = tuple(data.get("prompts", ()))
            data["spacing_mm"] = tuple(data["spacing_mm"]) if data.get("spacing_mm") else None
            return cls(**{**data, "folder": str(folder)})
        except FileNotFoundError:
            raise ModelError("There is no model card", path, "Choose the folder that holds card.json.") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ModelError(f"This is not a model card: {error}", path) from error


@dataclass(frozen=True)
class Request:
    """What is asked of a segmenter: all prompts, the mask so far, and where to answer.

    ``previous``: bool, the volume's shape. ``plane``: answer in 2-D on the slice of the last prompt; None: 3-D.
    """

    prompts: PromptSet = field(default_factory=PromptSet)
    previous: Mask | None = None
    plane: Plane | None = None


@dataclass(frozen=True)
class Hypothesis:
    """One of several answers to the same prompts, in the prediction's box: ``labels`` and predicted Dice, or None."""

    labels: Labels
    quality: float | None = None


@dataclass(frozen=True)
class Prediction:
    """An answer inside ``box``: ``labels`` (the box's shape, values as in the card; 0 background).

    ``probability``: float32 of the box's shape (foreground), or None. ``quality``: predicted Dice, or None.
    ``notes``: what a reader must know, for instance that memory ran out and smaller patches were used.
    ``hypotheses``: what else the prompts may mean, best first, the answer itself among them; empty where a model
    gives just one.
    """

    box: Box
    labels: Labels
    seconds: float
    probability: npt.NDArray[np.float32] | None = None
    quality: float | None = None
    notes: tuple[str, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()


class Segmenter(Protocol):
    """A model. It keeps no state of a case: all prompts and the previous mask come with each request."""

    @property
    def card(self) -> ModelCard: ...

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """Yields progress (each a chance to cancel), returns the answer. Raises ModelError."""
        ...
