"""Imported MONAI bundles answer as MONAI's own transforms and sliding window do; bundles that need code are refused."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
import yaml

from medseg_gui import api
from medseg_gui.core.errors import ModelError
from medseg_gui.workers import importing
from medseg_gui.workers.job import run_now
from tests.library.conftest import check_sure_and_why, worst_dice
from tests.library.images import write_image

METADATA = {
    "name": "Ball and shell",
    "version": "0.3.1",
    "description": "Made for a test",
    "intended_use": "No clinical use.",
    "copyright": "Copyright (c) Nobody",
    "data_source": "Task 99",
    "eval_metrics": {"mean_dice": 0.93},
    "network_data_format": {
        "inputs": {"image": {"modality": "CT", "num_channels": 1}},
        "outputs": {"pred": {"channel_def": {"0": "background", "1": "ball", "2": "shell"}}},
    },
}
NETWORKS: dict[str, dict[str, Any]] = {
    "UNet": {"spatial_dims": 3, "channels": [8, 12, 16], "strides": [2, 2], "num_res_units": 1, "norm": "batch"},
    "SegResNet": {"spatial_dims": 3, "init_filters": 8, "blocks_down": [1, 1], "blocks_up": [1]},
    "DynUNet": {
        "spatial_dims": 3,
        "kernel_size": [3, 3, 3],
        "strides": [1, 2, 2],
        "upsample_kernel_size": [2, 2],
        "filters": [8, 12, 16],
    },
    "BasicUNet": {"spatial_dims": 3, "features": [8, 8, 12, 12, 16, 8]},
    "VNet": {"spatial_dims": 3},
}
PREPARED: dict[str, list[dict[str, Any]]] = {
    "ct": [
        {"_target_": "Orientationd", "keys": "@image_key", "axcodes": "RAS"},
        {"_target_": "Spacingd", "keys": "@image_key", "pixdim": "@pixdim", "mode": "bilinear"},
        {"_target_": "ScaleIntensityRanged", "keys": "image", "a_min": -200, "a_max": 250, "b_min": 0.0, "b_max": 1.0},
    ],
    "mr": [
        {"_target_": "CropForegroundd", "keys": "image", "source_key": "image", "margin": 2},
        {"_target_": "monai.transforms.Orientationd", "keys": ["image"], "axcodes": "LPS"},
        {"_target_": "Spacingd", "keys": ["image"], "pixdim": [1.3, 1.1, 2.0], "mode": ["bilinear"]},
        {"_target_": "NormalizeIntensityd", "keys": "image", "nonzero": True, "channel_wise": True},
        {"_target_": "SpatialPadd", "keys": "image", "spatial_size": [48, 48, 48]},
    ],
}  # fmt: skip


def make_config(network: str, prepared: str, **inferer: Any) -> dict[str, Any]:
    return {
        "imports": ["$import glob", "$import os"],
        "bundle_root": "/workspace/data",
        "dataset_dir": "$os.path.join(@bundle_root, 'data')",
        "device": "$torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
        "image_key": "image",
        "pixdim": [1.5, 1.5, 2.5],
        "classes": 3,
        "network_def": {
            "_target_": network,
            "in_channels": 1,
            "out_channels": "@classes",
            **copy.deepcopy(NETWORKS[network]),
        },
        "network": "$@network_def.to(@device)",
        "preprocessing": {
            "_target_": "Compose",
            "transforms": [
                {"_target_": "LoadImaged", "keys": "@image_key"},
                {"_target_": "EnsureChannelFirstd", "keys": "@image_key"},
                *copy.deepcopy(PREPARED[prepared]),
                {"_target_": "EnsureTyped", "keys": "@image_key", "device": "@device"},
            ],
        },
        "inferer": {"_target_": "SlidingWindowInferer", "roi_size": [32, 32, 16], "sw_batch_size": 4, **inferer},
        "postprocessing": {
            "_target_": "Compose",
            "transforms": [
                {"_target_": "Activationsd", "keys": "pred", "softmax": True},
                {"_target_": "Invertd", "keys": "pred", "transform": "@preprocessing", "nearest_interp": False},
                {"_target_": "AsDiscreted", "keys": "pred", "argmax": True},
                {"_target_": "SaveImaged", "keys": "pred", "output_dir": "@output_dir"},
            ],
        },
    }


def make_bundle(folder: Path, config: dict[str, Any], suffix: str = "json") -> torch.nn.Module:
    """A bundle with random weights; its network."""
    from monai.networks import nets

    (folder / "configs").mkdir(parents=True)
    (folder / "models").mkdir()
    (folder / "configs" / "metadata.json").write_text(json.dumps(METADATA))
    text = json.dumps(config) if suffix == "json" else yaml.safe_dump(config)
    (folder / "configs" / f"inference.{suffix}").write_text(text)
    torch.manual_seed(1)
    definition = {k: v for k, v in config["network_def"].items() if k != "_target_"}
    made: torch.nn.Module = getattr(nets, config["network_def"]["_target_"])(**{**definition, "out_channels": 3})
    torch.save({"model": made.state_dict()} if suffix == "yaml" else made.state_dict(), folder / "models" / "model.pt")
    return made.eval()


def monai_answer(image: Path, network: torch.nn.Module, config: dict[str, Any]) -> npt.NDArray[np.uint8]:
    """What MONAI's own classes answer, (slice, row, column)."""
    from monai import transforms
    from monai.data import MetaTensor
    from monai.inferers import SlidingWindowInferer

    rows = config["preprocessing"]["transforms"]
    steps = []
    for row in rows:
        arguments = {k: v for k, v in row.items() if k not in ("_target_", "device")}
        arguments = {k: config[v[1:]] if isinstance(v, str) and v.startswith("@") else v for k, v in arguments.items()}
        steps.append(getattr(transforms, row["_target_"].rpartition(".")[2])(**arguments))
    prepare = transforms.Compose(steps)
    data = prepare({"image": str(image)})
    inferer = SlidingWindowInferer(**{k: v for k, v in config["inferer"].items() if k != "_target_"})
    with torch.inference_mode():
        logits = inferer(data["image"][None].as_tensor(), network)[0]
    data["pred"] = MetaTensor(logits)
    after = transforms.Compose(
        [
            transforms.Activationsd("pred", softmax=True),
            transforms.Invertd("pred", prepare, "image", nearest_interp=False),
            transforms.AsDiscreted("pred", argmax=True),
        ]
    )
    return np.asarray(after(data)["pred"][0].numpy().transpose(2, 1, 0), np.uint8)


