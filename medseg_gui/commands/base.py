"""What a user command is, and the short forms that most rows take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.session import Session

Why = Callable[[Session], str]
"""The reason why a command is disabled now, or an empty string."""


@dataclass(frozen=True)
class Command:
    """One thing a user can do. ``why_not`` gives the reason when it cannot be done now."""

    id: str
    title: str
    help: str
    run: Callable[[Session], None]
    shortcut: str = ""
    menu: str = ""
    why_not: Why = lambda s: ""
    checkable: bool = False
    checked: Callable[[Session], bool] = lambda s: False

    def run_in(self, session: Session) -> None:
        """Runs the command. Raises MedsegError with the reason when it is disabled."""
        reason = self.why_not(session)
        if reason:
            raise MedsegError(mark("{title} is not possible now").format(title=self.title), todo=reason)
        self.run(session)


def flip(name: str) -> tuple[Callable[[Session], None], Callable[[Session], bool]]:
    """How to switch a setting over, and how it stands."""

    def run(s: Session) -> None:
        setattr(s.settings, name, not getattr(s.settings, name))
        s.settings.save()
        s.chosen.emit("display")

    return run, lambda s: bool(getattr(s.settings, name))


def wish(name: str) -> Callable[[Session], None]:
    """A wish to the window (``Session.wanted``)."""
    return lambda s: s.wanted.emit(name)
