"""JPEG 2000 and HTJ2K for pydicom's reader, by OpenJPEG in imagecodecs: it lets other threads run, pylibjpeg does not.

Everything about signs and unused bits stays pydicom's. Source: PS3.5 A.4.4 and A.4.11, ISO/IEC 15444-1 A.5.1.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydicom.pixels.decoders.base import DecodeRunner

NAME = "imagecodecs"
SYNTAXES = frozenset(f"1.2.840.10008.1.2.4.{n}" for n in (90, 91, 201, 202, 203))
DECODER_DEPENDENCIES = dict.fromkeys(SYNTAXES, (NAME,))
_SIZ = b"\xff\x4f\xff\x51"


_lock = threading.Lock()


def register() -> None:
    """Makes the decoder known to pydicom, once; any thread may ask."""
    from pydicom.pixels.decoders import base

    with _lock:
        for decoder in (
            base.JPEG2000LosslessDecoder,
            base.JPEG2000Decoder,
            base.HTJ2KLosslessDecoder,
            base.HTJ2KLosslessRPCLDecoder,
            base.HTJ2KDecoder,
        ):
            if NAME not in decoder.available_plugins:
                decoder.add_plugin(NAME, (__name__, "decode_frame"))


def is_available(uid: str) -> bool:
    """As pydicom asks of a decoder."""
    return uid in SYNTAXES


def decode_frame(src: bytes, runner: DecodeRunner) -> bytes:
    """The samples (row, column[, sample]) of one image. Raises ValueError where its size is not as promised."""
    from imagecodecs import jpeg2k_decode

    want = (runner.rows, runner.columns)
    found = _size(src)
    if found != want:  # before anything is allocated for it
        raise ValueError(f"the JPEG 2000 stream is {found}, not {want}")
    image = jpeg2k_decode(src)
    samples = runner.samples_per_pixel
    if image.shape != (want if samples == 1 else (*want, samples)):
        raise ValueError(f"the JPEG 2000 stream decodes to {image.shape}")
    if runner.photometric_interpretation in ("YBR_ICT", "YBR_RCT"):  # the decoder has turned it back
        runner.set_option("photometric_interpretation", "RGB")
    runner.set_option("bits_allocated", 8 * image.dtype.itemsize)
    runner.set_option("planar_configuration", 0)
    return bytes(image.tobytes())


def _size(src: bytes) -> tuple[int, int]:
    """(rows, columns) of the image, with or without JP2 boxes round the stream. Raises ValueError."""
    at = src.find(_SIZ, 0, 4096)
    if at < 0 or len(src) < at + 24:
        raise ValueError("there is no JPEG 2000 stream")
    right, below, left, above = (int.from_bytes(src[n : n + 4], "big") for n in range(at + 8, at + 24, 4))
    return below - above, right - left
