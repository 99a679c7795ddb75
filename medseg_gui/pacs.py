"""The PACS from the window: search, retrieve and open, send the masks. Qt-free, part of the session.

Address, titles and user are kept in the settings; passwords in the keyring or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Offer
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Event
from medseg_gui.core.i18n import mark
from medseg_gui.core.pacs import Found, Listening, Query, Received, Sent, Server, Via, Wanted
from medseg_gui.core.segmenter import Progress
from medseg_gui.settings import user_folder
from medseg_gui.workers.job import Done, Failed, Job, Outcome, Priority, Steps

if TYPE_CHECKING:
    from medseg_gui.session import Session

News = Callable[[Progress], None]


class PacsDesk:
    """All methods run on the UI thread. ``ended`` hears what became of a job; a newer one takes its place."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._receiver: Job[Any] | None = None
        self._received = 0
        self.said = mark("Not receiving.")
        self.receiving: Event[None] = Event()
        """What ``listening`` and ``said`` say has changed."""

    def kept(self) -> Server | None:
        """The server that was used last, without a password; None at the first time."""
        settings = self._session.settings
        if not settings.pacs_address:
            return None
        return Server(
            settings.pacs_address,
            settings.pacs_title,
            settings.pacs_user,
            settings.pacs_ca,
            settings.pacs_certificate,
            settings.pacs_key,
        )

    def keep(self, server: Server) -> None:
        """Remembers the server for the next time; never its secrets."""
        settings = self._session.settings
        values = (server.address, server.calling, server.user, server.ca, server.certificate, server.key)
        names = ("pacs_address", "pacs_title", "pacs_user", "pacs_ca", "pacs_certificate", "pacs_key")
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
        via: Via = "move" if self._session.settings.pacs_via == "move" and not server.is_web else "get"
        ours = replace(self._listening(), title=server.calling, running=self.listening) if via == "move" else None

        def steps() -> Steps[Received]:
            from medseg_gui.workers import pacs

            return pacs.retrieve(pacs.with_password(server), wanted, user_folder("pacs"), via, ours)

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

    # ----- our receiver ------------------------------------------------------------------------------------------
    @property
    def listening(self) -> bool:
        return self._receiver is not None

    def listen(self) -> None:
        """Takes what a PACS pushes to us into the user's own folder, until stopped; ``receiving`` tells the news."""
        if self._receiver is not None:
            return
        ours, begun = self._listening(), self._received
        ours.require_sound()

        def steps() -> Steps[int]:
            from medseg_gui.workers import pacs

            return pacs.listen(ours, user_folder("pacs"))

        def news(progress: Progress) -> None:
            count = begun + round(progress.figures.get("received", 0))
            if count != self._received:
                self._received = count
                self._offer()
            said = mark("{text}. {n} images received.").format(text=progress.text, n=self._received)
            self._say(said)

        def ended(outcome: Outcome[int]) -> None:
            self._receiver = None
            failed = isinstance(outcome, Failed) and isinstance(outcome.error, MedsegError)
            self._say(str(outcome.error) if failed and isinstance(outcome, Failed) else mark("Not receiving."))

        name = mark("Receiving from a PACS")
        self._receiver = self._session.submit(name, steps, ended, "network", "pacs-listen", Priority.LONG, news)
        self._say(mark("Starting …"))

    def stop_listening(self) -> None:
        if self._receiver is not None:
            self._receiver.cancel()

    def _listening(self) -> Listening:
        settings = self._session.settings
        allowed = tuple(title.strip() for title in settings.pacs_allowed.split(",") if title.strip())
        host = "0.0.0.0" if settings.pacs_open else "127.0.0.1"
        return Listening(settings.pacs_port, settings.pacs_title, host, allowed)

    def _offer(self) -> None:
        """Offers to open the study that came last."""

        def newest() -> None:
            studies = [path for path in user_folder("pacs").iterdir() if path.is_dir()]
            if studies:
                self._session.open(max(studies, key=lambda path: path.stat().st_mtime))

        text = mark("{n} images came from a PACS.").format(n=self._received)
        self._session.keep.offers.add(Offer("pacs", text, ((mark("Open the newest study"), newest),)))

    def _say(self, text: str) -> None:
        if text != self.said:
            self.said = text
            self.receiving.emit(None)

    def keep_password(self, server: Server, ended: Callable[[bool], None]) -> None:
        """Puts password or token into the keyring; ``ended`` hears whether there is one."""

        def steps() -> Steps[bool]:
            from medseg_gui.workers import pacs

            yield Progress(mark("Asking the keyring"))
            return pacs.keep_secret(server)

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
