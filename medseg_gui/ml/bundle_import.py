"""A MONAI bundle made a model of the kind "monai", without MONAI's own config reader: that one runs code.

Read are metadata.json, and of inference.json or .yaml the network, the preprocessing, the inferer and the
postprocessing, as far as they are plain figures. A ``$`` expression is code: what needs one is refused.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.ml.bundle import NETWORKS, TRANSFORMS, is_plain
from medseg_gui.ml.foreign import (
    LARGEST_TEXT,
    Options,
    load_checkpoint,
    modality_of,
    read_json,
    safe_name,
    text_of,
    weights_of,
    write_model,
)

CONFIGS = ("inference.json", "inference.yaml", "inference.yml")
# They read, name or place the image; here that has been done already.
_IDLE = {
    "LoadImage",
    "EnsureChannelFirst",
    "AddChannel",
    "EnsureType",
    "ToTensor",
    "ToDevice",
    "SelectItems",
    "Identity",
}
# A few lines of references to references can stand for more entries than memory holds.
_MOST_ENTRIES = 10_000
_INFERERS = {"SlidingWindowInferer", "SlidingWindowInfererAdapt"}
# What of a postprocessing is done here anyway, or only writes files.
_DONE = {"Activations", "Invert", "AsDiscrete", "SaveImage", "EnsureType", "ToTensor", "CopyItems", "SelectItems"}


def is_root(folder: Path) -> bool:
    configs = folder / "configs"
    return (configs / "metadata.json").is_file() and any((configs / name).is_file() for name in CONFIGS)


def convert(root: Path, target: Path, options: Options) -> Generator[Progress, None, ModelCard]:
    """The model in ``target``, card and weights. Raises ModelError with what this program cannot run, and where."""
    yield Progress("Reading the bundle")
    metadata = read_json(root / "configs" / "metadata.json")
    config = Config(next(root / "configs" / n for n in CONFIGS if (root / "configs" / n).is_file()))
    try:
        card = _card(metadata, config, root)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"The bundle is damaged or of an unknown kind: {error!r}", config.path) from error
    yield Progress("Reading the weights")
    path = root / "models" / "model.pt"
    if not path.is_file():
        raise ModelError("The bundle has no weights", path, "TorchScript beside it is a program and is not taken.")
    data = load_checkpoint(path)
    for key in ("model", "state_dict", "network", "net"):
        if isinstance(data.get(key), Mapping):
            data = data[key]
            break
    weights = {name.removeprefix("module."): t for name, t in weights_of(data, path).items()}
    # DynUNet lists its blocks a second time
    own = {name: t for name, t in weights.items() if not name.startswith("skip_layers.")}
    yield Progress("Writing the model")
    return write_model(target, card, own)


class Config:
    """A bundle's configuration, of which only plain figures are taken.

    ``@name`` and ``@a::b`` stand for other entries. Raises ModelError for what needs code, with the entry it stands in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._looked = 0
        self._data = read_json(path) if path.suffix == ".json" else _read_yaml(path)

    def has(self, key: str) -> bool:
        return key in self._data

    def entry(self, key: str) -> Any:
        if key not in self._data:
            raise ModelError(f"The bundle's configuration has no {key!r}", self.path)
        return self.value(self._data[key], key)

    def value(self, value: Any, place: str, depth: int = 0) -> Any:
        """A value with its references followed, one level deep; what lies in it is asked for in its turn."""
        if not isinstance(value, str) or depth > 20:
            return value
        if value.startswith(("$", "%")):
            raise ModelError(
                f"This bundle needs code, which is never run: {place}: {value[:200]}",
                self.path,
                "Write plain figures in its place.",
            )
        if not value.startswith("@"):
            return value
        at: Any = self._data
        for part in value[1:].replace("#", "::").split("::"):
            at = self.value(at, place, depth + 1)
            at = at[int(part)] if isinstance(at, list) else at[part]
        return self.value(at, value, depth + 1)

    def plain(self, value: Any, place: str, depth: int = 0) -> Any:
        """A value with all references in it followed. Raises ModelError where something needs code or is no figure."""
        value = self.value(value, place)
        self._looked += 1
        if depth > 8 or self._looked > _MOST_ENTRIES:
            raise ModelError(f"The bundle's configuration goes in circles at {place[:200]}", self.path)
        if isinstance(value, list):
            return [self.plain(v, f"{place}[{i}]", depth + 1) for i, v in enumerate(value)]
        if isinstance(value, dict):
            return {str(k): self.plain(v, f"{place}.{k}", depth + 1) for k, v in value.items()}
        if not is_plain(value):
            raise ModelError(
                f"The bundle's configuration holds no plain figure at {place}: {str(value)[:80]}", self.path
            )
        return value

    def target(self, value: Any, place: str) -> tuple[str, dict[str, Any]]:
        """(class, its other entries) of a component; a class of MONAI, without the "d" of those for tables."""
        table = self.value(value, place)
        if not isinstance(table, dict) or "_target_" not in table:
            raise ModelError(f"The bundle's configuration names no class at {place}", self.path)
        whole = str(table["_target_"])
        if "." in whole and not whole.startswith("monai."):
            raise ModelError(f"This bundle needs code of its own, which is never run: {place}: {whole}", self.path)
        return whole.rpartition(".")[2], {k: v for k, v in table.items() if not str(k).startswith("_")}


