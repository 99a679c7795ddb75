"""De-identified copies of DICOM files in a new folder, each looked at again, and a report of what was changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from medseg_gui.core.deidentify import Choice, Pseudonyms, Report
from medseg_gui.core.errors import BadInput, MedsegError, WriteFailed
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.io import media
from medseg_gui.io.deid_files import Deidentifier, LeftOut, key_of
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.safewrite import reason, replace_text
from medseg_gui.settings import user_folder
from medseg_gui.workers.job import Steps

REPORT = "deidentification"
KEY = "deidentify.key"


def own_key() -> Path:
    """Where the user's own key is kept, made at its first use. Who has it can find originals' pseudonyms."""
    return user_folder("config") / KEY


def deidentify(paths: Sequence[Path], folder: Path, choice: Choice, key: Path | None = None) -> Steps[Report]:
    """The report on the copies now in ``folder``; it stands there too, as JSON and text, without any value.

    ``paths``: DICOM files, folders and ZIPs of them. Files that cannot be made clean are left out and the rest goes
    on. Raises BadInput when nothing can be done at all, WriteFailed.
    """
    _require_apart(paths, folder)
    pseudonyms = Pseudonyms(key_of(key or own_key()))
    yield Progress(mark("Looking for files"))
    files: list[Path] = []
    for path in paths:
        files += yield from _files(path)
    if not files:
        raise BadInput("There is no file to de-identify", paths[0] if paths else None)
    worker, report = Deidentifier(folder, choice, pseudonyms), Report(choice, pseudonyms.mark)
    for number, path in enumerate(files):
        if number % 16 == 0:
            yield Progress(mark("Gathering names"), number, len(files))
        worker.learn(path)
    for number, path in enumerate(files):
        yield Progress(mark("De-identifying"), number, len(files))
        try:
            written = worker.copy(path)
        except LeftOut as error:
            report.left_out.append((path, error.what))
        except (BadInput, NotDicom):
            report.left_out.append((path, "it is truncated or damaged"))
        else:
            report.files += 1
            report.there_before += not written.new
            report.changes.update(written.changes)
            report.notes.update(written.notes)
            report.checked.update(
                (mark("no original name, number, date or UID in the copy"), mark("pixels as written"))
            )
    yield Progress(mark("Writing the report"), len(files), len(files))
    if report.files:
        save(report, folder)
    return report


def save(report: Report, folder: Path) -> Path:
    """Puts the report beside the copies, never over an earlier one; where its text is. Raises WriteFailed."""
    number = 1
    while True:
        name = REPORT if number == 1 else f"{REPORT}-{number}"
        text, data = folder / f"{name}.txt", folder / f"{name}.json"
        if not text.exists() and not data.exists():
            break
        number += 1
    try:
        replace_text(data, json.dumps(report.data(), indent=1, ensure_ascii=False) + "\n")
        replace_text(text, report.text())
    except OSError as error:
        raise WriteFailed(f"The copies stand, but not their report: {reason(error, folder)}", folder) from error
    return text


def _require_apart(paths: Sequence[Path], folder: Path) -> None:
    """Raises MedsegError when copies would come among the originals, or the other way round."""
    target = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise BadInput("The copies need a folder", folder)
    for path in paths:
        if not path.exists():
            raise BadInput("There is no such file or folder", path)
        source = path.resolve()
        if target == source or source in target.parents or (target in source.parents and target.exists()):
            todo = "Choose a folder apart from the originals."
            raise MedsegError("Originals and copies would lie in one folder", folder, todo)


def _files(path: Path) -> Steps[list[Path]]:
    if media.is_zip(path):
        path = yield from media.unpacked(path)
    if path.is_file():
        return [path]
    found = []
    for number, file in enumerate(sorted(path.rglob("*"))):
        if number % 200 == 0:
            yield Progress(mark("Looking for files"), number)
        if file.is_file():
            found.append(file)
    return found
