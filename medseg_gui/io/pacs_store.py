"""Objects to and from a PACS by DIMSE (PS3.4 annexes B and C): C-GET, C-MOVE to our own receiver, C-STORE."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.presentation import AllStoragePresentationContexts, PresentationContext, build_context

from medseg_gui.core.errors import BadInput, MedsegError, RemoteFailed, WriteFailed
from medseg_gui.core.pacs import Instance, Sent, Server, Wanted
from medseg_gui.io.dicom_header import read_dataset
from medseg_gui.io.pacs_dimse import PENDING, SUCCESS, VERIFICATION, associated, failure, status_of
from medseg_gui.io.pacs_inbox import Inbox
from medseg_gui.io.wire import Transient, Wire

GET, MOVE = "1.2.840.10008.5.1.4.1.2.2.3", "1.2.840.10008.5.1.4.1.2.2.2"
PLAIN = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")
PACKED = (
    "1.2.840.10008.1.2.4.50",  # JPEG baseline, extended, lossless
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80",  # JPEG-LS
    "1.2.840.10008.1.2.4.81",
    "1.2.840.10008.1.2.4.90",  # JPEG 2000
    "1.2.840.10008.1.2.4.91",
    "1.2.840.10008.1.2.4.201",  # HTJ2K
    "1.2.840.10008.1.2.4.202",
    "1.2.840.10008.1.2.4.203",
    "1.2.840.10008.1.2.5",  # RLE
    "1.2.840.10008.1.2.2",  # big endian
    "1.2.840.10008.1.2.1.99",  # deflated
)
"""Each is offered by itself, so that the server sends what it has as it is (PS3.5, annex A)."""
CLASSES_AT_ONCE = 127 // (1 + len(PACKED))
"""An association has 128 contexts at most, one of which asks."""
NO_ROOM, NOT_UNDERSTOOD = 0xA700, 0xC000
MEANINGS = {0xA9: "what the file says it is and what it holds differ", 0xC0: "not understood"}
"""Of C-STORE's failures (PS3.4, B.2.3), by their first byte."""


class Taking:
    """Takes stored objects into an inbox; remembers the first thing that went wrong on our side."""

    def __init__(self, inbox: Inbox, wire: Wire | None = None, total: int = 0, done: int = 0) -> None:
        self.inbox, self.wire, self.total, self.done = inbox, wire, total, done
        self.problem: MedsegError | None = None

    def __call__(self, event: Any) -> int:
        """Of a C-STORE request: the status to answer (PS3.4, B.2.3)."""
        if self.wire is not None and self.wire.stopped:
            return NO_ROOM
        try:
            self.inbox.add(event.encoded_dataset())
        except (WriteFailed, BadInput) as error:
            self.problem = self.problem or error
            return NO_ROOM if isinstance(error, WriteFailed) else NOT_UNDERSTOOD
        self.done += 1
        if self.wire is not None and not self.wire.stopped:
            self.wire.say("Retrieving", self.done, self.total)
        return SUCCESS


def get(wire: Wire, server: Server, wanted: Wanted, missing: Sequence[Instance], taking: Taking) -> None:
    """Puts the missing objects into the inbox by C-GET. Raises Transient when some did not come, WriteFailed."""
    classes = sorted({i.sop_class for i in missing})
    if "" in classes:
        raise RemoteFailed("The PACS does not say of what kind its objects are", server.address, "Use --via move.")
    for start in range(0, len(classes), CLASSES_AT_ONCE):
        some = classes[start : start + CLASSES_AT_ONCE]
        contexts = [build_context(GET)]
        for uid in some:
            contexts += [build_context(uid, list(PLAIN)), *(build_context(uid, packed) for packed in PACKED)]
        with associated(server, wire, contexts, [(evt.EVT_C_STORE, taking)], get=True) as association:
            for series, uids in _by_series(i for i in missing if i.sop_class in some).items():
                identifier = _identifier(wanted.study, series, uids)
                _follow(association.send_c_get(identifier, GET), wire, server, taking, "C-GET")


def move(
    wire: Wire, server: Server, wanted: Wanted, missing: Sequence[Instance], taking: Taking, destination: str
) -> None:
    """Has the missing objects sent to the receiver of that AE title, which puts them into the inbox; errors as get."""
    with associated(server, wire, [build_context(MOVE)]) as association:
        for series, uids in _by_series(missing).items():
            identifier = _identifier(wanted.study, series, uids)
            _follow(association.send_c_move(identifier, destination, MOVE), wire, server, taking, "C-MOVE")


