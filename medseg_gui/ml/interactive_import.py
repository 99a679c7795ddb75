"""An nnInteractive checkpoint folder made a model of the kind "click-nninteractive": an nnU-Net that looks at prompts.

Source: nnInteractive 2.6 (Isensee et al. 2025, arXiv:2503.08373; the code Apache-2.0, its weights have a licence of
their own): inference/inference_session.py.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.ml.foreign import Options, load_checkpoint, read_json, safe_name, text_of, weights_of, write_model
from medseg_gui.ml.interactive import KIND, PREVIOUS, check_plan
from medseg_gui.ml.nnunet_import import configuration_of, facts_of, folds_of, network_of
from medseg_gui.ml.nnunet_net import own_names

CAPABILITY, LEGACY = "inference_info.json", "inference_session_class.json"
_SESSION, _VERSION = "nnInteractiveInferenceSession", (2, 6, 0)
_OFFICIAL, _OFFICIAL_LICENCE = "Dataset225_nnInteractiveV2", "CC BY-NC-SA 4.0"
# What a checkpoint means that does not say it (``_legacy_default_capability``).
_SUPPORTED = {"scribble": True, "lasso": True, "points": True, "bbox2d": True, "bbox3d": False}
_CHANNELS = {PREVIOUS: 0, "bbox2d": [1, 2], "bbox3d": [1, 2], "lasso": [1, 2], "points": [3, 4], "scribble": [5, 6]}
_PROMPTS = {"points": "click", "bbox2d": "box", "scribble": "scribble", "lasso": "lasso"}


def is_root(folder: Path) -> bool:
    """True for the folder of one checkpoint."""
    told = any((folder / name).is_file() for name in (CAPABILITY, LEGACY))
    return told and (folder / "plans.json").is_file() and bool(folds_of(folder))


def convert(root: Path, target: Path, options: Options) -> Generator[Progress, None, ModelCard]:
    """The model in ``target``, card and weights. Raises ModelError with what this program cannot run."""
    folds = folds_of(root)
    if len(folds) != 1:
        raise ModelError(f"An nnInteractive checkpoint has one fold, this one {len(folds)}", root)
    plans = read_json(root / "plans.json")
    path = next(iter(folds.values()))
    yield Progress("Reading the checkpoint", 0, 2)
    checkpoint = load_checkpoint(path)
    trainer, name, _ = facts_of(checkpoint, path)
    tensors = own_names(weights_of(checkpoint.get("network_weights"), path))
    yield Progress("Writing the model", 1, 2)
    try:
        plan = _prompting(root)
        configuration = configuration_of(plans, name)
        plan["network"] = {**network_of(configuration, 2, root), "channels": 1 + plan["channels"]}
        plan["patch"] = [int(n) for n in configuration["patch_size"]]
        title = str(plans.get("dataset_name") or root.name)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"This nnInteractive is damaged or of an unknown version: {error!r}", root) from error
    dataset = read_json(root / "dataset.json") if (root / "dataset.json").is_file() else {}
    card = ModelCard(
        safe_name(f"nnInteractive-{title}"),
        str(dataset.get("release") or "1"),
        KIND,
        segments=(CardSegment(1, "object"),),
        prompts=tuple(said for key, said in _PROMPTS.items() if key in plan["prompts"]),
        trained_on=text_of(dataset, "description") or title,
        limits=f"Imported from nnInteractive ({trainer}, {name}). It works in 3-D on large patches and is made for a "
        "graphics card: without one an answer takes minutes. No preview while the mouse rests; not taught further.",
        licence=_licence(root, title),
        plan=plan,
    )
    check_plan(card, root)
    return write_model(target, card, tensors)


def _licence(root: Path, title: str) -> str:
    """The first line of the folder's LICENSE; that of the makers' first release had none in it."""
    path = root / "LICENSE"
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace") as lines:
            said = next((line.strip() for _, line in zip(range(100), lines, strict=False) if line.strip()), "")
        if said:
            return said[:200]
    return _OFFICIAL_LICENCE if title == _OFFICIAL else "not stated"


def _prompting(root: Path) -> dict[str, Any]:
    """How prompts are fed: radius, decay, and each kind of prompt's two channels."""
    modern = (root / CAPABILITY).is_file()
    try:
        told: Mapping[str, Any] = read_json(root / (CAPABILITY if modern else LEGACY))
        decay = float(told.get("interaction_decay", 0.98))
    except ModelError:
        if modern or not (root / LEGACY).read_text(encoding="utf-8", errors="replace").strip().startswith('"'):
            raise
        told, decay = {}, 0.9  # the first releases named their session alone
    if modern:
        _check_version(told, root)
    if str(told.get("pad_mode_image", "constant")) != "constant":
        raise ModelError(f"This nnInteractive pads images with {told['pad_mode_image']}: not done here", root)
    abilities = told if modern else {}
    supported = {**_SUPPORTED, **abilities.get("supported_interactions", {})}
    channels = {**_CHANNELS, **abilities.get("channel_mapping", {})}
    if unknown := [k for k in (*supported, *channels) if k not in _CHANNELS]:
        raise ModelError(f"This nnInteractive takes prompts that this program does not know: {unknown}", root)
    pairs = {k: [int(v[0]), int(v[1])] for k, v in channels.items() if k != PREVIOUS}
    flat = [int(channels[PREVIOUS]), *(i for pair in pairs.values() for i in pair)]
    total = int(abilities.get("interaction_channels", max(*flat, -min(flat) - 1))) + 1
    return {
        "channels": total,
        "previous": int(channels[PREVIOUS]) % total,
        "prompts": {k: [i % total for i in pair] for k, pair in pairs.items() if supported.get(k)},
        "radius": int(told.get("point_radius", 4)),
        "decay": decay,
    }


def _check_version(told: Mapping[str, Any], root: Path) -> None:
    wanted = str(told.get("inference_class", _SESSION))
    least = [int(n) for n in str(told.get("inference_class_min_version") or "0").split(".") if n.isdigit()]
    if wanted != _SESSION or tuple(least) > _VERSION:
        version = ".".join(map(str, least))
        raise ModelError(f"This checkpoint asks for {wanted} {version}, which this program does not know", root)
