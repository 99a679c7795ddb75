"""NIfTI-1 and -2 ↔ volumes and label maps. The only module that knows RAS.

The file's axes (i, j, k) become (slice, row, column) = (k, j, i): reversed, never flipped. World positions are
turned from RAS to LPS. Source: the NIfTI-1 header (nifti1.h, "Methods 1 to 3" and scl_slope).
"""

from __future__ import annotations

import gzip
import logging
import math
import struct
import zlib
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import SAME_TOLERANCE, Floats, Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note, SeriesInfo, Volume
from medseg_gui.io.caret import label_names
from medseg_gui.io.labels import labels_from
from medseg_gui.io.limits import MOST_HEADER_BYTES, MOST_PACKED, require_room, too_large

Voxels = npt.NDArray[np.generic]

_RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
_MM_PER = {"unknown": 1.0, "mm": 1.0, "meter": 1000.0, "micron": 0.001}
_PIECE = 16 << 20
# The longest recordings have some thousands of time points.
_MOST_PARTS = 100_000


def read_volume(path: Path, part: int | None = None) -> Generator[Progress, None, Volume]:
    """The image of a 3-D (or 2-D) NIfTI file, scaled by scl_slope and scl_inter; of a 4-D one the ``part``, from 0.

    Raises BadInput, also for a 4-D file without ``part``.
    """
    voxels, geometry, notes = yield from _read(path, part)
    return Volume(voxels, geometry, "", SeriesInfo(source=str(path)), tuple(notes))


def parts_of(path: Path) -> tuple[int, Geometry]:
    """(how many 3-D images the file holds: time points or components, their grid). Raises BadInput."""
    head = _header(path)
    most = path.stat().st_size * MOST_PACKED
    if head.count > _MOST_PARTS or head.count * math.prod(head.shape) * head.dtype.itemsize > most:
        raise BadInput(f"The file is truncated: its header promises {head.count} images", path)
    return head.count, head.geometry


def read_labels(path: Path) -> Generator[Progress, None, LabelMap]:
    """The mask of a 3-D (or 2-D) NIfTI file. Raises BadInput when its values are not whole numbers from 0."""
    voxels, geometry, _ = yield from _read(path)
    yield Progress("Listing segments")
    labels = labels_from(voxels, geometry, path)
    if not (names := label_names(path)):
        return labels
    segments = [replace(s, name=names.get(s.value, s.name)) for s in labels.segments]
    return LabelMap(labels.layers, labels.geometry, segments)


def write_volume(volume: Volume, path: Path) -> None:
    """Writes the voxels as they are with sform and, where the grid is not sheared, qform."""
    _write(volume.voxels, volume.geometry, path)


def write_labels(labels: LabelMap, path: Path) -> None:
    """Writes the single layer; names and colours have no place in NIfTI. Raises BadInput for several layers."""
    _write(labels.voxels, labels.geometry, path)


# ----- reading --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Header:
    """``shape`` (i, j, k) of each of ``count`` images, whose voxels start at ``offset``."""

    shape: tuple[int, int, int]
    count: int
    stated: tuple[int, ...]
    dtype: np.dtype[Any]
    offset: int
    scale: tuple[float, float]
    geometry: Geometry
    notes: list[Note]


def _header(path: Path) -> _Header:
    import nibabel

    # nibabel mends headers with a line on stderr for each; what matters comes as a Note.
    logging.getLogger("nibabel.global").setLevel(logging.CRITICAL)
    try:
        image: Any = nibabel.load(path)
        header: Any = image.header
        stated = tuple(int(n) for n in header.get_data_shape())
        dtype = np.dtype(header.get_data_dtype())
        # nibabel clears these in the header of a loaded file and keeps them here.
        offset = int(image.dataobj.offset)
        scale = float(image.dataobj.slope), float(image.dataobj.inter)
        affine = np.asarray(image.affine, dtype=np.float64)
        notes = _notes(header, stated)
        units = _MM_PER.get(header.get_xyzt_units()[0], 1.0)
    except Exception as error:  # a damaged header raises anything
        raise BadInput("This is not a NIfTI file, or its header is damaged", path) from error
    i, j, k = (*stated, 1, 1, 1)[:3]
    if dtype.kind not in "iuf" or min((i, j, k, *stated)) < 1:
        raise BadInput(f"The file holds {dtype} values on a {(i, j, k)} grid, not grey values", path)
    geometry = _geometry(affine, (i, j, k), units, path)
    return _Header((i, j, k), math.prod(stated[3:]), stated, dtype, offset, scale, geometry, notes)


