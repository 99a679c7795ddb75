"""DICOM files as pydicom may read them: no length asks for more than is there, nothing goes on or inflates for ever.

Source: DICOM PS3.5 A.5 (deflated transfer syntax), 7.5 (sequences).
"""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from medseg_gui.core.errors import BadInput
from medseg_gui.io.dicom_quick import Unknown, meta
from medseg_gui.io.limits import most_bytes, too_large

DEFLATED = "1.2.840.10008.1.2.1.99"
_PLAIN = b"1.2.840.10008.1.2.1"
_HEAD = 32768
_PIECE = 1 << 20
# The inflated file, the data set and its pixels are held at once.
_COPIES = 3
_MOST_INFLATED = 1 << 30
# Elements cost pydicom some 3 µs and items 15 µs; an image of 20,000 frames has 200,000 items.
_MOST_READS, _MOST_ITEMS = 4_000_000, 250_000
_ITEM = b"\xfe\xff\x00\xe0"


class _Inflated(io.BytesIO):
    name = ""
    """pydicom asks for it."""


class Guarded(io.BufferedReader):
    """A file whose reads end where it ends, and are not too many. ``deflated``: it was, and no longer says so."""

    def __init__(self, raw: io.FileIO | io.BytesIO, size: int, deflated: bool = False) -> None:
        super().__init__(raw)
        self.deflated = deflated
        self._size = size
        self._reads, self._items = _MOST_READS, _MOST_ITEMS

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises ValueError for a file of endless elements."""
        if size is not None and size > _HEAD:
            size = min(size, max(0, self._size - self.tell()))
        data = super().read(size)
        self._reads -= 1
        if data[:4] == _ITEM:
            self._items -= 1
        if self._reads < 0 or self._items < 0:
            raise ValueError("more elements than any image has")
        return data


def guarded(path: Path) -> Guarded:
    """Opens the file for pydicom, inflated. Raises OSError, and BadInput for a deflated file that is a bomb."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if DEFLATED.encode() in head and head[128:132] == b"DICM":
            try:
                syntax, start = meta(head)
            except (Unknown, struct.error, IndexError):
                raise BadInput("The DICOM file cannot be read: it is truncated or damaged", path) from None
            if syntax == DEFLATED:
                file.seek(start)
                # The name of the plain syntax, filled up to the same length.
                start_bytes = head[:start].replace(DEFLATED.encode(), _PLAIN.ljust(len(DEFLATED), b"\0"))
                whole = start_bytes + _inflated(file, path)
                return Guarded(_Inflated(whole), len(whole), deflated=True)
    return Guarded(io.FileIO(path), path.stat().st_size)


def _inflated(file: io.BufferedReader, path: Path) -> bytes:
    most = min(most_bytes() // _COPIES, _MOST_INFLATED)
    unpacker, out = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    try:
        while not unpacker.eof:
            piece = unpacker.unconsumed_tail or file.read(_PIECE)
            more = unpacker.decompress(piece, _PIECE)
            if not piece and not more:
                break
            out += more
            if len(out) > most:
                raise too_large(_COPIES * len(out), path, "deflated file")
    except zlib.error as error:
        raise BadInput("The DICOM file cannot be read: it is truncated or damaged", path) from error
    if not unpacker.eof:
        raise BadInput("The DICOM file is truncated: its packed data end in the middle", path)
    return bytes(out)
