"""An nnU-Net v2 trained-model folder made a model of the kind "nnunet": its plan read, its folds' weights gathered."""

from __future__ import annotations

import copy
import re
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.ml import nnunet_resample
from medseg_gui.ml.foreign import (
    Options,
    load_checkpoint,
    modality_of,
    read_json,
    safe_name,
    text_of,
    weights_of,
    write_model,
)
from medseg_gui.ml.nnunet import RAS, STORED
from medseg_gui.ml.nnunet_net import own_names

# The best checkpoint stands where the training was ended by hand.
CHECKPOINTS = ("checkpoint_final.pth", "checkpoint_best.pth")
_READERS = {
    "SimpleITKIO": STORED,
    "NibabelIO": STORED,
    "Tiff3DIO": STORED,
    "SimpleITKIOWithReorient": RAS,
    "NibabelIOWithReorient": RAS,
}
_NORMALISATIONS = {
    "CTNormalization": "ct",
    "ZScoreNormalization": "zscore",
    "NoNormalization": "none",
    "RescaleTo01Normalization": "rescale",
}


def is_root(folder: Path) -> bool:
    """True for the folder of one trained model; an nnInteractive's, which takes prompts, is another's."""
    if any(folder.glob("inference_*.json")):
        return False
    return (folder / "plans.json").is_file() and (folder / "dataset.json").is_file() and bool(folds_of(folder))


