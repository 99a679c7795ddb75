"""What each part of the frozen program costs: ``python packaging/sizes.py dist/medseg``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

# Part of the program → the beginnings of its files' places below _internal; the first that fits counts.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("PyTorch", ("torch",)),
    ("SimpleITK (ITK)", ("SimpleITK",)),
    ("numba's compiler (LLVM)", ("llvmlite", "numba")),
    ("Qt, PySide6", ("PySide6", "shiboken6", "libQt6", "libxcb", "libX", "libxkb", "libicu", "libicudata")),
    ("scipy, numpy, OpenBLAS", ("scipy", "numpy")),
    ("scikit-image", ("skimage", "scikit_image")),
    ("DICOM and its codecs", (
        "pydicom", "highdicom", "pynetdicom", "_libjpeg", "_openjpeg", "_CharLS", "rle", "imagecodecs", "pylibjpeg", "libjpeg",
        "openjpeg", "jpeg_ls",
    )),
    ("image files", ("PIL", "pillow", "nibabel", "tifffile")),
    ("label maps (cc3d, edt, fastremap)", ("cc3d", "edt", "fastremap", "_ni_label")),
    ("network and secrets", ("cryptography", "certifi", "keyring", "charset_normalizer", "libssl", "libcrypto")),
    ("models", ("models",)),
    ("icons, help, translations", ("resources",)),
    ("licences", ("licences",)),
)  # fmt: skip
PURE = "Python code of all (in the program file)"
REST = "Python itself and the rest"


def files(tree: Path) -> Iterator[Path]:
    return (path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())


def part_of(place: Path) -> str:
    if place.parts[0] != "_internal":
        return PURE
    name = "/".join(place.parts[1:])
    return next((part for part, starts in PARTS if name.startswith(starts)), REST)


def measure(tree: Path) -> dict[str, int]:
    """Bytes by part, the largest first."""
    out: dict[str, int] = {}
    for path in files(tree):
        part = part_of(path.relative_to(tree))
        out[part] = out.get(part, 0) + path.stat().st_size
    return dict(sorted(out.items(), key=lambda row: -row[1]))


def table(tree: Path) -> str:
    """Markdown: part, MB, share."""
    found = measure(tree)
    total = sum(found.values())
    rows = [f"| {part} | {size / 1e6:.0f} | {100 * size / total:.0f} % |" for part, size in found.items()]
    head = ["| part | MB | share |", "| --- | ---: | ---: |"]
    return "\n".join([*head, *rows, f"| **all, {sum(1 for _ in files(tree))} files** | **{total / 1e6:.0f}** | |"])


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])) + "\n")