def _read_yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise ValueError(f"it is larger than {LARGEST_TEXT} bytes")
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise ModelError(f"This cannot be read as YAML: {error}", path) from error
    if not isinstance(data, dict):
        raise ModelError("This is no table of settings", path)
    return {str(k): v for k, v in data.items()}


def _bare(name: str) -> str:
    """A transform's name without the ending of its form for tables: Spacingd, SpacingD, SpacingDict."""
    for ending in ("Dict", "d", "D"):
        if name.endswith(ending) and (name.removesuffix(ending) in TRANSFORMS | dict.fromkeys(_IDLE | _DONE)):
            return name.removesuffix(ending)
    return name


def _card(metadata: Mapping[str, Any], config: Config, root: Path) -> ModelCard:
    name, arguments = config.target(config.entry("network_def"), "network_def")
    if name not in NETWORKS:
        raise ModelError(
            f"This bundle's network, {name}, is not one of those that are built here: {', '.join(NETWORKS)}",
            config.path,
        )
    arguments = config.plain(arguments, "network_def")
    seen, answered = int(arguments.get("in_channels", 1)), int(arguments.get("out_channels", 2))
    if seen != 1:
        raise ModelError(f"This bundle looks at {seen} images at once; this program gives a model one image", root)
    if int(arguments.get("spatial_dims", arguments.get("dimensions", 3))) != 3:
        raise ModelError("This bundle's network is not three-dimensional", config.path)
    activation, left_out = _postprocessing(config, answered)
    data_format = metadata.get("network_data_format") or {}
    outputs = next(iter((data_format.get("outputs") or {"pred": {}}).values()))
    inputs = next(iter((data_format.get("inputs") or {"image": {}}).values()))
    segments = _segments(outputs.get("channel_def") or {}, answered, activation)
    transforms = _preprocessing(config)
    spacing = next((t["args"].get("pixdim") for t in transforms if t["name"] == "Spacing"), None)
    limits = [f"Imported from a MONAI bundle ({name}).", text_of(metadata, "intended_use")]
    if left_out:
        limits.append(f"Its own post-processing is left out: {', '.join(left_out)}.")
    metrics = {str(k): float(v) for k, v in (metadata.get("eval_metrics") or {}).items() if isinstance(v, int | float)}
    dice = next((v for k, v in metrics.items() if "dice" in k.lower() and 0 <= v <= 1), None)
    return ModelCard(
        safe_name(str(metadata.get("name") or root.name)),
        str(metadata.get("version") or "1"),
        "monai",
        modality_of(str(inputs.get("modality", ""))),
        (spacing[2], spacing[1], spacing[0]) if isinstance(spacing, list) and len(spacing) == 3 else None,
        segments,
        (),
        "; ".join(t for t in (text_of(metadata, "data_source"), text_of(metadata, "description")) if t),
        " ".join(part for part in limits if part),
        _licence(metadata, root),
        scores=metrics | ({} if dice is None else {"held_out_dice": dice, "measured_by": "the bundle's makers"}),
        plan={
            "network": {"name": name, "args": arguments},
            "transforms": transforms,
            **_inferer(config),
            "activation": activation,
            "channels_out": answered,
            "values": [s.value for s in segments],
        },
    )


