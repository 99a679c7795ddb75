"""Text burned into images: which may hold some, and rectangles blackened. Source: PS3.15 E.3.1, PS3.3 C.7.6.1.1.5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from medseg_gui.core.deidentify import Rectangle
from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_STORAGE = "1.2.840.10008.5.1.4.1.1."
# Storage classes of pictures that devices and people write on: secondary captures, ultrasound, photographs and videos.
_PICTURES = ("7", "7.", "3", "3.1", "6", "6.1", "6.2", "12.77", "77.1.")
_DOCUMENTS = ("88.", "104.", "11.", "9.", "38.", "78.", "79.", "80.", "82.")
_RAW_DATA = "66"
_MODALITIES = ("US", "IVUS", "ES", "XC", "GM", "SC", "OT", "DOC")
_TYPES = ("SCREEN", "DOSE_INFO", "PATIENT PROTOCOL", "CAPTURE", "REPORT", "FORM", "LABEL")
_CONVERTED = ("DV", "DI", "DF", "SD", "SI", "WSD", "DRW")
NATIVE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")


def refusal(dataset: Dataset) -> str:
    """Why an object is left out in any case; empty when it can be de-identified."""
    meta = getattr(dataset, "file_meta", {})
    kind = str(dataset.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID", ""))
    if not kind.startswith("1.2.840.10008."):
        return mark("a private kind of object: what it holds is not known")
    rest = kind.removeprefix(_STORAGE)
    if kind == "1.2.840.10008.1.3.10":
        return mark("a DICOMDIR: it names the patient, and lists files that are no longer the same")
    if not kind.startswith(_STORAGE):
        return mark("no kind of image, mask or structure set")
    if rest == _RAW_DATA or rest.startswith(_DOCUMENTS):
        return mark("a report, document, drawing, waveform or raw data: free text and unknown content are not cleaned")
    return ""


def has_pixels(dataset: Dataset) -> bool:
    """True when the pixels that the header promises are there, as far as their number can be told."""
    value = next(
        (dataset[k].value for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if k in dataset), b""
    )
    if _syntax(dataset) not in NATIVE or dataset.get("PhotometricInterpretation") == "YBR_FULL_422":
        return bool(value)
    sizes = [dataset.get(k, 1) or 1 for k in ("Rows", "Columns", "SamplesPerPixel", "NumberOfFrames", "BitsAllocated")]
    return bool(value) and len(value) * 8 >= int(np.prod([int(s) for s in sizes]))


def burned_in(dataset: Dataset) -> str:
    """Why the image may have text burned in; empty when nothing speaks for it.

    A "NO" of the device does not clear screen captures and ultrasound: many devices write it into every image.
    """
    if "PixelData" not in dataset or "BitsAllocated" not in dataset:
        return ""
    if str(dataset.get("BurnedInAnnotation", "")).strip().upper() == "YES":
        return mark("it says that text is burned in")
    rest = str(dataset.get("SOPClassUID", "")).removeprefix(_STORAGE)
    if rest in _PICTURES or rest.startswith(tuple(p for p in _PICTURES if p.endswith("."))):
        return mark("a screen capture, ultrasound image, photograph or video")
    if str(dataset.get("Modality", "")).strip().upper() in _MODALITIES:
        return mark("its modality often has text burned in")
    if str(dataset.get("ConversionType", "")).strip().upper() in _CONVERTED:
        return mark("it was captured or scanned")
    types = "\\".join(str(t).upper() for t in _several(dataset.get("ImageType")))
    if any(word in types for word in _TYPES):
        return mark("a page that a device wrote")
    if _hidden_overlay(dataset) and _syntax(dataset) not in NATIVE:
        return mark("an overlay is packed into its compressed pixels")
    return ""


def _several(value: Any) -> list[Any]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _syntax(dataset: Dataset) -> str:
    return str(getattr(dataset, "file_meta", {}).get("TransferSyntaxUID", NATIVE[0]))


def _hidden_overlay(dataset: Dataset) -> bool:
    """True when an overlay lies in unused bits of the pixels (retired; PS3.3 C.9.2, note on bits allocated)."""
    positions = (dataset.get((group, 0x0102)) for group in range(0x6000, 0x6020, 2))
    return any(p is not None and p.value for p in positions)


def drop_hidden_overlay(dataset: Dataset) -> bool:
    """Clears the bits that no pixel value uses, where an overlay lies in them; True if it did."""
    if not _hidden_overlay(dataset) or dataset.get("BitsAllocated") != 16 or _syntax(dataset) not in NATIVE:
        return False
    stored, high = int(dataset.BitsStored), int(dataset.HighBit)
    used = np.uint16(((1 << stored) - 1) << (high + 1 - stored))
    dataset.PixelData = (np.frombuffer(dataset.PixelData, "<u2") & used).tobytes()
    return True


def blank(dataset: Dataset, rectangles: Sequence[Rectangle]) -> None:
    """Blackens the rectangles in every frame; compressed pixels are decoded and stay so. Raises BadInput."""
    from pydicom.uid import ExplicitVRLittleEndian

    if _syntax(dataset) not in NATIVE:
        try:
            dataset.decompress(generate_instance_uid=False)
        except Exception as error:
            raise BadInput("The image cannot be decoded to blacken parts of it") from error
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    samples, bits = int(dataset.get("SamplesPerPixel", 1)), int(dataset.BitsAllocated)
    colours = str(dataset.get("PhotometricInterpretation", ""))
    if bits not in (8, 16, 32) or (samples > 1 and colours != "RGB") or colours == "PALETTE COLOR":
        raise BadInput(f"Images of this kind cannot be blackened ({colours}, {bits} bits)")
    planar = samples > 1 and int(dataset.get("PlanarConfiguration", 0)) == 1
    frames = int(dataset.get("NumberOfFrames", 1) or 1)
    shape = (frames, samples, rows, columns) if planar else (frames, rows, columns, samples)
    count = int(np.prod(shape))
    pixels = np.frombuffer(dataset.PixelData, f"<u{bits // 8}", count).reshape(shape).copy()
    signed = int(dataset.get("PixelRepresentation", 0)) == 1
    lowest = int(pixels.view(f"<i{bits // 8}").min()) & ((1 << bits) - 1) if signed else 0
    black = (1 << int(dataset.BitsStored)) - 1 if colours == "MONOCHROME1" and not signed else lowest
    for r0, c0, r1, c1 in rectangles:
        if r1 >= rows or c1 >= columns:
            raise BadInput(f"The rectangle {r0},{c0},{r1},{c1} reaches out of an image of {rows} × {columns}")
        if planar:
            pixels[:, :, r0 : r1 + 1, c0 : c1 + 1] = black
        else:
            pixels[:, r0 : r1 + 1, c0 : c1 + 1] = black
    data = pixels.tobytes()
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.BurnedInAnnotation = "NO"
