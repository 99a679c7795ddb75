"""What a DICOM image file says about its frames, read without its pixels.

Common files go through the small parser of ``dicom_quick``; what it does not know (big endian, deflated, multi-frame,
odd files) goes through pydicom. Both give one dictionary.
"""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui.core.errors import BadInput
from medseg_gui.io import dicom_frames
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.dicom_guard import DEFLATED, guarded
from medseg_gui.io.dicom_quick import NotDicom, Quick, quick

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

Values = Mapping[int, str | int]

# The longest recordings have some 20,000.
_MOST_FRAMES = 100_000
# An item's tag and length, before the first byte of a packed frame (PS3.5 A.4)
_LEAST_PACKED = 8


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
    def colour(self) -> bool:
        return self.number(tags.SAMPLES, 1) == 3 or self.text(tags.PHOTOMETRIC) == "PALETTE COLOR"

    @property
    def matrix(self) -> tuple[int, int]:
        return (self.number(tags.ROWS, 0), self.number(tags.COLUMNS, 0))


def read_header(path: Path) -> list[Frame]:
    """The frames of a DICOM file; a file without an image (report, contours) gives one frame with no rows.

    Raises NotDicom for other files and BadInput for a DICOM file that is truncated or cannot be understood.
    """
    try:
        found = quick(path)
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror}", path) from error
    if found is None or found.nested:
        dataset = read_dataset(path)
        base, groups = _values_of(dataset, path)
        syntax = found.syntax if found else _syntax_of(dataset)
    else:
        base, groups, syntax = found.values, [], found.syntax
    for values in (base, *groups):
        if tags.ALLOCATED in values:  # what a missing element means, where its absence leaves no doubt
            values.setdefault(tags.STORED, values[tags.ALLOCATED])
            values.setdefault(tags.HIGH_BIT, int(values[tags.STORED]) - 1)
            values.setdefault(tags.SIGNED, 0)
    try:
        tiles = len(groups) if groups and tags.TILE in groups[0] else 0
        count = int(base.get(tags.FRAMES) or 1)
        if count > _MOST_FRAMES:
            raise BadInput(f"The file claims {count} frames", path)
        if count < 1 or (groups and not tiles and len(groups) < count):
            raise BadInput(f"The file claims {count} frames and describes {len(groups)}", path)
        bits = _bits(base)
        if found and base.get(tags.ROWS):
            _require_whole(path, found, (bits * count + 7) // 8, count)
        native = found is not None and found.offset > 0 and not found.encapsulated and bits % 8 == 0 and not tiles
        start = found.offset if found is not None and native else -1
        return [
            _frame(path, i, start + i * bits // 8 if native else -1, syntax, groups[i] if groups else base)
            for i in range(tiles or count)
        ]
    except ValueError as error:
        raise BadInput("The file holds text where numbers belong", path) from error


def _bits(values: Values) -> int:
    """Of one frame. YBR_FULL_422 keeps the colour of every second pixel only (PS3.3 C.7.6.3.1.2)."""
    rows, columns, allocated = (int(values.get(tag, 0)) for tag in (tags.ROWS, tags.COLUMNS, tags.ALLOCATED))
    half = values.get(tags.PHOTOMETRIC) == "YBR_FULL_422"
    return rows * columns * allocated * (2 if half else int(values.get(tags.SAMPLES, 1)))


def _require_whole(path: Path, found: Quick, need: int, count: int) -> None:
    """Raises BadInput when the pixels that the header promises are not in the file."""
    if found.encapsulated:
        if count * _LEAST_PACKED > found.size:
            raise BadInput(f"The file claims {count} frames, more than it can hold", path)
    elif found.offset < 0:
        raise BadInput("The file is truncated: it has no pixels", path)
    elif found.length < need or found.offset + need > found.size:
        there = max(0, min(found.length, found.size - found.offset))
        raise BadInput(f"The file is truncated: {there} of {need} bytes of pixels are there", path)


class _Quiet:
    """Counts who wants quiet: Python's own filter belongs to all threads, and is set and put back just once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.wanted = 0
        self.kept = warnings.catch_warnings()

    def enter(self) -> None:
        with self.lock:
            self.wanted += 1
            if self.wanted == 1:
                self.kept = warnings.catch_warnings()
                self.kept.__enter__()
                warnings.simplefilter("ignore")

    def leave(self) -> None:
        with self.lock:
            self.wanted -= 1
            if self.wanted == 0:
                self.kept.__exit__(None, None, None)


_QUIET = _Quiet()


@contextmanager
def quiet() -> Iterator[None]:
    """Warnings of pydicom and highdicom stay unsaid: they quote values, patient names among them."""
    _QUIET.enter()
    try:
        yield
    finally:
        _QUIET.leave()


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
        with quiet(), guarded(path) as file:
            try:
                dataset = pydicom.dcmread(file, stop_before_pixels=not pixels)
            except InvalidDicomError:
                file.seek(0)
                dataset = pydicom.dcmread(file, stop_before_pixels=not pixels, force=True)
                if "SOPClassUID" not in dataset:
                    raise NotDicom from None
            if file.deflated:
                dataset.file_meta.TransferSyntaxUID = pydicom.uid.UID(DEFLATED)
            return dataset
    except (NotDicom, BadInput):
        raise
    except Exception as error:  # hostile files raise anything, BytesLengthException for one
        raise BadInput("The DICOM file cannot be read: it is truncated or damaged", path) from error


def _syntax_of(dataset: Dataset) -> str:
    return str(getattr(dataset, "file_meta", {}).get("TransferSyntaxUID", tags.IMPLICIT))


def _values_of(dataset: Dataset, path: Path) -> tuple[dict[int, str | int], list[dict[int, str | int]]]:
    """(values of the file, values of each of its frames where these have some of their own). Raises BadInput."""
    try:
        with quiet():
            return dicom_frames.values_of(dataset)
    except Exception as error:
        raise BadInput("The DICOM header cannot be understood", path) from error


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
    slope = _floats(values.get(tags.SLOPE), 1)
    intercept = _floats(values.get(tags.INTERCEPT), 1)
    orientation = _floats(values.get(tags.ORIENTATION), 6)
    if orientation is not None and not _spans_plane(orientation):
        orientation = None
    spacing = _floats(values.get(tags.SPACING), 2) or _floats(values.get(tags.IMAGER_SPACING), 2)
    if spacing is not None and min(spacing) <= 0:
        spacing = None
    return Frame(
        path,
        index,
        offset,
        syntax,
        values,
        orientation,
        _floats(values.get(tags.POSITION), 3),
        spacing,
        slope[0] if slope else None,
        intercept[0] if intercept else None,
    )
