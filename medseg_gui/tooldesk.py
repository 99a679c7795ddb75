"""The options of the tools, and what a tool does beyond a gesture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from medseg_gui.core.i18n import mark
from medseg_gui.tools.paint import GreyRange, take_range
from medseg_gui.tools.registry import TOOLS

if TYPE_CHECKING:
    from medseg_gui.session import Session

AT_CROSSHAIR_MM = 5.0


class ToolDesk:
    """Holds one set of options for each tool. All methods run on the UI thread."""

    def __init__(self, session: Session, chosen: Callable[[str], None]) -> None:
        self._session = session
        self._chosen = chosen
        self.options: dict[str, Any] = {tool.id: tool.Options() for tool in TOOLS}

    @property
    def chosen(self) -> Any:
        """The options of the chosen tool."""
        return self.options[self._session.tool_id]

    @property
    def ranged(self) -> bool:
        """True when the chosen tool can be held to a range of grey values."""
        return isinstance(self.chosen, GreyRange)

    def told(self) -> None:
        """Options have changed."""
        self._chosen("options")

    def pick_range(self) -> None:
        """Holds the chosen tool to the grey values round the crosshair."""
        session, options = self._session, self.chosen
        radius_mm = float(getattr(options, "radius_mm", AT_CROSSHAIR_MM))
        low, high = take_range(session.the_case().volume, session.crosshair, radius_mm, "axial", options)
        session.say(mark("Only values from {low:g} to {high:g}").format(low=low, high=high))
        self.told()
