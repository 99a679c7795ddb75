"""Label maps → a folder with one PNG for each slice, the label values as palette indices; read back by Pillow.

Source: PNG specification (third edition) sections 5, 9, 11: signature, IHDR, PLTE, IDAT with filter 0, IEND.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Generator
from pathlib import Path

import numpy as np

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.labelmap import LabelMap, Labels
from medseg_gui.core.segmenter import Progress
from medseg_gui.io.safewrite import Verified, beside_of, check_segments, flush_folder, line_of, reason

TABLE = "segments.csv"


def save(labels: LabelMap, folder: Path) -> Generator[Progress, None, Verified]:
    """The report on the new folder: 0001.png … in slice order, and segments.csv with each value's name and colour.

    Values up to 255 are palette indices in the segments' colours, higher ones 16-bit grey. Raises BadInput for
    overlapping segments and for a folder that holds something already, WriteFailed when the disk refuses.
    """
    folder = Path(folder)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise BadInput("There is something already: nothing is mixed with it", folder, "Name a new folder.")
    voxels, total = labels.voxels, labels.geometry.shape[0]
    if voxels.max() < 256:
        voxels = voxels.astype(np.uint8, copy=False)
    beside = beside_of(folder)
    try:
        beside.mkdir()
        for z, plane in enumerate(voxels):
            if z % 16 == 0:
                yield Progress("Writing", z, total)
            (beside / f"{z + 1:04d}.png").write_bytes(encoded(plane, labels))
        rows = ["value,name,red,green,blue"]
        rows += [
            f'{s.value},"{s.name.replace(chr(34), chr(34) * 2)}",' + ",".join(map(str, s.colour))
            for s in labels.segments
        ]
        (beside / TABLE).write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
        back = np.zeros_like(voxels)
        for z in range(total):
            if z % 16 == 0:
                yield Progress("Reading back", z, total)
            back[z] = decoded(beside / f"{z + 1:04d}.png")
        differ = int(np.count_nonzero(back != voxels))
        if differ:
            raise WriteFailed(f"The folder was not kept: {differ} voxels differ when read back", folder)
        if folder.is_dir():
            folder.rmdir()
        os.replace(beside, folder)
        flush_folder(folder.parent)
    except OSError as error:
        raise WriteFailed(f"Nothing was written: {reason(error, folder.parent)}", folder, "Choose another.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    checks = check_segments(labels, [back], labels.geometry.affine)
    lines = (f"voxels: 0 of {voxels.size} differ", "positions: none, PNG holds no geometry", *map(line_of, checks))
    return Verified(folder, lines, checks)


def encoded(plane: Labels, labels: LabelMap) -> bytes:
    """One slice as the bytes of a PNG file."""
    rows, columns = plane.shape
    wide = plane.dtype.itemsize > 1
    head = struct.pack(">IIBBBBB", columns, rows, 16 if wide else 8, 0 if wide else 3, 0, 0, 0)
    colours = np.zeros((256, 3), np.uint8)
    for s in labels.segments:
        if s.value < 256:
            colours[s.value] = s.colour
    lines = np.zeros((rows, 1 + columns * plane.dtype.itemsize), np.uint8)
    lines[:, 1:] = np.ascontiguousarray(plane.astype(">u2") if wide else plane).view(np.uint8).reshape(rows, -1)
    parts = [(b"IHDR", head), *([] if wide else [(b"PLTE", colours.tobytes())])]
    parts += [(b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def decoded(path: Path) -> Labels:
    """The values of one slice, by Pillow."""
    from PIL import Image

    with Image.open(path) as image:
        if image.mode not in ("P", "I;16", "I"):
            raise WriteFailed(f"The folder was not kept: Pillow reads mode {image.mode}", path)
        array: Labels = np.asarray(image).astype(np.uint16)
    return array
