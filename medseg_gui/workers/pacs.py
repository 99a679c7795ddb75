"""Jobs with a PACS, by DIMSE or DICOMweb as its address says: find, retrieve, send, listen."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from medseg_gui.core.errors import BadInput, MedsegError, NotThere, RemoteFailed
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.pacs import Found, Listening, Query, Received, Sent, Server, Via, Wanted
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io import pacs_dimse, pacs_store, pacs_web
from medseg_gui.io.pacs_inbox import Inbox
from medseg_gui.io.pacs_store import Receiver, Taking
from medseg_gui.io.secrets import keep_password, kept_password
from medseg_gui.io.wire import Transient, Wire, on_wire
from medseg_gui.workers import export
from medseg_gui.workers.job import Steps

__all__ = [
    "find",
    "keep_password",
    "keep_secret",
    "listen",
    "retrieve",
    "send",
    "send_masks",
    "with_password",
]

LOOK_S = 0.2
"""How often the receiver says how much came."""
TOKEN = "(token)"
"""Stands in the keyring where a user's name does."""
LISTED_AFTER_S = (0.5, 1.5)
"""Pauses before a server is asked again whether it has what it took."""


def _receiver(listening: Listening, taking: Taking) -> Receiver:
    listening.require_sound()
    ours = listening
    tls = (ours.certificate, ours.key, ours.ca) if ours.certificate else None
    return Receiver(taking, ours.title, ours.port, ours.host, ours.allowed, tls)


def with_password(server: Server) -> Server:
    """The server with the password or token that the keyring holds for it, where it holds one."""
    if server.password or server.token:
        return server
    if server.user:
        return replace(server, password=kept_password(server.address, server.user))
    return replace(server, token=kept_password(server.address, TOKEN)) if server.is_web else server


def keep_secret(server: Server) -> bool:
    """True when the keyring holds the server's token, or its user's password, now."""
    if server.token:
        return keep_password(server.address, TOKEN, server.token)
    return keep_password(server.address, server.user, server.password)


def find(server: Server, query: Query) -> Steps[list[Found]]:
    """Studies, newest first, or the series of a study. Raises RemoteFailed."""
    ask = pacs_web.find if server.is_web else pacs_dimse.find
    found = yield from on_wire("Asking the PACS", lambda wire: ask(wire, server, query))
    return sorted(found, key=lambda row: row.date, reverse=True)


def retrieve(
    server: Server, wanted: Wanted, folder: Path, via: Via = "get", listening: Listening | None = None
) -> Steps[Received]:
    """The study or series in ``folder``/study/series. What is there already is kept and not asked for again.

    ``via`` "move": the PACS sends to our receiver ``listening``, which it must know. Raises RemoteFailed, WriteFailed.
    """
    if via == "move" and (listening is None or server.is_web):
        raise MedsegError("C-MOVE needs a dicom:// address and a receiver", todo="Name its port (--port).")
    return (yield from on_wire("Asking the PACS", lambda wire: _retrieve(wire, server, wanted, folder, listening)))


def _retrieve(wire: Wire, server: Server, wanted: Wanted, folder: Path, listening: Listening | None) -> Received:
    listed = (pacs_web if server.is_web else pacs_dimse).instances(wire, server, wanted)
    if not listed:
        raise RemoteFailed("The PACS has no images of that study or series", server.address, "Search for it again.")
    inbox = Inbox(folder)
    kept = len(inbox.held(wanted.study) & {i.uid for i in listed})

    def attempt() -> None:
        held = inbox.held(wanted.study)
        missing = [i for i in listed if i.uid not in held]
        if not missing:
            return
        taking = Taking(inbox, wire, len(listed), len(listed) - len(missing))
        wire.say("Retrieving", taking.done, taking.total)
        if server.is_web:
            pacs_web.get(wire, server, wanted, missing, taking)
        elif listening is not None:
            with nullcontext() if listening.running else _receiver(listening, taking):
                pacs_store.move(wire, server, wanted, missing, taking, listening.title)
        else:
            pacs_store.get(wire, server, wanted, missing, taking)
        if taking.problem is not None:
            raise taking.problem
        left = len({i.uid for i in listed} - inbox.held(wanted.study))
        if left:
            text = f"{left} of {len(listed)} objects did not come"
            raise Transient(text, server.address, "Retrieve again: what is here is not asked for twice.")

    wire.retry(attempt)
    held = inbox.held(wanted.study)
    series = tuple(sorted({i.series for i in listed}))
    place = folder / wanted.study / wanted.series if wanted.series else folder / wanted.study
    return Received(place, len({i.uid for i in listed} & held), len(listed), kept, series)


def send(server: Server, paths: Sequence[Path]) -> Steps[Sent]:
    """What became of the files, and of those in folders. Raises RemoteFailed when there is no connection at all."""
    files = _files(paths)
    return (yield from on_wire("Sending", lambda wire: _send(wire, server, files)))


def _send(wire: Wire, server: Server, files: list[Path]) -> Sent:
    sent = (pacs_web.send if server.is_web else pacs_store.send)(wire, server, files)
    try:
        return replace(sent, listed=_listed(wire, server, sent.files))
    except MedsegError as error:
        return replace(sent, unasked=error.what)


def _listed(wire: Wire, server: Server, files: Sequence[Path]) -> tuple[Path, ...]:
    """Those of the files that the server says it has; it is given a moment to enter them. Raises RemoteFailed."""
    ask = (pacs_web if server.is_web else pacs_dimse).instances
    missing = pacs_store.places_of(files)
    found: list[Path] = []
    wire.hurried = True  # a server that only stores answers nothing
    for wait_s in (0.0, *LISTED_AFTER_S):
        wire.rest(wait_s)
        wire.say("Asking whether it is there", len(found), len(files))
        for place, paths in list(missing.items()):
            try:
                there = {i.uid for i in ask(wire, server, place)} & set(paths)
            except NotThere:
                there = set()
            found += [paths.pop(uid) for uid in there]
            if not paths:
                del missing[place]
        if not missing:
            break
    return tuple(p for p in files if p in found)


def send_masks(server: Server, labels: LabelMap, volume: Volume) -> Steps[Sent]:
    """Sends the masks as one DICOM SEG, which was read back and compared first. Raises RemoteFailed, WriteFailed."""
    with TemporaryDirectory(prefix="medseg-") as folder:
        path = Path(folder) / "mask.dcm"
        yield from export.save_labels(labels, str(path), volume)
        sent = yield from send(server, [path])
    sent.require_all(server)
    return sent


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (Path(at) / name for at, _, names in os.walk(path) for name in names if not name.startswith("."))
            files += sorted(p for p in inside if p.name != "DICOMDIR")
        elif path.is_file():
            files.append(path)
        else:
            raise BadInput("There is no such file or folder", path)
    if not files:
        raise BadInput("There is no file to send", paths[0] if paths else None)
    return files


def listen(listening: Listening, folder: Path, most: int = 0) -> Steps[int]:
    """How many objects came, once ``most`` did (0: until cancelled); each step's progress says how many there are."""
    taking = Taking(Inbox(folder))
    wait = threading.Event()
    with _receiver(listening, taking) as receiver:
        while not most or taking.done < most:
            text = f"Listening as {listening.title} at {listening.host}:{receiver.port}"
            figures = {"port": float(receiver.port), "received": float(taking.done)}
            yield Progress(text, taking.done, most, figures)
            if taking.problem is not None:
                raise taking.problem
            wait.wait(LOOK_S)
    return taking.done
