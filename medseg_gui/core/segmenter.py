"""What every model looks like from outside: a card, prepare, predict."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.labelmap import Labels, Mask
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.soft import Soft
from medseg_gui.core.volume import Volume

# No honest card is longer, in bytes.
LARGEST_CARD = 2**22


@dataclass(frozen=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps (total 0: unknown), one line for people, figures by name.

    ``folder``: where a training in a process of its own works, for ``workers.watching``.
    """

    text: str = ""
    done: float = 0.0
    total: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    folder: str = ""


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

    @property
    def author(self) -> str:
        """How a step of the history names it (``core.provenance.Author``)."""
        kind = "click" if self.kind.startswith("click") else "method" if self.kind == "classical" else "model"
        return f"{kind} {self.name} {self.version}"

    def unlike(self, modality: str) -> tuple[str, ...]:
        """A note where an image of another modality than the model's own is asked about, else none."""
        if not self.modality or not modality or modality in self.modality:
            return ()
        return (f"{self.name} was made for {' or '.join(self.modality)}, and this image says {modality}.",)

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """The card in a model folder. Raises ModelError when there is none or it is not one."""
        path = folder / "card.json"
        try:
            if path.stat().st_size > LARGEST_CARD:
                raise ValueError(f"it is larger than {LARGEST_CARD} bytes")
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**_checked(data), "folder": str(folder)})
        except FileNotFoundError:
            raise ModelError("There is no model card", path, "Choose the folder that holds card.json.") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ModelError(f"This is not a model card: {error}", path) from error


def _checked(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a card with their right types. Raises ValueError, TypeError, KeyError or AttributeError.

    A card comes from anywhere: what is let through here is shown, sorted, compared and used as array values.
    """
    out = dict(data)
    for key in ("name", "version", "kind", "trained_on", "limits", "licence", "parent", "sha256"):
        if not isinstance(data.get(key, ""), str):
            raise ValueError(f"{key} is not a text")
    for key in ("modality", "prompts"):
        out[key] = _texts(data.get(key, ()), key)
    for key in ("scores", "plan"):
        if not isinstance(data.get(key, {}), dict):
            raise ValueError(f"{key} is not a table")
    if spacing := data.get("spacing_mm"):
        out["spacing_mm"] = tuple(float(v) for v in spacing)
        if len(out["spacing_mm"]) != 3 or not all(0 < v < float("inf") for v in out["spacing_mm"]):
            raise ValueError(f"spacing_mm is {spacing}")
    else:
        out["spacing_mm"] = None
    out["segments"] = segments = tuple(_segment(s) for s in data.get("segments", ()))
    if len({s.value for s in segments}) != len(segments):
        raise ValueError("two segments have one value")
    return out


def _segment(data: dict[str, Any]) -> CardSegment:
    value, colour, code = data["value"], data.get("colour"), data.get("code")
    if not isinstance(value, int) or not 1 <= value <= 65535:
        raise ValueError(f"a segment has the value {value!r}")
    if colour and (len(colour) != 3 or not all(isinstance(c, int) and 0 <= c <= 255 for c in colour)):
        raise ValueError(f"a segment has the colour {colour}")
    if code and len(_texts(code, "code")) != 3:
        raise ValueError(f"a segment has the code {code}")
    return CardSegment(value, str(data["name"]), tuple(colour) if colour else None, tuple(code) if code else None)


def _texts(values: Any, key: str) -> tuple[str, ...]:
    if not isinstance(values, (list, tuple)) or not all(isinstance(v, str) for v in values):
        raise ValueError(f"{key} is not a list of texts")
    return tuple(values)


class NotWanted(Exception):
    """Raised by a segmenter whose answer nobody waits for any more."""


@dataclass(frozen=True)
class Request:
    """What is asked of a segmenter: all prompts, the mask so far, and where to answer.

    ``previous``: bool, the volume's shape. ``plane``: answer in 2-D on the slice of the last prompt; None: 3-D.
    ``confirmed``: slices (plane, number) of ``previous`` that the user has confirmed: a 3-D answer keeps them exactly.
    ``wanted``: asked now and then, between parts of the work; once it says False the segmenter may raise NotWanted.
    """

    prompts: PromptSet = field(default_factory=PromptSet)
    previous: Mask | None = None
    plane: Plane | None = None
    confirmed: tuple[tuple[Plane, int], ...] = ()
    wanted: Callable[[], bool] | None = field(default=None, compare=False)


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
    author: str = ""
    """Who answered, as a step of the history names it (``ModelCard.author``)."""
    soft: Soft | None = None
    """How likely each class is, on the whole volume; None where the model says it of all together at most."""


class Segmenter(Protocol):
    """A model. It keeps no state of a case: all prompts and the previous mask come with each request."""

    @property
    def card(self) -> ModelCard: ...

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """Yields progress (each a chance to cancel), returns the answer. Raises ModelError."""
        ...
