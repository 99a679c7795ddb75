"""A PACS by DICOMweb (PS3.18): QIDO-RS, WADO-RS, STOW-RS, with HTTPS, password, token or client certificate.

All functions run on a network thread (``wire``). Errors are raised without their causes: those quote addresses with
what was asked, patients among it, and would stand in the log.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import requests

from medseg_gui.core.errors import BadInput, MedsegError, NotThere, RemoteFailed
from medseg_gui.core.pacs import Found, Instance, Query, Sent, Server, Wanted, is_uid
from medseg_gui.io.pacs_store import Taking, kind_of
from medseg_gui.io.wire import Transient, Wire

TIMES_S = (10.0, 60.0)
"""To connect; between two pieces of an answer."""
CHUNK = 1 << 16
MOST_LIST_BYTES = 256 << 20
MOST_OBJECT_BYTES = 8 << 30
PAGE = 1000
JSON = "application/dicom+json"
BUSY = (408, 429, 500, 502, 503, 504)


class Web:
    """One session with a server; nothing of it is kept: no cookies on disk, no redirects, no proxy, no netrc."""

    def __init__(self, wire: Wire, server: Server) -> None:
        server.require_safe()
        self.wire, self.server = wire, server
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = server.ca or True
        if server.certificate:
            self._session.cert = (server.certificate, server.key) if server.key else server.certificate
        if server.token:
            self._session.headers["Authorization"] = f"Bearer {server.token}"
        elif server.user:
            pair = base64.b64encode(f"{server.user}:{server.password}".encode()).decode()
            self._session.headers["Authorization"] = f"Basic {pair}"

    @contextmanager
    def ask(
        self, method: str, path: str, accept: str, params: Mapping[str, str] | None = None, **more: Any
    ) -> Iterator[requests.Response]:
        """The answer, good or one of STOW's. Raises Transient, RemoteFailed."""
        self.wire.check()
        headers = {"Accept": accept, **more.pop("headers", {})}
        url = f"{self.server.address.rstrip('/')}/{path}"
        if params:  # wild cards stay as they are, which RFC 3986 allows: Orthanc 1.10 does not decode them
            url += "?" + urlencode(params, quote_via=quote, safe="*?,-")
        try:
            with self._session.request(
                method, url, headers=headers, stream=True, timeout=TIMES_S, allow_redirects=False, **more
            ) as answer:
                self._judge(answer, method)
                yield answer
        except requests.exceptions.SSLError as error:
            raise RemoteFailed(
                f"TLS failed: {_why(error)}", self.server.address, "Name the file of the certificate to trust (--ca)."
            ) from None
        except requests.exceptions.ConnectionError as error:
            todo = "Check address, port and network."
            raise Transient(f"The PACS cannot be reached: {_why(error)}", self.server.address, todo) from None
        except requests.exceptions.Timeout:
            raise Transient("The PACS does not answer", self.server.address, "Try again later.") from None
        except requests.exceptions.RequestException as error:
            kind = type(error).__name__
            raise Transient(f"The transfer broke off: {kind}", self.server.address, "Try again.") from None
        except OSError:
            where = self.server.ca or self.server.certificate or self.server.address
            raise MedsegError("The certificates cannot be read", where, "Name PEM files.") from None

    def _judge(self, answer: requests.Response, method: str) -> None:
        code, where = answer.status_code, self.server.address
        if code < 300 or (method == "POST" and code == 409):
            return
        if code < 400:
            raise RemoteFailed(
                "The PACS sends us to another address", where, "Ask for the DICOMweb address and use that."
            )
        if code == 401:
            raise RemoteFailed("The PACS does not know user and password", where, "Give them (--user) or a token.")
        if code == 403:
            raise RemoteFailed("The PACS does not allow this user to do that", where, "Ask who runs it.")
        if code == 404:
            raise NotThere("There is no such thing on the PACS", where, "Check the DICOMweb address and the UIDs.")
        kind = Transient if code in BUSY else RemoteFailed
        raise kind(f"The PACS answered with HTTP {code}", where, "The PACS's log says why.")

    def rows(self, path: str, params: Mapping[str, str]) -> list[dict[str, Any]]:
        """Of a QIDO search: the answers (PS3.18, 10.6)."""

        def attempt() -> list[dict[str, Any]]:
            with self.ask("GET", path, JSON, params) as answer:
                if answer.status_code == 204:
                    return []
                data = bytearray()
                for chunk in answer.iter_content(CHUNK):
                    self.wire.check()
                    data += chunk
                    if len(data) > MOST_LIST_BYTES:
                        raise RemoteFailed("The PACS's list is too long", self.server.address, "Search more narrowly.")
            try:
                found = json.loads(bytes(data))
            except ValueError:
                found = None
            if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
                todo = "Check the DICOMweb address."
                raise RemoteFailed("The PACS did not answer with DICOM JSON", self.server.address, todo)
            return found

        return self.wire.retry(attempt)


