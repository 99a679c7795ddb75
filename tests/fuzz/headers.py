"""Wounds to the headers of NIfTI, NRRD and MetaImage files."""

from __future__ import annotations

import gzip
import random
import struct
import zlib

from tests.fuzz.wounds import cut_and_flip, gzipped, number_text, packed_number

# (offset, struct code) of what decides in a NIfTI-1 header: nifti1.h
_NIFTI1 = (
    [(0, "i")] + [(40 + 2 * i, "h") for i in range(8)] * 4 + [(70, "h"), (72, "h"), (68, "h")]
    + [(76 + 4 * i, "f") for i in range(8)] + [(108, "f"), (112, "f"), (116, "f"), (123, "b"), (252, "h"), (254, "h")]
    + [(256 + 4 * i, "f") for i in range(6)] + [(280 + 4 * i, "f") for i in range(12)] + [(344, "i"), (348, "i"),
    (352, "i")]
)  # fmt: skip
# the same of NIfTI-2: nifti2.h
_NIFTI2 = (
    [(0, "i"), (4, "i"), (12, "h"), (14, "h")] + [(16 + 8 * i, "q") for i in range(8)] * 3 + [(104 + 8 * i,
    "d") for i in range(8)]
    + [(168, "q"), (176, "d"), (184, "d"), (344, "i"), (348, "i"), (500, "i")] + [(400 + 8 * i, "d") for i in range(12)]
)  # fmt: skip


def nifti(data: bytes, rng: random.Random) -> bytes:
    packed = data[:2] == b"\x1f\x8b"
    plain = gzip.decompress(data) if packed else data
    fields = _NIFTI2 if plain[:2] == b"\x1c\x02" else _NIFTI1
    out = bytearray(plain)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at, code = rng.choice(fields)
        value = packed_number(code, rng)
        if rng.random() < 0.4 and code in "hq":
            value = rng.choice((0, 1, 1, 2, 3, 3, 4, 4, 5, 7, 16, 64, 512, 1000, 20000, 32767)).to_bytes(
                len(value), "little"
            )
        out[at : at + len(value)] = value
    if rng.random() < 0.02:  # dimensions that a bomb could fill
        out[40:56] = struct.pack("<8h", 3, 1024, 1024, rng.choice((100, 700)), 1, 1, 1, 1)
    if rng.random() < 0.35:
        out = bytearray(cut_and_flip(bytes(out), rng, 560))
    if not packed:
        return bytes(out)
    again = gzipped(bytes(out), rng.choice((1, 100, 700)) if rng.random() < 0.03 else 0)
    return cut_and_flip(again, rng) if rng.random() < 0.2 else again


_KEYS = (
    "type", "dimension", "space", "space dimension", "sizes", "space directions", "space origin", "encoding",
    "endian", "kinds",
    "spacings", "thicknesses", "axis mins", "axis maxs", "centers", "labels", "units", "data file", "line skip",
    "byte skip",
    "measurement frame", "block size", "old min", "old max", "NDims", "DimSize", "ElementType", "ElementSpacing",
    "Offset",
    "TransformMatrix", "ElementNumberOfChannels", "CompressedData", "CompressedDataSize", "BinaryData", "HeaderSize",
    "BinaryDataByteOrderMSB", "ElementDataFile", "ObjectType", "ElementMin", "ElementMax",
    "ElementToIntensityFunctionSlope",
    "Modality", "AnatomicalOrientation", "ElementSize", "Segment0_ID", "Segment0_LabelValue", "Segment0_Layer",
    "Segment0_Color", "Segment0_Name", "Segment0_Tags", "Segment0_Extent", "Segment1_ID", "Segment7_Layer",
)  # fmt: skip
_VALUES = (
    "short", "uchar", "float", "double", "block", "int", "unsigned long long", "signed char", "MET_SHORT",
    "MET_UCHAR", "MET_FLOAT",
    "MET_DOUBLE", "MET_LONG_LONG", "MET_UCHAR_ARRAY", "MET_STRING", "MET_OTHER", "raw", "gzip", "gz", "bzip2",
    "ascii", "txt", "hex",
    "zrl", "True", "False", "LOCAL", "LIST", "LIST 2", "%d.raw 1 3 1", "slice%03d.raw 0 1000000000 1",
    "../../../../etc/passwd",
    "/etc/passwd", "/dev/zero", "/dev/stdin", "/dev/full", ".", "..", "", "x" * 3000, "none", "(1,0,0) (0,1,0) (0,0,1)",
    "(nan,0,0) (0,nan,0) (0,0,nan)", "(1,0,0) (1,0,0) (1,0,0)", "none (1,0,0) (0,1,0) (0,0,1)",
    "left-posterior-superior",
    "right-anterior-superior", "scanner-xyz", "3", "2", "1", "4", "17", "0", "domain domain domain",
    "vector space space space",
    "list domain domain domain", "1 1 1", "0 0 0", "-1 2 3", "100000 100000 100000", "2147483647 2147483647 2147483647",
    "4294967296 4294967296 4294967296", "1000 1000 1000", "65536 65536", "1 0 0 0 1 0 0 0 1", "0 0 0 0 0 0 0 0 0",
    "nan nan nan", "inf 1 1", "1e-300 1 1", "1e300 1e300 1e300", "big", "little", "Image", "Scene", "Tube", "RAI",
    "???",
)  # fmt: skip


