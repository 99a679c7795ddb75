"""Pixels of DICOM frames → voxels in their units.

Uncompressed little-endian 16-bit files are read straight into the volume, two at a time; pydicom's decoders do all
else. Source: DICOM PS3.3 C.7.6.3.1 (image pixel), C.11.1 (modality LUT), PS3.5 section 8.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.io import dicom_header as tags
from medseg_gui.io.dicom_header import Frame, quiet, read_dataset

Voxels = npt.NDArray[np.generic]

# Slices between two chances to cancel: about 10 ms of reading.
_CHUNK = 16
_THREADS = 2
_INT16 = np.iinfo(np.int16)
_UINT16 = np.iinfo(np.uint16)


def read_voxels(frames: Sequence[Frame]) -> Generator[Progress, None, Voxels]:
    """(slice, row, column) in the modality's units: int16 or uint16 where slopes are whole, else int32 or float32.

    Raises BadInput, naming the file, when one cannot be decoded or its image has another size.
    """
    try:
        shift = _whole_shift(frames)
        if shift is not None:
            return (yield from _read_straight(frames, shift))
        return (yield from _read_decoded(frames))
    except MemoryError as error:
        gib = len(frames) * frames[0].matrix[0] * frames[0].matrix[1] * 4 / 2**30
        raise BadInput(f"The series does not fit in memory: it needs about {gib:.1f} GiB", frames[0].path) from error


def read_frame(frame: Frame) -> Voxels:
    """One slice (row, column) in the modality's units. Raises BadInput."""
    raw = _decode(frame)
    slope, intercept = _rescale(frame)
    if slope == 1 and intercept == 0:
        return raw
    return _scaled(raw, slope, intercept)


# ----- the straight way -------------------------------------------------------------------------------------------
def _whole_shift(frames: Sequence[Frame]) -> int | None:
    """The whole number to add to every stored value when all frames can be read straight, else None."""
    same = _layout(frames[0])
    _, intercept = _rescale(frames[0])
    if intercept != int(intercept) or abs(intercept) > _UINT16.max:
        return None
    for f in frames:
        if not _straight(f) or _rescale(f) != (1.0, intercept) or _layout(f) != same:
            return None
    return int(intercept)


def _layout(frame: Frame) -> tuple[int, ...]:
    return tuple(frame.number(tag, -1) for tag in (tags.ALLOCATED, tags.STORED, tags.HIGH_BIT, tags.SIGNED))


def _straight(frame: Frame) -> bool:
    """True when the bytes of the file are the stored values."""
    allocated, stored, high, _ = _layout(frame)
    plain = frame.offset >= 0 and allocated == 16 and 1 <= stored <= 16 and high == stored - 1
    return plain and tags.MODALITY_LUT not in frame.values


def _read_straight(frames: Sequence[Frame], shift: int) -> Generator[Progress, None, Voxels]:
    """Adds ``shift`` modulo 2^16, which is exact whenever the true result fits 16 bits; else it is taken back."""
    first = frames[0]
    out = np.empty((len(frames), *first.matrix), _stored_type(first))
    bits = out.view(np.uint16)
    low, high = np.full(len(frames), 0, np.int64), np.full(len(frames), 0, np.int64)

    def load(i: int) -> None:
        _read_stored(frames[i], out[i])
        low[i], high[i] = out[i].min(), out[i].max()
        if shift:
            np.add(bits[i], np.uint16(shift & 0xFFFF), out=bits[i])

    with ThreadPoolExecutor(_THREADS) as pool:
        for start in range(0, len(frames), _CHUNK):
            yield Progress("Reading slices", start, len(frames))
            for _ in pool.map(load, range(start, min(start + _CHUNK, len(frames)))):
                pass
    least, most = int(low.min()) + shift, int(high.max()) + shift
    if least >= _INT16.min and most <= _INT16.max:
        return out.view(np.int16)
    if least >= 0 and most <= _UINT16.max:
        return out.view(np.uint16)
    if shift:
        np.subtract(bits, np.uint16(shift & 0xFFFF), out=bits)
    return out.astype(np.int32) + np.int32(shift)


def _stored_type(frame: Frame) -> type[np.signedinteger[Any]] | type[np.unsignedinteger[Any]]:
    return np.int16 if frame.number(tags.SIGNED, 0) == 1 else np.uint16


