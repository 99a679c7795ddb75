"""Paints one slice of a case: the picture, then texts, letters, scale bar, crosshair and brush over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from medseg_gui.core.case import Case
from medseg_gui.core.display import Look
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.planeview import Letters, PlaneView, Point
from medseg_gui.core.projection import Thick
from medseg_gui.core.prompts import Prompt
from medseg_gui.tools.base import Grip, Shape
from medseg_gui.ui import view_overlay as overlay
from medseg_gui.ui import view_prompts as marks
from medseg_gui.ui import view_text as text
from medseg_gui.ui.view_frame import Frame
from medseg_gui.ui.view_math import Camera
from medseg_gui.ui.view_shape import draw_shape

FRAME_MS = 15
"""Repaints that come sooner than this after the last one wait for each other: one a frame is enough."""
QUIET = QColor(128, 134, 142)
BORDER, FOCUS = QColor(46, 49, 54), QColor(120, 128, 138)
SMALL_PX = 220
"""A view narrower or lower than this shows only what belongs to the slice itself."""
WITH_SCALE_PX = 280
"""From this width on the scale bar has room between the corners."""


class SliceCanvas(QWidget):
    """A slice as it is told to show it; takes no input. Indices are (slice, row, column)."""

    def __init__(self, plane: Plane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plane: Plane = plane
        self.setObjectName(f"view.{plane}")
        self.setAccessibleName(text.plane_name(plane))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._case: Case | None = None
        self._frame: Frame | None = None
        self._camera: Camera | None = None
        self._letters = Letters("", "", "", "")
        self._index = 0
        self._crosshair: Point = (0.0, 0.0, 0.0)
        self._look = Look()
        self._outline = self._masks = self._smooth = self._text = self._identity = self._cross = True
        self._reference = True
        self._thick = Thick()
        self._value = ""
        self._grip: Grip | None = None
        self._waiting_prompts: tuple[Prompt, ...] = ()
        self._drawn: Prompt | None = None
        self._shape: Shape | None = None
        self._brush: tuple[QPointF, float, QColor, bool] | None = None
        self._inscribers: dict[int, tuple[overlay.Inscriber, overlay.Inscriber]] = {}
        self.overlays: list[Callable[[QPainter, SliceCanvas], None]] = []
        """Each draws over the picture, below texts and crosshair."""
        self.strip_px = 0
        """What a strip beside the slice covers of the right edge: no text lies there."""
        self._waiting = QRegion()
        self._last_paint = QElapsedTimer()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._update_waiting)

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    # ----- what to show --------------------------------------------------------------------------------
    def set_case(self, case: Case | None) -> None:
        """Shows another case, its middle slice fitted into the view, or a hint when there is none."""
        self._case = case
        self._frame = self._camera = self._brush = self._grip = self._drawn = self._shape = None
        self._waiting_prompts = ()
        self._value = ""
        if case is not None:
            layout = PlaneView.of(case.volume.geometry, self.plane)
            self._frame = Frame(case, layout)
            self._frame.show_reference(self._reference)
            self._frame.show_slab(self._thick)
            self._camera = Camera(layout, self.width(), self.height())
            self._camera.reset()
            self._letters = layout.letters(case.volume.geometry)
            self._index = layout.slices // 2
            z, y, x = case.volume.geometry.shape
            self._crosshair = (z // 2, y // 2, x // 2)
        self._refresh()

    def set_index(self, index: int) -> None:
        """Shows that slice, or the nearest that there is."""
        if self._camera is not None:
            index = min(max(int(index), 0), self._camera.layout.slices - 1)
            if index != self._index:
                self._index = index
                self._slice_changed()
                self._refresh()

    def set_window(self, width: float, level: float) -> None:
        """Window width and level in the image's units."""
        self._set_look(replace(self._look, width=float(width), level=float(level)))

    def set_overlay(self, opacity: float, outline: bool, visible: bool) -> None:
        """Masks filled with ``opacity`` 0 to 1, with outlines or not, shown or not."""
        changed = visible != self._masks
        self._masks, self._outline = visible, outline
        self._set_look(replace(self._look, opacity=float(opacity), outline_px=int(outline)), changed)

    def set_reference_visible(self, visible: bool) -> None:
        """Dashed outlines of the manual labels, where there are any and masks are shown."""
        if visible != self._reference:
            self._reference = visible
            if self._frame is not None:
                self._frame.show_reference(visible)
            self._refresh()

    def set_crosshair(self, index: Iterable[float]) -> None:
        """Where the planes meet; draws the lines of the other two planes."""
        z, y, x = (float(i) for i in index)
        if (z, y, x) != self._crosshair:
            self._crosshair = (z, y, x)
            self._refresh()

    def set_waiting(self, prompts: tuple[Prompt, ...]) -> None:
        """Prompts that wait for their answer, drawn fainter than the case's."""
        if prompts != self._waiting_prompts:
            self._waiting_prompts = prompts
            self._refresh()

    def show_prompt(self, prompt: Prompt | None) -> None:
        """A prompt that is being drawn, with its lengths, or none."""
        if prompt != self._drawn:
            self._drawn = prompt
            self._refresh()

    def show_shape(self, shape: Shape | None) -> None:
        """A line of a tool under way, or none."""
        if shape != self._shape:
            self._shape = shape
            self._refresh()

    def set_slab(self, thick: Thick) -> None:
        """Slices as they are, or slabs round them; masks stay those of the middle slice."""
        if thick != self._thick:
            self._thick = thick
            if self._frame is not None:
                self._frame.show_slab(thick)
            self._refresh()

    def set_crosshair_visible(self, visible: bool) -> None:
        self._cross = visible
        self._refresh()

    def set_interpolate(self, smooth: bool) -> None:
        """Smooth grey values between voxels, or each voxel as the square it is. Masks are never smoothed."""
        if smooth != self._smooth:
            self._smooth = smooth
            self._view_moved()

    def set_text_visible(self, visible: bool) -> None:
        """Corner texts, letters and scale bar."""
        self._text = visible
        self._refresh()

    def set_identity_visible(self, visible: bool) -> None:
        """Name, id, dates and institution in the corners."""
        self._identity = visible
        self._refresh()

    def reset_view(self) -> None:
        """The whole slice, fitted into the view."""
        if self._camera is not None:
            self._camera.reset()
            self._view_moved()

    def apply_change(self, change: Change) -> None:
        """Repaints what a change of the case touches here, with others that come within the same frame."""
        if self._frame is None or self._camera is None:
            return
        if change.aspects & (Aspect.SEGMENTS | Aspect.REFERENCES):
            self._frame.forget_segments()
            self._refresh()
        if change.aspects & (Aspect.PROMPTS | Aspect.MEASURES):
            self._refresh()
        if change.aspects & Aspect.VOXELS:
            rect = self._frame.forget_voxels(change.box, self._index, self._camera, self.devicePixelRatioF())
            if rect is not None:
                self._refresh(rect)

    # ----- what is shown -------------------------------------------------------------------------------
    @property
    def camera(self) -> Camera:
        """Zoom and pan. Raises RuntimeError while no case is shown."""
        if self._camera is None:
            raise RuntimeError("No case is shown")
        return self._camera

    @property
    def shown_case(self) -> Case:
        """Raises RuntimeError while no case is shown."""
        if self._case is None:
            raise RuntimeError("No case is shown")
        return self._case

    @property
    def plane_view(self) -> PlaneView:
        """The layout of the slice. Raises RuntimeError while no case is shown."""
        return self.camera.layout

    @property
    def slice_index(self) -> int:
        return self._index

    @property
    def window_level(self) -> tuple[float, float]:
        return (self._look.width, self._look.level)

    def index_at(self, x: float, y: float) -> Point:
        """Continuous index under a place in the view, also beside the image."""
        row, col = self.camera.to_shown(x, y)
        return self.plane_view.to_index(row, col, self._index)

    def place_of(self, index: Point) -> QPointF:
        """Where in the view an index lies, projected onto the shown slice."""
        return QPointF(*self.camera.to_screen(*self.plane_view.to_shown(index)))

    def sheet(self) -> marks.Sheet:
        """What prompts are drawn on now."""
        camera, geometry = self.camera, self.shown_case.volume.geometry
        return marks.Sheet(camera.layout, self._index, geometry, self.place_of, camera.px_per_mm)

    def corners(self) -> text.Corners:
        """The lines in the corners now."""
        case = self._case
        if case is None:
            return text.Corners()
        if self.width() < SMALL_PX or self.height() < SMALL_PX:
            number = f"{self._index + 1}/{self.plane_view.slices}"  # its colour says which plane
            return text.Corners(bottom_left=(self._value,) if self._value else (), bottom_right=(number,))
        who, where = text.identity_lines(case) if self._identity else ((), ())
        return text.Corners(
            who,
            (*where, *text.series_lines(case, self._identity)),
            (*((self._value,) if self._value else ()), *text.view_lines(self.window_level, self.camera.zoom)),
            text.slice_lines(
                case, self.plane_view, self._index, self._frame.slab(self._index) if self._frame else None
            ),
        )

    def slab_value(self, index: Point) -> float | None:
        """What a slab shows at an index inside the image; None where slices are shown as they are."""
        frame = self._frame
        return frame.slab_value(self._index, *self.plane_view.to_shown(index)) if frame is not None else None

    # ----- repainting ----------------------------------------------------------------------------------
    def _slice_changed(self) -> None:
        """Another slice is about to be shown."""

    def _set_look(self, look: Look, force: bool = False) -> None:
        if look != self._look or force:
            self._look = look
            if self._frame is not None:
                self._frame.forget_look()
            self._refresh()

    def _view_moved(self) -> None:
        if self._frame is not None:
            self._frame.forget_view()
        self._refresh()

    def repaint_overlays(self) -> None:
        """What the ``overlays`` draw has changed."""
        self._refresh()

    def _refresh(self, rect: QRect | None = None) -> None:
        """Asks for a repaint of the rectangle (all when None), at most one a frame."""
        self._waiting += QRegion(rect if rect is not None else self.rect())
        wait = FRAME_MS - self._last_paint.elapsed() if self._last_paint.isValid() else 0
        if wait <= 0:
            self._update_waiting()
        elif not self._later.isActive():
            self._later.start(wait)

    def _update_waiting(self) -> None:
        region, self._waiting = self._waiting, QRegion()
        self.update(region)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._camera is not None:
            self._camera.width, self._camera.height = self.width(), self.height()
            self._view_moved()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._frame is None or self._camera is None or self._case is None:
            self._paint_hint(painter)
        else:
            ratio = self.devicePixelRatioF()
            look = replace(self._look, outline_px=max(1, round(ratio)) if self._outline else 0)
            picture = self._frame.picture(self._index, self._camera, look, self._masks, self._smooth, ratio)
            painter.drawImage(QPointF(0, 0), picture)
            for paint in self.overlays:
                paint(painter, self)
            self._paint_over(painter, area, self._case, self._camera)
        overlay.draw_frame(painter, self.rect(), FOCUS if self.hasFocus() else BORDER)
        painter.end()
        self._last_paint.start()

    def _paint_hint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.setPen(QUIET)
        hint = self.tr("Open a DICOM folder or an image file,\nor drop one here.")
        painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(Qt.AlignmentFlag.AlignCenter), hint)

    def _paint_over(self, painter: QPainter, area: QRectF, case: Case, camera: Camera) -> None:
        layout, area = camera.layout, area.adjusted(0, 0, -self.strip_px, 0)
        if self._cross:
            colours = {case.volume.geometry.axis_of(p): overlay.PLANE_COLOURS[p] for p in PLANES}
            at = self.place_of(self._crosshair)
            across, down = colours[layout.row_axis], colours[layout.col_axis]
            overlay.draw_crosshair(painter, self.rect(), at.x(), at.y(), across, down)
        if self._text:
            small, large = self._lettering()
            overlay.draw_letters(painter, area, self._letters, large)
            accent = overlay.PLANE_COLOURS[self.plane].lighter(125)
            overlay.draw_corners(painter, area, self.corners(), small, accent)
            if area.width() >= WITH_SCALE_PX and area.height() >= SMALL_PX:
                overlay.draw_scale(painter, area, camera.px_per_mm, small)
        sheet = self.sheet()
        marks.draw_prompts(
            painter, sheet, case.prompts, self._grip.position if self._grip else None, self._waiting_prompts
        )
        if self._drawn is not None:
            marks.draw_prompt(painter, sheet, self._drawn, False)
            marks.draw_measures(painter, sheet, self._drawn, self._lettering()[1])
        if self._shape is not None:
            draw_shape(painter, sheet, self._shape)
        if self._brush is not None:
            overlay.draw_brush(painter, *self._brush)

    def _lettering(self) -> tuple[overlay.Inscriber, overlay.Inscriber]:
        """For the corners, smaller in small views, and for the letters."""
        size = 11 if self.width() < 420 else 12
        found = self._inscribers.get(size)
        if found is None:
            font = QFont(self.font())
            font.setPixelSize(size)
            large = QFont(font)
            large.setPixelSize(size + 3)
            large.setWeight(QFont.Weight.DemiBold)
            found = self._inscribers[size] = (overlay.Inscriber(font), overlay.Inscriber(large))
        return found

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._inscribers.clear()
        super().changeEvent(event)
