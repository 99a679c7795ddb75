"""What a user command is, and the short forms that most rows take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.session import Session

Why = Callable[[Session], str]
"""The reason why a command is disabled now, or an empty string."""

CHANGING = ("segment.", "tool.", "ai.", "edit.undo", "edit.redo", "file.load_labels", "measure.diam", "measure.remove")
LOOKING = (
    "tool.pointer", "tool.smaller", "tool.larger",
    "ai.method", "ai.next_method", "ai.preview", "ai.influence", "ai.import_model",
    "ai.next_doubtful", "ai.explain", "ai.train_model",
    "ai.finetune", "ai.accept_model", "ai.discard_model", "ai.learn", "ai.roll_back", "ai.pause_training",
)  # fmt: skip
"""Beginnings of the ids of commands that change the open case, and of those among them that do not after all."""


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

    @property
    def changes_case(self) -> bool:
        """True when it changes the open case: not possible where that may only be looked at."""
        return self.id == "file.save_case" or (self.id.startswith(CHANGING) and not self.id.startswith(LOOKING))

    def reason(self, session: Session) -> str:
        """Why it is disabled now; empty when it is not."""
        if self.changes_case and session.case is not None and session.case.read_only:
            return f"{session.case.read_only}."
        return self.why_not(session)

    def run_in(self, session: Session) -> None:
        """Runs the command. Raises MedsegError with the reason when it is disabled."""
        reason = self.reason(session)
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
