"""Pixels of DICOM frames → voxels in their units.

Several at a time: uncompressed little-endian 16-bit files are read straight into the volume, pydicom's decoders do all
else, each image once. Colours become brightness: masks are drawn on it, nothing is measured from it.
 Source: DICOM PS3.3 C.7.6.3.1 (image pixel), C.11.1 (modality LUT), PS3.5 section 8.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io import j2k
from medseg_gui.io.dicom_header import Frame, is_damage, quiet, read_dataset
from medseg_gui.io.limits import require_room, too_large

Voxels = npt.NDArray[np.generic]

_THREADS = min(8, os.cpu_count() or 2)
# Between two chances to cancel.
_GLANCE_S = 0.03
# One image larger than this is a damaged header: mammograms and whole-body radiographs have 3e7 pixels.
_MOST_PIXELS = 1 << 28
_INT16 = np.iinfo(np.int16)
_UINT16 = np.iinfo(np.uint16)


def read_voxels(frames: Sequence[Frame]) -> Generator[Progress, None, Voxels]:
    """(slice, row, column) in the modality's units: int16 or uint16 where slopes are whole, else int32 or float32.

    The brightness of colour images. Raises BadInput, naming the file, when one cannot be decoded or its image has
    another size, or when the series does not fit in memory.
    """
    _require_memory(frames)
    try:
        shift = _whole_shift(frames)
        if shift is not None:
            return (yield from _read_in_place(frames, shift))
        _require_memory(frames, 6)
        return (yield from _read_scaled(frames))
    except MemoryError as error:
        raise _too_large(frames) from error


def read_frame(frame: Frame) -> Voxels:
    """One slice (row, column) in the modality's units. Raises BadInput."""
    _require_memory([frame])
    (raw,) = images_of([frame])
    slope, intercept = _rescale(frame)
    if slope == 1 and intercept == 0:
        return raw
    if _is_whole(frame) and raw.dtype.kind in "iu":
        return raw.astype(np.int64) * int(slope) + int(intercept)
    return _scaled(raw, slope, intercept)


def _require_memory(frames: Sequence[Frame], each_bytes: int = 2) -> None:
    """Raises BadInput before a damaged or hostile header has its billions of voxels allocated."""
    first = frames[0]
    rows, columns = first.matrix
    if rows * columns > _MOST_PIXELS:
        raise BadInput(f"The file claims an image of {rows}×{columns} pixels", first.path)
    needed = each_bytes * len(frames) * rows * columns
    if not _straight(first):
        # A decoder holds an image several times: packed, as samples, as 32 bits, as brightness.
        at_once = min(_THREADS, len(frames)) if _sought(first) else first.number(tags.FRAMES, 1)
        needed += at_once * rows * columns * first.number(tags.SAMPLES, 1) * first.number(tags.ALLOCATED, 16) // 8 * 2
    require_room(needed, first.path, "series")


def _too_large(frames: Sequence[Frame]) -> BadInput:
    return too_large(2 * len(frames) * frames[0].matrix[0] * frames[0].matrix[1], frames[0].path, "series")


# ----- in place ---------------------------------------------------------------------------------------------------
def _whole_shift(frames: Sequence[Frame]) -> int | None:
    """The whole number to add to every stored value when 16 bits hold all of them before and after, else None."""
    same = _layout(frames[0])
    _, intercept = _rescale(frames[0])
    if intercept != int(intercept) or abs(intercept) > _UINT16.max or same[0] not in (8, 16):
        return None
    for f in frames:
        if _rescale(f) != (1.0, intercept) or _layout(f) != same or tags.MODALITY_LUT in f.values:
            return None
    return int(intercept)


def _layout(frame: Frame) -> tuple[int, ...]:
    return tuple(frame.number(tag, -1) for tag in (tags.ALLOCATED, tags.STORED, tags.HIGH_BIT, tags.SIGNED))


def _straight(frame: Frame) -> bool:
    """True when the bytes of the file are the stored values."""
    allocated, stored, high, _ = _layout(frame)
    plain = frame.offset >= 0 and allocated == 16 and 1 <= stored <= 16 and high == stored - 1
    return plain and tags.MODALITY_LUT not in frame.values and not frame.colour