def _by_series(instances: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for instance in instances:
        found.setdefault(instance.series, []).append(instance.uid)
    return found


def _identifier(study: str, series: str, uids: list[str]) -> Dataset:
    identifier = Dataset()
    identifier.QueryRetrieveLevel = "IMAGE"
    identifier.StudyInstanceUID, identifier.SeriesInstanceUID, identifier.SOPInstanceUID = study, series, uids
    return identifier


def _follow(answers: Any, wire: Wire, server: Server, taking: Taking, what: str) -> None:
    for status, _ in answers:
        wire.check()
        if taking.problem is not None:
            raise taking.problem
        code = status_of(status, server, what)
        if code in PENDING or code == SUCCESS:
            continue
        if code == 0xB000:  # some sub-operations failed: what is missing is seen in the inbox
            raise Transient("The PACS could not send all objects", server.address, "Try again, or another way (--via).")
        error = failure(status, server, "send the objects")
        if what == "C-MOVE" and not error.todo:  # many servers do not say that they do not know the receiver
            todo = f"Check that it knows {server.calling} with the address and port of our receiver (--port)."
            raise type(error)(error.what, server.address, todo)
        raise error


# ----- send -----------------------------------------------------------------------------------------------------
def send(wire: Wire, server: Server, files: Sequence[Path]) -> Sent:
    """Which files the PACS took by C-STORE, bytes as they are. Raises RemoteFailed when there is no connection."""
    kinds: dict[Path, tuple[str, str, str]] = {}
    for path in files:
        wire.check()
        kinds[path] = kind_of(path)
    taken: list[Path] = []
    failed: dict[Path, str] = {}

    def attempt() -> None:
        left = [p for p in files if p not in taken and p not in failed]
        pairs = sorted({kinds[p][:2] for p in left})
        for start in range(0, len(pairs), 128):
            some = pairs[start : start + 128]
            with associated(server, wire, [build_context(c, s) for c, s in some]) as association:
                for path in [p for p in left if kinds[p][:2] in some]:
                    wire.say("Sending", len(taken), len(files))
                    try:
                        status = association.send_c_store(path)
                    except ValueError:  # no context was accepted for it
                        failed[path] = f"the PACS does not take {_named(kinds[path])}"
                        continue
                    code = status_of(status, server, "C-STORE")
                    if code == SUCCESS or code >> 12 == 0xB:  # warnings: stored all the same (PS3.4, B.2.3)
                        taken.append(path)
                    elif code >> 8 == 0xA7:
                        raise Transient("The PACS has no room", server.address, "Try again later.")
                    else:
                        failed[path] = f"status 0x{code:04X}, {MEANINGS.get(code >> 8, 'refused')}"

    wire.retry(attempt)
    return Sent(tuple(taken), tuple(failed.items()))


def _named(kind: tuple[str, str, str]) -> str:
    from pydicom.uid import UID

    return f"{UID(kind[0]).name} as {UID(kind[1]).name}"


def places_of(files: Sequence[Path]) -> dict[Wanted, dict[str, Path]]:
    """(study, series) → SOP instance UID → the file that holds it. Raises BadInput."""
    found: dict[Wanted, dict[str, Path]] = {}
    for path in files:
        dataset = read_dataset(path)
        study, series, uid = (str(dataset.get(f"{k}InstanceUID", "")) for k in ("Study", "Series", "SOP"))
        found.setdefault(Wanted(study, series), {})[uid] = path
    return found


def kind_of(path: Path) -> tuple[str, str, str]:
    """(SOP class, transfer syntax, SOP instance) of a DICOM file. Raises BadInput."""
    dataset = read_dataset(path)
    meta = getattr(dataset, "file_meta", None)
    found = (dataset.get("SOPClassUID", ""), getattr(meta, "TransferSyntaxUID", ""), dataset.get("SOPInstanceUID", ""))
    if not all(found):
        raise BadInput("This is no DICOM file that can be sent: it lacks its class, UID or encoding", path)
    return str(found[0]), str(found[1]), str(found[2])


# ----- receive --------------------------------------------------------------------------------------------------
class Receiver:
    """A C-STORE SCP: takes what is pushed to it into an inbox, as long as the block lasts.

    Listens on loopback unless told otherwise; takes calls for its own AE title only, from ``allowed`` ones where given.
    With ``certificate`` and ``key`` by TLS, with ``ca`` from callers with a certificate of that authority alone.
    """

    def __init__(
        self,
        taking: Taking,
        title: str,
        port: int,
        host: str = "127.0.0.1",
        allowed: Sequence[str] = (),
        tls: tuple[str, str, str] | None = None,
    ) -> None:
        self._taking, self._title, self._host, self._allowed, self._tls = taking, title, host, list(allowed), tls
        self.port = port

    def __enter__(self) -> Receiver:
        ae = AE(ae_title=self._title)
        ae.require_called_aet = True
        ae.require_calling_aet = self._allowed
        ae.network_timeout, ae.dimse_timeout, ae.acse_timeout = 60, 60, 10
        ae.add_supported_context(VERIFICATION)
        for context in AllStoragePresentationContexts:
            ae.add_supported_context(_syntax(context), [*PLAIN, *PACKED])
        try:
            self._server = ae.start_server(
                (self._host, self.port),
                block=False,
                ssl_context=self._context(),
                evt_handlers=[(evt.EVT_C_STORE, self._taking)],
            )
        except OSError as error:
            where = f"{self._host}:{self.port}"
            raise MedsegError(f"The receiver cannot listen: {error.strerror}", where, "Choose another port.") from error
        self._ae = ae
        self.port = self._server.server_address[1] if self._server is not None else self.port
        return self

    def __exit__(self, *_error: object) -> None:
        self._ae.shutdown()

    def _context(self) -> Any:
        if self._tls is None:
            return None
        import ssl

        certificate, key, ca = self._tls
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca or None)
            context.load_cert_chain(certificate, key or None)
        except (OSError, ssl.SSLError) as error:
            raise MedsegError("The certificates cannot be read", certificate, "Name PEM files.") from error
        if ca:
            context.verify_mode = ssl.CERT_REQUIRED
        return context


def _syntax(context: PresentationContext) -> str:
    return str(context.abstract_syntax)