def text_header(data: bytes, rng: random.Random) -> bytes:
    """A NRRD or MetaImage file with wounds to its lines, its body, or its bytes."""
    nrrd = data.startswith(b"NRRD")
    if nrrd:
        head, gap, body = data.partition(b"\n\n")
    else:
        end = data.find(b"\n", data.find(b"ElementDataFile")) + 1 or len(data)
        head, gap, body = data[:end].rstrip(b"\n"), b"\n", data[end:]
    lines = head.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        _line(lines, nrrd, rng)
    if rng.random() < 0.3:
        body = _body(body, rng)
    out = b"\n".join(lines) + (gap if rng.random() < 0.98 else b"") + body
    return cut_and_flip(out, rng, len(head)) if rng.random() < 0.25 else out


def _line(lines: list[bytes], nrrd: bool, rng: random.Random) -> None:
    i = rng.randrange(len(lines))
    between = (":=" if b":=" in lines[i] or rng.random() < 0.1 else ": ") if nrrd else " = "
    key, _, value = lines[i].partition(between.encode())
    kind = rng.random()
    if kind < 0.4:
        parts = value.split(b" ")
        j = rng.randrange(len(parts))
        inner = parts[j].strip(b"()").split(b",")
        inner[rng.randrange(len(inner))] = number_text(rng).encode("utf-8", "surrogatepass").replace(b"\n", b"")
        parts[j] = b"(" + b",".join(inner) + b")" if parts[j][:1] == b"(" else b",".join(inner)
        lines[i] = key + between.encode() + b" ".join(parts)
    elif kind < 0.7:
        lines[i] = key + between.encode() + rng.choice(_VALUES).encode()
    elif kind < 0.8:
        name, text = rng.choice(_KEYS), rng.choice(_VALUES) if rng.random() < 0.6 else number_text(rng)
        sign = ":=" if nrrd and name.startswith("Segment") else between
        lines.insert(rng.randrange(len(lines) + 1), f"{name}{sign}{text}".encode("utf-8", "surrogatepass"))
    elif kind < 0.9 and len(lines) > 1:
        del lines[i]
    elif kind < 0.95:
        lines.insert(i, lines[rng.randrange(len(lines))])
    else:
        lines[i] = rng.randbytes(rng.choice((1, 20, 2000))).replace(b"\n\n", b"")


def _body(body: bytes, rng: random.Random) -> bytes:
    kind = rng.random()
    if kind < 0.3:
        return body[: rng.randrange(len(body) + 1)]
    if kind < 0.6:
        return cut_and_flip(body, rng)
    if kind < 0.7:
        return gzipped(body, rng.choice((1, 100, 700)))
    if kind < 0.8:
        return zlib.compress(bytes(rng.choice((1, 1 << 20))) + body)
    return rng.randbytes(rng.choice((0, 10, 10000)))
