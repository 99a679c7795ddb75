"""The model kind "torchscript": a program for torch. Run only where the user was warned and let this very file run.

The word is kept with the file's SHA-256 in the user's own settings, so a model folder that comes from elsewhere, card
and all, never brings it along.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Generator
from pathlib import Path

import torch

from medseg_gui.core.errors import ModelError, NeedsTrust
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.ml import described
from medseg_gui.ml.checkpoints import sha256_of
from medseg_gui.ml.device import best_device
from medseg_gui.ml.foreign import Options
from medseg_gui.settings import trust_code, trusted_code

FILE = "model.ts"
SUFFIXES = (".ts", ".torchscript", ".jit", ".pt", ".pth")


def is_root(path: Path) -> bool:
    """True for a file that torch.jit.save wrote: a ZIP with program text in it."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any("/code/" in name for name in archive.namelist())


def convert(path: Path, target: Path, options: Options) -> Generator[Progress, None, ModelCard]:
    digest = sha256_of(path)
    if not options.trusted and digest not in trusted_code():
        raise _warning(path)
    card = yield from described.convert(path, target, "torchscript", FILE)
    if card.sha256 != digest:
        raise ModelError("The file changed while it was read", path)
    trust_code(digest)
    return card


def _warning(path: Path | str) -> NeedsTrust:
    return NeedsTrust(
        "A TorchScript model is a program: it is not run without your word",
        path,
        "Only from someone you trust: medseg models import PATH --run-code.",
    )


class ScriptSegmenter(described.Described):
    """A TorchScript model. Raises NeedsTrust before a byte of it is read where the user did not let it run."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        super().__init__(card, folder)
        path = folder / FILE
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"The model cannot be read: {error.strerror}", path, "Import the model again.") from error
        import hashlib

        digest = hashlib.sha256(data).hexdigest()
        if digest != card.sha256:
            raise ModelError("The model is not the one the card names", path, "Import the model again.")
        if digest not in trusted_code():
            raise _warning(path)
        self._device = best_device()
        try:
            self._network = torch.jit.load(  # type: ignore[no-untyped-call]
                io.BytesIO(data), map_location=self._device
            ).eval()
        except (RuntimeError, ValueError) as error:
            raise ModelError("This is not a TorchScript model that can be run", path) from error

    def _see(self, batch: torch.Tensor) -> torch.Tensor:
        try:
            with torch.inference_mode():
                answer = self._network(batch.to(self._device))
        except RuntimeError as error:
            if "memory" in str(error).lower():
                raise
            line = str(error).strip().splitlines()[-1][:200]
            raise ModelError(f"The model could not be run: {line}", self.card.folder) from error
        if not isinstance(answer, torch.Tensor):
            raise ModelError("The model answers with something else than one array", self.card.folder)
        return answer.float().cpu()
