"""Headers of NRRD and MetaImage files, checked before ITK sees them: its parsers believe them, crash and allocate.

Source: teem.sourceforge.net/nrrd/format.html; MetaImage documentation (itk.org/Wiki/MetaIO/Documentation).
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from medseg_gui.core.errors import BadInput
from medseg_gui.io.limits import MOST_PACKED, require_room

_HEAD = 4 << 20
_MOST_AXES = 5
_MOST_FILES = 20_000
_NRRD_BYTES = {
    "signed char": 1, "int8": 1, "int8_t": 1, "uchar": 1, "unsigned char": 1, "uint8": 1, "uint8_t": 1, "short": 2,
    "short int": 2, "signed short": 2, "signed short int": 2, "int16": 2, "int16_t": 2, "ushort": 2,
    "unsigned short": 2, "unsigned short int": 2, "uint16": 2, "uint16_t": 2, "int": 4, "signed int": 4, "int32": 4,
    "int32_t": 4, "uint": 4,
    "unsigned int": 4, "uint32": 4, "uint32_t": 4, "longlong": 8, "long long": 8, "long long int": 8,
    "signed long long": 8, "signed long long int": 8, "int64": 8, "int64_t": 8, "ulonglong": 8, "unsigned long long": 8,
    "unsigned long long int": 8, "uint64": 8, "uint64_t": 8, "float": 4, "double": 8,
}  # fmt: skip
_MET_BYTES = {
    "MET_CHAR": 1, "MET_UCHAR": 1, "MET_SHORT": 2, "MET_USHORT": 2, "MET_INT": 4, "MET_UINT": 4, "MET_LONG": 8,
    "MET_ULONG": 8, "MET_LONG_LONG": 8, "MET_ULONG_LONG": 8, "MET_FLOAT": 4, "MET_DOUBLE": 8,
}  # fmt: skip
# How much an encoding packs at most; texts need at least a digit and a blank for each value of 1 to 8 bytes.
_ENCODINGS = {
    "raw": 1.0, "gz": MOST_PACKED, "gzip": MOST_PACKED, "txt": 4.0, "text": 4.0, "ascii": 4.0, "hex": 1.0,
    "bz2": math.inf, "bzip2": math.inf,
}  # fmt: skip
# Fields of NRRD by what they hold, for each axis or at all. Teem copies long values into short buffers.
_NRRD_PER_AXIS = ("spacings", "thicknesses", "axis mins", "axismins", "axis maxs", "axismaxs")
_NRRD_WORDS = ("kinds", "centers", "centerings")
_NRRD_VECTORS = ("space directions", "space origin", "measurement frame")
_NRRD_TEXTS = (
    "dimension", "sizes", "type", "encoding", "line skip", "lineskip", "byte skip", "byteskip", "data file", "datafile",
    "space", "space dimension", "endian", "content", "labels", "units", "space units", "sample units", "sampleunits",
    "number", "min", "max", "old min", "oldmin", "old max", "oldmax", "block size", "blocksize",
)  # fmt: skip
_LONGEST = 400
# Places and directions beyond this, in mm, are none; ITK's matrices never end with 1e308.
_FURTHEST = 1e9
# MetaImage keys that hold as many numbers as there are axes, or their square
_MET_VECTORS = ("ElementSpacing", "ElementSize", "Offset", "Position", "Origin", "CenterOfRotation")
_MET_MATRICES = ("TransformMatrix", "Rotation", "Orientation")
_MET_NUMBERS = (
    "HeaderSize", "ElementNumberOfChannels", "CompressedDataSize", "CompressionLevel", "ElementMin", "ElementMax", "ID",
    "ParentID", "ElementToIntensityFunctionSlope", "ElementToIntensityFunctionOffset",
)  # fmt: skip
_PATTERN = re.compile(r"([^%]*%0?\d?d[^%]*)((?:\s+-?\d+){3,4})")


class _Wrong(ValueError):
    """What is wrong with the header, in words."""


def require_sound(path: Path) -> None:
    """Raises BadInput for a header that is damaged, or that promises more than the file or the memory can hold."""
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
        size = path.stat().st_size
        met = path.suffix.lower() in (".mha", ".mhd")
        needed, there = (_metaimage if met else _nrrd)(data, size, path)
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror}", path) from error
    except _Wrong as error:
        raise BadInput(f"The header is damaged: {error}", path) from error
    if needed > there:
        raise BadInput(f"The file is truncated: its header promises {needed} bytes of voxels", path)
    require_room(2 * needed, path)  # ITK's own image, and the array made of it


# ----- NRRD -------------------------------------------------------------------------------------------------------
def _nrrd(data: bytes, size: int, path: Path) -> tuple[int, float]:
    """(bytes of voxels that the header promises, the most that the data can hold)"""
    if not re.match(rb"NRRD000\d\r?\n", data):
        raise _Wrong("it does not begin as NRRD files do")
    gap = re.search(rb"\r?\n\r?\n", data)
    lines = _lines(data[: gap.start()] if gap else data)
    fields: dict[str, str] = {}
    for line in lines[1:]:
        key, found, value = line.partition(": ")
        if found and ":=" not in key and not line.startswith("#"):
            name = key.strip().lower()
            if name in fields or name not in (*_NRRD_PER_AXIS, *_NRRD_WORDS, *_NRRD_VECTORS, *_NRRD_TEXTS):
                raise _Wrong(f"{key[:40]!r} is not known, or stands there twice")
            fields[name] = value.strip()
        elif len(line) > _LONGEST and ":=" not in line:
            raise _Wrong(f"{line[:40]!r} is no line of it")
    axes = _whole(fields, "dimension", 1, _MOST_AXES)
    sizes = _sizes(fields.get("sizes", ""), axes)
    for name, value in fields.items():
        _require_nrrd(name, value, axes)
    width = _NRRD_BYTES.get(fields.get("type", "").lower(), 0)
    encoding = fields.get("encoding", "").lower()
    if not width or encoding not in _ENCODINGS:
        raise _Wrong(f"voxels of type {fields.get('type', '')!r}, encoded as {encoding!r}, are not known")
    for key in ("line skip", "lineskip", "byte skip", "byteskip"):
        if key in fields:
            _whole(fields, key, -1, size)
    detached = fields.get("data file", fields.get("datafile"))
    if detached is not None:
        there = _total(_data_files(detached, lines, "data file", path))
    elif gap is None:
        raise _Wrong("it has no end")
    else:
        there = size - gap.end()
    return math.prod(sizes) * width, there * _ENCODINGS[encoding]


def _require_nrrd(name: str, value: str, axes: int) -> None:
    """Raises _Wrong for a field whose value has another form than the format says."""
    parts = value.split()
    wrong = len(value) > _LONGEST or not value.isprintable()
    if name in _NRRD_PER_AXIS:
        wrong |= len(parts) != axes or not all(_is_number(p) for p in parts)
    elif name in _NRRD_WORDS:
        wrong |= len(parts) != axes or not all(re.fullmatch(r"[\w?-]{1,40}", p) for p in parts)
    elif name in _NRRD_VECTORS:
        vectors = re.sub(r"(?<=[(,])\s+|\s+(?=[,)])", "", value).split()
        plain = [v for v in vectors if v != "none"]
        wrong |= len(vectors) != {"space directions": axes, "space origin": 1}.get(name, len(vectors))
        wrong |= not all(re.fullmatch(r"\([^()]*\)", v) and all(map(_is_number, v[1:-1].split(","))) for v in plain)
        wrong |= len({v.count(",") for v in plain}) != 1
    if wrong:
        raise _Wrong(f"{name} is {value[:40]!r}")


def _is_number(text: str) -> bool:
    """True also for nan, which stands for what is not known; false for what is out of range."""
    try:
        return len(text) < 60 and not abs(float(text)) > _FURTHEST
    except ValueError:
        return False


# ----- MetaImage --------------------------------------------------------------------------------------------------
def _metaimage(data: bytes, size: int, path: Path) -> tuple[int, float]:
    """(bytes of voxels that the header promises, the most that the data can hold)"""
    last = re.search(rb"(?m)^[ \t]*ElementDataFile[ \t]*[=:][^\n]*(\n|\Z)", data)
    if last is None:
        raise _Wrong("it has no ElementDataFile")
    fields: dict[str, str] = {}
    for line in _lines(data[: last.end()]):
        key, _, value = line.partition("=" if "=" in line else ":")
        if not re.fullmatch(r"[\w ()\-.]{1,200}", key.strip()) or len(value) > 2_000:
            raise _Wrong(f"{line[:60]!r} is no line of it")
        if key.strip() in fields:
            raise _Wrong(f"{key.strip()!r} stands there twice")
        fields[key.strip()] = value.strip()
    if fields.get("ObjectType", "Image") != "Image" or "ObjectSubType" in fields:
        raise _Wrong("it describes no image")
    axes = _whole(fields, "NDims", 1, _MOST_AXES)
    sizes = _sizes(fields.get("DimSize", ""), axes)
    places = list(fields)
    if any(k in places and places.index(k) < places.index("NDims") for k in ("DimSize", *_MET_VECTORS, *_MET_MATRICES)):
        raise _Wrong("NDims does not stand before what depends on it")
    for keys, count in ((_MET_VECTORS, axes), (_MET_MATRICES, axes * axes), (_MET_NUMBERS, 1)):
        for key in keys:
            if key in fields:
                _numbers(fields[key], count, key, _FURTHEST if keys is not _MET_NUMBERS else math.inf)
    channels = _whole(fields, "ElementNumberOfChannels", 1, 1024) if "ElementNumberOfChannels" in fields else 1
    width = _MET_BYTES.get(fields.get("ElementType", ""), 0)
    if not width:
        raise _Wrong(f"voxels of type {fields.get('ElementType', '')!r} are not known")
    if "HeaderSize" in fields:
        _whole(fields, "HeaderSize", -1, size)
    packed = fields.get("CompressedData", "False")[:1] in "Tt1"
    binary = fields.get("BinaryData", "True")[:1] in "Tt1"
    name = fields["ElementDataFile"]
    if name.lower() == "local":
        there = size - last.end()
    else:
        there = _total(_data_files(name, _lines(data), "ElementDataFile", path))
    if "CompressedDataSize" in fields:
        _whole(fields, "CompressedDataSize", 0, there)
    return math.prod(sizes) * channels * width, there * (MOST_PACKED if packed else 1.0 if binary else 4.0)


# ----- both -------------------------------------------------------------------------------------------------------
def _lines(data: bytes) -> list[str]:
    return [line.rstrip("\r") for line in data.decode("utf-8", "replace").rstrip("\n").split("\n")]


def _whole(fields: dict[str, str], key: str, least: int, most: int) -> int:
    text = fields.get(key, "")
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) or not least <= int(text) <= most:
        raise _Wrong(f"{key} is {text[:40]!r}")
    return int(text)


def _sizes(text: str, axes: int) -> list[int]:
    parts = text.split()
    if len(parts) != axes or not all(re.fullmatch(r"\d{1,9}", p, re.ASCII) and int(p) > 0 for p in parts):
        raise _Wrong(f"sizes are {text[:40]!r} along {axes} axes")
    return [int(p) for p in parts]


def _numbers(text: str, count: int, key: str, most: float) -> None:
    try:
        values = [float(part) for part in text.split()]
    except ValueError:
        values = []
    if len(values) != count or not all(math.isfinite(v) and abs(v) <= most for v in values):
        raise _Wrong(f"{key} is {text[:40]!r}")


def _total(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _data_files(name: str, lines: list[str], key: str, path: Path) -> list[Path]:
    """The files that hold the voxels: one, a numbered row, or a list at the end of the header."""
    pattern = _PATTERN.fullmatch(name)
    if name.upper().split()[:1] == ["LIST"]:
        start = next(n for n, line in enumerate(lines) if line.lower().startswith(key.lower()))
        names = [line.strip() for line in lines[start + 1 :] if line.strip()]
    elif pattern is not None:
        first, last, step = (int(n) for n in pattern[2].split()[:3])
        if not step or len(range(first, last + 1, step)) > _MOST_FILES:
            raise _Wrong(f"the voxels are in {name[:60]!r}")
        names = [pattern[1] % n for n in range(first, last + (1 if step > 0 else -1), step)]
    else:
        names = [name]
    if not names or len(names) > _MOST_FILES or any("%" in n or "\0" in n for n in names):
        raise _Wrong(f"the voxels are in {name[:60]!r}")
    files = [path.parent / n for n in names]
    # A device or a pipe would never end, and the header itself holds no voxels.
    for file in files:
        if not file.is_file() or file.resolve() == path.resolve():
            raise BadInput(f"The file that holds the voxels is not there: {file.name[:80]}", path, "Copy it beside.")
    return files
