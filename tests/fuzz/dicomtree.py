"""DICOM data sets as trees that keep what no library would write: wrong lengths, types, depths and orders."""

from __future__ import annotations

import copy
import math
import random
import struct
from dataclasses import dataclass

from tests.fuzz.wounds import BROKEN, TEXTS, WHOLE, cut_and_flip, deflated, number_text

_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_CODES = {b"US": "H", b"SS": "h", b"UL": "I", b"SL": "i", b"FL": "f", b"FD": "d"}
_UNDEFINED = 0xFFFFFFFF
SYNTAX, CHARSET, FRAMES, PIXELS = 0x00020010, 0x00080005, 0x00280008, 0x7FE00010
DEFLATED = "1.2.840.10008.1.2.1.99"
_SYNTAXES = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", DEFLATED, "1.2.840.10008.1.2.5",
             *(f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70, 80, 81, 90, 91, 100, 201, 202, 203)), "1.2",
             "")  # fmt: skip
_WORDS = ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "HSV", "BINARY",
          "FRACTIONAL", "LABELMAP", "PROBABILITY", "OCCUPANCY", "ORIGINAL\\PRIMARY\\MOSAIC",
          "DERIVED\\PRIMARY\\RECON TOMO",
          "LOCALIZER", "CLOSED_PLANAR", "POINT", "OPEN_PLANAR", "CLOSEDPLANAR_XOR", "RTDOSE", "SEG", "CT", "PT",
          "US")  # fmt: skip
_CHARSETS = (
    "ISO_IR 192",
    "ISO 2022 IR 87",
    "\\ISO 2022 IR 87\\ISO 2022 IR 13",
    "GB18030",
    "ISO_IR 999",
    "\\\\\\",
    "utf-8",
)
# what decides about sizes and places: met more often than by chance
_KEY = frozenset((0x00280010, 0x00280011, 0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00280002, 0x00280004,
                  FRAMES,
                  0x00200032, 0x00200037, 0x00280030, 0x00180050, 0x00180088, 0x00281052, 0x00281053, 0x00280006,
                  SYNTAX,
                  0x3004000C, 0x00080008, 0x00080016, 0x0062000B, 0x0062000E, 0x00620004, 0x30060050, 0x30060022,
                  0x30060084,
                  0x00620001, 0x00041500, 0x0020000D, 0x0020000E, 0x00200013, CHARSET, 0x00280120, PIXELS))  # fmt: skip


@dataclass
class Element:
    """``value``: bytes, or the items of a sequence. ``lie``: the length that is written instead of the true one."""

    tag: int
    vr: bytes
    value: bytes | list[list[Element]]
    lie: int | None = None


def parse(data: bytes) -> list[Element]:
    """The elements of an explicit little-endian file, group 2 included. Raises for others."""
    found, _ = _elements(data, 132, len(data))
    return found


def _elements(data: bytes, at: int, end: int) -> tuple[list[Element], int]:
    out = []
    while at < end:
        group, number = struct.unpack_from("<HH", data, at)
        if (group, number) in ((0xFFFE, 0xE00D), (0xFFFE, 0xE0DD)):
            return out, at + 8
        vr = data[at + 4 : at + 6]
        if not vr.isalpha():
            raise ValueError("not explicit little endian")
        if vr in _LONG:
            (length,), at = struct.unpack_from("<I", data, at + 8), at + 12
        else:
            (length,), at = struct.unpack_from("<H", data, at + 6), at + 8
        tag = group << 16 | number
        if vr == b"SQ":
            items, at = _items(data, at, at + length if length != _UNDEFINED else end)
            out.append(Element(tag, vr, items))
        elif length == _UNDEFINED:
            out.append(Element(tag, vr, data[at:end], _UNDEFINED))
            at = end
        else:
            out.append(Element(tag, vr, data[at : at + length]))
            at += length
    return out, at


def _items(data: bytes, at: int, end: int) -> tuple[list[list[Element]], int]:
    items = []
    while at < end:
        group, number, length = struct.unpack_from("<HHI", data, at)
        at += 8
        if (group, number) == (0xFFFE, 0xE0DD):
            break
        item, at = _elements(data, at, at + length if length != _UNDEFINED else end)
        items.append(item)
    return items, at


def serial(elements: list[Element], rng: random.Random | None = None) -> bytes:
    """The file. Sequences have undefined lengths, or by chance defined ones."""
    meta, body = [e for e in elements if e.tag >> 16 == 2], [e for e in elements if e.tag >> 16 != 2]
    return bytes(128) + b"DICM" + _serial(meta, rng) + _serial(body, rng)


