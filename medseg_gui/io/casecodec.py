"""Steps, segments, prompts and the reference to an image as bytes and JSON: what journals and case files are made of.

A step is ``uint32 length, JSON, boxes and packed deltas``. Nothing here is executed when it is read.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from medseg_gui.core.doubt import Doubts
from medseg_gui.core.edits import Step
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, Segment
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, PromptSet, Scribble
from medseg_gui.core.provenance import AuthorMap
from medseg_gui.core.tiles import VoxelDelta
from medseg_gui.core.volume import Volume
from medseg_gui.io.patience import in_time
from medseg_gui.io.typed import typed

_LENGTH = struct.Struct("<I")
_PROMPTS = {kind.__name__: kind for kind in (Click, BoxPrompt, Scribble, Lasso, Bidirectional)}
# LZ4 cannot pack more than this many bytes into one (its block format: a length byte adds 255).
_MOST_PACKED = 255
# More layers than any file needs; a damaged number must not fill the memory.
MOST_LAYERS = 256


# ----- segments and prompts ---------------------------------------------------------------------------------------
def segments_to_json(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    # What is None is left out, so that earlier versions read files which need nothing new.
    return [asdict(s, dict_factory=lambda items: {k: v for k, v in items if v is not None}) for s in segments]


def segments_from_json(rows: list[dict[str, Any]]) -> tuple[Segment, ...]:
    """Raises KeyError, TypeError or ValueError for what is no list of segments."""
    return tuple(_segment(**row) for row in rows)


def _segment(code: dict[str, Any] | None = None, **values: Any) -> Segment:
    if not 0 <= int(values.get("layer", 0)) < MOST_LAYERS:
        raise ValueError(f"layer {values['layer']}")
    return typed(Segment(**_tuples(values), code=_code(code)))


def _code(values: dict[str, Any] | None) -> Code | None:
    more: dict[str, Any] = {k: _code(v) if isinstance(v, dict) else v for k, v in (values or {}).items()}
    return Code(**more) if values else None


def prompts_to_json(prompts: PromptSet) -> dict[str, Any]:
    return {"whole": prompts.whole, "prompts": [{"kind": type(p).__name__, **asdict(p)} for p in prompts]}


def prompts_from_json(data: dict[str, Any]) -> PromptSet:
    """Raises KeyError, TypeError or ValueError for what is no set of prompts."""
    made = tuple(
        typed(_PROMPTS[p["kind"]](**_tuples({k: v for k, v in p.items() if k != "kind"}))) for p in data["prompts"]
    )
    return PromptSet(made, int(data["whole"]))


def measures_to_json(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    return [asdict(m) for m in measures]


def measures_from_json(rows: list[dict[str, Any]]) -> tuple[Measure, ...]:
    """Raises KeyError, TypeError, ValueError or BadInput for what is no list of measurements."""
    return tuple(typed(Measure(**_tuples(row))) for row in rows)


def plain(thing: object) -> object:
    """For JSON: the Python number in a numpy scalar. Raises TypeError for anything else."""
    if isinstance(thing, np.generic):
        return thing.item()
    raise TypeError(f"{type(thing).__name__} is not kept in files")


def _tuples(thing: Any) -> Any:
    """JSON's lists as the tuples that they were."""
    if isinstance(thing, dict):
        return {k: _tuples(v) for k, v in thing.items()}
    return tuple(_tuples(v) for v in thing) if isinstance(thing, list) else thing


# ----- steps ------------------------------------------------------------------------------------------------------
def step_to_bytes(step: Step) -> bytes:
    head: dict[str, Any] = {"name": step.name, "author": step.author, "when": step.when}
    if step.segments is not None:
        head["segments"] = [segments_to_json(side) for side in step.segments]
    if step.prompts is not None:
        head["prompts"] = [prompts_to_json(side) for side in step.prompts]
    if step.measures is not None:
        head["measures"] = [measures_to_json(side) for side in step.measures]
    head["voxels"] = [[d.layer, d.dtype, len(d.boxes), len(d.packed)] for d in step.voxels]
    text = json.dumps(head, separators=(",", ":"), default=plain).encode()
    blobs = [blob for d in step.voxels for blob in (d.boxes.astype("<i4", copy=False).tobytes(), d.packed)]
    return b"".join([_LENGTH.pack(len(text)), text, *blobs])


