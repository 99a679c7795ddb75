"""The certificate of an export: what was written from what, what was compared, with which versions.

It names files by their last part alone, and no patient.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from medseg_gui import __version__
from medseg_gui.core.errors import WriteFailed
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note, Volume
from medseg_gui.io.safewrite import Verified, reason, replace_text
from medseg_gui.workers.job import Steps
from medseg_gui.workers.open_case import choose, find

SUFFIX = ".certificate.json"
_LIBRARIES = ("numpy", "scipy", "scikit-image", "pydicom", "highdicom", "SimpleITK", "nibabel", "pillow")


def certificate_of(path: Path) -> Path:
    """Where the certificate of an exported file or folder lies: beside it."""
    return path.with_name(path.name + SUFFIX)


def certify(
    report: Verified, geometry: Geometry, segments: Iterable[Segment], notes: tuple[Note, ...], source: Volume | None
) -> Steps[dict[str, Any]]:
    """The certificate of what was just written, for ``save``. Raises BadInput, WriteFailed."""
    yield Progress("Certifying")
    of_source = yield from _source(source) if source is not None else _none()
    try:
        files = list(_hashes(report.path.iterdir() if report.path.is_dir() else [report.path]))
    except OSError as error:
        raise WriteFailed(
            f"The export cannot be certified: {reason(error, report.path.parent)}", report.path
        ) from error
    codes = {s.key: asdict(s.code) if s.code else None for s in segments}
    return {
        "certificate": "medseg export 1",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "written": {"name": report.path.name, "files": files},
        "source": of_source,
        "grid": {
            "size": list(geometry.shape),
            "affine_lps_mm": geometry.affine.tolist(),
            "frame_of_reference_uid": geometry.frame_uid,
        },
        "compared": {"writer": report.readers[0], "reader": report.readers[1], "found": list(report.verified)},
        "segments": [asdict(c) | {"code": codes[c.layer, c.value]} for c in report.checks],
        "notes": [asdict(n) for n in (*(source.notes if source is not None else ()), *notes)],
        "versions": {"medseg": __version__, "python": platform.python_version(), **_versions()},
    }


def save(certificate: dict[str, Any], path: Path) -> Path:
    """Puts the certificate beside the exported ``path``; where. Raises WriteFailed: the export itself stands."""
    target = certificate_of(path)
    try:
        replace_text(target, json.dumps(certificate, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    except OSError as error:
        why = reason(error, target.parent)
        raise WriteFailed(f"The export stands, but its certificate was not written: {why}", target) from error
    return target


def _none() -> Steps[None]:
    yield from ()


def _source(source: Volume) -> Steps[dict[str, Any]]:
    info = source.info
    out: dict[str, Any] = {"modality": source.modality, "study_uid": info.study_uid, "series_uid": info.uid}
    out["voxels_sha256"] = hashlib.sha256(source.voxels.tobytes()).hexdigest()
    folder = Path(info.source)
    uids: dict[Path, str] = {}
    if info.uid and folder.exists():
        for frame in choose((yield from find(folder)), folder, info.uid).frames:
            uids.setdefault(frame.path, frame.text(_SOP_INSTANCE))
    if uids:
        out["files"] = []
        for n, (path, uid) in enumerate(uids.items()):
            if n % 16 == 0:
                yield Progress("Certifying", n, len(uids))
            out["files"].append({"sop_instance_uid": uid, "sha256": _sha256(path)})
    elif folder.is_file():
        out["files"] = list(_hashes([folder]))
    return out


# SOP Instance UID (PS3.6)
_SOP_INSTANCE = 0x080018


def _hashes(paths: Iterable[Path]) -> Iterable[dict[str, Any]]:
    for path in sorted(paths):
        yield {"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _versions() -> dict[str, str]:
    out = {}
    for name in _LIBRARIES:
        try:
            out[name] = version(name)
        except PackageNotFoundError:  # a frozen program keeps no metadata of some
            out[name] = "unknown"
    return out
