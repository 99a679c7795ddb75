"""Associations with a PACS, and what it lists, by DIMSE (PS3.4 annex C, PS3.7): C-ECHO and C-FIND, TLS, user identity.

All functions run on a network thread (``wire``) and give up when the job is cancelled.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import AE, _config, build_role
from pynetdicom.association import Association
from pynetdicom.pdu_primitives import UserIdentityNegotiation
from pynetdicom.presentation import PresentationContext, build_context

from medseg_gui.core.errors import MedsegError, RemoteFailed
from medseg_gui.core.pacs import Found, Instance, Query, Server, Wanted, is_uid
from medseg_gui.io.dicom_header import quiet
from medseg_gui.io.wire import Transient, Wire

_config.LOG_HANDLER_LEVEL = "none"  # its lines would quote what is asked and answered: patients
_config.STORE_SEND_CHUNKED_DATASET = True  # a file's bytes as they are, not decoded and encoded again

VERIFICATION = "1.2.840.10008.1.1"
FIND = "1.2.840.10008.5.1.4.1.2.2.1"
"""Study Root, as GET and MOVE (PS3.4, C.6.2)."""
CONNECT_S = 10.0
ANSWER_S = 60.0
PENDING, SUCCESS = (0xFF00, 0xFF01), 0x0000
UNKNOWN_DESTINATION = 0xA801

Handlers = list[Any]


def client_tls(server: Server) -> ssl.SSLContext:
    """Certificates are checked, host name included. Raises MedsegError for files that cannot be used."""
    try:
        context = ssl.create_default_context(cafile=server.ca or None)
        if server.certificate:
            context.load_cert_chain(server.certificate, server.key or None)
    except (OSError, ssl.SSLError) as error:
        where = server.ca if not server.certificate else f"{server.ca or 'system'}, {server.certificate}"
        raise MedsegError("The certificates cannot be read", where, "Name PEM files.") from error
    return context


@contextmanager
def associated(
    server: Server,
    wire: Wire,
    contexts: Sequence[PresentationContext],
    handlers: Handlers | None = None,
    get: bool = False,
) -> Iterator[Association]:
    """An association that ends with the block. Raises Transient, RemoteFailed."""
    server.require_safe()
    wire.check()
    _require_reachable(server)
    ae = AE(ae_title=server.calling)
    ae.connection_timeout, ae.acse_timeout, ae.network_timeout, ae.dimse_timeout = (
        CONNECT_S,
        CONNECT_S,
        ANSWER_S,
        ANSWER_S,
    )
    extra: list[Any] = []
    if get:  # we are the one who stores what we ask for (PS3.4, C.4.3)
        extra += [build_role(uid, scp_role=True) for uid in dict.fromkeys(str(c.abstract_syntax) for c in contexts[1:])]
    if server.user:
        extra.append(_identity(server))
    tls = (client_tls(server), server.host) if server.tls else None
    association = ae.associate(
        server.host,
        server.port,
        list(contexts),
        server.called,
        ext_neg=extra,
        tls_args=tls,
        evt_handlers=handlers or [],
    )
    if not association.is_established:
        raise _refusal(server, association)
    wire.on_stop = lambda: association.abort(block=False)
    try:
        wire.check()
        yield association
        if association.is_established:
            association.release()
    finally:
        wire.on_stop = None
        if association.is_established:
            association.abort(block=False)


def _identity(server: Server) -> UserIdentityNegotiation:
    """User name, or user name and password (PS3.7, D.3.3.7)."""
    item = UserIdentityNegotiation()
    item.user_identity_type = 2 if server.password else 1
    item.positive_response_requested = False
    item.primary_field = server.user.encode()
    if server.password:
        item.secondary_field = server.password.encode()
    return item


def _refusal(server: Server, association: Association) -> RemoteFailed:
    """Why there is no association, as one line."""
    if association.is_rejected:
        answer: Any = association.acceptor.primitive
        why = getattr(answer, "reason_str", "") or "no reason given"
        if getattr(answer, "result", 1) == 2:
            return Transient(f"The PACS is busy: {why}", server.address, "Try again later.")
        todo = f"Have the PACS know our AE title {server.calling} and check its own, {server.called}."
        return RemoteFailed(f"The PACS refused us: {why}", server.address, todo)
    return Transient("The PACS ended the connection", server.address, "Check AE titles, TLS and the PACS's log.")


def _require_reachable(server: Server) -> None:
    """Raises Transient or RemoteFailed with the reason. pynetdicom gives none, and leaves sockets open over it."""
    try:
        plain = socket.create_connection((server.host, server.port), CONNECT_S)
    except socket.gaierror:
        raise RemoteFailed("The name of the PACS is not known", server.address, "Check the address.") from None
    except OSError as error:
        why = error.strerror or "no answer"
        todo = "Check address, port and network."
        raise Transient(f"The PACS cannot be reached: {why}", server.address, todo) from error
    with plain:
        if not server.tls:
            return
        try:
            with client_tls(server).wrap_socket(plain, server_hostname=server.host):
                pass
        except ssl.SSLCertVerificationError as error:
            what = f"The certificate of the PACS is not trusted: {error.verify_message}"
            todo = "Name the file of the certificate to trust (--ca)."
            raise RemoteFailed(what, server.address, todo) from error
        except OSError as error:
            why = getattr(error, "reason", None) or error.strerror or "no TLS there"
            raise RemoteFailed(f"TLS failed: {why}", server.address, "Check address and certificates.") from error


def status_of(status: Dataset, server: Server, what: str) -> int:
    """Raises Transient when the connection is gone."""
    if "Status" not in status:
        raise Transient(f"The PACS stopped answering ({what})", server.address, "Check the network and try again.")
    return int(status.Status)


def failure(status: Dataset, server: Server, what: str) -> RemoteFailed:
    code = int(status.Status)
    if code == UNKNOWN_DESTINATION:
        todo = f"Enter {server.calling} with this computer's address and port in the PACS, or retrieve with C-GET."
        return RemoteFailed("The PACS does not know where to send to", server.address, todo)
    comment = str(status.get("ErrorComment", "")).strip()
    text = f"The PACS could not {what}: status 0x{code:04X}" + (f", {comment}" if comment else "")
    return (Transient if code >> 8 == 0xA7 else RemoteFailed)(text, server.address)


def echo(wire: Wire, server: Server) -> None:
    """Returns when the PACS answers a C-ECHO. Raises RemoteFailed."""
    with associated(server, wire, [build_context(VERIFICATION)]) as association:
        status = association.send_c_echo()
        if status_of(status, server, "C-ECHO") != SUCCESS:
            raise failure(status, server, "answer")


# ----- find -----------------------------------------------------------------------------------------------------
def find(wire: Wire, server: Server, query: Query) -> list[Found]:
    """Studies, or series of a study, as many as the query allows. Raises RemoteFailed."""
    keys: dict[str, str]
    if query.level == "study":
        keys = {
            "StudyInstanceUID": "", "PatientID": query.patient_id, "PatientName": query.patient_name,
            "StudyDate": query.date, "AccessionNumber": query.accession, "ModalitiesInStudy": query.modality,
            "StudyDescription": "", "NumberOfStudyRelatedInstances": "",
        }  # fmt: skip
    else:
        keys = {
            "StudyInstanceUID": query.study, "SeriesInstanceUID": "", "Modality": query.modality,
            "SeriesDescription": "", "SeriesDate": "", "NumberOfSeriesRelatedInstances": "",
        }  # fmt: skip
    return [_found(answer, query) for answer in wire.retry(lambda: _ask(wire, server, query.level, keys, query.limit))]


def _ask(wire: Wire, server: Server, level: str, keys: dict[str, str], limit: int) -> list[Dataset]:
    identifier = Dataset()
    identifier.SpecificCharacterSet = "ISO_IR 192"
    identifier.QueryRetrieveLevel = level.upper()
    for keyword, value in keys.items():
        setattr(identifier, keyword, value)
    answers: list[Dataset] = []
    with associated(server, wire, [build_context(FIND)]) as association, quiet():
        for status, answer in association.send_c_find(identifier, FIND):
            wire.check()
            if status_of(status, server, "C-FIND") in PENDING:
                if answer is not None:
                    answers.append(answer)
                wire.say("Asking the PACS", len(answers))
                if len(answers) >= limit:
                    association.abort(block=False)
                    break
            elif status.Status != SUCCESS:
                raise failure(status, server, "search")
    return answers


def _found(answer: Dataset, query: Query) -> Found:
    def text(keyword: str) -> str:
        value = answer.get(keyword, "")
        return (
            "\\".join(map(str, value))
            if isinstance(value, list) or type(value).__name__ == "MultiValue"
            else str(value or "")
        )

    study = query.level == "study"
    count = text("NumberOfStudyRelatedInstances" if study else "NumberOfSeriesRelatedInstances")
    return Found(
        level=query.level,
        study=text("StudyInstanceUID") or query.study,
        series=text("SeriesInstanceUID"),
        patient_id=text("PatientID"),
        patient_name=text("PatientName"),
        date=text("StudyDate" if study else "SeriesDate"),
        modality=text("ModalitiesInStudy" if study else "Modality"),
        description=text("StudyDescription" if study else "SeriesDescription"),
        accession=text("AccessionNumber"),
        instances=int(count) if count.isdigit() else None,
    )


def instances(wire: Wire, server: Server, wanted: Wanted) -> list[Instance]:
    """All objects of a study or of one series of it. Raises RemoteFailed."""
    keys = {"StudyInstanceUID": wanted.study}
    many = 10**6
    found: list[Instance] = []
    series = [wanted.series]
    if not wanted.series:
        rows = wire.retry(lambda: _ask(wire, server, "series", keys | {"SeriesInstanceUID": ""}, many))
        series = [str(row.get("SeriesInstanceUID", "")) for row in rows]
    for uid in series:
        image = keys | {"SeriesInstanceUID": uid, "SOPInstanceUID": "", "SOPClassUID": ""}
        rows = wire.retry(lambda image=image: _ask(wire, server, "image", image, many))  # type: ignore[misc]
        found += [Instance(uid, str(row.get("SOPInstanceUID", "")), str(row.get("SOPClassUID", ""))) for row in rows]
    return [i for i in found if is_uid(i.uid) and is_uid(i.series)]
