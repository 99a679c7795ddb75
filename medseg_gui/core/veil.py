"""Text without who it is about: for the screen while identity is hidden, and for the log."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterable
from pathlib import PurePath

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.volume import SeriesInfo, Volume

HIDDEN = "•••"
PATH = re.compile(r"""(?<![\w.])(?:[A-Za-z]:[\\/]|~?/)[^\s'",;:()<>]+(?:[^\n'",;:()<>]*[\\/][^\s'",;:()<>]+)*""")
"""A path from its root on: folders of studies are often named after patients."""
_FILE = re.compile(
    r"""[^\s'",;:()<>]+\.(?:medseg|dcm|nii(?:\.gz)?|nrrd|mha|mhd|zip|csv|json|txt|png|stl|obj|ply|key|pem)\b""", re.I
)
_GENERAL = frozenset(
    """
    image images dicom data study studies series source input home user users tmp scan scans case cases mask masks
    label labels sample demo documents desktop downloads medseg patient patients media mnt
    """.split()  # noqa: SIM905
)


def names_in(info: SeriesInfo) -> set[str]:
    """What in an image's description names somebody: name and its parts, ID, dates, institution."""
    parts = re.findall(r"[^\W\d_]+", info.patient_name)
    found = {info.patient_name, info.patient_id, info.birth_date, info.study_date, info.institution, *parts}
    return {text for text in found if len(text) > 2 or text > "\u2e80"}


def names_in_path(path: str) -> set[str]:
    """The last folder and the file of a path, with and without its suffix, unless they are everyday words."""
    found = {part for name in PurePath(path).parts[-2:] for part in (name, name.split(".")[0])}
    return {text for text in found if len(text) > 2 and text.lower() not in _GENERAL}


def file_stem(volume: Volume) -> str:
    """How files of this image are called at first: not by a folder of DICOM, which is often named after a patient."""
    info = volume.info
    if info.uid:
        return f"{volume.modality or 'image'}-{hashlib.sha256(info.uid.encode()).hexdigest()[:8]}"
    return PurePath(info.source).name.split(".")[0] or "image"


def over(text: str, names: Iterable[str] = ()) -> str:
    """The text with dots for paths, names of files, and all of ``names``, upper and lower case alike."""
    text = _FILE.sub(HIDDEN, PATH.sub(HIDDEN, text))
    for name in sorted(names, key=len, reverse=True):
        if name:
            text = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", HIDDEN, text, flags=re.IGNORECASE)
    return text


# Errors whose words are Python's own and quote names of code, never what a file or a person said.
_OF_CODE = (
    ArithmeticError, AttributeError, AssertionError, ImportError, IndexError, MemoryError, NameError, RuntimeError,
    TypeError,
)  # fmt: skip


def trace_of(error: BaseException) -> str:
    """The traceback with its causes for the log, without what the messages of errors quote: values, names, paths."""
    lines: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        lines = [*traceback.format_tb(at.__traceback__), f"{_kind(at)}\n", *lines]
        cause = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
        if cause is not None:
            lines.insert(0, "which led to\n")
        at = cause
    return "Traceback, innermost cause first\n" + "".join(lines).rstrip()


def _kind(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__name__}".removeprefix("builtins.")
    if isinstance(error, MedsegError):
        said = re.sub(r"""(['"]).*?\1""", "'…'", error.what)
    elif isinstance(error, OSError):
        said = error.strerror or ""
    else:
        said = str(error) if isinstance(error, _OF_CODE) else ""
    return f"{kind}: {over(said)}" if said else kind
