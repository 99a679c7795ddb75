"""What is done to bytes and numbers, whatever the format. All chance comes from the generator that is given."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache

WHOLE = (0, 1, 2, 3, 7, 8, 12, 16, 31, 32, 64, 255, 256, 1000, 4096, 32767, 32768, 65535, 65536, 1 << 20, 1 << 24,
         (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 40, (1 << 63) - 1, -1, -2, -128, -32768,
         -(1 << 31))  # fmt: skip
BROKEN = (0.0, -0.0, 1e-320, 1e-9, 0.5, -1.0, 1e5, 1e9, 1e30, 1e38, 1e308, -1e308, float("nan"), float("inf"),
          -float("inf"))  # fmt: skip
TEXTS = ("", " ", "0", "-1", "1", "nan", "inf", "-inf", "1e999", "1e-999", "abc", "1\\2", "\\", "\\\\\\", "0x10",
         "1,5", "٣",
         "9" * 400, "1_000", "+1", "--1", "\x00", "%s%n", "../../../etc/passwd", "A" * 5000, "Ä\ud7ff", "\x1b$B",
         "\n", "1.5",
         "99999999999999999999", "-99999999999999999999", "65536", "2147483648", "1e300\\1e300\\1e300")  # fmt: skip
_WORDS = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\0\xe0", b"\0\0\0\x80", b"\xfe\xff\xff\xff")
_PIECE = 1 << 20


def cut_and_flip(data: bytes, rng: random.Random, reach: int | None = None) -> bytes:
    """The bytes with one to twenty wounds, most of them within the first ``reach``."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        most = max(1, min(len(out), reach or len(out)) if rng.random() < 0.7 else len(out))
        i = rng.randrange(most)
        kind = rng.choice((0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7))
        if kind < 2:
            out[i : i + 1] = bytes([rng.choice((0, 0xFF, 0x7F, 0x80, 0x20, 0x5C, rng.randrange(256)))])
        elif kind == 2 and i < len(out):
            out[i] ^= 1 << rng.randrange(8)
        elif kind == 3:
            out[i : i + 4] = rng.choice(_WORDS)
        elif kind == 4:
            del out[i : i + rng.randrange(1, 64)]
        elif kind == 5:
            out[i:i] = out[max(0, i - rng.choice((4, 8, 64, 500))) : i]
        elif kind == 6:
            j = rng.randrange(most)
            length = rng.randrange(1, 64)
            out[i : i + length] = out[j : j + length]
        else:
            del out[rng.randrange(i, len(out) + 1) :]
    return bytes(out)


def packed_number(code: str, rng: random.Random) -> bytes:
    """A hostile value of that struct code, little endian."""
    if code in "fd":
        value = rng.choice(BROKEN)
        return struct.pack("<" + code, max(min(value, 3e38), -3e38) if code == "f" and abs(value) < 1e400 else value)
    size = struct.calcsize(code)
    return (rng.choice(WHOLE) & ((1 << (8 * size)) - 1)).to_bytes(size, "little")


def number_text(rng: random.Random) -> str:
    kind = rng.randrange(3)
    return rng.choice(TEXTS) if kind == 0 else str(rng.choice(WHOLE)) if kind == 1 else repr(rng.choice(BROKEN))


# ----- bombs ----------------------------------------------------------------------------------------------------
@cache
def _zeros() -> bytes:
    """A raw deflate block of 1 MiB of zeros, after which another may follow."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(_PIECE)) + packer.flush(zlib.Z_FULL_FLUSH)


def deflated(head: bytes, mebibytes: int = 0) -> bytes:
    """``head`` and that many MiB of zeros as a raw deflate stream (of 1 kB for each)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(6, zlib.DEFLATED, -15).flush()
    return first + _zeros() * mebibytes + last


def gzipped(head: bytes, mebibytes: int = 0) -> bytes:
    """The same as a gzip file whose members' check sums are right."""
    out = _member(head)
    return out + _zero_member() * mebibytes


@cache
def _zero_member() -> bytes:
    return _member(bytes(_PIECE))


def _member(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()
