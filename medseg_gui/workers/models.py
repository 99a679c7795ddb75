"""The model library: the shipped models, which are read-only, and the user's own, of which none is ever overwritten.

A model is a folder with card.json and weights.safetensors. A new one is built in a pending folder beside the library
and moved into it in one step when the user accepts it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from medseg_gui.core.errors import ModelError, WriteFailed
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.settings import shipped_models, user_folder
from medseg_gui.workers import outside

CARD, WEIGHTS = "card.json", "weights.safetensors"
# Kinds that came from elsewhere and are run as they are: their training is not this program's.
FOREIGN = ("nnunet", "monai", "onnx", "torchscript", "click-nninteractive", outside.KIND)
# Kinds that answer clicks, and of these what takes too long to be asked ahead of one.
CLICKS, SLOW_CLICKS = ("click", "click-nninteractive"), ("click-nninteractive",)
# Kinds that are run only: those, and what is learnt from label maps instead of corrected masks.
UNTAUGHT = (*FOREIGN, "aligned")
# Kinds that cannot be asked what in the image made them answer so.
SILENT = ("onnx", "torchscript", "click-nninteractive", outside.KIND, "aligned")
# Kinds whose model stands in a file of another sort.
FILES = {"onnx": "model.onnx", "torchscript": "model.ts"}
PENDING = ".pending"
# Writing a model takes seconds; what is older and not whole never will be.
UNFINISHED_S = 3600
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def list_models() -> list[ModelCard]:
    """The cards of all models: shipped ones, the user's own, programs that are called; each group by name.

    A folder that is not a model is left out.
    """
    return [*_cards(shipped_models()), *_cards(user_folder("models")), *outside.cards()]


def _cards(folder: Path) -> list[ModelCard]:
    out = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not path.name.startswith(".") and (path / CARD).is_file():
            try:
                out.append(ModelCard.read(path))
            except ModelError:
                continue  # `verify` says what is wrong with it; one bad folder must not hide the others
    return sorted(out, key=lambda card: card.name)


def matches(card: ModelCard, text: str) -> bool:
    """True when all words of the text stand somewhere in what the card says for people; no words match all."""
    said = (card.name, card.kind, *card.modality, *(s.name for s in card.segments))
    said = (*said, card.trained_on, card.limits, card.licence, card.parent)
    whole = " ".join(said).lower().replace("_", " ")
    return all(word in whole for word in text.lower().replace("_", " ").split())


def find(name: str) -> ModelCard:
    """The card of a model by name, or by the path of its folder or card. Raises ModelError when there is none."""
    cards = list_models()
    for card in cards:
        if card.name == name:
            return card
    path = Path(name)
    if path.name == CARD:
        path = path.parent
    if (path / CARD).is_file():
        return ModelCard.read(path)
    if path.is_dir() and len(path.parts) > 1:
        return ModelCard.read(path)  # says that there is no card
    # a damaged card of that name explains more than "no such model"
    for home in (shipped_models(), user_folder("models")):
        if NAME.fullmatch(name) and (home / name / CARD).is_file():
            return ModelCard.read(home / name)
    names = ", ".join(card.name for card in cards) or "none"
    raise ModelError(f"There is no model named {name!r}", todo=f"There are: {names}.")


def has(name: str) -> bool:
    """True when a model of that name is installed; asks the disk for one file, so a menu may ask often."""
    return any((home / name / "card.json").is_file() for home in (user_folder("models"), shipped_models()))


def is_shipped(card: ModelCard) -> bool:
    return Path(card.folder).resolve().parent == shipped_models().resolve()


def check_name(name: str) -> str:
    """The name, when it can be a new model's. Raises ModelError when it is taken or cannot be a folder's name."""
    if not NAME.fullmatch(name):
        raise ModelError(f"{name!r} cannot be a model's name", todo="Use letters, digits, dot, dash and underscore.")
    if taken(name):
        raise ModelError(f"There is already a model named {name!r}", todo=f"Choose another, for instance {free(name)}.")
    return name


def taken(name: str) -> bool:
    folders = (shipped_models() / name, user_folder("models") / name)
    return any(card.name == name for card in list_models()) or any(f.exists() for f in folders)


def free(name: str) -> str:
    """The name, or it with the first number from 2 on that is free: versions stand side by side."""
    stem = re.sub(r"-\d+$", "", name)
    if NAME.fullmatch(name) and not taken(name):
        return name
    return next(n for i in range(2, 100_000) if not taken(n := f"{stem}-{i}"))


# ----- new models --------------------------------------------------------------------------------------
def new_pending() -> Path:
    """An empty folder on the library's own disk, where a model can be built."""
    home = user_folder("models") / PENDING
    home.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="model-", dir=home))


