"""Passwords and tokens in a keyring that is a file, as on a computer without a desktop's keyring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from medseg_gui.core.pacs import Query, Server
from medseg_gui.io import secrets
from medseg_gui.workers import pacs
from medseg_gui.workers.job import run_now
from tests.pacs.conftest import PASSWORD, USER, Orthanc

keyring = pytest.importorskip("keyring")
file_backend = pytest.importorskip("keyrings.alt.file", reason="keyrings.alt, a keyring in a file, is not installed")


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[Path]:
    """The file of the keyring in use; the computer's own is put back afterwards."""
    before = keyring.get_keyring()
    backend = file_backend.PlaintextKeyring()
    backend.file_path = str(tmp_path / "keyring.cfg")
    keyring.set_keyring(backend)
    yield tmp_path / "keyring.cfg"
    keyring.set_keyring(before)


def test_a_kept_password_opens_the_pacs_the_next_time(orthanc: Orthanc, ring: Path) -> None:
    server = Server(orthanc.web, user=USER, password=PASSWORD)
    assert pacs.keep_secret(server)
    assert ring.is_file()
    later = pacs.with_password(Server(orthanc.web, user=USER))
    assert later.password == PASSWORD
    assert run_now(pacs.find(later, Query())) == []
    assert pacs.with_password(Server(orthanc.web, user="somebody")).password == ""
    assert pacs.with_password(Server("https://elsewhere/dicom-web", user=USER)).password == ""


@pytest.mark.usefixtures("ring")
def test_a_token_is_kept_for_its_address() -> None:
    assert pacs.keep_secret(Server("https://pacs/dicom-web", token="t0k3n"))
    assert pacs.with_password(Server("https://pacs/dicom-web")).token == "t0k3n"
    assert pacs.with_password(Server("dicom://PACS@pacs:104")).token == ""


@pytest.mark.usefixtures("ring")
def test_a_keyring_that_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise keyring.errors.KeyringLocked("locked")

    monkeypatch.setattr(type(keyring.get_keyring()), "set_password", locked)
    monkeypatch.setattr(type(keyring.get_keyring()), "get_password", locked)
    assert secrets.keep_password("a", "b", "c") is False
    assert secrets.kept_password("a", "b") == ""
