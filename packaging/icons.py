"""The program's icon in the sizes and formats that systems ask for, drawn from its one SVG."""

from __future__ import annotations

import os
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def draw(svg: Path, folder: Path) -> None:
    """Writes ``medseg-SIZE.png`` for each size, ``medseg.svg``, ``medseg.ico`` and ``medseg.icns`` into ``folder``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(svg))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(folder / f"medseg-{size}.png")):
            raise SystemExit(f"build: the icon cannot be written into {folder}")
    (folder / "medseg.svg").write_bytes(svg.read_bytes())
    with Image.open(folder / "medseg-512.png") as large:
        large.save(folder / "medseg.ico", sizes=[(s, s) for s in SIZES if s <= 256])
        large.save(folder / "medseg.icns")
    del app
