"""Which images a training learns from, with which masks: the PAIRS of the commands, and cases kept from the window."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from medseg_gui.core.errors import BadInput, GeometryMismatch, WriteFailed
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Labels
from medseg_gui.core.volume import Volume
from medseg_gui.io.worklistfile import rows_of
from medseg_gui.workers.job import run_now

if TYPE_CHECKING:
    from medseg_gui.ml.cases import TrainingCase

COLUMNS = ("image", "label", "patient", "group", "split", "series")
KEPT_SUFFIX = ".medseg-case.npz"


@dataclass(frozen=True)
class Pair:
    """An image and its mask as paths; for a case kept from the window both are the one file."""

    image: str
    label: str
    patient: str = ""
    group: str = ""
    split: str = ""
    series: str = ""
    """Which series, where the image is a folder that holds several."""


def read_pairs(path: str | Path) -> tuple[Pair, ...]:
    """The pairs of a CSV (columns image, label and optionally patient, group, split, series) or of a folder.

    The folder holds images/ and labels/ with files of the same names. Paths in a CSV count from the CSV's folder.
    Raises BadInput that names the line or file.
    """
    source = Path(path)
    if source.is_dir():
        return _from_folder(source)
    if not source.is_file():
        raise BadInput("There is no such list of pairs", source, "Give a CSV or a folder with images/ and labels/.")
    out = []
    for number, clean in rows_of(source):
        if not clean.get("image") or not clean.get("label"):
            raise BadInput(f"Line {number} does not name an image and a label", source, "Columns: image,label.")
        files = [str(source.parent / clean[name]) for name in ("image", "label")]
        for file_name in files:
            if not Path(file_name).exists():
                raise BadInput(f"Line {number} names a file that is not there", file_name)
        out.append(Pair(files[0], files[1], *(clean.get(name, "") for name in COLUMNS[2:])))
    if not out:
        raise BadInput("The list of pairs is empty", source)
    return tuple(out)


def _from_folder(source: Path) -> tuple[Pair, ...]:
    images, labels = source / "images", source / "labels"
    if not images.is_dir() or not labels.is_dir():
        raise BadInput("The folder has no images/ and labels/", source)
    by_name = {_stem(p): p for p in labels.iterdir() if not p.name.startswith(".")}
    out = []
    for image in sorted(images.iterdir()):
        if image.name.startswith("."):
            continue
        label = by_name.get(_stem(image))
        if label is None:
            raise BadInput(f"{image.name} has no label of the same name", labels)
        out.append(Pair(str(image), str(label), _stem(image)))
    if not out:
        raise BadInput("There are no images", images)
    return tuple(out)


def _stem(path: Path) -> str:
    name = path.name
    for suffix in (".nii.gz", ".seg.nrrd"):
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return path.stem


# ----- cases kept from the window ----------------------------------------------------------------------
def keep_case(folder: Path, volume: Volume, labels: LabelMap, values: Mapping[str, int]) -> Pair:
    """Writes the open case as a training case of its own, replacing an earlier correction of the same image.

    ``values``: the label value for each segment name. The file holds grey values and masks and no identity but a hash.
    Raises BadInput when two of the segments overlap, for a network gives each voxel one answer.
    """
    merged = np.zeros(volume.geometry.shape, np.uint16)
    for segment in labels.segments:
        if segment.name in values:
            mask = labels.mask(segment)
            if merged[mask].any():
                raise BadInput(
                    f"{segment.name} overlaps another segment",
                    todo="Remove the overlap, then train: one voxel, one name.",
                )
            merged[mask] = values[segment.name]
    identity = volume.info.uid or volume.info.source
    content = hashlib.sha256(np.ascontiguousarray(volume.voxels).tobytes() + volume.geometry.affine.tobytes())
    content.update(identity.encode())
    patient = hashlib.sha256((volume.info.patient_id or content.hexdigest()).encode()).hexdigest()[:12]
    path = folder / f"{content.hexdigest()[:16]}{KEPT_SUFFIX}"
    beside = path.with_suffix(".new.npz")
    try:
        np.savez_compressed(
            beside,
            voxels=volume.voxels,
            labels=merged,
            affine=volume.geometry.affine,
            modality=np.array(volume.modality),
            patient=np.array(patient),
        )
        beside.chmod(0o600)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise WriteFailed(f"This case could not be kept to learn from: {error.strerror}", folder) from error
    return Pair(str(path), str(path), patient)


def kept_cases(folder: Path) -> tuple[Pair, ...]:
    """The cases kept there, oldest first."""
    files = sorted(folder.glob(f"*{KEPT_SUFFIX}"), key=lambda p: p.stat().st_mtime)
    out = []
    for path in files:
        with np.load(path, allow_pickle=False) as data:
            out.append(Pair(str(path), str(path), str(data["patient"])))
    return tuple(out)


def training_case(pair: Pair, names: MutableMapping[int, str]) -> TrainingCase:
    """The pair as a case that is read when it is needed; reading adds the segments' names to ``names``."""
    from medseg_gui.ml.cases import TrainingCase

    def read() -> tuple[Volume, Labels]:
        if pair.image.endswith(KEPT_SUFFIX):
            return _read_kept(Path(pair.image))
        from medseg_gui.workers.open_case import open_labels, open_volume

        volume = run_now(open_volume(pair.image))
        labels = run_now(open_labels(pair.label, like=volume))
        if not labels.geometry.same_as(volume.geometry):
            raise GeometryMismatch("The label does not lie on the image's grid", pair.label)
        for segment in labels.segments:
            if segment.name != f"Segment {segment.value}":
                names.setdefault(segment.value, segment.name)
        return volume, labels.voxels

    name = Path(pair.image).name
    return TrainingCase(f"{pair.patient}, {name}" if pair.patient else name, read, pair.patient, pair.split)


def _read_kept(path: Path) -> tuple[Volume, Labels]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            geometry = Geometry(data["voxels"].shape, data["affine"])
            return Volume(data["voxels"], geometry, str(data["modality"])), data["labels"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(
            "A kept training case is damaged", path, "Delete the file and correct the case again."
        ) from error
