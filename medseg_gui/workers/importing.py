"""Models from elsewhere brought into the user's library: a folder, a ZIP or a file, converted once and then our own."""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from medseg_gui.core.errors import ModelError, WriteFailed
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.workers import models
from medseg_gui.workers.job import Steps

_MOST_FILES = 20_000
_LEFT_FREE = 1 << 30
_PIECE = 1 << 22
# How deep below the chosen folder a model is looked for: Dataset…/nnUNetTrainer…/.
_DEPTH = 3


@dataclass(frozen=True)
class Reader:
    """Another program's models. The module has ``is_root(path)`` and ``convert(root, target, options)``."""

    title: str
    module: str

    def call(self, name: str) -> Callable[..., Any]:
        made: Callable[..., Any] = getattr(import_module(self.module), name)
        return made


# A further source of models is one file and one row.
READERS = (
    Reader("nnU-Net v2", "medseg_gui.ml.nnunet_import"),
    Reader("nnInteractive", "medseg_gui.ml.interactive_import"),
    Reader("MONAI bundle", "medseg_gui.ml.bundle_import"),
    Reader("ONNX file", "medseg_gui.ml.onnx_model"),
    Reader("TorchScript file", "medseg_gui.ml.script_model"),
)


def import_model(path: str | Path, name: str = "", mirroring: bool = True, trusted: bool = False) -> Steps[ModelCard]:
    """The card of the imported model, checked by loading it once. Raises ModelError; nothing half-done remains.

    ``path``: a folder or ZIP of one model, a card, or a model file. ``name``: of the new model, else its own.
    ``mirroring``: False leaves out an nnU-Net's mirrored views, 2 to 8 times quicker and a little less exact.
    ``trusted``: the user was warned that a TorchScript file is a program, and lets it run.
    """
    source = Path(path)
    if not source.exists():
        raise ModelError("There is no such file or folder", source)
    yield Progress("Looking for a model")
    with _as_place(source) as (place, unpack):
        if unpack:
            yield from unpacked(source, place)
        if own := _own(place):
            yield Progress("Copying the model")
            return models.import_model(own, name)
        reader, root = find_model(place, source)
        from medseg_gui.ml.foreign import Options

        target = models.new_pending()
        try:
            steps: Steps[ModelCard] = reader.call("convert")(root, target, Options(name, mirroring, trusted))
            card = yield from steps
            card = replace(card, name=models.check_name(name) if name else models.free(card.name))
            from medseg_gui.ml.foreign import write_card

            card = write_card(target, card)
            yield Progress("Trying the model")
            models.check_loads(card)
            return models.accept(card)
        except OSError as error:
            raise WriteFailed(f"The model could not be imported: {error.strerror or error}", source) from error
        finally:
            shutil.rmtree(target, ignore_errors=True)


def find_model(place: Path, source: Path) -> tuple[Reader, Path]:
    """The one model in a place and who reads it. Raises ModelError when there is none, or several."""
    candidates = [place]
    if place.is_dir():
        for depth in range(1, _DEPTH + 1):
            candidates += sorted(p for p in place.glob("/".join("*" * depth)) if not p.name.startswith((".", "__")))
    found: list[tuple[Reader, Path]] = []
    for reader in READERS:
        is_root = reader.call("is_root")
        found += [(reader, path) for path in candidates if is_root(path)]
    # a bundle may hold an export of itself
    found = [(reader, path) for reader, path in found if not any(root in path.parents for _, root in found)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(root.name for _, root in found[:10])
        raise ModelError(f"There are {len(found)} models here: {names}", source, "Import them one by one.")
    titles = ", ".join(reader.title for reader in READERS)
    raise ModelError(
        "No model was found here", source, f"What can be imported: a model folder of this program, or {titles}."
    )


def _own(place: Path) -> Path | None:
    """The model folder of this program itself in a place, if there is one."""
    if place.name == models.CARD:
        place = place.parent
    if not place.is_dir():
        return None
    found = [p.parent for p in (place / models.CARD, *sorted(place.glob("*/" + models.CARD))) if p.is_file()]
    return found[0] if len(found) == 1 or (found and found[0] == place) else None


# ----- ZIP -----------------------------------------------------------------------------------------------------
@contextmanager
def _as_place(source: Path) -> Iterator[tuple[Path, bool]]:
    """The path itself, or for a ZIP an empty folder that goes at the end, and whether to unpack into it."""
    if source.suffix.lower() != ".zip":
        yield source, False
        return
    with tempfile.TemporaryDirectory(prefix="medseg-model-") as folder:
        yield Path(folder), True


def unpacked(source: Path, place: Path) -> Steps[None]:
    """The files of a ZIP below ``place``. Raises ModelError for a damaged one, or one whose names lead elsewhere."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            total = sum(m.file_size for m in members)
            if len(members) > _MOST_FILES:
                raise ModelError(f"The ZIP file claims {len(members)} files", source)
            if total > shutil.disk_usage(place).free - _LEFT_FREE:
                raise ModelError(f"The ZIP file would take {total / 2**30:.1f} GiB: there is no room for it", source)
            done = 0
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/"))
                outside = name.is_absolute() or ".." in name.parts or ":" in member.filename
                if outside or stat.S_ISLNK(member.external_attr >> 16):
                    raise ModelError(f"The ZIP file holds a name that leads out of it: {member.filename}", source)
                goal = place.joinpath(*name.parts)
                goal.parent.mkdir(parents=True, exist_ok=True)
                left = member.file_size
                with archive.open(member) as read, goal.open("wb") as write:
                    while piece := read.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise zipfile.BadZipFile(member.filename)
                        write.write(piece)
                        done += len(piece)
                        yield Progress("Unpacking", done / 2**20, total / 2**20)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ModelError("The ZIP file is truncated or damaged", source) from error
    except RuntimeError as error:  # zipfile's word for a missing password
        raise ModelError("The ZIP file is encrypted", source, "Unpack it with its password first.") from error
    except OSError as error:
        raise ModelError(f"The ZIP file cannot be unpacked: {error.strerror or error}", source) from error