def _read(path: Path, part: int | None = None) -> Generator[Progress, None, tuple[Voxels, Geometry, list[Note]]]:
    yield Progress("Reading the header")
    head = _header(path)
    if head.count > 1 and part is None:
        raise BadInput(
            f"The file holds {head.count} images ({'×'.join(map(str, head.stated))}), not one 3-D image",
            path,
            "Save the time point or component that you need as a file of its own.",
        )
    if not 0 <= (part or 0) < head.count:
        raise BadInput(f"The file holds {head.count} images; there is no number {(part or 0) + 1}", path)
    offset = head.offset + (part or 0) * math.prod(head.shape) * head.dtype.itemsize
    if not 0 <= head.offset <= MOST_HEADER_BYTES:
        raise BadInput(f"The header says that the voxels start at byte {head.offset}", path)
    beside = 0 if head.scale == (1.0, 0.0) else math.prod(head.shape) * max(4, head.dtype.itemsize)
    raw = yield from _read_array(path, offset, head.shape, head.dtype, beside)
    return _scaled(raw, *head.scale), head.geometry, head.notes


def _geometry(affine: Floats, shape: tuple[int, ...], mm_per_unit: float, path: Path) -> Geometry:
    scaled = affine * np.array([[mm_per_unit], [mm_per_unit], [mm_per_unit], [1.0]])
    try:
        return Geometry((shape[2], shape[1], shape[0]), (_RAS_TO_LPS @ scaled)[:, [2, 1, 0, 3]])
    except BadInput as error:
        raise BadInput(error.what, path) from error


def _notes(header: Any, shape: tuple[int, ...]) -> list[Note]:
    sform, qform = int(header["sform_code"]), int(header["qform_code"])
    if not sform and not qform:
        return [Note("position", "The file gives no orientation (sform and qform are unset): sides are unknown")]
    if not (sform and qform):
        return []
    ends = np.array([[a, b, c, 1] for a in (0, 1) for b in (0, 1) for c in (0, 1)], dtype=np.float64)
    ends[:, :3] *= np.array((*shape, 1, 1, 1)[:3]) - 1
    apart = ends @ (np.asarray(header.get_sform()) - np.asarray(header.get_qform())).T
    mm = float(np.linalg.norm(apart[:, :3], axis=1).max())
    if mm <= max(SAME_TOLERANCE * float(np.min(header.get_zooms()[:3])), 1e-3):
        return []
    return [Note("sform", f"The file's two orientations differ by up to {mm:.2f} mm: sform was taken, not qform", mm)]


def _read_array(
    path: Path, offset: int, shape: tuple[int, ...], dtype: np.dtype[Any], beside_bytes: int
) -> Generator[Progress, None, Voxels]:
    """(slice, row, column) as stored. Raises BadInput when the file is shorter than its header says.

    ``beside_bytes``: what will be needed besides.
    """
    total = math.prod(shape) * dtype.itemsize
    try:
        with path.open("rb") as head:
            packed = head.read(2) == b"\x1f\x8b"
        size = path.stat().st_size
        if total + offset > size * (MOST_PACKED if packed else 1):
            raise BadInput(f"The file is truncated: its header promises {total} bytes of voxels", path)
        require_room(total + beside_bytes, path)
        out: Voxels = np.empty((shape[2], shape[1], shape[0]), dtype)
        view = out.reshape(-1).view(np.uint8).data
        with gzip.open(path) if packed else path.open("rb") as file:
            if not packed:
                file.seek(offset)
            for at in range(0, offset if packed else 0, _PIECE):  # a packed file is unpacked up to there
                yield Progress("Reading voxels", 0, total)
                file.read(min(_PIECE, offset - at))
            done = 0
            while done < total:
                yield Progress("Reading voxels", done, total)
                count = file.readinto(view[done : done + _PIECE])
                if not count:
                    raise BadInput(f"The file is truncated: {done} of {total} bytes of voxels are there", path)
                done += count
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput("The file is truncated or damaged: it cannot be unpacked", path) from error
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror or error}", path) from error
    except MemoryError as error:
        raise too_large(total, path) from error
    if not out.dtype.isnative:
        out = out.byteswap().view(out.dtype.newbyteorder("="))
    return out


