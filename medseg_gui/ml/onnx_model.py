"""The model kind "onnx": an ONNX graph run by ONNX Runtime (the extra "onnx"). A graph is figures, not a program."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import torch

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.ml import described
from medseg_gui.ml.foreign import Options

FILE = "model.onnx"


def is_root(path: Path) -> bool:
    return path.suffix.lower() == ".onnx" and path.is_file()


def convert(path: Path, target: Path, options: Options) -> Generator[Progress, None, ModelCard]:
    return described.convert(path, target, "onnx", FILE)


class OnnxSegmenter(described.Described):
    """An ONNX model. Raises ModelError when ONNX Runtime is missing or the file is not the card's or no such graph."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        super().__init__(card, folder)
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelError(
                "ONNX Runtime is not installed", folder, 'Install it: pip install "medseg[onnx]".'
            ) from error
        data = _read(folder / FILE, card.sha256)
        providers = [p for p in ("CUDAExecutionProvider", "CPUExecutionProvider") if p in _available(onnxruntime)]
        try:
            self._session = onnxruntime.InferenceSession(data, providers=providers)
        except Exception as error:  # ONNX Runtime has no error type of its own that could be named
            raise ModelError(
                f"This is not an ONNX model that can be run: {str(error).splitlines()[0][:200]}",
                folder / FILE,
                "Weights must stand in the file itself.",
            ) from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type != "tensor(float)":
            kinds = ", ".join(f"{i.name}: {i.type}" for i in inputs)
            raise ModelError(f"The model wants other inputs than one image of float32 ({kinds})", folder / FILE)
        self._input = inputs[0].name

    def _see(self, batch: torch.Tensor) -> torch.Tensor:
        try:
            answer = self._session.run(None, {self._input: batch.contiguous().numpy()})[0]
        except Exception as error:
            raise ModelError(
                f"The model could not be run: {str(error).splitlines()[0][:200]}", self.card.folder
            ) from error
        return torch.from_numpy(answer)


def _available(onnxruntime: Any) -> list[str]:
    return list(onnxruntime.get_available_providers())


def _read(path: Path, sha256: str) -> bytes:
    """The file's bytes, which are then run: nothing can be put in its place between the check and the run."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model cannot be read: {error.strerror}", path, "Import the model again.") from error
    if not sha256 or hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError("The model is not the one the card names", path, "Import the model again.")
    return data