def _why(error: Exception) -> str:
    """The innermost reason, without addresses."""
    text = str(error)
    for pattern in (r"CERTIFICATE_VERIFY_FAILED\] certificate verify failed: ([\w' .-]+)", r"\[Errno -?\d+\] ([\w ]+)"):
        found = re.search(pattern, text)
        if found:
            return found[1].strip()
    return "timed out" if "timed out" in text else "the connection was closed"


def _value(row: Mapping[str, Any], tag: str) -> str:
    """A value of DICOM JSON (PS3.18, annex F) as text; several with backslashes between."""
    element = row.get(tag)
    values = element.get("Value") if isinstance(element, dict) else None
    if not isinstance(values, list):
        return ""
    names = (v.get("Alphabetic") or v.get("Ideographic") or "" if isinstance(v, dict) else v for v in values)
    return "\\".join(str(v) for v in names if v is not None)


STUDY, SERIES, OBJECT, CLASS = "0020000D", "0020000E", "00080018", "00080016"


def find(wire: Wire, server: Server, query: Query) -> list[Found]:
    """Studies, or series of a study, as many as the query allows. Raises RemoteFailed."""
    study = query.level == "study"
    asked = (
        {
            "PatientID": query.patient_id,
            "PatientName": query.patient_name,
            "StudyDate": query.date,
            "AccessionNumber": query.accession,
            "ModalitiesInStudy": query.modality,
        }
        if study
        else {"Modality": query.modality}
    )
    params = {key: value for key, value in asked.items() if value}
    params["includefield"] = "00081030,00080061,00201208" if study else "0008103E,00201209,00080021"
    params["limit"] = str(query.limit)
    rows = Web(wire, server).rows("studies" if study else f"studies/{query.study}/series", params)
    tags = {
        "patient_id": "00100020",
        "patient_name": "00100010",
        "date": "00080020" if study else "00080021",
        "modality": "00080061" if study else "00080060",
        "description": "00081030" if study else "0008103E",
        "accession": "00080050",
    }
    found = []
    for row in rows[: query.limit]:
        count = _value(row, "00201208" if study else "00201209")
        found.append(
            Found(
                level=query.level,
                study=_value(row, STUDY) or query.study,
                series=_value(row, SERIES),
                instances=int(count) if count.isdigit() else None,
                **{name: _value(row, tag) for name, tag in tags.items()},
            )
        )
    return found


def instances(wire: Wire, server: Server, wanted: Wanted) -> list[Instance]:
    """All objects of a study or of one series of it. Raises RemoteFailed."""
    web = Web(wire, server)
    path = f"studies/{wanted.study}" + (f"/series/{wanted.series}" if wanted.series else "") + "/instances"
    found: dict[str, Instance] = {}
    while True:
        rows = web.rows(path, {"limit": str(PAGE), "offset": str(len(found))})
        new = [Instance(_value(r, SERIES) or wanted.series, _value(r, OBJECT), _value(r, CLASS)) for r in rows]
        before = len(found)
        found |= {i.uid: i for i in new if is_uid(i.uid) and is_uid(i.series)}
        if len(rows) < PAGE or len(found) == before:
            return list(found.values())


