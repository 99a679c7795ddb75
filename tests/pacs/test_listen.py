"""What is pushed to us: whole objects only, from callers that we let in, and never over what is there."""

from __future__ import annotations

import select
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.pacs import Listening, Query, Server, Wanted
from medseg_gui.io.wire import LEAVE_S
from medseg_gui.workers import pacs
from medseg_gui.workers.job import run_now
from tests.io.helpers import change
from tests.pacs.conftest import free_port, start, stop

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
"""Of pynetdicom's, whose handshakes fail here."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medseg_gui.io.wire.WAITS_S", (0.01, 0.01))


class Listener:
    """``pacs.listen`` on a thread until the block ends."""

    def __init__(self, folder: Path, **how: object) -> None:
        self.listening = Listening(free_port(), "HERE", **how)  # type: ignore[arg-type]
        self._steps = pacs.listen(self.listening, folder)
        next(self._steps)

    def address(self, scheme: str = "dicom") -> str:
        return f"{scheme}://HERE@localhost:{self.listening.port}"

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._steps.close()


def test_a_pushed_series_opens_and_is_not_overwritten(series: list[Path], tmp_path: Path) -> None:
    with Listener(tmp_path / "in") as here:
        sent = run_now(pacs.send(Server(here.address()), series))
        assert sent.files == tuple(series)
        assert sent.unasked  # a receiver answers no queries, and that is said
        sent.require_all(Server(here.address()))
        files = sorted((tmp_path / "in").rglob("*"))
        (study,) = (tmp_path / "in").iterdir()
        opened, source = api.open_volume(study), api.open_volume(series[0].parent)
        assert np.array_equal(opened.voxels, source.voxels)
        before = {p: p.read_bytes() for p in files if p.is_file()}
        for path in series:
            change(path, PatientName="Other^Name")
        assert run_now(pacs.send(Server(here.address()), series)).files == tuple(series)
        assert {p: p.read_bytes() for p in (tmp_path / "in").rglob("*") if p.is_file()} == before


@pytest.mark.usefixtures("quick")
def test_only_callers_that_are_let_in(series: list[Path], tmp_path: Path) -> None:
    with Listener(tmp_path / "in", allowed=("FRIEND",)) as here:
        with pytest.raises(MedsegError, match="refused"):
            run_now(pacs.send(Server(here.address()), series))
        with pytest.raises(MedsegError, match="refused"):
            run_now(pacs.send(Server(here.address().replace("HERE", "THERE"), "FRIEND"), series))
        assert not list(tmp_path.glob("in/*"))
        assert len(run_now(pacs.send(Server(here.address(), "FRIEND"), series)).files) == 5


def test_a_uid_that_would_be_a_path_is_refused(series: list[Path], tmp_path: Path) -> None:
    change(series[0], StudyInstanceUID="..")
    with Listener(tmp_path / "in") as here:
        sent = run_now(pacs.send(Server(here.address()), series[:2]))
    assert [p for p, _ in sent.failed] == series[:1]
    assert len(list((tmp_path / "in").rglob("*.dcm"))) == 1


@pytest.mark.usefixtures("quick")
def test_a_full_disk_is_said_to_the_sender(series: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with Listener(tmp_path / "in") as here, pytest.raises(MedsegError, match="no room"):
        run_now(pacs.send(Server(here.address()), series[:1]))
    assert not list((tmp_path / "in").rglob("*.*cm"))


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def hold() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                pass

        thread = threading.Thread(target=hold, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for one in held:
            one.close()


@pytest.mark.parametrize("address", ["dicom://ANY@localhost:{}", "http://localhost:{}/dicom-web"])
def test_cancel_ends_the_wait_for_a_server_that_does_not_answer(address: str, silent: int) -> None:
    steps = pacs.find(Server(address.format(silent)), Query())
    for _ in range(6):
        next(steps)
    begun = time.monotonic()
    steps.close()
    assert time.monotonic() - begun < LEAVE_S + 0.5


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[Path, Path]:
    """(certificate for localhost, its key), signed by itself."""
    certificate, key = tmp_path / "own.pem", tmp_path / "own.key"
    line = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    try:
        subprocess.run(
            [*line.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return certificate, key


@pytest.mark.usefixtures("quick")
def test_our_receiver_by_tls(series: list[Path], tmp_path: Path, certificates: tuple[Path, Path]) -> None:
    pem, key = map(str, certificates)
    with Listener(tmp_path / "in", certificate=pem, key=key, ca=pem) as here:
        both = Server(here.address("dicoms"), ca=pem, certificate=pem, key=key)
        assert len(run_now(pacs.send(both, series[:2])).files) == 2
        with pytest.raises(MedsegError, match="not trusted"):
            run_now(pacs.send(Server(here.address("dicoms")), series[:1]))
        with pytest.raises(MedsegError):  # without a certificate of our own
            run_now(pacs.send(Server(here.address("dicoms"), ca=pem), series[2:3]))
        with pytest.raises(MedsegError):  # without TLS
            run_now(pacs.send(Server(here.address()), series[3:4]))
    assert len(list((tmp_path / "in").rglob("*.dcm"))) == 2


class TlsProxy:
    """HTTPS before a server that speaks HTTP, as hospitals do it."""

    def __init__(self, to: int, certificate: str, key: str) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        plain = socket.create_server(("127.0.0.1", 0))
        self._to, self._server = to, context.wrap_socket(plain, server_side=True)
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while self._server.fileno() >= 0:
            with suppress(OSError):
                client, _ = self._server.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: ssl.SSLSocket) -> None:
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self._to)) as server:
            while client.pending() or (ready := select.select([client, server], [], [], 20)[0]):
                source = client if client.pending() or client in ready else server
                data = source.recv(1 << 16)
                if not data:
                    return
                (server if source is client else client).sendall(data)


@pytest.mark.usefixtures("quick")
def test_orthanc_by_tls_with_certificates_of_both_sides(
    series: list[Path], tmp_path: Path, certificates: tuple[Path, Path]
) -> None:
    pem, key = map(str, certificates)
    tls = {"DicomTlsEnabled": True, "DicomTlsCertificate": pem, "DicomTlsPrivateKey": key}
    process, orthanc = start(tmp_path, **tls, DicomTlsTrustedCertificates=pem)
    proxy = TlsProxy(orthanc.http, pem, key)
    try:
        dimse = Server(orthanc.dimse.replace("dicom:", "dicoms:"), ca=pem, certificate=pem, key=key)
        web = Server(f"https://localhost:{proxy.port}/dicom-web", user="radiologist", password="tr0ub4dor&3", ca=pem)
        assert len(run_now(pacs.send(dimse, series[:3])).files) == 3
        assert len(run_now(pacs.send(web, series[3:])).files) == 2
        (study,) = run_now(pacs.find(dimse, Query()))
        for number, server in enumerate((dimse, web)):
            got = run_now(pacs.retrieve(server, Wanted(study.study), tmp_path / f"got{number}"))
            assert got.files == 5
        with pytest.raises(MedsegError, match=r"self.signed"):
            run_now(pacs.find(Server(web.address, user="radiologist", password="tr0ub4dor&3"), Query()))
    finally:
        proxy.close()
        stop(process)
