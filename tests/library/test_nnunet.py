"""Imported nnU-Nets answer as nnU-Net's own predictor does; what cannot be run is refused with the reason."""

from __future__ import annotations

import copy
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from medseg_gui import api, settings
from medseg_gui.core.errors import ModelError
from medseg_gui.core.volume import Volume
from medseg_gui.ml import foreign
from medseg_gui.workers import importing, models
from medseg_gui.workers.job import run_now
from tests.library.conftest import check_sure_and_why, worst_dice
from tests.library.images import write_image
from tests.library.nnunet_jobs import job

CASES: dict[str, dict[str, Any]] = {
    "plain": {"folds": [0, 1], "mirror": [0, 1, 2]},
    "flat": {
        "configuration": "2d",
        "patch": [32, 40],
        "spacing": [1.1, 1.3],
        "scheme": "ZScoreNormalization",
        "masked": True,
        "transpose": [1, 0, 2],
        "mirror": [0, 1],
        "channels": {"0": "T1"},
    },
    "residual": {
        "network": "ResidualEncoderUNet",
        "scheme": "RescaleTo01Normalization",
        "reader": "SimpleITKIOWithReorient",
        "resampling": "torch",
        "spacing": [4.5, 1.0, 1.4],
        "mirroring": False,
    },
    "bottleneck": {
        "network": "ResidualEncoderUNet",
        "spacing": [3.0, 1.0, 0.8],  # the image's own: nothing is resampled
        "arguments": {
            "block": "dynamic_network_architectures.building_blocks.residual.BottleneckD",
            "bottleneck_channels": [4, 6, 8],
            "stem_channels": 6,
            "norm_op": "torch.nn.modules.batchnorm.BatchNorm3d",
            "nonlin": "torch.nn.ReLU",
        },
    },
    "coarse": {
        "scheme": "NoNormalization",
        "reader": "NibabelIO",
        "spacing": [5.0, 1.4, 1.5],
        "mirror": [1],
        "channels": {"0": "something"},
    },
}


class Made:
    """A folder with real nnU-Net models, one a case, the image, and what nnU-Net answered."""

    def __init__(self, folder: Path, volume: Volume) -> None:
        self.folder, self.volume = folder, volume
        self.seconds: dict[str, float] = json.loads((folder / "seconds.json").read_text())

    def copy(self, name: str, target: Path, **changes: Callable[[Any], None]) -> Path:
        """A model with changed JSON files: ``plans`` or ``dataset`` → what changes it."""
        target.mkdir()
        for file in ("plans", "dataset"):
            data = json.loads((self.folder / name / f"{file}.json").read_text())
            changes.get(file, lambda data: None)(data)
            (target / f"{file}.json").write_text(json.dumps(data))
        for fold in (self.folder / name).glob("fold_*"):
            (target / fold.name).symlink_to(fold)
        return target


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, nnunet: Callable[[Path, list[dict[str, Any]]], None]) -> Made:
    folder = tmp_path_factory.mktemp("nnunet")
    volume = write_image(folder / "image.nii.gz")
    nnunet(folder, [job(name, str(folder / "image.nii.gz"), **changes) for name, changes in CASES.items()])
    return Made(folder, volume)


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_nnunets_own(made: Made, name: str) -> None:
    mirroring = CASES[name].get("mirroring", True)
    card = run_now(importing.import_model(made.folder / name, name, mirroring))
    answer = api.segment(made.volume, name)
    reference = api.open_labels(made.folder / f"{name}.nii.gz", like=made.volume)
    assert worst_dice(answer.voxels, reference.voxels) >= 0.999
    assert np.ptp(answer.voxels) > 0
    assert [(s.value, s.name) for s in answer.segments] == [(1, "ball"), (2, "shell")]
    assert models.verify(name) == card
    check_sure_and_why(made.volume, name, 0.9, True)


def test_the_card_says_what_nnunet_knows(made: Made, tmp_path: Path) -> None:
    folder = made.copy("plain", tmp_path / "model")
    (folder / "crossval_results_folds_0_1").mkdir()
    scores = {"foreground_mean": {"Dice": 0.81}, "mean": {"1": {"Dice": 0.9}, "2": {"Dice": 0.72}}}
    (folder / "crossval_results_folds_0_1" / "summary.json").write_text(json.dumps(scores))
    card = run_now(importing.import_model(folder))
    assert (card.name, card.kind, card.modality) == ("Dataset999_Made-3d_fullres", "nnunet", ("CT",))
    assert card.spacing_mm == (2.5, 1.2, 1.2)
    assert card.licence == "CC-BY-SA 4.0"
    assert "12 cases" in card.trained_on
    assert "nnUNetTrainer" in card.limits
    assert card.scores["held_out_dice"] == 0.81
    assert card.scores["per_structure"]["shell"]["dice"] == 0.72
    assert card.plan["folds"] == ["0", "1"]


def test_from_a_zip_and_with_fewer_views(made: Made, tmp_path: Path) -> None:
    top = Path("Dataset999_Made/nnUNetTrainer__nnUNetPlans__3d_fullres")
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        for path in sorted((made.folder / "plain").rglob("*")):
            archive.write(path, top / path.relative_to(made.folder / "plain"))
    card = run_now(importing.import_model(tmp_path / "model.zip", mirroring=False))
    assert card.plan["mirror"] == []
    again = run_now(importing.import_model(tmp_path / "model.zip"))
    assert again.name == f"{card.name}-2"  # nothing is overwritten
    assert again.plan["mirror"] == [0, 1, 2]


def _network(**changes: Any) -> Callable[[Any], None]:
    def change(plans: Any) -> None:
        architecture = plans["configurations"]["base"]["architecture"]
        architecture["arch_kwargs"].update({k: v for k, v in changes.items() if k != "name"})
        architecture["network_class_name"] = changes.get("name", architecture["network_class_name"])

    return change


