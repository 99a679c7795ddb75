"""Wounds to ZIP files: to the members, their names and sizes, and to what saved cases hold in them."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from typing import Any

from tests.fuzz.wounds import BROKEN, TEXTS, WHOLE, cut_and_flip, deflated

_NAMES = ("../../evil", "/etc/evil", "C:\\evil", "..\\..\\evil", "a/" * 2000 + "b", "CON", "nul\0", "", ".", "..",
          "a\nb", "ä" * 300,
          "study/DICOMDIR", "x.zip", "-rf", "~/.bashrc", "name\x1b[2J", "x" * 60000)  # fmt: skip
Member = tuple[str, bytes]


def members(data: bytes) -> list[Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(m.filename, archive.read(m)) for m in archive.infolist()]


def packed(parts: list[Member], rng: random.Random, wild: float = 0.3) -> bytes:
    """A ZIP of them, by chance with lies in its own records."""
    out, central = bytearray(), bytearray()
    for name, data in parts:
        lie = rng.random() < wild
        method = rng.choice((0, 8, 8, 8)) if not lie else rng.choice((0, 8, 8, 8, 9, 12, 14, 93, 99))
        bomb = rng.choice((1, 8, 150)) if lie and rng.random() < 0.04 else 0
        stored = deflated(data, bomb) if method == 8 else data
        size, length, crc = (
            len(data) + (bomb << 20),
            len(stored),
            zlib.crc32(data + bytes(bomb << 20) if bomb < 2 else data),
        )
        at, flags, mode = len(out), 0, 0o100644
        if lie and not bomb:
            wound = rng.randrange(9)
            size = rng.choice((0, 1, size * 1000, 0xFFFFFFFE, 1 << 30, size)) if wound < 2 else size
            length = rng.choice((0, 0xFFFFFFFE, length + 7, length)) if wound == 2 else length
            at = rng.choice((0, 0xFFFFFFFE, at + 3, 0 if not out else at // 2)) if wound == 3 else at
            flags = rng.choice((1, 8, 0x20, 0x40, 0x800, 0x2000)) if wound == 4 else 0
            mode = rng.choice((0o120777, 0o010644, 0o020666, 0o040755)) if wound == 5 else mode
            crc = rng.randrange(1 << 32) if wound == 6 else crc
        raw = name.encode("utf-8", "surrogatepass")[:65535]
        common = struct.pack("<HHHHIIIH", flags, method, 0, 0, crc, length, size & 0xFFFFFFFF, len(raw))
        out += b"PK\x03\x04\x14\0" + common + b"\0\0" + raw + stored
        central += (
            b"PK\x01\x02\x14\x03\x14\0" + common + struct.pack("<HHHHII", 0, 0, 0, 0, mode << 16, at & 0xFFFFFFFF) + raw
        )
        if lie and rng.random() < 0.03:  # many records of one piece of data: the overlap of "A better zip bomb"
            central += central[-(46 + len(raw)) :] * rng.choice((10, 3000))
    count = min(len(parts), 65535)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(central), len(out), 0)
    return bytes(out + central + b"PK\x05\x06" + end)


def study(data: bytes, rng: random.Random) -> bytes:
    """A ZIP of a study with wounds."""
    if rng.random() < 0.25:
        return cut_and_flip(data, rng)
    parts = members(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        i = rng.randrange(len(parts))
        name, body = parts[i]
        kind = rng.random()
        if kind < 0.3:
            parts[i] = (rng.choice(_NAMES), body)
        elif kind < 0.5:
            parts[i] = (name, cut_and_flip(body, rng, 2000))
        elif kind < 0.6:
            parts[i] = (name, packed(parts[:2], rng, 0))
        elif kind < 0.7:
            parts.insert(i, parts[rng.randrange(len(parts))])
        elif kind < 0.75 and len(parts) > 1:
            del parts[i]
        elif kind < 0.8:
            parts += [(f"{n}", b"") for n in range(rng.choice((10, 1000)))]
    out = packed(parts, rng)
    return cut_and_flip(out, rng) if rng.random() < 0.1 else out


# ----- saved cases ------------------------------------------------------------------------------------------------
def case(data: bytes, rng: random.Random) -> bytes:
    """A saved case with wounds to its manifest, arrays, history or archive."""
    if rng.random() < 0.15:
        return cut_and_flip(data, rng)
    parts = members(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        i = rng.randrange(len(parts)) if rng.random() < 0.5 else 0
        name, body = parts[i]
        kind = rng.random()
        if name == "manifest.json" and kind < 0.9:
            parts[i] = (name, _manifest(body, rng))
        elif kind < 0.1 and len(parts) > 1:
            del parts[i]
        elif kind < 0.15:
            parts[i] = (rng.choice(_NAMES), body)
        elif kind < 0.2:
            parts[i] = (name, parts[rng.randrange(len(parts))][1])
        elif name.endswith(".npy") and kind < 0.5:
            parts[i] = (name, _array(body, rng))
        elif name.startswith("history/") and kind < 0.8:
            parts[i] = (name, steps(body, rng))
        else:
            parts[i] = (name, cut_and_flip(body, rng, 300))
    return packed(parts, rng, 0.08)


def _manifest(body: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.08:
        return cut_and_flip(body, rng)
    try:
        thing = json.loads(body)
    except ValueError:
        return cut_and_flip(body, rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        json_wound(thing, rng)
    return json.dumps(thing, indent=1).encode("utf-8", "surrogatepass")


def json_wound(thing: Any, rng: random.Random) -> None:
    """Another value, a missing or a strange key, somewhere in it."""
    places: list[tuple[Any, Any]] = []
    waiting = [thing]
    while waiting:
        at = waiting.pop()
        keys = list(at) if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        for key in keys:
            places.append((at, key))
            waiting.append(at[key])
    if not places:
        return
    at, key = rng.choice(places)
    kind = rng.random()
    if kind < 0.15:
        del at[key]
    elif kind < 0.2 and isinstance(at, dict):
        at[rng.choice(TEXTS)[:50]] = at[key]
    elif kind < 0.25:
        deep: Any = []
        for _ in range(rng.choice((3, 200))):
            deep = [deep]
        at[key] = deep
    elif kind < 0.3 and isinstance(at[key], list):
        at[key] = at[key] * rng.choice((2, 50))
    elif kind < 0.35:
        other, name = rng.choice(places)
        # A copy: a thing inside itself cannot be written.
        at[key] = json.loads(json.dumps(other[name]))
    else:
        at[key] = rng.choice((None, True, {}, [], rng.choice(TEXTS)[:500], rng.choice(WHOLE), rng.choice(BROKEN)))


def _array(body: bytes, rng: random.Random) -> bytes:
    text = (
        rng.choice(("(2, 3, 4)", "(99999, 99999, 99999)", "(-1, 2, 3)", "()", "(4,)", "None", "(True, 2, 3)")),
        rng.choice(("|u1", "<u2", "<u8", "|O", "<f8", "<i2", "|V100000", "<U9", ">u2", "[('a','<u2')]", "zz")),
        rng.choice(("False", "True", "0", "__import__('os')")),
    )  # fmt: skip
    if rng.random() < 0.4:
        return cut_and_flip(body, rng, 130)
    head = f"{{'descr': {text[1]!r}, 'fortran_order': {text[2]}, 'shape': {text[0]}, }}".encode()
    head += b" " * (-(len(head) + 11) % 64) + b"\n"
    at = 10 + struct.unpack_from("<H", body, 8)[0] if len(body) > 10 else 0
    return b"\x93NUMPY" + bytes((rng.choice((1, 1, 1, 2, 3, 9)), 0)) + struct.pack("<H", len(head)) + head + body[at:]


def steps(body: bytes, rng: random.Random) -> bytes:
    """Steps of a history with wounds that keep most lengths right."""
    if rng.random() < 0.25 or len(body) < 12:
        return cut_and_flip(body, rng)
    found, at = [], 0
    while at + 4 <= len(body):
        (length,) = struct.unpack_from("<I", body, at)
        found.append(body[at + 4 : at + 4 + length])
        at += 4 + length
    i = rng.randrange(len(found))
    found[i] = step(found[i], rng)
    if rng.random() < 0.2:
        found.insert(rng.randrange(len(found) + 1), rng.choice(found))
    return b"".join(struct.pack("<I", len(s)) + s for s in found)


def step(data: bytes, rng: random.Random) -> bytes:
    """One step: its JSON, or its boxes and packed deltas."""
    (length,) = struct.unpack_from("<I", data) if len(data) >= 4 else (0,)
    text, rest = data[4 : 4 + length], bytearray(data[4 + length :])
    if rng.random() < 0.5:
        try:
            head = json.loads(text)
            json_wound(head, rng)
            text = json.dumps(head).encode("utf-8", "surrogatepass")
        except ValueError:
            text = cut_and_flip(text, rng)
    elif rest:
        for _ in range(rng.choice((1, 2, 6))):
            i = rng.randrange(len(rest)) // 4 * 4
            rest[i : i + 4] = (rng.choice(WHOLE) & 0xFFFFFFFF).to_bytes(4, "little")
    return struct.pack("<I", len(text)) + text + bytes(rest)
