"""A slice view with mouse and keys: turns them into wishes and tool gestures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from medseg_gui.core.case import Case
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import Plane
from medseg_gui.core.planeview import Point
from medseg_gui.tools.base import Act, Grip, Pointer, Tool, ToolContext
from medseg_gui.tools.windowing import POINTER
from medseg_gui.ui import view_text as text
from medseg_gui.ui.mouse import TYPED_IN, Hands, MouseMap
from medseg_gui.ui.view_canvas import SliceCanvas
from medseg_gui.ui.view_gesture import GestureRunner
from medseg_gui.ui.view_input import ZOOM_PER_NOTCH, ZOOM_PER_PX, Drag, Wheel, button_of
from medseg_gui.ui.view_measures import hold_at
from medseg_gui.ui.view_prompts import grip_at

ContextFactory = Callable[["SliceView"], ToolContext]
_KEYS: dict[Qt.Key, Act] = {
    Qt.Key.Key_Escape: "back",
    Qt.Key.Key_Return: "close",
    Qt.Key.Key_Enter: "close",
    Qt.Key.Key_Backspace: "back",
}
"""What belongs to a gesture that stays, whoever else has it as a shortcut."""
_NO_SEGMENT = QColor(235, 235, 235)


class SliceView(SliceCanvas):
    """Shows one plane of a case and says what the user wants. It owns no data.

    A wish that it can show itself (another slice, another window, the crosshair) it shows, then tells. Setters
    never tell. Indices are (slice, row, column).
    """

    index_changed = Signal(int)
    """The user went to another slice."""
    slice_stepped = Signal(int)
    """By how many slices the user went."""
    crosshair_moved = Signal(object)
    """(slice, row, column), whole numbers inside the image."""
    window_changed = Signal(float, float)
    value_hovered = Signal(str)
    """Value, segment and place under the pointer; empty beside the image."""
    maximise_requested = Signal()
    refused = Signal(str)
    """Why a tool did not work here: one line for the user."""
    radius_stepped = Signal(int)
    right_clicked = Signal(object)
    """(slice, row, column), continuous; also beside the image."""
    prompt_pointed = Signal(object)
    """Position of the prompt under the pointer, or None."""
    prompt_menu_wanted = Signal(object)
    """The right button clicked the prompt under the pointer: a place on the screen."""

    def __init__(self, plane: Plane, parent: QWidget | None = None) -> None:
        super().__init__(plane, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self._tool: Tool = POINTER
        self._context: ContextFactory | None = None
        self._gesture = GestureRunner(self.refused.emit)
        self._drag: Drag | None = None
        self._wheel = Wheel()
        self._hands = Hands()
        self._mouse: QPointF | None = None
        self.more_text: Callable[[Point], str] = lambda index: ""  # what else the status bar says of a place

    # ----- tools ---------------------------------------------------------------------------------------
    def set_case(self, case: Case | None) -> None:
        self._stop()
        super().set_case(case)
        self._hover()

    def set_tool(self, tool: Tool, context: ContextFactory | None) -> None:
        """The tool of the left button. ``context(handle)`` makes what each of its gestures gets."""
        self._stop()
        self._tool, self._context = tool, context
        self.setCursor(Qt.CursorShape.CrossCursor if tool.paints else Qt.CursorShape.ArrowCursor)
        self.refresh_cursor()
        self._point()

    def set_mouse(self, gestures: MouseMap) -> None:
        """What buttons and wheel mean from now on."""
        self._stop()
        self._hands.clear()
        self._hands.gestures = gestures

    def refresh_cursor(self) -> None:
        """Draws the brush's outline where the pointer is: its radius, and dashed while it is turned round."""
        before = self._brush
        self._brush = None
        if self._tool.paints and self._context is not None and self._case is not None and self._mouse is not None:
            context = self._context(self)
            radius_mm = getattr(context.options, "radius_mm", None)
            if radius_mm is not None:
                colour = QColor(*context.segment.colour) if context.segment is not None else _NO_SEGMENT
                radius_px = float(radius_mm) * self.camera.px_per_mm
                self._brush = (self._mouse, radius_px, colour, self._hands.inverse)
        for brush in (before, self._brush):
            if brush is not None and before != self._brush:
                reach = int(brush[1]) + 4
                x, y = int(brush[0].x()), int(brush[0].y())
                self._refresh(QRect(x - reach, y - reach, 2 * reach + 1, 2 * reach + 1))

    def _stop(self) -> None:
        """Ends a drag; a stroke under way is rolled back."""
        self._drag = None
        self._gesture.cancel()

    @property
    def grip(self) -> Grip | None:
        """The prompt under the pointer, while a tool of prompts is chosen."""
        return self._grip

    @property
    def hold(self) -> Grip | None:
        """The measurement under the pointer, while a tool is chosen that takes hold of them."""
        if not self._tool.measures or self._case is None or self._mouse is None:
            return None
        return hold_at(self.sheet(), self._case.measures, self._mouse)

    def _point(self) -> None:
        """Finds what lies under the pointer: a prompt is highlighted, over a measurement the pointer is a hand."""
        if self._gesture.active:
            return
        if self._tool.measures and self._case is not None and self._case.measures:
            free = Qt.CursorShape.CrossCursor if self._tool.paints else Qt.CursorShape.ArrowCursor
            self.setCursor(free if self.hold is None else Qt.CursorShape.PointingHandCursor)
        grip = None
        if self._tool.prompts and self._case is not None and self._mouse is not None:
            grip = grip_at(self.sheet(), self._case.prompts.prompts, self._mouse)
        before, self._grip = self._grip, grip
        if before != grip:
            self._refresh()
        if (before and before.position) != (grip and grip.position):
            self.prompt_pointed.emit(grip.position if grip else None)

    # ----- the handle that tools get (with plane_view, slice_index and window_level) --------------------
    def ask_window(self, width: float, level: float) -> None:
        self.set_window(width, level)
        self.window_changed.emit(width, level)

    def ask_crosshair(self, index: Iterable[float]) -> None:
        shape = self.plane_view.shape
        z, y, x = (min(max(int(i + 0.5), 0), n - 1) for i, n in zip(index, shape, strict=True))
        self.set_crosshair((z, y, x))
        self.crosshair_moved.emit((z, y, x))

    def step(self, slices: int) -> None:
        """Goes so many slices on, unless a stroke is under way."""
        if self._case is not None and not self._gesture.active:
            self.ask_slice(self._index + slices)

    def zoom(self, notches: float) -> None:
        """Enlarges the picture round the pointer, else round the middle, as so many notches of the wheel do."""
        if self._case is not None:
            self._zoom(self._mouse or QPointF(self.rect().center()), ZOOM_PER_NOTCH**notches)

    def ask_slice(self, index: int) -> None:
        before = self._index
        self.set_index(index)
        if self._index != before:
            self.index_changed.emit(self._index)
            self.slice_stepped.emit(self._index - before)

    # ----- mouse ---------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._case is None or self._drag is not None:
            return
        button, at = event.button(), event.position()
        self._mouse = at
        self._point()
        meaning = self._hands.pressed(event, self._tool)
        drags = self._tool.both_buttons and self._grip is None and button == Qt.MouseButton.RightButton
        if meaning in ("pan", "zoom", "crosshair") and not (meaning == "zoom" and drags):
            self._drag = Drag(meaning, button, at, at)
            if meaning == "crosshair":
                self.ask_crosshair(self.index_at(at.x(), at.y()))
        elif self._gesture.stays:
            double = event.type() == QEvent.Type.MouseButtonDblClick
            self._drag = Drag("tool", button, at, at)
            self._gesture.move(replace(self._pointer(event, True), act="double" if double else "press"))
        elif meaning:
            self._drag = Drag("tool", button, at, at, inverse=meaning == "inverse")
            tool, context = (self._tool, self._context) if meaning != "window" else (POINTER, None)
            press = replace(self._pointer(event, True), act="press")
            self._gesture.start(tool, lambda: self._made_context(context), press)

    def _made_context(self, factory: ContextFactory | None) -> ToolContext:
        """What the gesture gets: the window's own where it is for the window, or before any tool was set."""
        if factory is not None:
            return factory(self)
        return ToolContext(self, self.shown_case, options=POINTER.Options())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._mouse = event.position()
        if self._hands.turned(event, self._tool):
            self.refresh_cursor()
        drag = self._drag
        if self._case is None:
            return
        if drag is not None and not event.buttons() & drag.button:
            self._release(event)  # the release went to someone else
            drag = None
        if drag is None:
            if self._hands.means("Move", event, self._tool) == "crosshair" and not event.buttons():
                self.ask_crosshair(self.index_at(self._mouse.x(), self._mouse.y()))
            elif self._gesture.stays:
                self._gesture.move(self._pointer(event, False))
        else:
            delta = drag.step(self._mouse)
            if drag.kind == "tool":
                self._gesture.move(self._pointer(event, True))
            elif drag.kind == "crosshair":
                self.ask_crosshair(self.index_at(self._mouse.x(), self._mouse.y()))
            elif drag.kind == "pan":
                self.camera.pan(delta.x(), delta.y())
                self._view_moved()
            elif drag.moved:
                self._zoom(drag.press, ZOOM_PER_PX ** -delta.y())
        self._hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._drag is not None and event.button() == self._drag.button:
            self._mouse = event.position()
            self._release(event)

    def apply_change(self, change: Change) -> None:
        super().apply_change(change)
        if change.aspects & (Aspect.PROMPTS | Aspect.MEASURES):
            self._point()

    def _release(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is None or self._case is None:
            return
        if drag.kind == "tool":
            self._gesture.move(replace(self._pointer(event, False, drag), act="release"))
        elif drag.kind == "zoom" and not drag.moved and self._grip is not None:
            self.prompt_menu_wanted.emit(self.mapToGlobal(drag.press.toPoint()))
        elif drag.kind == "zoom" and not drag.moved:
            self.right_clicked.emit(self.index_at(drag.press.x(), drag.press.y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Maximises the view; for tools that paint it is the press of another stroke."""
        maximises = self._hands.means("DoubleClick", event, self._tool) == "maximise" and not self._tool.paints
        if event.button() == Qt.MouseButton.LeftButton and maximises and self._drag is None:
            event.accept()
            self.maximise_requested.emit()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        meaning = self._hands.means("Wheel", event, self._tool)
        zooms = meaning == "zoom"
        if self._case is None or (self._gesture.active and not (zooms and self._gesture.stays)):
            return
        if zooms:
            self._zoom(event.position(), ZOOM_PER_NOTCH ** self._wheel.notches(event))
            return
        steps = self._wheel.steps(event)
        if steps and meaning == "radius":
            self.radius_stepped.emit(steps)
            self.refresh_cursor()
        elif steps and meaning == "slice":
            self.ask_slice(self._index - steps)

    def _zoom(self, at: QPointF, factor: float) -> None:
        self.camera.zoom_at(at.x(), at.y(), factor)
        self._view_moved()
        self.refresh_cursor()

    def _pointer(self, event: QMouseEvent | QKeyEvent, held: bool, drag: Drag | None = None) -> Pointer:
        drag = drag or self._drag
        at, pressed, modifiers = self._mouse or QPointF(), Qt.MouseButton.NoButton, event.modifiers()
        if isinstance(event, QMouseEvent):
            at, pressed = event.position(), event.button()
        index = self.index_at(at.x(), at.y())
        x, y, z = (float(mm) for mm in self.shown_case.volume.geometry.to_world(index))
        moved = at - drag.press if drag is not None else QPointF()
        return Pointer(
            index,
            (x, y, z),
            self.plane,
            held,
            button_of(drag.button if drag is not None else pressed),
            bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            drag.inverse if drag is not None else self._hands.inverse,
            bool(modifiers & Qt.KeyboardModifier.AltModifier),
            (moved.x(), moved.y()),
        )

    # ----- hovering ------------------------------------------------------------------------------------
    def _slice_changed(self) -> None:
        self._hover()

    def _hover(self) -> None:
        """Tells the value under the pointer and moves the brush's outline there."""
        line = value = ""
        if self._case is not None and self._mouse is not None:
            index: Point = self.index_at(self._mouse.x(), self._mouse.y())
            line, value = text.hover_text(self._case, index), text.value_text(self._case, index, self.slab_value(index))
            line = "  ·  ".join(part for part in (line, self.more_text(index)) if part)
        if value != self._value:
            self._value = value
            height = self.height()
            self._refresh(QRect(0, max(0, height - 80), self.width() // 2, 80))
        self.value_hovered.emit(line)
        self.refresh_cursor()
        self._point()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The keys follow the mouse into the view, but are not taken from a field that is being typed in."""
        self._mouse = event.position()
        if self.isActiveWindow() and not isinstance(QApplication.focusWidget(), TYPED_IN):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._hover()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    # ----- keys ----------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Escape during a stroke is the stroke's, whoever else has it as a shortcut; a pinch zooms."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in _KEYS if self._gesture.stays else event.key() == Qt.Key.Key_Escape)
            and self._gesture.active
        ):
            event.accept()
            return True
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch and self._case is not None:
            self._zoom(event.position(), 1 + event.value())
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab belongs to the answers, never to the focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self._gesture.active:
            self._stop()
        elif key in _KEYS and self._gesture.stays:
            self._gesture.move(replace(self._pointer(event, False), act=_KEYS[Qt.Key(key)]))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if isinstance(self.window(), QMainWindow):  # which says why there is no other answer
                QApplication.sendEvent(self.window(), event)
            event.accept()
        elif not self._keys(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._keys(event):
            super().keyReleaseEvent(event)

    def _keys(self, event: QKeyEvent) -> bool:
        if self._hands.turned(event, self._tool):
            self.refresh_cursor()
        return self._hands.takes(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hands.clear()
        super().focusOutEvent(event)
        self._refresh()