def _base(**changes: Any) -> Callable[[Any], None]:
    return lambda plans: plans["configurations"]["base"].update(changes)


REFUSED: list[tuple[str, dict[str, Callable[[Any], None]], str]] = [
    ("channels", {"dataset": lambda d: d.update(channel_names={"0": "T1", "1": "T2"})}, "2 images at once .T1, T2"),
    ("regions", {"dataset": lambda d: d["labels"].update(shell=[1, 2])}, "regions that overlap .shell"),
    ("gap", {"dataset": lambda d: d["labels"].update(shell=5)}, "not 0, 1, 2"),
    ("cascade", {"plans": _base(previous_stage="3d_lowres")}, "second stage of a cascade"),
    ("scheme", {"plans": _base(normalization_schemes=["RGBTo01Normalization"])}, "RGBTo01Normalization"),
    ("resampling", {"plans": _base(resampling_fn_data="mine")}, "'mine'"),
    ("network", {"plans": _network(name="a.b.PrimusM")}, "PrimusM"),
    ("activation", {"plans": _network(nonlin="torch.nn.GELU")}, "GELU"),
    ("reader", {"plans": lambda p: p.update(image_reader_writer="NaturalImage2DIO")}, "NaturalImage2DIO"),
    ("wider", {"plans": _network(features_per_stage=[8, 12, 20])}, "do not fit the network"),
    ("huge", {"plans": _network(features_per_stage=[8, 12, 10**9])}, "not build"),
    ("damaged", {"plans": lambda p: p.pop("transpose_forward")}, "damaged or of an unknown version"),
    ("configuration", {"plans": lambda p: p["configurations"].pop("3d_fullres")}, "damaged or of an unknown version"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "why"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_run_is_refused(
    made: Made, tmp_path: Path, name: str, changes: dict[str, Callable[[Any], None]], why: str
) -> None:
    folder = made.copy("plain", tmp_path / name, **changes)
    with pytest.raises(ModelError, match=why):
        run_now(importing.import_model(folder))
    home = settings.user_folder("models")
    assert not [p for p in home.rglob("*") if p.is_file()]


class Evil:
    def __reduce__(self) -> Any:
        return (print, ("code was run",))


def test_a_checkpoint_never_runs_code(made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = made.copy("coarse", tmp_path / "evil")
    (folder / "fold_0").unlink()
    (folder / "fold_0").mkdir()
    good = torch.load(made.folder / "coarse" / "fold_0" / "checkpoint_final.pth", weights_only=False)
    torch.save({**good, "logging": Evil()}, folder / "fold_0" / "checkpoint_final.pth")
    with pytest.raises(ModelError, match=r"asks for code \(print\)"):
        run_now(importing.import_model(folder))
    (folder / "fold_0" / "checkpoint_final.pth").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ModelError):
        run_now(importing.import_model(folder))
    assert "code was run" not in capsys.readouterr().out


def test_only_numbers_of_numpy_are_let_through(tmp_path: Path) -> None:
    numbers = {"a": np.float32(1.5), "b": [np.float64(2)], "c": np.int64(3), "d": np.dtype("f4"), "e": np.bool_(True)}
    torch.save(numbers, tmp_path / "good.pth")
    assert foreign.load_checkpoint(tmp_path / "good.pth") == numbers
    torch.save({"a": np.zeros(3)}, tmp_path / "array.pth")
    with pytest.raises(ModelError, match="asks for code"):
        foreign.load_checkpoint(tmp_path / "array.pth")


def test_damaged_files_are_one_clear_line(made: Made, tmp_path: Path) -> None:
    folder = made.copy("coarse", tmp_path / "model")
    (folder / "fold_0").unlink()
    (folder / "fold_0").mkdir()
    whole = (made.folder / "coarse" / "fold_0" / "checkpoint_final.pth").read_bytes()
    for part in (b"", whole[:5000], whole[:-100], b"nonsense" * 100):
        (folder / "fold_0" / "checkpoint_final.pth").write_bytes(part)
        with pytest.raises(ModelError, match="checkpoint_final"):
            run_now(importing.import_model(folder))


def test_other_weights_under_a_card_are_noticed(made: Made) -> None:
    card = run_now(importing.import_model(made.folder / "coarse", "one"))
    other = run_now(importing.import_model(made.folder / "residual", "two"))
    weights = Path(card.folder) / models.WEIGHTS
    weights.write_bytes((Path(other.folder) / models.WEIGHTS).read_bytes())
    with pytest.raises(ModelError, match="not the ones the card names"):
        api.segment(made.volume, "one")


def test_an_old_plan_is_read(made: Made, tmp_path: Path) -> None:
    """Plans before nnunetv2 2.3 name the network in other words; the network is the same."""

    def older(plans: Any) -> None:
        base = plans["configurations"]["base"]
        told = base.pop("architecture")["arch_kwargs"]
        base.update(
            UNet_class_name="PlainConvUNet",
            UNet_base_num_features=8,
            unet_max_num_features=16,
            conv_kernel_sizes=told["kernel_sizes"],
            pool_op_kernel_sizes=told["strides"],
            n_conv_per_stage_encoder=told["n_conv_per_stage"],
            n_conv_per_stage_decoder=told["n_conv_per_stage_decoder"],
        )

    from medseg_gui.ml.nnunet_import import configuration_of, network_of

    plans = json.loads((made.folder / "plain" / "plans.json").read_text())
    new = network_of(configuration_of(plans, "3d_fullres"), 3, tmp_path)
    older(old := copy.deepcopy(plans))
    assert network_of(configuration_of(old, "3d_fullres"), 3, tmp_path) == {**new, "filters": [8, 16, 16]}