def _scaled(raw: Voxels, slope: float, intercept: float) -> Voxels:
    """raw × slope + intercept; whole numbers stay integers where the result fits, else float32 (float64 stays)."""
    if not math.isfinite(slope) or slope == 0:
        slope, intercept = 1.0, 0.0
    intercept = intercept if math.isfinite(intercept) else 0.0
    if slope == 1 and intercept == 0:
        return raw
    if raw.dtype.kind in "iu" and slope == int(slope) and intercept == int(intercept):
        ends = sorted(int(v) * int(slope) + int(intercept) for v in (raw.min(), raw.max()))
        for dtype in (np.int16, np.uint16, np.int32):
            if ends[0] >= np.iinfo(dtype).min and ends[1] <= np.iinfo(dtype).max:
                return _by_slice(raw, dtype, np.int64, int(slope), int(intercept))
    return _by_slice(raw, np.float64 if raw.dtype == np.float64 else np.float32, np.float64, slope, intercept)


def _by_slice(raw: Voxels, dtype: type, between: type, slope: float, intercept: float) -> Voxels:
    out: Voxels = np.empty(raw.shape, dtype)
    with np.errstate(over="ignore", invalid="ignore"):  # numbers too large for the type become infinite
        for z, plane in enumerate(raw):
            out[z] = plane.astype(between) * slope + intercept
    return out


# ----- writing --------------------------------------------------------------------------------------------------
def _write(voxels: Voxels, geometry: Geometry, path: Path) -> None:
    import nibabel

    affine = _RAS_TO_LPS @ geometry.affine[:, [2, 1, 0, 3]]
    if voxels.dtype in (np.int64, np.uint64, np.float16):
        raise BadInput(f"NIfTI readers do not agree on {voxels.dtype} voxels", path, "Convert them to 32 bits.")
    library: Any = nibabel
    image = library.Nifti1Image(voxels.T, None, dtype=voxels.dtype)
    header = image.header
    image.set_sform(affine, code=1)
    if orthonormal(geometry):
        image.set_qform(affine, code=1)
    else:
        header["pixdim"][1:4] = geometry.spacing_mm[::-1]
    header.set_xyzt_units("mm")
    library.save(image, path)


def orthonormal(geometry: Geometry) -> bool:
    """True when a rotation and three spacings describe the grid to the last digits that a header keeps."""
    gram = geometry.directions.T @ geometry.directions
    return bool(np.abs(gram - np.eye(3)).max() < 1e-6)


# ----- reading back: our own header arithmetic, nothing of nibabel -------------------------------------------------
_TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4"}


def read_back(path: Path) -> tuple[list[Voxels], Floats]:
    """([voxels as (slice, row, column)], LPS affine) of a file that was just written, by another library.

    SimpleITK reads it where the grid is orthogonal. A sheared grid it would make orthogonal without a word: that
    goes through our own header arithmetic.
    """
    voxels, affine = read_back_plain(path)
    if orthonormal(Geometry((1, 1, 1), affine)):
        from medseg_gui.io.itk import read_back_nifti

        return read_back_nifti(path)
    return [voxels], affine


def read_back_plain(path: Path) -> tuple[Voxels, Floats]:
    """(voxels as (slice, row, column), LPS affine) of a little-endian NIfTI-1 file with an sform.

    Independent of the writer, for verification; holds sheared grids, which SimpleITK makes orthogonal.
    Raises ValueError when the file is another one.
    """
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    sizeof, *dim = struct.unpack_from("<i36x8h", data)
    (datatype,) = struct.unpack_from("<h", data, 70)
    (offset,) = struct.unpack_from("<f", data, 108)
    (sform,) = struct.unpack_from("<h", data, 254)
    if sizeof != 348 or data[344:348] != b"n+1\0" or sform < 1 or datatype not in _TYPES:
        raise ValueError("not the NIfTI file that was written")
    srow = np.array(struct.unpack_from("<12f", data, 280)).reshape(3, 4)
    count = dim[1] * dim[2] * dim[3]
    voxels = np.frombuffer(data, "<" + _TYPES[datatype], count, int(offset)).reshape(dim[3], dim[2], dim[1])
    affine = np.eye(4)
    affine[0], affine[1], affine[2] = -srow[0], -srow[1], srow[2]
    return voxels, affine[:, [2, 1, 0, 3]]
