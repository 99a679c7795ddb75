"""Before the open case is left: what no file holds is saved or discarded, as the person says, or the case stays.

Qt-free, part of the session. Saving takes time: what was wished comes after it, and not at all when it fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from medseg_gui.asking import Leave
from medseg_gui.core.case import Case
from medseg_gui.core.i18n import mark

if TYPE_CHECKING:
    from medseg_gui.session import Session

Go = Callable[[], None]
OPENING = (
    mark("Open another image"),
    mark("The last edits are in no saved case or exported file. Opening another image closes this one."),
)


class LeaveDesk:
    """Asks once: what was drawn after the answer is asked about anew. All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._agreed: tuple[Case, int] | None = None
        """The case, as it stood when all was saved or the person let it go."""
        self._quietly = False

    def leave(self, go: Go, stay: Go = lambda: None, quietly: bool = False, words: tuple[str, str] = OPENING) -> None:
        """Calls ``go`` once the open case may be left, else ``stay``. ``quietly``: what is unsaved is saved unasked."""
        session, self._quietly = self._session, quietly
        case = session.case
        if case is None or not (session.unsaved or case.editing):
            self._agree(go)
            return
        if quietly and not case.editing:
            answer: Leave | None = "save"
        else:
            answer = session.ask.leave(*words) if session.ask is not None else "discard"
        if answer == "save":
            session.keep.save_soon(lambda good: self._saved(case, go, stay) if good else stay())
        elif answer == "discard":
            self._agree(go)
        else:
            stay()

    def leave_now(self, go: Go, stay: Go) -> None:
        """As ``leave``, when the next case is there: asks only about what was done since."""
        case = self._session.case
        if case is None or (not case.editing and self._agreed == (case, case.revision)):
            go()
        else:
            self.leave(go, stay, self._quietly)

    def _saved(self, case: Case, go: Go, stay: Go) -> None:
        if self._session.case is case and (self._session.unsaved or case.editing):  # drawn on while it was saved
            self.leave(go, stay, self._quietly)
        else:
            self._agree(go)

    def _agree(self, go: Go) -> None:
        case = self._session.case
        self._agreed = (case, case.revision) if case is not None else None
        go()
