"""ONNX and TorchScript files: what the description says is what is computed; a program is never run unasked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from medseg_gui import api, cli, settings
from medseg_gui.core.errors import ModelError, NeedsTrust
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.workers import importing, models
from medseg_gui.workers.job import run_now
from tests.conftest import Person
from tests.library.conftest import worst_dice
from tests.library.images import image

SAID: dict[str, Any] = {
    "name": "edges",
    "segments": {"1": "bright", "2": "dark"},
    "modality": "CT",
    "spacing_mm": None,
    "patch": [18, 44, 52],
    "normalise": {"kind": "range", "clip": [-300, 400]},
    "licence": "CC0-1.0",
    "trained_on": "nothing",
}


def network(classes: int = 3) -> nn.Sequential:
    torch.manual_seed(4)
    return nn.Sequential(nn.Conv3d(1, 6, 3, padding=1), nn.ReLU(), nn.Conv3d(6, classes, 3, padding=1)).eval()


def write_onnx(path: Path, net: nn.Sequential, said: dict[str, Any] | None = None) -> Path:
    names = ["w1", "b1", "w2", "b2"]
    tensors = [t.detach().numpy() for layer in (net[0], net[2]) for t in (layer.weight, layer.bias)]
    nodes = [
        helper.make_node("Conv", ["image", "w1", "b1"], ["a"], pads=[1] * 6),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "w2", "b2"], ["out"], pads=[1] * 6),
    ]
    size = [1, 1, "z", "y", "x"]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, size)],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, len(tensors[-1]), *size[2:]])],
        [numpy_helper.from_array(t, n) for n, t in zip(names, tensors, strict=True)],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    if said is not None:
        path.with_suffix(".json").write_text(json.dumps(said))
    return path


def write_script(path: Path, net: nn.Module, said: dict[str, Any] | None = None) -> Path:
    torch.jit.save(torch.jit.trace(net, torch.zeros(1, 1, 8, 8, 8)), path)
    path.with_suffix(".json").write_text(json.dumps(said or SAID))
    return path


def expected(volume: Volume) -> Any:
    grey = torch.from_numpy((np.clip(volume.voxels, -300, 400).astype(np.float32) + 300) / 700)
    with torch.inference_mode():
        return network()(grey[None, None])[0].argmax(0).numpy()


# torch's own word on its format
pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.*:DeprecationWarning")


def test_an_onnx_file_answers_as_its_graph(tmp_path: Path) -> None:
    volume = image(oblique=False)
    card = run_now(importing.import_model(write_onnx(tmp_path / "edges.onnx", network(), SAID)))
    answer = api.segment(volume, "edges")
    assert worst_dice(answer.voxels, expected(volume)) >= 0.999
    assert len(np.unique(answer.voxels)) > 1
    assert (card.kind, card.modality, card.licence) == ("onnx", ("CT",), "CC0-1.0")
    shutil.copytree(card.folder, tmp_path / "copy")
    models.remove("edges")
    run_now(importing.import_model(tmp_path / "copy"))  # as a folder of our own
    np.testing.assert_array_equal(api.segment(volume, "edges").voxels, answer.voxels)


def test_one_channel_is_one_structure(tmp_path: Path) -> None:
    said = {**SAID, "segments": {"1": "bright"}, "activation": "sigmoid"}
    net = network(1)
    run_now(importing.import_model(write_onnx(tmp_path / "one.onnx", net, said), "one"))
    volume = image(oblique=False)
    grey = torch.from_numpy((np.clip(volume.voxels, -300, 400).astype(np.float32) + 300) / 700)
    with torch.inference_mode():
        wanted = net(grey[None, None])[0, 0].numpy() > 0
    assert worst_dice(api.segment(volume, "one").voxels, wanted.astype(np.uint8)) >= 0.999


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (None, "Write that into edges.json"),
        ({"patch": [18, 44]}, "contradicts itself"),
        ({"segments": {"2": "a", "3": "b"}}, "Segments are 1, 2, 3"),
        ({"normalise": {"kind": "other", "clip": [0, 1]}}, "not 'other'"),
        ({"normalise": {"kind": "range", "clip": [1, 1]}}, "contradicts itself"),
        ({"plane": "oblique"}, "contradicts itself"),
    ],
)
def test_a_bad_description_says_what_is_wrong(tmp_path: Path, changes: dict[str, Any] | None, why: str) -> None:
    path = write_onnx(tmp_path / "edges.onnx", network(), None if changes is None else {**SAID, **changes})
    with pytest.raises(ModelError, match=why):
        run_now(importing.import_model(path))


def test_a_graph_that_answers_otherwise_is_named(tmp_path: Path) -> None:
    run_now(importing.import_model(write_onnx(tmp_path / "edges.onnx", network(5), SAID)))
    with pytest.raises(ModelError, match="its description says 3 channels"):
        api.segment(image(oblique=False), "edges")


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    path = write_onnx(tmp_path / "edges.onnx", network(), SAID)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ModelError, match="not an ONNX model that can be run"):
        run_now(importing.import_model(path))


def test_another_graph_under_the_card_is_noticed(tmp_path: Path) -> None:
    card = run_now(importing.import_model(write_onnx(tmp_path / "edges.onnx", network(), SAID)))
    write_onnx(Path(card.folder) / "model.onnx", network(5))
    with pytest.raises(ModelError, match="not the one the card names"):
        models.verify("edges")


def test_an_import_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    path = write_onnx(tmp_path / "edges.onnx", network(), SAID)
    for count in range(1, 20):
        steps = importing.import_model(path)
        try:
            for _ in range(count):
                next(steps)
        except StopIteration:
            break
        steps.close()
        assert not [p for p in settings.user_folder("models").rglob("*") if p.is_file()]
    assert count > 3
    assert models.has("edges")


# ----- TorchScript ---------------------------------------------------------------------------------
def test_a_program_runs_only_on_the_users_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_script(tmp_path / "edges.ts", network())
    with pytest.raises(NeedsTrust, match="is a program"):
        run_now(importing.import_model(path))
    assert cli.main(["models", "import", str(path)]) == 1
    assert "--run-code" in capsys.readouterr().err
    assert not settings.trusted_code()
    assert cli.main(["models", "import", str(path), "--run-code"]) == 0
    volume = image(oblique=False)
    assert worst_dice(api.segment(volume, "edges").voxels, expected(volume)) >= 0.999


def test_a_folder_from_elsewhere_brings_no_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = run_now(importing.import_model(write_script(tmp_path / "edges.ts", network()), trusted=True))
    shutil.copytree(card.folder, tmp_path / "copy")
    monkeypatch.setenv("MEDSEG_HOME", str(tmp_path / "another user"))
    with pytest.raises(NeedsTrust):
        run_now(importing.import_model(tmp_path / "copy"))
    with pytest.raises(NeedsTrust):
        api.load_model(tmp_path / "copy")
    assert not [p for p in settings.user_folder("models").rglob("*") if p.is_file()]


@pytest.mark.parametrize("yes", [True, False])
def test_the_window_asks_first(session: Session, tmp_path: Path, yes: bool, said: list[Any]) -> None:
    path = write_script(tmp_path / "edges.ts", network())
    session.ask = Person(choice=1, open_file=str(path), confirm=yes)
    session.run("ai.import_model")
    session.wait(60)
    assert (session.models.name == "edges") is yes
    assert models.has("edges") is yes
    assert said[-1].text == ("Model edges was imported." if yes else "The model was not imported.")


# ----- search --------------------------------------------------------------------------------------
def test_search_looks_at_all_that_a_card_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_now(importing.import_model(write_onnx(tmp_path / "edges.onnx", network(), SAID)))
    for text, found in (("bright ct", True), ("EDGES", True), ("cc0", True), ("bright mr", False)):
        assert cli.main(["models", "search", text, "--json"]) == 0
        names = [card["name"] for card in json.loads(capsys.readouterr().out)]
        assert ("edges" in names) is found, text