def _read_in_place(frames: Sequence[Frame], shift: int) -> Generator[Progress, None, Voxels]:
    """Reads or decodes each slice once, into its place in the volume.

    Adds ``shift`` modulo 2^16, which is exact whenever the true result fits 16 bits; else it is taken back.
    """
    first = frames[0]
    out = np.empty((len(frames), *first.matrix), _stored_type(first))
    bits = out.view(np.uint16)
    low, high = np.full(len(frames), 0, np.int64), np.full(len(frames), 0, np.int64)

    def settle(i: int) -> None:
        low[i], high[i] = out[i].min(), out[i].max()
        if shift:
            np.add(bits[i], np.uint16(shift & 0xFFFF), out=bits[i])

    def load(run: Sequence[int]) -> Iterator[int]:
        if _straight(frames[run[0]]):
            for i in run:
                _read_stored(frames[i], out[i])
                settle(i)
                yield i
            return
        for i, raw in zip(run, images_of([frames[i] for i in run]), strict=True):
            if raw.dtype.itemsize > 2 or (raw.dtype.kind == "i") != (out.dtype.kind == "i"):
                raise BadInput(f"The image decodes to {raw.dtype}, not what its header says", frames[i].path)
            out[i] = raw
            settle(i)
            yield i

    yield from _together(frames, load)
    least, most = int(low.min()) + shift, int(high.max()) + shift
    if least >= _INT16.min and most <= _INT16.max:
        return out.view(np.int16)
    if least >= 0 and most <= _UINT16.max:
        return out.view(np.uint16)
    if shift:
        np.subtract(bits, np.uint16(shift & 0xFFFF), out=bits)
    return out.astype(np.int32) + np.int32(shift)


def _together(
    frames: Sequence[Frame], load: Callable[[Sequence[int]], Iterable[int]]
) -> Generator[Progress, None, None]:
    """Has the frames loaded by several threads, each a run of them; stops within one image when it is closed."""
    done: list[int] = []
    stop = threading.Event()

    def work(run: Sequence[int]) -> None:
        if not stop.is_set():
            for i in load(run):
                done.append(i)
                if stop.is_set():
                    return

    text = "Reading slices" if _straight(frames[0]) else "Decoding slices"
    yield Progress(text, 0, len(frames))
    with ThreadPoolExecutor(_THREADS, "medseg-slices") as pool:
        waiting = {pool.submit(work, run) for run in _runs(frames)}
        try:
            while waiting:
                ended, waiting = wait(waiting, _GLANCE_S, FIRST_EXCEPTION)
                for one in ended:
                    one.result()
                yield Progress(text, len(done), len(frames))
        finally:
            stop.set()
            for one in waiting:
                one.cancel()


