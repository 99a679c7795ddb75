"""A PACS by its address, what is asked of it, and what came of it. No network and no DICOM library here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark

CALLING = "MEDSEG"
DIMSE_PORT = 104
"""The port that DICOM reserves (PS3.8, 9.1.1)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_TITLE = re.compile(r"[ -\[\]-~]{1,16}")


def is_uid(text: str) -> bool:
    """True for digits and single dots, at most 64 (PS3.5, 9.1): so never a path."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None


def require_uid(text: str) -> str:
    """The UID itself. Raises MedsegError for anything else."""
    if not is_uid(text):
        raise MedsegError(f"{text[:70]!r} is no DICOM UID", todo="A UID is digits and dots, as `pacs query` lists it.")
    return text


def require_title(text: str) -> str:
    """The AE title itself: 1 to 16 ASCII characters, no backslash (PS3.5, 6.2). Raises MedsegError."""
    if not text.strip() or not _TITLE.fullmatch(text):
        raise MedsegError(f"{text[:40]!r} is no AE title", todo="An AE title has 1 to 16 ASCII characters.")
    return text.strip()


@dataclass(frozen=True)
class Server:
    """Where a PACS is and as whom to speak to it. Secrets are held in memory only and never shown."""

    address: str
    """``dicom://TITLE@host:port``, ``dicoms://`` with TLS, or the http(s) address of its DICOMweb service."""
    calling: str = CALLING
    user: str = ""
    ca: str = ""
    """A PEM file of the certificates to trust; empty: those that the system trusts."""
    certificate: str = ""
    key: str = ""
    """Our own certificate and private key (PEM), where the server asks for one."""
    plain_password: bool = False
    """The user's word that a password may travel without TLS to another computer."""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        hint = "Write dicom://TITLE@host:port, dicoms://TITLE@host:port or https://host/dicom-web."
        if parts.scheme not in ("dicom", "dicoms", "http", "https"):
            raise MedsegError("This is no address of a PACS", todo=hint)
        if parts.password is not None:
            raise MedsegError(
                "The address holds a password", todo="Leave it out: it is asked for, or kept in the keyring."
            )
        try:
            port = parts.port
        except ValueError:
            port = -1
        if not parts.hostname or port == -1 or parts.query or parts.fragment:
            raise MedsegError("This is no address of a PACS", self.address, hint)
        if not self.is_web:
            if not parts.username:
                raise MedsegError("The address lacks the AE title of the PACS", self.address, hint)
            require_title(parts.username)
        elif parts.username:
            raise MedsegError("The address holds a user name", todo="Give it beside the address (--user).")
        require_title(self.calling)

    @property
    def is_web(self) -> bool:
        return urlsplit(self.address).scheme.startswith("http")

    @property
    def tls(self) -> bool:
        return urlsplit(self.address).scheme in ("dicoms", "https")

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or DIMSE_PORT

    @property
    def called(self) -> str:
        return urlsplit(self.address).username or ""

    @property
    def is_local(self) -> bool:
        return self.host in LOOPBACK

    def require_safe(self) -> None:
        """Raises MedsegError where a secret would travel in clear to another computer."""
        if (self.password or self.token) and not (self.tls or self.is_local or self.plain_password):
            todo = "Use dicoms:// or https://, or allow it on a network that you trust (--plain-password)."
            raise MedsegError("The password would travel unencrypted", self.address, todo)


Level = Literal["study", "series"]
Via = Literal["get", "move"]
"""Who opens the connection over which objects come: we, or the PACS to our receiver."""


@dataclass(frozen=True)
class Described:
    """By what a person knows a study or series: asked for, or answered."""

    patient_id: str = ""
    patient_name: str = ""
    """As DICOM writes it: Family^Given."""
    date: str = ""
    """YYYYMMDD; asked for also a range YYYYMMDD-YYYYMMDD with either end left out."""
    modality: str = ""
    accession: str = ""


@dataclass(frozen=True)
class Query(Described):
    """What to look for; ``*`` and ``?`` are wild. With a ``study`` its series are listed, else studies."""

    study: str = ""
    limit: int = 200

    def __post_init__(self) -> None:
        if self.study:
            require_uid(self.study)
        if self.date and not re.fullmatch(r"\d{8}(-(\d{8})?)?|-\d{8}", self.date):
            raise MedsegError(f"{self.date!r} is no date", todo="Write 20260131 or 20260101-20260131.")

    @property
    def level(self) -> Level:
        return "series" if self.study else "study"


@dataclass(frozen=True, kw_only=True)
class Found(Described):
    """One study or series of a PACS, as it describes it."""

    level: Level
    study: str
    series: str = ""
    description: str = ""
    instances: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A study, or one series of it, to retrieve."""

    study: str
    series: str = ""

    def __post_init__(self) -> None:
        require_uid(self.study)
        if self.series:
            require_uid(self.series)


@dataclass(frozen=True)
class Listening:
    """Where our receiver listens, and to whom."""

    port: int
    title: str
    host: str = "127.0.0.1"
    allowed: tuple[str, ...] = ()
    certificate: str = ""
    key: str = ""
    ca: str = ""
    running: bool = False
    """It runs already: what comes, comes to its folder."""

    def require_sound(self) -> None:
        """Raises MedsegError for what cannot be listened by."""
        require_title(self.title)
        if (self.ca or self.key) and not self.certificate:
            raise MedsegError("TLS needs a certificate of our own", todo="Name it (--cert) and its key (--key).")


@dataclass(frozen=True)
class Instance:
    """One object of a series, as the PACS lists it."""

    series: str
    uid: str
    sop_class: str


@dataclass(frozen=True)
class Received:
    """What was retrieved: into which folder, how many objects of how many, and how many were there before."""

    folder: Path
    files: int
    expected: int
    kept: int
    series: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """Which files the server took, and which it did not, with the reason; asked afterwards, which it lists."""

    files: tuple[Path, ...]
    failed: tuple[tuple[Path, str], ...]
    listed: tuple[Path, ...] = ()
    """Of ``files``: the server says that it has them."""
    unasked: str = ""
    """Why it could not be asked; empty when it was."""

    def require_all(self, server: Server) -> None:
        """Raises MedsegError with the first reason when some file was not taken, or is not there afterwards."""
        failed = [*self.failed]
        if not self.unasked:
            failed += [(p, "taken, but the server does not list it") for p in self.files if p not in self.listed]
        if failed:
            path, why = failed[0]
            count = f"{len(failed)} of {len(self.files) + len(self.failed)} files are not on the server"
            raise MedsegError(f"{count}; the first, {path.name}: {why}", server.address)


FIELDS: Sequence[str] = ("patient_id", "patient_name", "date", "modality", "description", "accession", "instances")
"""Of a ``Found``, what a person reads, in this order."""
TITLES = {
    "patient_id": mark("Patient ID"),
    "patient_name": mark("Patient"),
    "date": mark("Date"),
    "modality": mark("Modality"),
    "description": mark("Description"),
    "accession": mark("Accession"),
    "instances": mark("Images"),
}
