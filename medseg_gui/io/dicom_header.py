"""What a DICOM image file says about its frames, read without its pixels.

Common files go through a small top-level parser (about 0.1 ms a file; pydicom needs 0.6); everything it does not
know (big endian, deflated, enhanced multi-frame, odd files) goes through pydicom. Both give one dictionary.
Source: DICOM PS3.5 section 7.1 (data elements), annex A (transfer syntaxes); PS3.3 C.7.6.16 (functional groups).
"""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.errors import BadInput

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
# deflated, big endian
NOT_LITTLE = frozenset(("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"))

# fmt: off
IMAGE_TYPE, SOP_CLASS, SOP_INSTANCE, ACQUISITION_TIME, MODALITY = 0x080008, 0x080016, 0x080018, 0x080032, 0x080060
THICKNESS, ECHO_TIME, ECHO_NUMBER, BETWEEN = 0x180050, 0x180081, 0x180086, 0x180088
TRIGGER_TIME, IMAGER_SPACING, B_VALUE = 0x181060, 0x181164, 0x189087
STUDY, SERIES, SERIES_NUMBER, ACQUISITION, INSTANCE = 0x20000D, 0x20000E, 0x200011, 0x200012, 0x200013
POSITION, ORIENTATION, FRAME_OF_REFERENCE, TIME_POINT = 0x200032, 0x200037, 0x200052, 0x200100
STACK_ID, TEMPORAL_INDEX, SEGMENT = 0x209056, 0x209128, 0x62000B
SAMPLES, PHOTOMETRIC, FRAMES, ROWS, COLUMNS, SPACING = 0x280002, 0x280004, 0x280008, 0x280010, 0x280011, 0x280030
ALLOCATED, STORED, HIGH_BIT, SIGNED = 0x280100, 0x280101, 0x280102, 0x280103
CENTER, WIDTH, INTERCEPT, SLOPE, MODALITY_LUT = 0x281050, 0x281051, 0x281052, 0x281053, 0x283000
REFERENCE_TIME, PER_FRAME, PIXELS = 0x541300, 0x52009230, 0x7FE00010
# fmt: on

_NUMBERS = frozenset((SAMPLES, ROWS, COLUMNS, ALLOCATED, STORED, HIGH_BIT, SIGNED))
# fmt: off
_TEXTS = frozenset((
    IMAGE_TYPE, SOP_CLASS, SOP_INSTANCE, MODALITY, ACQUISITION_TIME, THICKNESS, ECHO_TIME, ECHO_NUMBER, BETWEEN,
    TRIGGER_TIME, IMAGER_SPACING, STUDY, SERIES, SERIES_NUMBER, ACQUISITION, INSTANCE, POSITION, ORIENTATION,
    FRAME_OF_REFERENCE, TIME_POINT, PHOTOMETRIC, FRAMES, SPACING, CENTER, WIDTH, INTERCEPT, SLOPE, REFERENCE_TIME,
))
# fmt: on
_WANTED = _NUMBERS | _TEXTS
# VRs with a four-byte length after two reserved bytes (PS3.5 table 7.1-1)
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_HEAD = 32768
_MAX_DEPTH = 32

Values = Mapping[int, str | int]


class NotDicom(Exception):
    """The file is not DICOM at all."""


class _Unknown(Exception):
    """The small parser does not know this."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One image of one file: where it lies and how its pixels are stored.

    ``offset`` is the byte at which its uncompressed little-endian pixels start, -1 when they must be decoded.
    ``orientation`` holds the row then the column cosines, ``position_mm`` the centre of the first voxel (LPS),
    ``spacing_mm`` (row, column). ``slope`` and ``intercept`` are None where the file has none.
    """

    path: Path
    index: int
    offset: int
    syntax: str
    values: Values
    orientation: tuple[float, ...] | None
    position_mm: tuple[float, ...] | None
    spacing_mm: tuple[float, ...] | None
    slope: float | None
    intercept: float | None

    def text(self, tag: int) -> str:
        return str(self.values.get(tag, ""))

    def number(self, tag: int, default: int) -> int:
        return int(self.values.get(tag, default))

    @property
    def matrix(self) -> tuple[int, int]:
        return (self.number(ROWS, 0), self.number(COLUMNS, 0))