def folds_of(folder: Path) -> dict[str, Path]:
    """Fold → its checkpoint; all single folds, as nnU-Net takes them, or "all" where there is no other."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("fold_*")):
        for name in CHECKPOINTS:
            if (path / name).is_file():
                found.setdefault(path.name.removeprefix("fold_"), path / name)
    single = {k: v for k, v in found.items() if k.isdigit()}
    return single or {k: v for k, v in found.items() if k == "all"}


def convert(root: Path, target: Path, options: Options) -> Generator[Progress, None, ModelCard]:
    """The model in ``target``, card and weights. Raises ModelError with what this program cannot run."""
    plans, dataset = read_json(root / "plans.json"), read_json(root / "dataset.json")
    folds = folds_of(root)
    tensors = {}
    trainer = configuration = ""
    mirror: list[int] = []
    for at, (fold, path) in enumerate(folds.items()):
        yield Progress(f"Reading fold {fold}", at, len(folds))
        checkpoint = load_checkpoint(path)
        if at == 0:
            trainer, configuration, mirror = facts_of(checkpoint, path)
        weights = own_names(weights_of(checkpoint.get("network_weights"), path))
        tensors.update({f"{fold}/{name}": t for name, t in weights.items()})
        del checkpoint, weights
    yield Progress("Writing the model", len(folds), len(folds))
    try:
        card = _card(plans, dataset, configuration, trainer, root)
        card.plan["mirror"] = mirror if options.mirroring else []
        card.plan["folds"] = list(folds)
        card.scores.update(_scores(root, {s.value: s.name for s in card.segments}))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"The plans of this nnU-Net are damaged or of an unknown version: {error!r}", root) from error
    return write_model(target, card, tensors)


def facts_of(checkpoint: Mapping[str, Any], path: Path) -> tuple[str, str, list[int]]:
    """Trainer, configuration and the axes that the training mirrored."""
    try:
        trainer, configuration = str(checkpoint["trainer_name"]), str(checkpoint["init_args"]["configuration"])
        mirror = [int(a) for a in checkpoint.get("inference_allowed_mirroring_axes") or ()]
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"This is not a checkpoint of nnU-Net v2: {error!r}", path) from error
    return trainer, configuration, mirror


def _card(plans: dict[str, Any], dataset: dict[str, Any], name: str, trainer: str, root: Path) -> ModelCard:
    channels = dataset.get("channel_names") or dataset["modality"]
    if len(channels) != 1:
        names = ", ".join(str(c) for c in channels.values())
        raise ModelError(
            f"This nnU-Net looks at {len(channels)} images at once ({names}); this program gives a model one image",
            root,
        )
    configuration = configuration_of(plans, name)
    if configuration.get("previous_stage"):
        raise ModelError(f"{name} is the second stage of a cascade, which needs the first one's answer", root)
    segments = _segments(dataset["labels"], root)
    spacing = [float(s) for s in configuration["spacing"]]
    reader = str(plans.get("image_reader_writer", "SimpleITKIO"))
    if reader not in _READERS:
        raise ModelError(f"This nnU-Net reads its images with {reader}, which this program does not know", root)
    forward = [int(a) for a in plans["transpose_forward"]]
    network = network_of(configuration, len(segments) + 1, root)
    plan = {
        "network": network,
        "patch": [int(n) for n in configuration["patch_size"]],
        "spacing_mm": [None] * (3 - len(spacing)) + spacing,
        "transpose": forward,
        "axes": _READERS[reader],
        "normalise": _normalisation(plans, configuration, root),
        "resample": nnunet_resample.read(
            configuration.get("resampling_fn_data"), configuration.get("resampling_fn_data_kwargs")
        ),
        "resample_back": nnunet_resample.read(
            configuration.get("resampling_fn_probabilities"), configuration.get("resampling_fn_probabilities_kwargs")
        ),
        "values": [s.value for s in segments],
    }
    title = str(plans.get("dataset_name") or root.parent.name or root.name)
    limits = [f"Imported from nnU-Net v2 ({trainer}, {plans.get('plans_name', 'nnUNetPlans')}, {name})."]
    if trainer != "nnUNetTrainer":
        limits.append("Code of its own trainer, if it has any, is not run.")
    if (root / "postprocessing.pkl").is_file():
        limits.append("Its post-processing is code and is left out.")
    cases = dataset.get("numTraining")
    about = [text_of(dataset, "name"), text_of(dataset, "description"), f"{cases} cases" if cases else ""]
    back = [spacing[forward.index(a)] for a in range(3)] if len(spacing) == 3 else None
    return ModelCard(
        safe_name(f"{title}-{name}"),
        str(dataset.get("release") or "1"),
        "nnunet",
        modality_of(str(next(iter(channels.values())))),
        (back[0], back[1], back[2]) if back else None,
        segments,
        (),
        "; ".join(dict.fromkeys(a for a in (*about, text_of(dataset, "reference")) if a)) or title,
        " ".join(limits),
        text_of(dataset, "licence", "license") or "not stated",
        plan=plan,
    )


def configuration_of(plans: Mapping[str, Any], name: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """A configuration with all that it inherits."""
    own = copy.deepcopy(dict(plans["configurations"][name]))
    parent = own.get("inherits_from")
    if parent is None:
        return own
    if parent in (*seen, name):
        raise ValueError("configurations inherit from each other")
    return {**configuration_of(plans, str(parent), (*seen, name)), **own}


def _segments(labels: Mapping[str, Any], root: Path) -> tuple[CardSegment, ...]:
    names = {}
    for name, value in labels.items():
        if name == "ignore":
            continue
        some = value if isinstance(value, list) else [value]
        if len(some) != 1:
            raise ModelError(
                f"This nnU-Net answers with regions that overlap ({name}: {some}); this program reads plain labels",
                root,
            )
        names[int(some[0])] = str(name)
    if sorted(names) != list(range(len(names))) or len(names) < 2:
        raise ModelError(f"The labels of this nnU-Net are not 0, 1, 2 …: {sorted(names)}", root)
    return tuple(CardSegment(v, names[v]) for v in sorted(names) if v)


def _normalisation(plans: Mapping[str, Any], configuration: Mapping[str, Any], root: Path) -> dict[str, Any]:
    scheme = str(configuration["normalization_schemes"][0])
    if scheme not in _NORMALISATIONS:
        raise ModelError(f"This nnU-Net normalises with {scheme}, which this program does not know", root)
    how: dict[str, Any] = {"kind": _NORMALISATIONS[scheme]}
    if how["kind"] == "ct":
        key = "foreground_intensity_properties_per_channel"
        seen = (plans.get(key) or plans["foreground_intensity_properties_by_modality"])["0"]
        how["clip"] = [float(seen["percentile_00_5"]), float(seen["percentile_99_5"])]
        how["mean"], how["sd"] = float(seen["mean"]), float(seen["std"])
    elif how["kind"] == "zscore":
        how["masked"] = bool((configuration.get("use_mask_for_norm") or [False])[0])
    return how


# ----- the network ---------------------------------------------------------------------------------------------
def network_of(configuration: Mapping[str, Any], classes: int, root: Path) -> dict[str, Any]:
    """The description for ``nnunet_net.build``. Raises ModelError for what it does not build."""
    dims = len(configuration["patch_size"])
    if "architecture" in configuration:
        kind = str(configuration["architecture"]["network_class_name"]).rpartition(".")[2]
        told = dict(configuration["architecture"]["arch_kwargs"])
    else:
        kind, told = str(configuration["UNet_class_name"]), _old_plan(configuration)
    levels = int(told["n_stages"])
    block = str(told.get("block") or "BasicBlockD").rpartition(".")[2]
    kinds = {
        ("PlainConvUNet", "BasicBlockD"): "plain",
        ("ResidualEncoderUNet", "BasicBlockD"): "residual",
        ("ResidualEncoderUNet", "BottleneckD"): "residual-bottleneck",
    }
    norm, active = str(told.get("norm_op")), str(told.get("nonlin")).rpartition(".")[2]
    norms = {f"InstanceNorm{dims}d": "instance", f"BatchNorm{dims}d": "batch"}
    slope = (told.get("nonlin_kwargs") or {}).get("negative_slope", 0.01)
    odd = {
        "network": kind if (kind, block) not in kinds else "",
        "norm": norm if norm.rpartition(".")[2] not in norms else "",
        "activation": active if active not in ("LeakyReLU", "ReLU") else "",
        "slope": "" if slope == 0.01 else str(slope),
        "order": "activation before norm" if told.get("nonlin_first") else "",
    }  # fmt: skip
    if any(odd.values()):
        what = ", ".join(f"{k} {v}" for k, v in odd.items() if v)
        raise ModelError(f"This nnU-Net's {what} is not one that this program builds", root)
    out = {
        "kind": kinds[kind, block],
        "dims": dims,
        "channels": 1,
        "classes": classes,
        "filters": _each(told["features_per_stage"], levels),
        "strides": [_each(s, dims) for s in _each_level(told["strides"], levels)],
        "kernels": [_each(k, dims) for k in _each_level(told["kernel_sizes"], levels)],
        "down": _each(told.get("n_conv_per_stage", told.get("n_blocks_per_stage")), levels),
        "up": _each(told["n_conv_per_stage_decoder"], levels - 1),
        "bias": bool(told.get("conv_bias", False)),
        "norm": norms[norm.rpartition(".")[2]],
        "norm_eps": float((told.get("norm_op_kwargs") or {}).get("eps", 1e-5)),
        "activation": "leaky" if active == "LeakyReLU" else "relu",
    }
    if not (told.get("norm_op_kwargs") or {}).get("affine", norms[norm.rpartition(".")[2]] == "batch"):
        raise ModelError("This nnU-Net's norm has no weights: not one that this program builds", root)
    if told.get("stem_channels"):
        out["stem"] = int(told["stem_channels"])
    if block == "BottleneckD":
        out["bottleneck"] = _each(told["bottleneck_channels"], levels)
    return out


def _each(value: Any, count: int) -> list[int]:
    return [int(v) for v in value] if isinstance(value, list) else [int(value)] * count


def _each_level(value: Any, levels: int) -> list[Any]:
    return value if isinstance(value, list) else [value] * levels


def _old_plan(c: Mapping[str, Any]) -> dict[str, Any]:
    """What plans before nnunetv2 2.3 say, in the words of later ones (``plans_handler.ConfigurationManager``)."""
    levels, dims = len(c["n_conv_per_stage_encoder"]), len(c["patch_size"])
    base, most = int(c["UNet_base_num_features"]), int(c["unet_max_num_features"])
    return {
        "n_stages": levels,
        "features_per_stage": [min(base * 2**i, most) for i in range(levels)],
        "kernel_sizes": c["conv_kernel_sizes"],
        "strides": c["pool_op_kernel_sizes"],
        "n_conv_per_stage": c["n_conv_per_stage_encoder"],
        "n_conv_per_stage_decoder": c["n_conv_per_stage_decoder"],
        "conv_bias": True,
        "norm_op": f"torch.nn.InstanceNorm{dims}d",
        "norm_op_kwargs": {"eps": 1e-5, "affine": True},
        "nonlin": "torch.nn.LeakyReLU",
        "nonlin_kwargs": {"inplace": True},
    }


def _scores(root: Path, names: Mapping[int, str]) -> dict[str, Any]:
    """Dice that nnU-Net's own cross-validation or validation left in the folder; empty where it left none."""
    files = [*root.glob("crossval_results_folds_*/summary.json"), *root.glob("fold_*/validation/summary.json")]
    if not files:
        return {}
    summary = read_json(sorted(files, key=lambda p: (not p.parent.name.startswith("crossval"), str(p)))[0])
    mean = summary.get("foreground_mean", {}).get("Dice")
    if not _is_figure(mean):
        return {}
    cases = len(summary.get("metric_per_case") or ())
    rows = {}
    for key, row in (summary.get("mean") or {}).items():
        dice = row.get("Dice") if isinstance(row, dict) else None
        if re.fullmatch(r"\d+", str(key)) and int(key) in names and _is_figure(dice):
            rows[names[int(key)]] = {"dice": float(dice), "cases": cases}
    return {"held_out_dice": float(mean), "per_structure": rows, "measured_by": "nnU-Net's own validation"}


def _is_figure(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and 0 <= value <= 1