def _read_stored(frame: Frame, out: npt.NDArray[Any]) -> None:
    """Fills ``out`` (row, column) with the stored values of a frame that can be read straight."""
    try:
        with frame.path.open("rb", buffering=0) as file:
            file.seek(frame.offset)
            view = out.reshape(-1).view(np.uint8).data
            done = 0
            while done < len(view):
                count = file.readinto(view[done:])
                if not count:
                    raise BadInput(
                        f"The file is truncated: {done} of {len(view)} bytes of pixels are there", frame.path
                    )
                done += count
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror}", frame.path) from error
    if sys.byteorder == "big":
        out.byteswap(inplace=True)
    unused = 16 - frame.number(tags.STORED, 16)
    if unused:
        # Bits above BitsStored may hold overlays or nothing; the sign bit is the highest stored one.
        np.left_shift(out, unused, out=out)
        np.right_shift(out, unused, out=out)


# ----- the general way ----------------------------------------------------------------------------------------------
def _read_decoded(frames: Sequence[Frame]) -> Generator[Progress, None, Voxels]:
    shape = (len(frames), *frames[0].matrix)
    whole = all(v == int(v) for f in frames for v in _rescale(f)) and tags.MODALITY_LUT not in frames[0].values
    out: npt.NDArray[Any] = np.empty(shape, np.int32 if whole else np.float32)
    for i, frame in enumerate(frames):
        yield Progress("Decoding slices", i, len(frames))
        raw = _decode(frame)
        slope, intercept = _rescale(frame)
        if not whole:
            out[i] = _scaled(raw, slope, intercept)
            continue
        values = raw.astype(np.int64) * int(slope) + int(intercept)
        if values.size and (values.min() < -(2**31) or values.max() >= 2**31):
            raise BadInput("The values do not fit 32 bits", frame.path)
        out[i] = values
    if not whole:
        return out
    least, most = int(out.min()), int(out.max())
    if least >= _INT16.min and most <= _INT16.max:
        return out.astype(np.int16)
    if least >= 0 and most <= _UINT16.max:
        return out.astype(np.uint16)
    return out


def _scaled(raw: Voxels, slope: float, intercept: float) -> npt.NDArray[np.float32]:
    """raw × slope + intercept in single precision, as other converters compute it, where it holds the stored values."""
    if raw.dtype.itemsize <= 2:
        return raw.astype(np.float32) * np.float32(slope) + np.float32(intercept)
    return (raw.astype(np.float64) * slope + intercept).astype(np.float32)


def _rescale(frame: Frame) -> tuple[float, float]:
    slope = frame.slope if frame.slope is not None else 1.0
    return (slope if slope != 0 else 1.0, frame.intercept if frame.intercept is not None else 0.0)


def _decode(frame: Frame) -> Voxels:
    """Stored values (row, column) of a frame, or its modality LUT's output where it has one. Raises BadInput."""
    from pydicom.pixels.processing import apply_modality_lut
    from pydicom.pixels.utils import pixel_array

    if _straight(frame):
        stored = np.empty(frame.matrix, _stored_type(frame))
        _read_stored(frame, stored)
        return stored
    try:
        with quiet():
            if tags.MODALITY_LUT in frame.values or frame.syntax in tags.NOT_LITTLE:
                # pydicom's reader of single frames does not inflate deflated files.
                dataset = read_dataset(frame.path, pixels=True)
                pixels: Voxels = dataset.pixel_array
                if tags.MODALITY_LUT in frame.values:
                    pixels = apply_modality_lut(pixels, dataset)
                pixels = pixels[frame.index] if pixels.ndim == 3 else pixels
            else:
                pixels = pixel_array(frame.path, index=frame.index)
    except BadInput:
        raise
    except BaseException as error:
        if not tags.is_damage(error):
            raise
        raise BadInput(f"The image cannot be decoded: {_one_line(error)}", frame.path) from error
    if pixels.shape != frame.matrix:
        raise BadInput(f"The image is {pixels.shape}, not {frame.matrix} as its header says", frame.path)
    return pixels


def _one_line(error: BaseException) -> str:
    text = str(error).strip().splitlines()
    return text[0][:120] if text else type(error).__name__