def _runs(frames: Sequence[Frame]) -> Iterator[Sequence[int]]:
    """Neighbours of one file, which is opened once for them; a long run is shared out where frames can be sought."""
    for _, group in groupby(range(len(frames)), key=lambda i: frames[i].path):
        run = list(group)
        piece = -(-len(run) // _THREADS) if _sought(frames[run[0]]) else len(run)
        yield from (run[n : n + piece] for n in range(0, len(run), piece))


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


# ----- scaled -----------------------------------------------------------------------------------------------------
def _read_scaled(frames: Sequence[Frame]) -> Generator[Progress, None, Voxels]:
    shape = (len(frames), *frames[0].matrix)
    whole = all(_is_whole(f) for f in frames) and tags.MODALITY_LUT not in frames[0].values
    out: npt.NDArray[Any] = np.empty(shape, np.int32 if whole else np.float32)

    def load(run: Sequence[int]) -> Iterator[int]:
        for i, raw in zip(run, images_of([frames[i] for i in run]), strict=True):
            slope, intercept = _rescale(frames[i])
            if whole:
                ends = [int(end) * int(slope) + int(intercept) for end in (raw.min(), raw.max())]
                if min(ends) < -(2**31) or max(ends) >= 2**31:
                    raise BadInput("The values do not fit 32 bits", frames[i].path)
                out[i] = raw.astype(np.int64) * int(slope) + int(intercept)
            else:
                out[i] = _scaled(raw, slope, intercept)
            yield i

    yield from _together(frames, load)
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


def _is_whole(frame: Frame) -> bool:
    """True where whole numbers of 32 bits make the values of the stored ones."""
    return all(v == int(v) and abs(v) < 2**31 for v in _rescale(frame))


def _rescale(frame: Frame) -> tuple[float, float]:
    slope = frame.slope if frame.slope is not None else 1.0
    return (slope if slope != 0 else 1.0, frame.intercept if frame.intercept is not None else 0.0)


# ----- images ------------------------------------------------------------------------------------------------------
def images_of(frames: Sequence[Frame]) -> Iterator[Voxels]:
    """For each frame the stored values (row, column), its modality LUT's output where it has one, or its brightness.

    Frames of one file that follow each other are decoded in one pass. Raises BadInput.
    """
    for _, group in groupby(frames, key=lambda f: f.path):
        run = list(group)
        images = _straight_images(run) if all(_straight(f) for f in run) else _decoded_images(run)
        for frame in run:
            try:
                with quiet():
                    pixels = next(images)
            except BadInput:
                raise
            except BaseException as error:
                if not is_damage(error):
                    raise
                raise BadInput(f"The image cannot be decoded: {_one_line(error)}", frame.path) from error
            if pixels.shape != frame.matrix:
                raise BadInput(f"The image is {pixels.shape}, not {frame.matrix} as its header says", frame.path)
            yield pixels


def _straight_images(frames: Sequence[Frame]) -> Iterator[Voxels]:
    for frame in frames:
        stored = np.empty(frame.matrix, _stored_type(frame))
        _read_stored(frame, stored)
        yield stored


def _decoded_images(frames: Sequence[Frame]) -> Iterator[Voxels]:
    """By pydicom's decoders. Raises what they raise."""
    from pydicom.pixels.processing import apply_color_lut, apply_modality_lut
    from pydicom.pixels.utils import iter_pixels

    j2k.register()
    first = frames[0]
    palette = first.text(tags.PHOTOMETRIC) == "PALETTE COLOR"
    by = j2k.NAME if first.syntax in j2k.SYNTAXES else ""
    if tags.TILE in first.values:
        whole = next(iter_pixels(first.path, decoding_plugin=by))
        for frame in frames:
            row, column = (int(n) for n in frame.text(tags.TILE).split("\\"))
            yield whole[row : row + frame.matrix[0], column : column + frame.matrix[1]]
    elif not _sought(first):
        # Tables stand in the data set; and pydicom's reader of single frames does not inflate deflated files.
        dataset = read_dataset(first.path, pixels=True)
        pixels: Voxels = dataset.pixel_array
        if tags.MODALITY_LUT in first.values:
            pixels = apply_modality_lut(pixels, dataset)
        several = first.number(tags.FRAMES, 1) > 1
        for frame in frames:
            image = pixels[frame.index] if several else pixels
            yield _grey(_eight_bits(apply_color_lut(image, dataset)) if palette else image)
    else:
        for image in iter_pixels(first.path, indices=[f.index for f in frames], decoding_plugin=by):
            yield _grey(image)


def _sought(frame: Frame) -> bool:
    """True where an image of a file can be had without those before it."""
    tables = frame.text(tags.PHOTOMETRIC) == "PALETTE COLOR" or tags.MODALITY_LUT in frame.values
    return not tables and frame.syntax not in tags.NOT_LITTLE and tags.TILE not in frame.values


def _eight_bits(colours: Voxels) -> Voxels:
    """Palettes hold 16 bits of which screens show the upper eight (PS3.3 C.7.6.3.1.6)."""
    return np.right_shift(colours, 8).astype(np.uint8) if colours.dtype == np.uint16 else colours


def _grey(image: Voxels) -> Voxels:
    """The brightness of red, green and blue (ITU-R BT.601, as DICOM's own YBR: PS3.3 C.7.6.3.1.2); grey as it is."""
    if image.ndim < 3:
        return image
    if image.dtype.itemsize > 2:
        raise ValueError("colours of 32 bits")
    red, green, blue = (image[..., n].astype(np.uint32) for n in range(3))
    return ((299 * red + 587 * green + 114 * blue + 500) // 1000).astype(image.dtype)


def _one_line(error: BaseException) -> str:
    text = str(error).strip().splitlines()
    if len(text) > 1 and text[0].endswith(":"):  # pydicom's list of what each decoder said
        text = text[1:]
    return text[0].strip()[:160] if text else type(error).__name__
