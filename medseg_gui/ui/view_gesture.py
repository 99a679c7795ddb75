"""Runs one tool gesture of a view from press to release."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.core.errors import MedsegError
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext


class GestureRunner:
    """At most one gesture at a time. What it refuses, with the reason, goes to ``refused``."""

    def __init__(self, refused: Callable[[str], None]) -> None:
        self._refused = refused
        self._gesture: Gesture | None = None
        self._stays = False

    @property
    def active(self) -> bool:
        return self._gesture is not None

    @property
    def stays(self) -> bool:
        """True while a gesture is under way that goes on after the release."""
        return self._gesture is not None and self._stays

    def start(self, tool: Tool, context: Callable[[], ToolContext], press: Pointer) -> None:
        self.cancel()
        try:
            gesture = tool.gesture(context(), press)
            next(gesture)
        except StopIteration:
            return
        except MedsegError as error:
            self._refused(str(error))
            return
        self._gesture, self._stays = gesture, tool.stays

    def move(self, pointer: Pointer) -> None:
        """Passes a move on; a pointer that is no longer held ends the gesture, unless it stays."""
        gesture = self._gesture
        if gesture is None:
            return
        self._gesture = None
        try:
            gesture.send(pointer)
        except StopIteration:
            return
        except MedsegError as error:
            self._refused(str(error))
            return
        if pointer.held or self._stays:
            self._gesture = gesture
        else:
            gesture.close()

    def cancel(self) -> bool:
        """Closes the gesture, which rolls its edit back; False when none was under way."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.close()
        return gesture is not None
