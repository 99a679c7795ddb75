"""The top-level elements of a common DICOM file, about 0.1 ms each (pydicom needs 0.6).

Everything it does not know (big endian, deflated, odd files) it leaves to pydicom.
Source: DICOM PS3.5 section 7.1 (data elements), annex A (transfer syntaxes).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import BadInput
from medseg_gui.io.dicom_tags import IMAGE_TYPE, IMPLICIT, NESTED, NOT_LITTLE, NUMBERS, PIXELS, WANTED

# VRs with a four-byte length after two reserved bytes (PS3.5 table 7.1-1)
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_BINARY = frozenset((b"US", b"SS", b"UL", b"SL", b"FL", b"FD", b"AT"))
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_HEAD = 32768
_MAX_DEPTH = 32
# Where the elements before the pixels are longer, pydicom reads them, which counts them.
_LONGEST = 64 << 20


class NotDicom(Exception):
    """The file is not DICOM at all."""


class Unknown(Exception):
    """The small parser does not know this."""


@dataclass(slots=True)
class Quick:
    """What the small parser found. ``nested``: there are functional groups or tables that pydicom must read."""

    values: dict[int, str | int]
    syntax: str
    size: int
    offset: int = -1
    length: int = 0
    encapsulated: bool = False
    nested: bool = False


def quick(path: Path) -> Quick | None:
    """The header, or None where pydicom must read it. Raises NotDicom, BadInput (truncated) or OSError."""
    with path.open("rb", buffering=0) as file:
        data = file.read(_HEAD)
        size = file.seek(0, 2)
        if data[128:132] != b"DICM":
            # PS3.10 asks for the preamble; old files start with group 0002 or 0008 at once.
            if data[:2] in (b"\x08\x00", b"\x02\x00") and len(data) > 16 and data[3:4] == b"\x00":
                return None
            raise NotDicom
        while True:
            try:
                syntax, at = meta(data)
                if syntax in NOT_LITTLE or not syntax:
                    return None
                return _elements(data, at, Quick({}, syntax, size))
            except Unknown:
                return None
            except (struct.error, IndexError):
                if len(data) >= size:
                    raise BadInput("The file is truncated: its header ends in the middle", path) from None
                if len(data) >= _LONGEST:
                    return None
                file.seek(0)
                data = file.read(min(len(data) * 16, _LONGEST))


def meta(data: bytes) -> tuple[str, int]:
    """(transfer syntax, where the data set starts): PS3.10 section 7.1, always explicit little endian."""
    at, syntax = 132, ""
    while data[at : at + 2] == b"\x02\x00":
        tag, length, at = _explicit(data, at)
        if tag == 0x00020010:
            syntax = data[at : at + length].decode("ascii", "replace").rstrip("\0 ")
        at += length
    if at >= len(data):
        raise IndexError
    return syntax, at


def _explicit(data: bytes, at: int) -> tuple[int, int, int]:
    """(tag, length, where the value starts)"""
    group, element, vr, length = struct.unpack_from("<HH2sH", data, at)
    if vr in _LONG:
        return group << 16 | element, struct.unpack_from("<I", data, at + 8)[0], at + 12
    if not vr.isalpha() and group != 0xFFFE:
        raise Unknown
    return group << 16 | element, length, at + 8


def _implicit(data: bytes, at: int) -> tuple[int, int, int]:
    group, element, length = struct.unpack_from("<HHI", data, at)
    return group << 16 | element, length, at + 8


def _elements(data: bytes, at: int, found: Quick) -> Quick:
    """The same record, filled up to the pixels or the end of the file."""
    step = _implicit if found.syntax == IMPLICIT else _explicit
    values = found.values
    while at != found.size:
        tag, length, at = step(data, at)
        if tag >= PIXELS:
            if tag == PIXELS:
                found.offset, found.length, found.encapsulated = at, length, length == _UNDEFINED
            return found
        if tag in NESTED:
            found.nested = True
        if length == _UNDEFINED:
            at = _skip_sequence(data, at, step, 0)
            continue
        if tag in WANTED:
            value = data[at : at + length]
            if len(value) < length:
                raise IndexError
            # The VR stands before a short length; another one than the standard's holds the value in another form.
            vr = data[at - 4 : at - 2] if step is _explicit else b""
            if tag in NUMBERS:
                if length != 2 or (vr and vr not in (b"US", b"SS")):
                    raise Unknown
                values[tag] = struct.unpack_from("<H", value)[0]
            elif vr in _BINARY:
                raise Unknown
            else:
                values[tag] = value.decode("ascii", "replace").strip("\0 ")
                if tag == IMAGE_TYPE and b"MOSAIC" in value:
                    found.nested = True
        at += length
    return found


def _skip_sequence(data: bytes, at: int, step: Any, depth: int) -> int:
    """Where a sequence of undefined length ends (PS3.5 section 7.5)."""
    if depth > _MAX_DEPTH:
        raise Unknown
    while True:
        tag, length, at = _implicit(data, at)
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise Unknown
        if length != _UNDEFINED:
            at += length
            continue
        while True:
            if _implicit(data, at)[0] == _ITEM_END:
                at += 8
                break
            tag, length, at = step(data, at)
            at = _skip_sequence(data, at, step, depth + 1) if length == _UNDEFINED else at + length
