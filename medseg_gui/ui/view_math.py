"""Where a slice lies in its view: zoom, pan and the maps between screen pixels and the shown slice."""

from __future__ import annotations

from dataclasses import dataclass

from medseg_gui.core.display import Sampling
from medseg_gui.core.planeview import PlaneView, Rect

SMALLEST_ZOOM, LARGEST_ZOOM = 0.1, 60.0


@dataclass
class Camera:
    """Zoom and pan of one view. Screen places are in logical pixels from the view's upper left corner.

    ``zoom`` 1 fits the slice into the view. ``row`` and ``col`` are the place of the shown slice in the middle.
    """

    layout: PlaneView
    width: float
    height: float
    zoom: float = 1.0
    row: float = 0.0
    col: float = 0.0

    def reset(self) -> None:
        """The whole slice, in the middle."""
        self.zoom = 1.0
        self.row, self.col = (self.layout.rows - 1) / 2, (self.layout.cols - 1) / 2

    @property
    def px_per_mm(self) -> float:
        """One scale for both axes, so that anisotropic voxels keep their true shape."""
        wide = self.layout.cols * self.layout.col_mm
        high = self.layout.rows * self.layout.row_mm
        return max(min(self.width / wide, self.height / high), 1e-6) * self.zoom

    def to_screen(self, row: float, col: float) -> tuple[float, float]:
        """(x, y) of a place on the shown slice; voxel centres are at whole rows and columns."""
        scale = self.px_per_mm
        return (
            self.width / 2 + (col - self.col) * self.layout.col_mm * scale,
            self.height / 2 + (row - self.row) * self.layout.row_mm * scale,
        )

    def to_shown(self, x: float, y: float) -> tuple[float, float]:
        """(row, column) on the shown slice of a place on the screen."""
        scale = self.px_per_mm
        return (
            self.row + (y - self.height / 2) / (self.layout.row_mm * scale),
            self.col + (x - self.width / 2) / (self.layout.col_mm * scale),
        )

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Zooms so that what lies under (x, y) stays there."""
        row, col = self.to_shown(x, y)
        self.zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        now_row, now_col = self.to_shown(x, y)
        self.row += row - now_row
        self.col += col - now_col

    def pan(self, right_px: float, down_px: float) -> None:
        """Moves the slice with the mouse; its middle never leaves the view far enough to be lost."""
        scale = self.px_per_mm
        self.row -= down_px / (self.layout.row_mm * scale)
        self.col -= right_px / (self.layout.col_mm * scale)
        self.row = min(max(self.row, -0.5), self.layout.rows - 0.5)
        self.col = min(max(self.col, -0.5), self.layout.cols - 0.5)

    def samplings(self, width_px: int, height_px: int, ratio: float, smooth: bool) -> tuple[Sampling, Sampling]:
        """(rows, columns) for a picture of the view in device pixels, ``ratio`` of them a logical one."""
        row, col = self.to_shown(0.5 / ratio, 0.5 / ratio)
        next_row, next_col = self.to_shown(1.5 / ratio, 1.5 / ratio)
        return (
            Sampling.along(height_px, row, next_row - row, self.layout.rows, smooth),
            Sampling.along(width_px, col, next_col - col, self.layout.cols, smooth),
        )

    def screen_rect(self, rect: Rect) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) of the voxels of a rectangle of the shown slice."""
        r0, c0, r1, c1 = rect
        x0, y0 = self.to_screen(r0 - 0.5, c0 - 0.5)
        x1, y1 = self.to_screen(r1 - 0.5, c1 - 0.5)
        return (x0, y0, x1, y1)