def _serial(elements: list[Element], rng: random.Random | None) -> bytes:
    return b"".join(_one(e, rng) for e in elements)


def _one(e: Element, rng: random.Random | None) -> bytes:
    head = struct.pack("<HH", e.tag >> 16 & 0xFFFF, e.tag & 0xFFFF) + e.vr
    if isinstance(e.value, list):
        packed = [_serial(item, rng) for item in e.value]
        if rng is not None and rng.random() < 0.3:
            inner = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(p)) + p for p in packed)
            return head + struct.pack("<HI", 0, len(inner) if e.lie is None else e.lie) + inner
        inner = b"".join(
            struct.pack("<HHI", 0xFFFE, 0xE000, _UNDEFINED) + p + struct.pack("<HHI", 0xFFFE, 0xE00D, 0) for p in packed
        )
        return head + struct.pack("<HI", 0, _UNDEFINED) + inner + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    length = len(e.value) if e.lie is None else e.lie
    if e.vr in _LONG:
        return head + struct.pack("<HI", 0, length & 0xFFFFFFFF) + e.value
    return head + struct.pack("<H", length & 0xFFFF) + e.value


def _lists(elements: list[Element]) -> list[list[Element]]:
    """The data set and every item in it."""
    out = [elements]
    for e in elements:
        if isinstance(e.value, list):
            for item in e.value:
                out += _lists(item)
    return out


# ----- wounds ---------------------------------------------------------------------------------------------------
def wounded(seeds: list[list[Element]], n: int, rng: random.Random) -> bytes:
    """Seed ``n`` with one to eight wounds to its elements, sometimes also to its bytes."""
    tree = copy.deepcopy(seeds[n])
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        _wound(tree, seeds, rng)
    if rng.random() < 0.03:
        return _deflate(tree, rng)
    data = serial(tree, rng)
    return cut_and_flip(data, rng, 3000) if rng.random() < 0.1 else data


def _wound(tree: list[Element], seeds: list[list[Element]], rng: random.Random) -> None:
    lists = [one for one in _lists(tree) if one]
    if not lists:
        return
    where = rng.choice(lists) if rng.random() < 0.6 else tree
    keys = [i for i, e in enumerate(where) if e.tag in _KEY]
    i = rng.choice(keys) if keys and rng.random() < 0.7 else rng.randrange(len(where)) if where else -1
    if i < 0:
        return
    e = where[i]
    kind = rng.random()
    if kind < 0.55:
        _other_value(e, rng)
    elif kind < 0.63:
        del where[i]
    elif kind < 0.68:
        where.insert(rng.randrange(len(where) + 1), copy.deepcopy(e))
    elif kind < 0.75:
        e.lie = rng.choice((_UNDEFINED, 0xFFFFFFFE, 0x7FFFFFFF, 0, 1, 3, 1 << 24, rng.randrange(1 << 16)))
    elif kind < 0.81:
        e.vr = rng.choice((b"UN", b"OB", b"OW", b"SQ", b"US", b"DS", b"IS", b"FD", b"LO", b"UT", b"AT", b"ZZ", b"UI"))
        if e.vr == b"SQ" and not isinstance(e.value, list):
            e.value = []
    elif kind < 0.85:
        inner = [copy.deepcopy(e)]
        for _ in range(rng.choice((3, 40, 300, 1500, 6000)) if rng.random() < 0.3 else 5):
            inner = [Element(rng.choice((0x00081140, e.tag, 0x00540016)), b"SQ", [inner])]
        where[i] = _flat(inner[0])
    elif kind < 0.89 and isinstance(e.value, list) and e.value:
        e.value += [copy.deepcopy(rng.choice(e.value)) for _ in range(rng.choice((1, 2, 30)))]
    elif kind < 0.92 and isinstance(e.value, list):
        e.value = e.value[: rng.randrange(len(e.value) + 1)] + [[]] * (
            20000 if rng.random() < 0.05 else rng.choice((1, 100, 2000))
        )
    elif kind < 0.97:
        donor = rng.choice(_lists(rng.choice(seeds)))
        if donor:
            where[i] = copy.deepcopy(rng.choice(donor))
    else:
        rng.shuffle(where)


