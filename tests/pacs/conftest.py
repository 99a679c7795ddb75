"""A real Orthanc on loopback, started and stopped by the tests."""

from __future__ import annotations

import base64
import gc
import json
import shutil
import socket
import subprocess
import time
import urllib.request
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.io.helpers import change, ct, write

PLUGINS = Path("/usr/share/orthanc/plugins")
USER, PASSWORD = "radiologist", "tr0ub4dor&3"
PATIENT, NAME = "PID-4711", "Müller^Zoë"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Orthanc:
    """A running server: where it is, and what it holds."""

    http: int
    dicom: int
    move_port: int
    log: Path = field(default_factory=Path)

    @property
    def web(self) -> str:
        return f"http://localhost:{self.http}/dicom-web"

    @property
    def dimse(self) -> str:
        return f"dicom://ORTHANC@localhost:{self.dicom}"

    def ask(self, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(f"http://localhost:{self.http}{path}", method=method)
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def clear(self) -> None:
        for study in self.ask("/studies"):
            self.ask(f"/studies/{study}", method="DELETE")

    def instances(self) -> list[str]:
        """SOP instance UIDs that it holds."""
        return [self.ask(f"/instances/{i}")["MainDicomTags"]["SOPInstanceUID"] for i in self.ask("/instances")]


def start(folder: Path, **more: Any) -> tuple[subprocess.Popen[bytes], Orthanc]:
    binary = shutil.which("Orthanc")
    if binary is None or not (PLUGINS / "libOrthancDicomWeb.so").exists():
        pytest.skip("Orthanc is not installed (Debian: orthanc, orthanc-dicomweb)")
    made = Orthanc(free_port(), free_port(), free_port(), log=folder / "orthanc.log")
    config = {
        "StorageDirectory": str(folder / "db"), "IndexDirectory": str(folder / "db"),
        "HttpPort": made.http, "DicomPort": made.dicom, "DicomAet": "ORTHANC", "DicomCheckCalledAet": True,
        "DicomAlwaysAllowFind": True, "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True,
        "RemoteAccessAllowed": False, "AuthenticationEnabled": True, "RegisteredUsers": {USER: PASSWORD},
        "DicomModalities": {"medseg": ["MEDSEG", "127.0.0.1", made.move_port]},
        "Plugins": [str(PLUGINS / "libOrthancDicomWeb.so")], "DicomWeb": {"Enable": True},
    } | more  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(config))
    with made.log.open("wb") as log:
        process = subprocess.Popen([binary, str(folder / "orthanc.json")], stdout=log, stderr=log, cwd=folder)
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", made.dicom), 1).close()
            socket.create_connection(("127.0.0.1", made.http), 1).close()
            return process, made
        except OSError:
            time.sleep(0.1)
    process.kill()
    pytest.fail(f"Orthanc did not start:\n{made.log.read_text()[-2000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


@pytest.fixture(autouse=True)
def sockets_of_pynetdicom() -> Iterator[None]:
    """It leaves sockets of failed handshakes to the garbage collector; here, so that no other test hears of them."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    process, made = start(tmp_path_factory.mktemp("orthanc"))
    yield made
    stop(process)


@pytest.fixture
def orthanc(server: Orthanc) -> Orthanc:
    """The same server for all tests, emptied."""
    server.clear()
    return server


@pytest.fixture
def series(tmp_path: Path) -> list[Path]:
    """A CT of 5 slices, of a patient with a name."""
    files = write(ct(), tmp_path / "source")
    for path in files:
        change(path, PatientID=PATIENT, PatientName=NAME, SpecificCharacterSet="ISO_IR 192")
    return files


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSEG_PACS_PASSWORD", PASSWORD)