def step_from_bytes(data: bytes) -> Step:
    """The step. Raises BadInput for bytes that are none."""
    try:
        (length,) = _LENGTH.unpack_from(data)
        at = _LENGTH.size + length
        head = json.loads(data[_LENGTH.size : at])
        deltas = []
        for layer, dtype, boxes, packed in head["voxels"]:
            end = at + 24 * boxes
            found = np.frombuffer(data[at:end], "<i4").reshape(boxes, 2, 3).astype(np.int32)
            at = end + packed
            deltas.append(VoxelDelta(int(layer), found, str(dtype), data[end:at]))
            _require_sound(deltas[-1], packed)
        segments, prompts, measures = (head.get(key) for key in ("segments", "prompts", "measures"))
        return Step(
            str(head["name"]),
            tuple(deltas),
            (segments_from_json(segments[0]), segments_from_json(segments[1])) if segments is not None else None,
            (prompts_from_json(prompts[0]), prompts_from_json(prompts[1])) if prompts is not None else None,
            str(head["author"]),
            (measures_from_json(measures[0]), measures_from_json(measures[1])) if measures is not None else None,
            float(head.get("when", 0.0)),
        )
    except (struct.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise BadInput("A step of the history cannot be read: it is damaged") from error


def _require_sound(delta: VoxelDelta, packed: int) -> None:
    """Raises ValueError when boxes and packed bytes do not belong together: they must not fill the memory."""
    sizes = (delta.boxes[:, 1] - delta.boxes[:, 0]).astype(np.int64)
    sound = delta.dtype in ("|u1", "<u2") and 0 <= delta.layer < MOST_LAYERS and len(delta.packed) == packed > 4
    sound = sound and len(delta.boxes) > 0 and bool((delta.boxes[:, 0] >= 0).all()) and bool((sizes > 0).all())
    size = _LENGTH.unpack_from(delta.packed)[0] if sound else 0
    sound = sound and int(sizes.prod(axis=1).sum()) * np.dtype(delta.dtype).itemsize == size
    if not sound or size > len(delta.packed) * _MOST_PACKED:
        raise ValueError("a delta is damaged")


# ----- who wrote what, and what it cost -----------------------------------------------------------------------------
def provenance_to_json(written: AuthorMap, effort: Effort, doubts: Doubts | None = None) -> dict[str, Any]:
    """All but the ids of the voxels (``written.packed()``)."""
    out = {"authors": written.table(), "effort": effort.to_json()}
    return out if doubts is None else {**out, "doubts": doubts.to_json()}


def doubts_from_json(data: dict[str, Any], shape: tuple[int, int, int]) -> Doubts | None:
    """None where there is none, or none of this image: it can be had again by running the model."""
    try:
        return Doubts.from_json(data["doubts"], shape)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError):
        return None


def provenance_from_json(
    data: dict[str, Any], packed: tuple[VoxelDelta, ...], shape: tuple[int, int, int]
) -> tuple[AuthorMap, Effort]:
    """Nothing where the case was kept before there was provenance. Raises BadInput."""
    try:
        return AuthorMap.unpacked(shape, data.get("authors", ()), packed), Effort.from_json(data.get("effort", {}))
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        raise BadInput(f"The authors of a case cannot be read: {error}") from error


def _real(path: Path) -> Path:
    """The path without links; as it is named where its drive does not answer."""
    try:
        return in_time(path.resolve, 0.5)
    except OSError:
        return Path(os.path.abspath(path))


# ----- the image --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reference:
    """Which image a case is about, and where it was.

    ``fingerprint``: CRC-32 of its first, middle and last slice as float32: another image on the same grid is noticed.
    """

    path: str
    series: str
    shape: tuple[int, int, int]
    affine: tuple[tuple[float, ...], ...]
    fingerprint: int
    frame_uid: str = ""
    modality: str = ""
    description: str = ""
    beside: str = ""
    """The path as seen from the case file's folder, with forward slashes; empty where there is none."""

    @classmethod
    def of(cls, volume: Volume, folder: Path | None = None) -> Reference:
        """``folder``: where the case file will stand."""
        info, g = volume.info, volume.geometry
        beside = ""
        if info.source and folder is not None:
            try:
                beside = Path(os.path.relpath(_real(Path(info.source)), _real(folder))).as_posix()
            except ValueError:  # another drive of Windows
                beside = ""
        rows = tuple(tuple(float(v) for v in row) for row in g.affine)
        mark = fingerprint(volume)
        return cls(info.source, info.uid, g.shape, rows, mark, g.frame_uid, volume.modality, info.description, beside)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reference:
        """Raises KeyError, TypeError or ValueError for what is none."""
        return typed(cls(**_tuples(data)))

    @property
    def geometry(self) -> Geometry:
        return Geometry(self.shape, np.array(self.affine), self.frame_uid)

    @property
    def title(self) -> str:
        """What a person knows the image by, without names of patients."""
        modality = "" if self.description.startswith(self.modality) else self.modality
        return " ".join(t for t in (modality, self.description) if t) or Path(self.path).name

    def places(self, folder: Path | None) -> tuple[Path, ...]:
        """Where the image may be, the likeliest first."""
        found = [folder / PurePosixPath(self.beside)] if folder is not None and self.beside else []
        return (*found, Path(self.path)) if self.path else tuple(found)

    def require(self, volume: Volume) -> None:
        """Raises BadInput when the volume is another one."""
        if not volume.geometry.same_as(self.geometry):
            what = f"This is another image: it has {volume.geometry.describe()}, the case {self.geometry.describe()}"
        elif fingerprint(volume) != self.fingerprint:
            what = "This is another image: its voxels are not those that the case was drawn on"
        else:
            return
        raise BadInput(what, volume.info.source or None, "Choose the image that the case was drawn on.")


def fingerprint(volume: Volume) -> int:
    voxels, crc = volume.voxels, 0
    for z in (0, len(voxels) // 2, len(voxels) - 1):
        crc = zlib.crc32(np.ascontiguousarray(voxels[z], dtype="<f4").tobytes(), crc)
    return crc


@dataclass(frozen=True)
class State:
    """Everything of a case but the image and the labels: what stands beside them in a file."""

    segments: tuple[Segment, ...] = ()
    prompts: PromptSet = field(default_factory=PromptSet)
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    forgotten: int = 0
