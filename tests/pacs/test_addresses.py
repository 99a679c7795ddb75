"""Addresses, queries and secrets, without a server."""

from __future__ import annotations

import pytest

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.pacs import Query, Server, Wanted, is_uid
from medseg_gui.io.pacs_web import object_in
from medseg_gui.io.wire import Transient


def test_what_an_address_says() -> None:
    server = Server("dicoms://PACS ONE@pacs.example:2762")
    assert (server.host, server.port, server.called, server.tls, server.is_web) == (
        "pacs.example",
        2762,
        "PACS ONE",
        True,
        False,
    )
    assert Server("dicom://A@[::1]").port == 104
    assert Server("https://pacs.example/dicom-web").is_web


@pytest.mark.parametrize(
    "address",
    ["", "pacs", "ftp://a", "dicom://host:104", "dicom://A@host:x", "dicom://MORE-THAN-16-CHARS-LONG@h", "http:///x",
     "https://me@pacs", "https://pacs/dicom-web?x=1"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(MedsegError):
        Server(address)


def test_secrets_are_not_shown_and_do_not_travel_in_clear() -> None:
    with pytest.raises(MedsegError) as caught:
        Server("https://me:hunter2@pacs/dicom-web")
    assert "hunter2" not in str(caught.value)
    far = Server("http://pacs.example/dicom-web", user="me", password="hunter2", token="t0ken")
    assert "hunter2" not in repr(far)
    assert "t0ken" not in repr(far)
    with pytest.raises(MedsegError, match="unencrypted"):
        far.require_safe()
    Server("http://localhost/dicom-web", password="hunter2").require_safe()
    Server("https://pacs.example", password="hunter2").require_safe()
    Server("http://pacs.example", password="hunter2", plain_password=True).require_safe()


@pytest.mark.parametrize("uid", ["", ".", "..", "1..2", "../1", "1/2", "1.2.", "1.a", "1" * 65, "1.2\n"])
def test_what_is_no_uid(uid: str) -> None:
    assert not is_uid(uid)
    with pytest.raises(MedsegError):
        Wanted(uid)


def test_dates() -> None:
    for date in ("20260131", "20260101-20260131", "20260101-", "-20260131"):
        assert Query(date=date).date == date
    for date in ("2026", "2026-01-31", "-", "20260101-2026"):
        with pytest.raises(MedsegError):
            Query(date=date)


def test_one_part_of_a_multipart_answer() -> None:
    kind = 'multipart/related; type="application/dicom"; boundary="b"'
    body = b"--b\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--x\r\n\r\n\x00\r\n--b--\r\n"
    assert object_in(body, kind) == b"DICM\r\n--x\r\n\r\n\x00"
    assert object_in(b"DICM", "application/dicom") == b"DICM"
    for half in (b"", body[:20], body[:-8]):
        with pytest.raises(Transient):
            object_in(half, kind)
