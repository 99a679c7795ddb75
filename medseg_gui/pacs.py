"""The PACS from the window: search, retrieve and open, send the masks. Qt-free, part of the session.

Address, titles and user are kept in the settings; passwords in the keyring or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from medseg_gui.core.i18n import mark
from medseg_gui.core.pacs import Found, Query, Received, Sent, Server, Wanted
from medseg_gui.core.segmenter import Progress
from medseg_gui.settings import user_folder
from medseg_gui.workers.job import Done, Job, Outcome, Steps

if TYPE_CHECKING:
    from medseg_gui.session import Session

News = Callable[[Progress], None]


class PacsDesk:
    """All methods run on the UI thread. ``ended`` hears what became of a job; a newer one takes its place."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def kept(self) -> Server | None:
        """The server that was used last, without a password; None at the first time."""
        settings = self._session.settings
        if not settings.pacs_address:
            return None
        return Server(settings.pacs_address, settings.pacs_title, settings.pacs_user, settings.pacs_ca)

    def keep(self, server: Server) -> None:
        """Remembers the server for the next time; never its secrets."""
        settings = self._session.settings
        values = (server.address, server.calling, server.user, server.ca)
        names = ("pacs_address", "pacs_title", "pacs_user", "pacs_ca")
        if values != tuple(getattr(settings, name) for name in names):
            for name, value in zip(names, values, strict=True):
                setattr(settings, name, value)
            settings.save()

    def find(
        self, server: Server, query: Query, ended: Callable[[Outcome[list[Found]]], None], news: News | None = None
    ) -> Job[Any]:
        """Studies, or the series of one; a server that answers is remembered."""

        def steps() -> Steps[list[Found]]:
            from medseg_gui.workers import pacs

            return pacs.find(pacs.with_password(server), query)

        def answered(outcome: Outcome[list[Found]]) -> None:
            if isinstance(outcome, Done):
                self.keep(server)
            ended(outcome)

        return self._submit(mark("Asking the PACS"), steps, answered, news)

    def retrieve(
        self, server: Server, wanted: Wanted, ended: Callable[[Outcome[Received]], None], news: News | None = None
    ) -> Job[Any]:
        """Retrieves a study or series into the user's own folder and opens it."""

        def steps() -> Steps[Received]:
            from medseg_gui.workers import pacs

            return pacs.retrieve(pacs.with_password(server), wanted, user_folder("pacs"))

        def came(outcome: Outcome[Received]) -> None:
            ended(outcome)
            if isinstance(outcome, Done):
                self._session.open(outcome.value.folder)

        return self._submit(mark("Retrieving from the PACS"), steps, came, news)

    def send_masks(self, server: Server, ended: Callable[[Outcome[Sent]], None], news: News | None = None) -> Job[Any]:
        """Writes the open case's masks as DICOM SEG, read back and compared, and sends that."""
        case = self._session.the_case()
        labels, volume = case.labelmap.frozen(), case.volume

        def steps() -> Steps[Sent]:
            from medseg_gui.workers import pacs

            return pacs.send_masks(pacs.with_password(server), labels, volume)

        return self._submit(mark("Sending masks to the PACS"), steps, ended, news)

    def keep_password(self, server: Server, ended: Callable[[bool], None]) -> None:
        """Puts the password into the keyring; ``ended`` hears whether there is one."""

        def steps() -> Steps[bool]:
            from medseg_gui.workers import pacs

            yield Progress(mark("Asking the keyring"))
            return pacs.keep_password(server.address, server.user, server.password)

        self._session.submit(
            mark("Asking the keyring"),
            steps,
            lambda outcome: ended(isinstance(outcome, Done) and outcome.value),
            "network",
        )

    def _submit(
        self, name: str, steps: Callable[[], Steps[Any]], ended: Callable[[Any], None], news: News | None
    ) -> Job[Any]:
        return self._session.submit(name, steps, ended, "network", "pacs", news=news)
