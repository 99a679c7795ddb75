"""A weights file is checked, and never anything that could run code."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import torch

from medseg_gui.core.errors import ModelError, WriteFailed
from medseg_gui.ml import checkpoints
from medseg_gui.ml.networks import build, describe, tensors_of


def test_what_is_saved_comes_back_in_half_size(tmp_path: Path) -> None:
    network = build(describe((16, 16, 16), (1, 1, 1), 3, 4, 16))
    file = tmp_path / "w.safetensors"
    checkpoints.save(file, checkpoints.halves(tensors_of(network)), {"step": 7})
    tensors, facts = checkpoints.load(file, checkpoints.sha256_of(file))
    assert facts == {"step": 7}
    assert file.stat().st_size < 2.2 * sum(t.numel() for t in tensors_of(network).values()) + 20_000
    other = build(describe((16, 16, 16), (1, 1, 1), 3, 4, 16))
    checkpoints.fill(other, tensors, file)
    for name, t in tensors_of(network).items():
        torch.testing.assert_close(other.state_dict()[name], t, atol=2e-3, rtol=2e-3)


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    checkpoints.save(file, {"a": torch.zeros(100)})
    right = checkpoints.sha256_of(file)
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    with pytest.raises(ModelError, match="not the ones the card names"):
        checkpoints.load(file, right)


@pytest.mark.parametrize("content", [b"", b"text", b"\xff" * 64, pickle.dumps({"a": 1}), b"PK\x03\x04" + b"\0" * 40])
def test_what_is_not_a_weights_file_is_one_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(content)
    with pytest.raises(ModelError, match="not a weights file"):
        checkpoints.load(file)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    small, large = (build(describe((16, 16, 16), (1, 1, 1), 3, width, 16)) for width in (4, 8))
    with pytest.raises(ModelError, match="do not fit"):
        checkpoints.fill(large, tensors_of(small), "here")
    with pytest.raises(ModelError, match="do not fit"):
        checkpoints.fill(large, {}, "here")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    checkpoints.save(file, {"a": torch.ones(3)})
    (tmp_path / "w.safetensors.new").mkdir()
    with pytest.raises(WriteFailed):
        checkpoints.save(file, {"a": torch.zeros(3)})
    assert float(checkpoints.load(file)[0]["a"].sum()) == 3