def read_header(path: Path) -> list[Frame]:
    """The frames of a DICOM file; a file without an image (report, contours) gives one frame with no rows.

    Raises NotDicom for other files and BadInput for a DICOM file that is truncated or cannot be understood.
    """
    try:
        quick = _quick(path)
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror}", path) from error
    if quick is None or quick.nested:
        dataset = read_dataset(path)
        base, groups = _values_of(dataset, path)
        syntax = quick.syntax if quick else _syntax_of(dataset)
    else:
        base, groups, syntax = quick.values, [], quick.syntax
    try:
        count = int(base.get(FRAMES) or 1)
        if count < 1 or (groups and len(groups) < count):
            raise BadInput(f"The file claims {count} frames and describes {len(groups)}", path)
        bits = math.prod(int(base.get(tag, 0)) for tag in (ROWS, COLUMNS, ALLOCATED)) * int(base.get(SAMPLES, 1))
        if quick and base.get(ROWS):
            _require_whole(path, quick, (bits * count + 7) // 8, count)
        native = quick is not None and quick.offset > 0 and not quick.encapsulated and bits % 8 == 0
        offset = quick.offset if quick is not None and native else -1
        return [
            _frame(path, i, offset + i * bits // 8 if native else -1, syntax, groups[i] if groups else base)
            for i in range(count)
        ]
    except ValueError as error:
        raise BadInput("The file holds text where numbers belong", path) from error


def _require_whole(path: Path, quick: _Quick, need: int, count: int) -> None:
    """Raises BadInput when the pixels that the header promises are not in the file."""
    if quick.encapsulated:
        if count > quick.size:
            raise BadInput(f"The file claims {count} frames, more than it can hold", path)
    elif quick.offset < 0:
        raise BadInput("The file is truncated: it has no pixels", path)
    elif quick.length < need or quick.offset + need > quick.size:
        there = max(0, min(quick.length, quick.size - quick.offset))
        raise BadInput(f"The file is truncated: {there} of {need} bytes of pixels are there", path)


# ----- the small parser --------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Quick:
    """What the small parser found. ``nested``: there are functional groups or tables that pydicom must read."""

    values: dict[int, str | int]
    syntax: str
    size: int
    offset: int = -1
    length: int = 0
    encapsulated: bool = False
    nested: bool = False


def _quick(path: Path) -> _Quick | None:
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
                syntax, at = _meta(data)
                if syntax in NOT_LITTLE or not syntax:
                    return None
                return _elements(data, at, _Quick({}, syntax, size))
            except _Unknown:
                return None
            except (struct.error, IndexError):
                if len(data) >= size:
                    raise BadInput("The file is truncated: its header ends in the middle", path) from None
                file.seek(0)
                data = file.read(len(data) * 16)


def _meta(data: bytes) -> tuple[str, int]:
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
        raise _Unknown
    return group << 16 | element, length, at + 8


def _implicit(data: bytes, at: int) -> tuple[int, int, int]:
    group, element, length = struct.unpack_from("<HHI", data, at)
    return group << 16 | element, length, at + 8


def _elements(data: bytes, at: int, found: _Quick) -> _Quick:
    """The same record, filled up to the pixels or the end of the file."""
    step = _implicit if found.syntax == IMPLICIT else _explicit
    values = found.values
    while at != found.size:
        tag, length, at = step(data, at)
        if tag >= PIXELS:
            if tag == PIXELS:
                found.offset, found.length, found.encapsulated = at, length, length == _UNDEFINED
            return found
        if tag in (PER_FRAME, MODALITY_LUT):
            found.nested = True
        if length == _UNDEFINED:
            at = _skip_sequence(data, at, step, 0)
            continue
        if tag in _WANTED:
            value = data[at : at + length]
            if len(value) < length:
                raise IndexError
            if tag in _NUMBERS:
                values[tag] = struct.unpack_from("<H", value)[0]
            else:
                values[tag] = value.decode("ascii", "replace").strip("\0 ")
        at += length
    return found


def _skip_sequence(data: bytes, at: int, step: Any, depth: int) -> int:
    """Where a sequence of undefined length ends (PS3.5 section 7.5)."""
    if depth > _MAX_DEPTH:
        raise _Unknown
    while True:
        tag, length, at = _implicit(data, at)
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise _Unknown
        if length != _UNDEFINED:
            at += length
            continue
        while True:
            if _implicit(data, at)[0] == _ITEM_END:
                at += 8
                break
            tag, length, at = step(data, at)
            at = _skip_sequence(data, at, step, depth + 1) if length == _UNDEFINED else at + length


@contextmanager
def quiet() -> Iterator[None]:
    """Warnings of pydicom and highdicom stay unsaid: they quote values, patient names among them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def is_damage(error: BaseException) -> bool:
    """True for what a decoder may raise over a damaged file: any Exception, and the Rust decoders' panics."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


# ----- pydicom --------------------------------------------------------------------------------------------------
def read_dataset(path: Path, pixels: bool = False) -> Dataset:
    """The whole data set, by default without its pixels. Raises NotDicom or BadInput: never pydicom's own errors."""
    import pydicom
    from pydicom.errors import InvalidDicomError

    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    try:
        with quiet():
            try:
                return pydicom.dcmread(path, stop_before_pixels=not pixels)
            except InvalidDicomError:
                dataset = pydicom.dcmread(path, stop_before_pixels=not pixels, force=True)
                if "SOPClassUID" not in dataset:
                    raise NotDicom from None
                return dataset
    except NotDicom:
        raise
    except Exception as error:  # hostile files raise anything, BytesLengthException for one
        raise BadInput("The DICOM file cannot be read: it is truncated or damaged", path) from error


def _syntax_of(dataset: Dataset) -> str:
    return str(getattr(dataset, "file_meta", {}).get("TransferSyntaxUID", IMPLICIT))


def _values_of(dataset: Dataset, path: Path) -> tuple[dict[int, str | int], list[dict[int, str | int]]]:
    """(values of the file, values of each of its frames where it has functional groups)"""
    try:
        base: dict[int, str | int] = {}
        for tag in _WANTED:
            element = dataset.get(tag)
            if element is not None and element.value is not None:
                base[tag] = int(element.value) if tag in _NUMBERS else _text(element.value)
        if MODALITY_LUT in dataset:
            base[MODALITY_LUT] = 1
        shared = _functional((dataset.get("SharedFunctionalGroupsSequence") or [{}])[0])
        per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or []
        return base, [{**base, **shared, **_functional(groups)} for groups in per_frame]
    except Exception as error:
        raise BadInput("The DICOM header cannot be understood", path) from error


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "\\".join(str(v) for v in value) if hasattr(value, "__iter__") else str(value)


# functional group → (sequence keyword, attribute keyword): PS3.3 C.7.6.16.2
_GROUPS = {
    POSITION: ("PlanePositionSequence", "ImagePositionPatient"),
    ORIENTATION: ("PlaneOrientationSequence", "ImageOrientationPatient"),
    SPACING: ("PixelMeasuresSequence", "PixelSpacing"),
    THICKNESS: ("PixelMeasuresSequence", "SliceThickness"),
    BETWEEN: ("PixelMeasuresSequence", "SpacingBetweenSlices"),
    SLOPE: ("PixelValueTransformationSequence", "RescaleSlope"),
    INTERCEPT: ("PixelValueTransformationSequence", "RescaleIntercept"),
    CENTER: ("FrameVOILUTSequence", "WindowCenter"),
    WIDTH: ("FrameVOILUTSequence", "WindowWidth"),
    STACK_ID: ("FrameContentSequence", "StackID"),
    TEMPORAL_INDEX: ("FrameContentSequence", "TemporalPositionIndex"),
    ACQUISITION: ("FrameContentSequence", "FrameAcquisitionNumber"),
    ECHO_TIME: ("MREchoSequence", "EffectiveEchoTime"),
    SEGMENT: ("SegmentIdentificationSequence", "ReferencedSegmentNumber"),
    B_VALUE: ("MRDiffusionSequence", "DiffusionBValue"),
}
_FRAME_TYPES = ("MRImageFrameTypeSequence", "CTImageFrameTypeSequence", "PETFrameTypeSequence")


def _functional(groups: Any) -> dict[int, str | int]:
    values: dict[int, str | int] = {}
    for tag, (sequence, keyword) in _GROUPS.items():
        items = groups.get(sequence)
        value = items[0].get(keyword) if items else None
        if value is not None:
            values[tag] = _text(value)
    for sequence in _FRAME_TYPES:
        items = groups.get(sequence)
        if items and items[0].get("FrameType") is not None:
            values[IMAGE_TYPE] = _text(items[0].FrameType)
    return values


# ----- both ---------------------------------------------------------------------------------------------------
def _floats(text: str | int | None, count: int) -> tuple[float, ...] | None:
    """That many finite numbers, or None where the file says nothing. Raises ValueError."""
    if text is None or text == "":
        return None
    numbers = tuple(float(part) for part in str(text).split("\\"))
    if len(numbers) < count or not all(math.isfinite(n) for n in numbers):
        raise ValueError(text)
    return numbers[:count]


def first_float(text: str | int | None) -> float | None:
    """The first number of a value, or None where there is none or it is not one."""
    try:
        return (_floats(text, 1) or (None,))[0]
    except ValueError:
        return None


def _spans_plane(orientation: tuple[float, ...]) -> bool:
    """True when row and column are far from parallel and from zero; anything else is no orientation."""
    (a, b, c), (d, e, f) = orientation[:3], orientation[3:]
    return math.hypot(b * f - c * e, c * d - a * f, a * e - b * d) > 0.5


def _frame(path: Path, index: int, offset: int, syntax: str, values: Values) -> Frame:
    slope = _floats(values.get(SLOPE), 1)
    intercept = _floats(values.get(INTERCEPT), 1)
    orientation = _floats(values.get(ORIENTATION), 6)
    if orientation is not None and not _spans_plane(orientation):
        orientation = None
    spacing = _floats(values.get(SPACING), 2) or _floats(values.get(IMAGER_SPACING), 2)
    if spacing is not None and min(spacing) <= 0:
        spacing = None
    return Frame(
        path,
        index,
        offset,
        syntax,
        values,
        orientation,
        _floats(values.get(POSITION), 3),
        spacing,
        slope[0] if slope else None,
        intercept[0] if intercept else None,
    )