@pytest.mark.filterwarnings("ignore")  # MONAI's own, of defaults about to change
@pytest.mark.parametrize(
    ("network", "prepared", "inferer", "suffix"),
    [
        ("UNet", "ct", {"overlap": 0.5, "mode": "gaussian"}, "json"),
        ("SegResNet", "mr", {"overlap": 0.6}, "yaml"),
        ("DynUNet", "ct", {}, "json"),
        ("BasicUNet", "mr", {"mode": "gaussian"}, "json"),
        ("VNet", "ct", {}, "json"),
    ],
)
def test_the_answer_is_monais_own(
    tmp_path: Path, network: str, prepared: str, inferer: dict[str, Any], suffix: str
) -> None:
    volume = write_image(tmp_path / "image.nii.gz")
    config = make_config(network, prepared, **inferer)
    built = make_bundle(tmp_path / "bundle", config, suffix)
    card = run_now(importing.import_model(tmp_path / "bundle", "mine"))
    answer = api.segment(volume, "mine")
    reference = monai_answer(tmp_path / "image.nii.gz", built, config)
    assert np.ptp(reference) > 0
    assert worst_dice(answer.voxels, reference) >= 0.999
    assert [(s.value, s.name) for s in answer.segments] == [(1, "ball"), (2, "shell")]
    assert card.scores["held_out_dice"] == 0.93
    assert (card.modality, card.version, card.licence) == (("CT",), "0.3.1", "Copyright (c) Nobody")
    check_sure_and_why(volume, "mine", 0.97, False)


def _at(config: dict[str, Any], *path: Any, value: Any) -> None:
    at: Any = config
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value


REFUSED: list[tuple[tuple[Any, ...], Any, str]] = [
    (("network_def", "channels"), "$[8, 12, 16]", r"needs code.*network_def.channels: \$\[8, 12, 16\]"),
    (("network_def",), "$__import__('os').system('x')", r"needs code.*network_def: \$__import__"),
    (("network_def", "norm"), "@device", r"needs code.*@device: \$torch.device"),
    (("network_def", "_target_"), "scripts.mine.Net", "code of its own.*scripts.mine.Net"),
    (("network_def", "_target_"), "os.system", "code of its own.*os.system"),
    (("network_def", "_target_"), "FlexibleUNet", "FlexibleUNet, is not one of those"),
    (("network_def", "in_channels"), 4, "4 images at once"),
    (("network_def", "channels"), [8, 12, 10**9], "no plain figure"),
    (("network_def", "channels"), [8, 12, 20], "do not fit the network"),
    (("network_def", "strides"), [2], "cannot be built"),
    (("preprocessing", "transforms", 3, "pixdim"), "$[1, 1, 1]", r"needs code.*transforms\[3\].pixdim"),
    (("preprocessing", "transforms", 4, "_target_"), "Lambdad", "with Lambdad, which is not known"),
    (("preprocessing", "transforms", 4, "extra"), 1, "ScaleIntensityRange is set in a way not known here: extra"),
    (("inferer", "_target_"), "SimpleInferer", "SimpleInferer, which is not known"),
    (("inferer", "roi_size"), "$@patch", "needs code.*inferer.roi_size"),
    (("postprocessing", "transforms", 0, "sigmoid"), True, "regions that may overlap"),
]


@pytest.mark.parametrize(("where", "value", "why"), REFUSED)
def test_what_needs_code_is_refused(tmp_path: Path, where: tuple[Any, ...], value: Any, why: str) -> None:
    config = make_config("UNet", "ct")
    make_bundle(tmp_path / "bundle", config)
    _at(config, *where, value=value)
    (tmp_path / "bundle" / "configs" / "inference.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=why):
        run_now(importing.import_model(tmp_path / "bundle"))


def test_references_to_references_end(tmp_path: Path) -> None:
    config = make_config("UNet", "ct")
    make_bundle(tmp_path / "bundle", config)
    config |= {f"level{i}": [f"@level{i + 1}"] * 60 for i in range(6)} | {"level6": [1] * 60, "self": "@self"}
    for value in ("@level0", "@self", "@", "@no::such"):
        config["network_def"]["channels"] = value
        (tmp_path / "bundle" / "configs" / "inference.json").write_text(json.dumps(config))
        with pytest.raises(ModelError, match=r"goes in circles|no plain figure|damaged"):
            run_now(importing.import_model(tmp_path / "bundle"))


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    config = make_config("UNet", "ct")
    config["postprocessing"]["transforms"].append({"_target_": "KeepLargestConnectedComponentd", "keys": "pred"})
    make_bundle(tmp_path / "bundle", config)
    card = run_now(importing.import_model(tmp_path / "bundle"))
    assert "KeepLargestConnectedComponentd" in card.limits
    assert "No clinical use." in card.limits