def _flat(e: Element) -> Element:
    """The element with its sequences written out: a deep tree would end Python's stack here, not in the reader."""
    depth, items = 0, e
    tags = []
    while isinstance(items.value, list) and len(items.value) == 1 and len(items.value[0]) == 1:
        tags.append(items.tag)
        items = items.value[0][0]
        depth += 1
    item = struct.pack("<HHI", 0xFFFE, 0xE000, _UNDEFINED)
    ends = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    heads = [struct.pack("<HH", t >> 16, t & 0xFFFF) + b"SQ" + struct.pack("<HI", 0, _UNDEFINED) + item for t in tags]
    data = b"".join(heads) + _one(items, None) + ends * depth
    # The first head stands in the element itself.
    return Element(e.tag, b"UN" if depth % 2 else b"SQ", data[len(heads[0]) - 8 :] if heads else data, _UNDEFINED)


def _other_value(e: Element, rng: random.Random) -> None:
    if isinstance(e.value, list):
        e.value = [] if rng.random() < 0.5 else e.value[:1]
        return
    if e.tag == SYNTAX:
        e.value = _even(rng.choice(_SYNTAXES).encode(), b"\0")
    elif e.tag == PIXELS:
        e.value = _stream(e.value, rng)
    elif e.tag == CHARSET:
        e.value = _even(rng.choice(_CHARSETS).encode(), b" ")
    elif e.vr in _CODES and rng.random() < 0.9:
        code = _CODES[e.vr]
        count = rng.choice((1, 1, 1, max(1, len(e.value) // struct.calcsize(code)), 0, 2, 5))
        e.value = b"".join(_number(code, rng) for _ in range(count))
    elif rng.random() < 0.15:
        e.value = rng.randbytes(rng.choice((1, 2, 7, 60, 3000)))
    elif e.vr in (b"DS", b"IS") or (e.tag in _KEY and e.vr != b"CS"):
        parts = e.value.split(b"\\")
        for _ in range(rng.choice((1, 1, len(parts)))):
            parts[rng.randrange(len(parts))] = number_text(rng).encode("utf-8", "surrogatepass")
        if rng.random() < 0.1:
            parts = parts * rng.choice((2, 100)) if rng.random() < 0.5 else parts[: rng.randrange(len(parts) + 1)]
        e.value = _even(b"\\".join(parts)[:60000], b" ")
    else:
        text = rng.choice(_WORDS) if e.vr == b"CS" and rng.random() < 0.7 else rng.choice(TEXTS)
        e.value = _even(text.encode("utf-8", "surrogatepass"), b" ")


def _number(code: str, rng: random.Random) -> bytes:
    if code in "fd":
        value = rng.choice(BROKEN)
        return struct.pack("<" + code, value if code == "d" or abs(value) < 3e38 or math.isnan(value) else 3e38)
    size = struct.calcsize(code)
    small = rng.choice((0, 1, 2, 3, 7, 8, 12, 15, 16, 17, 32, 64, 100, 255, 1000))
    return ((small if rng.random() < 0.6 else rng.choice(WHOLE)) & ((1 << (8 * size)) - 1)).to_bytes(size, "little")


def _even(value: bytes, pad: bytes) -> bytes:
    return value + pad if len(value) % 2 else value


def _stream(data: bytes, rng: random.Random) -> bytes:
    """Pixels with wounds; the sizes that a codec's own header gives are met more often."""
    marks = (
        b"\xff\xc0",
        b"\xff\xc1",
        b"\xff\xc3",
        b"\xff\xf7",
        b"\xff\x51",
        b"\xff\x52",
        b"\xff\x90",
        b"\xfe\xff\x00\xe0",
        b"ihdr",
    )
    found = [at for mark in marks if (at := data.find(mark)) >= 0]
    if not found or rng.random() < 0.3:
        return cut_and_flip(data, rng)
    out = bytearray(data)
    at = rng.choice(found) + rng.randrange(2, 30)
    width = rng.choice((1, 2, 4))
    out[at : at + width] = (rng.choice(WHOLE) & ((1 << (8 * width)) - 1)).to_bytes(width, rng.choice(("big", "little")))
    return bytes(out)


def _deflate(tree: list[Element], rng: random.Random) -> bytes:
    for e in tree:
        if e.tag == SYNTAX:
            e.value = _even(DEFLATED.encode(), b"\0")
    meta, body = [e for e in tree if e.tag >> 16 == 2], [e for e in tree if e.tag >> 16 != 2]
    packed = deflated(_serial(body, rng), rng.choice((0, 0, 1, 100, 700)))
    if rng.random() < 0.3:
        packed = cut_and_flip(packed, rng)
    return bytes(128) + b"DICM" + _serial(meta, rng) + packed