def get(wire: Wire, server: Server, wanted: Wanted, missing: Sequence[Instance], taking: Taking) -> None:
    """Puts the objects into the inbox by WADO-RS, one by one, each as the server has it (PS3.18, 10.4)."""
    web = Web(wire, server)
    accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'

    def one(instance: Instance) -> bytes:
        path = f"studies/{wanted.study}/series/{instance.series}/instances/{instance.uid}"
        with web.ask("GET", path, accept) as answer:
            data = bytearray()
            for chunk in answer.iter_content(CHUNK):
                wire.check()
                data += chunk
                if len(data) > MOST_OBJECT_BYTES:
                    raise RemoteFailed("An object of the PACS is too large", server.address)
            return object_in(bytes(data), answer.headers.get("Content-Type", ""))

    for instance in missing:
        data = wire.retry(lambda instance=instance: one(instance))  # type: ignore[misc]
        wire.check()
        taking.inbox.add(data, instance.uid)
        taking.done += 1
        wire.say("Retrieving", taking.done, taking.total)


def object_in(data: bytes, content_type: str) -> bytes:
    """The one object of a multipart answer (RFC 2046, 5.1), or the whole of a plain one. Raises BadInput."""
    boundary = re.search(r'boundary="?([^";,\s]+)', content_type)
    if not content_type.lower().startswith("multipart/") or boundary is None:
        return data
    mark = b"--" + boundary[1].encode("latin-1")
    start = data.find(mark)
    body = data.find(b"\r\n\r\n", start)
    end = data.find(b"\r\n" + mark, body)
    if min(start, body, end) < 0:
        raise Transient("The PACS sent half an object")
    return data[body + 4 : end]


class _Upload:
    """A STOW body with one file, read as it is sent."""

    def __init__(self, path: Path, boundary: str) -> None:
        head = f"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode()
        self._before, self._after = head, f"\r\n--{boundary}--\r\n".encode()
        self._file = path.open("rb")
        self._length = len(head) + path.stat().st_size + len(self._after)

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        if self._before:
            piece, self._before = self._before, b""
        else:
            piece = self._file.read(size)
            if not piece:
                piece, self._after = self._after, b""
        return piece

    def close(self) -> None:
        self._file.close()


def send(wire: Wire, server: Server, files: Sequence[Path]) -> Sent:
    """Which files the PACS took by STOW-RS (PS3.18, 10.5), one a request. Raises RemoteFailed."""
    web = Web(wire, server)
    for path in files:
        wire.check()
        kind_of(path)
    taken: list[Path] = []
    failed: list[tuple[Path, str]] = []

    def one(path: Path) -> str:
        boundary = uuid.uuid4().hex
        try:
            body = _Upload(path, boundary)
        except OSError as error:
            raise BadInput(f"The file cannot be read: {error.strerror}", path) from error
        kind = f'multipart/related; type="application/dicom"; boundary={boundary}'
        try:
            with web.ask("POST", "studies", JSON, data=body, headers={"Content-Type": kind}) as answer:
                return _refused(answer)
        finally:
            body.close()

    for path in files:
        wire.say("Sending", len(taken), len(files))
        why = wire.retry(lambda path=path: one(path))  # type: ignore[misc]
        if why:
            failed.append((path, why))
        else:
            taken.append(path)
    return Sent(tuple(taken), tuple(failed))


def _refused(answer: requests.Response) -> str:
    """Why the one object of a STOW request was not stored; empty when it was."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        found = {}
    items = found.get("00081198", {}).get("Value", []) if isinstance(found, dict) else []
    if not items and answer.status_code != 409:
        return ""
    reason = _value(items[0], "00081197") if items and isinstance(items[0], dict) else ""
    return f"failure reason 0x{int(reason):04X}" if reason.isdigit() else "the PACS refused it"