@contextlib.contextmanager
def building() -> Iterator[Path]:
    """A new pending folder, gone again when what is done inside fails. The card comes last: it makes it a model."""
    folder = new_pending()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def sweep() -> None:
    """Deletes pending folders without a card, whose program was killed while it wrote."""
    home = user_folder("models") / PENDING
    for folder in home.iterdir() if home.is_dir() else ():
        if not (folder / CARD).is_file() and time.time() - folder.stat().st_mtime > UNFINISHED_S:
            shutil.rmtree(folder, ignore_errors=True)


def pending() -> list[ModelCard]:
    """Models that were trained and neither accepted nor discarded."""
    return _cards(user_folder("models") / PENDING)


def accept(card: ModelCard) -> ModelCard:
    """Moves a pending model into the library, in one step; its card from there. Raises ModelError."""
    source = _pending_folder(card)
    check_name(card.name)
    target = user_folder("models") / card.name
    try:
        source.rename(target)
    except OSError as error:
        raise WriteFailed(f"The model could not be kept: {error.strerror}", target) from error
    return ModelCard.read(target)


def discard(card: ModelCard) -> None:
    """Deletes a pending model. Raises ModelError when it is not pending."""
    shutil.rmtree(_pending_folder(card))


def _pending_folder(card: ModelCard) -> Path:
    folder = Path(card.folder)
    if folder.parent != user_folder("models") / PENDING or not (folder / CARD).is_file():
        raise ModelError(f"{card.name} is not waiting to be accepted or discarded", card.folder)
    return folder


def import_model(path: str | Path, name: str = "") -> ModelCard:
    """A copy of a model folder in the user's library, verified, under its own name or another.

    Raises ModelError; nothing half-done remains.
    """
    source = Path(path)
    if source.name == CARD:
        source = source.parent
    if source.is_file():
        raise ModelError("This is not a model", source, "A model is a folder with card.json and weights.safetensors.")
    card = ModelCard.read(source)
    if not card.sha256:
        raise ModelError("The card does not say which weights it belongs to (sha256)", source / CARD)
    card = replace(card, name=check_name(name or card.name))
    target = new_pending()
    try:
        weights = FILES.get(card.kind, WEIGHTS)
        if not (source / weights).is_file():
            raise ModelError(f"The model has no {weights}", source)
        shutil.copyfile(source / weights, target / weights)
        (target / CARD).write_text(card.to_json(), encoding="utf-8")
        check_loads(ModelCard.read(target))
        return accept(ModelCard.read(target))
    except OSError as error:
        raise WriteFailed(f"The model could not be copied: {error.strerror}", source) from error
    finally:
        shutil.rmtree(target, ignore_errors=True)


def verify(name: str) -> ModelCard:
    """The card of a model whose weights are there, are those of the card, and fit its network. Raises ModelError."""
    card = find(name)
    if not card.sha256:
        raise ModelError("The card does not say which weights it belongs to (sha256)", card.folder)
    check_loads(card)
    return card


def check_teachable(card: ModelCard) -> None:
    """Raises ModelError for a model that cannot learn from corrected masks."""
    if card.kind in UNTAUGHT:
        raise ModelError(
            f"{card.name} is of a kind that can be run, not taught",
            todo="Correct its masks and train a model of your own on them.",
        )


def check_loads(card: ModelCard) -> None:
    """Raises ModelError when the model cannot be run."""
    if card.kind == outside.KIND:
        raise ModelError(f"{card.name} is a program of its own: there is nothing to check")
    from medseg_gui.workers.segment import make_segmenter

    make_segmenter(card)


def remove(name: str) -> None:
    """Deletes one of the user's own models. Raises ModelError for a shipped one."""
    card = find(name)
    folder = Path(card.folder)
    if folder.parent != user_folder("models"):
        raise ModelError(f"{card.name} is not one of your own models and stays", card.folder)
    hidden = new_pending()
    os.rmdir(hidden)
    folder.rename(hidden)  # one step: a model is whole or gone
    shutil.rmtree(hidden)
