"""The second look at a de-identified file: its bytes and a fresh reading hold nothing of what the original named."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui.io.deid_dataset import CODE_MEANING, Known, text_of, walk
from medseg_gui.io.deid_rules import table
from medseg_gui.io.dicom_header import quiet, read_dataset

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

# Shorter strings turn up in pixels by chance.
SHORTEST = 6
_NUMBERS = ("DS", "IS", "UI", "TM", "AS")
# Who did it, and by which codes: our own words.
_OURS = (0x00120063, 0x00120064, 0x00020013)


def pixel_hash(dataset: Dataset) -> str:
    """Of the pixels as they are stored; empty where there are none."""
    values = (dataset.get(keyword) for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"))
    return next((hashlib.sha256(v).hexdigest() for v in values if isinstance(v, bytes)), "")


def findings(path: Path, known: Known, pixels: str) -> list[str]:
    """Where the file still holds what names somebody, or other pixels than ``pixels``: no value, only attributes.

    Raises BadInput when it cannot be read.
    """
    found = []
    dataset = read_dataset(path, pixels=True)
    if pixel_hash(dataset) != pixels:
        found.append("other pixels than before")
    names: set[str] = set()
    harmless = table().words
    with quiet():
        for element in [*walk(dataset), *walk(dataset.file_meta)]:
            vr, where = str(element.VR), element.keyword or str(element.tag)
            tag = int(element.tag)
            if vr == "SQ" or isinstance(element.value, bytes):
                continue
            for text in text_of(element):
                if vr in (*_NUMBERS, "CS") or tag == CODE_MEANING or tag in _OURS:
                    names.add(text)
                if tag == CODE_MEANING or tag in _OURS:
                    continue
                if vr == "UI" and text in known.uids:
                    found.append(f"{where}: an original UID")
                elif vr in ("DA", "DT") and re.sub(r"\D", "", text)[:8] in known.dates:
                    found.append(f"{where}: an original date")
                elif vr not in (*_NUMBERS, "DA", "DT") and known.in_text(text, harmless if vr == "CS" else frozenset()):
                    found.append(f"{where}: a name or number")
    return found + _in_bytes(path.read_bytes(), known, names)


def _in_bytes(data: bytes, known: Known, own: set[str]) -> list[str]:
    """What stands anywhere in the file, in the encodings in use.

    ``own``: UIDs, numbers, set terms and meanings of codes, which may be the same by chance and were looked at.
    """
    for name in sorted(own, key=len, reverse=True):
        if len(name) >= SHORTEST:
            data = data.replace(name.encode("utf-8", "replace"), b"\0")
    found = []
    letters, both = (rb"(?<![A-Za-z])%s(?![A-Za-z])", rb"(?<![A-Za-z0-9])%s(?![A-Za-z0-9])")
    kinds = (
        ("a name", known.words),
        ("a number or address", known.values),
        ("a date", known.dates),
        ("a UID", known.uids),
    )
    for what, strings in kinds:
        alone = letters if strings is known.words else both  # not as a part of a longer word or number
        for text in strings:
            variants = {text, text.upper(), text.capitalize()}
            encoded = {v.encode(c, "ignore") for v in variants for c in ("utf-8", "latin-1", "gb18030", "shift_jis")}
            if any(len(e) >= SHORTEST and e in data and re.search(alone % re.escape(e), data) for e in encoded):
                found.append(f"its bytes: {what}")
    return sorted(set(found))