def _segments(names: Mapping[str, Any], channels: int, activation: str) -> tuple[CardSegment, ...]:
    if activation == "sigmoid":
        found = [str(v) for v in names.values() if str(v).lower() != "background"]
        return (CardSegment(1, found[0] if found else "object"),)
    return tuple(CardSegment(i, str(names.get(str(i)) or f"class {i}")) for i in range(1, channels))


def _licence(metadata: Mapping[str, Any], root: Path) -> str:
    for name in ("LICENSE", "LICENSE.txt", "docs/LICENSE"):
        if (root / name).is_file():
            lines = (root / name).read_text(encoding="utf-8", errors="replace")[:2000].split("\n")
            said = " ".join(line.strip() for line in lines if line.strip())
            return said[:120]
    return text_of(metadata, "license", "licence", "copyright") or "not stated"


def _transforms(config: Config, key: str) -> list[tuple[str, dict[str, Any], str]]:
    name, arguments = config.target(config.entry(key), key)
    rows = config.value(arguments.get("transforms"), f"{key}.transforms") if name == "Compose" else [config.entry(key)]
    if not isinstance(rows, list):
        raise ModelError(f"The bundle's {key} is no list of transforms", config.path)
    out = []
    for i, row in enumerate(rows):
        place = f"{key}.transforms[{i}]"
        kind, own = config.target(row, place)
        out.append((_bare(kind), own, place))
    return out


def _preprocessing(config: Config) -> list[dict[str, Any]]:
    out = []
    for name, arguments, place in _transforms(config, "preprocessing"):
        if name in _IDLE:
            continue
        if name not in TRANSFORMS:
            raise ModelError(
                f"This bundle prepares its images with {name}, which is not known here ({place})", config.path
            )
        own = {k: config.plain(v, f"{place}.{k}") for k, v in arguments.items() if k in TRANSFORMS[name]}
        strange = (
            set(arguments) - set(TRANSFORMS[name]) - {"keys", "allow_missing_keys", "source_key", "dtype", "labels"}
        )
        if strange:
            raise ModelError(
                f"This bundle's {name} is set in a way not known here: {', '.join(sorted(strange))}", config.path
            )
        if isinstance(own.get("mode"), list):  # one for each key; the image comes first
            own["mode"] = own["mode"][0]
        out.append({"name": name, "args": own})
    return out


def _inferer(config: Config) -> dict[str, Any]:
    name, arguments = config.target(config.entry("inferer"), "inferer")
    if name not in _INFERERS:
        raise ModelError(f"This bundle looks at its images with {name}, which is not known here", config.path)
    known = ("roi_size", "overlap", "mode", "padding_mode", "sigma_scale")
    told = {k: config.plain(arguments[k], f"inferer.{k}") for k in known if k in arguments}
    roi = told["roi_size"]
    roi = [int(n) for n in roi] if isinstance(roi, list) else [int(roi)] * 3
    if told.get("padding_mode", "constant") != "constant" or told.get("sigma_scale", 0.125) != 0.125 or min(roi) < 1:
        raise ModelError("This bundle's sliding window is set in a way not known here", config.path)
    return {"patch": roi, "overlap": float(told.get("overlap", 0.25)), "blend": str(told.get("mode", "constant"))}


def _postprocessing(config: Config, channels: int) -> tuple[str, list[str]]:
    """("softmax" or "sigmoid", what is left out)."""
    activation = "softmax" if channels > 1 else "sigmoid"
    left_out: list[str] = []
    if not config.has("postprocessing"):
        return activation, left_out
    for name, arguments, place in _transforms(config, "postprocessing"):
        if name == "Activations" and config.plain(arguments.get("sigmoid", False), f"{place}.sigmoid"):
            activation = "sigmoid"
        elif name not in _DONE:
            left_out.append(name)
    if activation == "sigmoid" and channels > 1:
        raise ModelError(
            "This bundle answers with regions that may overlap; this program reads plain labels", config.path
        )
    return activation, left_out
