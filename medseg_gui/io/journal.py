"""An append-only file of what the user did, so that a crash costs at most the unfinished stroke.

**File.** Eight bytes, then records: payload length, CRC-32, sequence number, kind, payload. The first record says which
image (and which saved case) the rest is about. Reading stops at the first record that is cut, damaged or out of
sequence: everything before it holds.

**Policy.** A record is written (one ``write``, to the system) before the user can do anything else, so the death of the
program, SIGKILL included, loses nothing that was finished. A thread sends the file to the disk (fsync) within
``SYNC_S`` seconds of a record and at the end: a power cut loses at most the last second. The user's thread never waits
for that. A refused write is tried again, at the same place in the file, with the next record.
"""

from __future__ import annotations

import json
import logging
import os
import struct
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step, deltas_of
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box
from medseg_gui.core.history import DEFAULT_BUDGET, History
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.provenance import AuthorMap
from medseg_gui.core.volume import Volume
from medseg_gui.io.casecodec import (
    Reference,
    plain,
    provenance_from_json,
    provenance_to_json,
    step_from_bytes,
    step_to_bytes,
)
from medseg_gui.io.safewrite import flush_folder

log = logging.getLogger(__name__)
MAGIC = b"MSJRNL1\n"
SUFFIX = ".journal"
SYNC_S = 1.0
_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_HEAD = struct.Struct("<IIQc")

Kind = Literal["H", "B", "P", "D", "X", "S", "U", "R"]
"""Header; base (what there was before, no step), its provenance; a step that was done, and one that was undone, when
the journal began; a step; undo; redo."""


@dataclass(frozen=True)
class Header:
    """What a journal is about. ``base``: id of the saved case that it goes on from, empty where there is none.

    ``whole``: all that the saved case held is in the journal too (its first record is a base).
    """

    id: str
    reference: Reference
    base: str = ""
    case_path: str = ""
    forgotten: int = 0
    budget_bytes: int = DEFAULT_BUDGET
    whole: bool = False
    version: int = 1

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=plain).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Raises BadInput."""
        try:
            values: dict[str, Any] = json.loads(data)
            return cls(**{**values, "reference": Reference.from_json(values["reference"])})
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"The journal's header cannot be read: {error}") from error


@dataclass(frozen=True)
class Record:
    kind: Kind
    sequence: int
    payload: bytes
    end: int
    """Where in the file it ends."""


def read(path: Path) -> Iterator[Record]:
    """The records up to the first one that is damaged or cut, the header first. Raises OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(len(MAGIC)) != MAGIC:
            return
        at, expected = len(MAGIC), 0
        while True:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size:
                return
            length, crc, sequence, kind = _HEAD.unpack(head)
            at += _HEAD.size + length
            if at > size or sequence != expected:
                return
            payload = file.read(length)
            letter = kind.decode("latin-1")
            if zlib.crc32(payload, zlib.crc32(head[8:])) != crc or letter not in get_args(Kind):
                return
            yield Record(letter, sequence, payload, at)
            expected += 1


def header_of(path: Path) -> Header | None:
    """The header, or None when the file holds none that is sound."""
    try:
        first = next(read(path), None)
        return Header.from_bytes(first.payload) if first is not None and first.kind == "H" else None
    except (OSError, BadInput):
        return None


def replay(case: Case, records: Iterator[Record], after: int = 0) -> tuple[int, int, int]:
    """Brings a case to where the journal ends: (steps done or taken back, last sequence, end in the file).

    ``records`` come after the header; those with a sequence up to ``after`` are in the case already. Raises BadInput
    for a record that is sound and does not fit.
    """
    count, last, end = 0, 0, 0
    done: list[Step] = []
    undone: list[Step] = []
    for record in records:
        last, end = record.sequence, record.end
        if record.sequence <= after:
            continue
        try:
            if record.kind == "B":
                case.replay(step_from_bytes(record.payload), keep=False)
            elif record.kind == "P":
                case.written, case.effort = _provenance(step_from_bytes(record.payload), case)
            elif record.kind in "DX":
                (done if record.kind == "D" else undone).append(step_from_bytes(record.payload))
            else:
                count += 1
                _put_back(case, done, undone)
                _again(case, record)
        except (ValueError, IndexError) as error:
            raise BadInput("The journal does not fit its image", todo="Discard it.") from error
    _put_back(case, done, undone)
    return count, last, end


def _provenance(kept: Step, case: Case) -> tuple[AuthorMap, Effort]:
    """What ``dump`` put into a step: JSON as its name."""
    return provenance_from_json(json.loads(kept.name), kept.voxels, case.volume.geometry.shape)


def _put_back(case: Case, done: list[Step], undone: list[Step]) -> None:
    if done or undone:
        case.history.put_back(done, undone)
        done.clear()
        undone.clear()


def _again(case: Case, record: Record) -> None:
    if record.kind == "S":
        case.replay(step_from_bytes(record.payload))
    elif record.kind in "UR" and (case.undo() if record.kind == "U" else case.redo()) is None:
        raise BadInput("The journal takes back a step that there is not")


class Journal:
    """Writes one file; made at the first record, so a case that is only looked at leaves nothing.

    ``failed`` holds why the last write was refused, None when all is well; what could not be written waits in memory.
    ``broken`` holds why an fsync was refused: then nobody knows what is on the disk, and only a new file helps
    (``on_failure`` is called at once, on the syncing thread).
    """

    def __init__(self, path: Path, header: Header, on_failure: Callable[[], None] | None = None) -> None:
        self.path = path
        self.header = header
        self.failed: OSError | None = None
        self.broken: OSError | None = None
        self.sequence = 0
        """Of the last record that is in the file."""
        self.supersedes: Path | None = None
        """A file that may go as soon as this one is on the disk."""
        self._on_failure = on_failure
        self._handle = -1
        self._size = 0
        self._waiting: deque[tuple[Kind, Step | None]] = deque()
        self._entered = False  # is the file's name on the disk, too?
        self._dirty = False
        self._state = threading.Lock()  # never held while the disk is waited for
        self._closing = threading.Event()
        self._syncer: threading.Thread | None = None

    @classmethod
    def resume(
        cls, path: Path, header: Header, sequence: int, end: int, on_failure: Callable[[], None] | None = None
    ) -> Journal:
        """Goes on with a file that was read up to ``end``; what stands behind it is cut off. Raises OSError."""
        journal = cls(path, header, on_failure)
        journal._handle = os.open(path, os.O_RDWR | _FLAGS)
        journal._entered = True
        os.ftruncate(journal._handle, end)
        journal.sequence, journal._size = sequence, end
        return journal

    @property
    def exists(self) -> bool:
        return self._handle >= 0

    @property
    def last(self) -> int:
        """Sequence of the last record, those that wait included."""
        return self.sequence + len(self._waiting)

    def write(self, kind: Kind, step: Step | None = None) -> bool:
        """True when the record, and all that waited before it, is in the file."""
        self._waiting.append((kind, step))
        return self.catch_up()

    def catch_up(self) -> bool:
        """Writes what waits; True when nothing waits any more."""
        try:
            if self._handle < 0:
                self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
            if not self._size:
                self._put(MAGIC + _framed("H", 0, self.header.to_bytes()))
            while self._waiting:
                kind, step = self._waiting[0]
                self._put(_framed(kind, self.sequence + 1, step_to_bytes(step) if step is not None else b""))
                self.sequence += 1
                self._waiting.popleft()
        except OSError as error:
            self.failed = error
            return False
        self.failed = None
        self._sync_soon()
        return True

    def _put(self, data: bytes) -> None:
        """Writes behind the last whole record; a write that was cut short is overwritten by the next try."""
        os.lseek(self._handle, self._size, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[_write(self._handle, left) :]
        self._size += len(data)

    # ----- the disk ---------------------------------------------------------------------------------------------
    def _sync_soon(self) -> None:
        with self._state:
            self._dirty = True
            if self._syncer is None:
                self._syncer = threading.Thread(target=self._sync_later, name="medseg-journal", daemon=True)
                self._syncer.start()

    def _sync_later(self) -> None:
        while True:
            last = self._closing.wait(SYNC_S)
            with self._state:
                dirty, self._dirty = self._dirty, False
                if last or not dirty:
                    self._syncer = None
            if dirty:
                self._sync()
            if last or not dirty:
                return

    def _sync(self) -> None:
        try:
            _fsync(self._handle)
            if not self._entered:
                flush_folder(self.path.parent)
                self._entered = True
        except OSError as error:
            log.warning("The journal could not be sent to the disk: %s", error.strerror)
            self.broken = error
            if self._on_failure is not None:
                self._on_failure()
            return
        old, self.supersedes = self.supersedes, None
        if old is not None:
            with suppress(OSError):
                old.unlink(missing_ok=True)

    def close(self, remove: bool = False) -> None:
        """Ends the file: sent to the disk (waited for five seconds at most), or taken away."""
        if self._waiting and not remove:
            self.catch_up()
        with self._state:
            syncer = self._syncer
            self._dirty = self._dirty and not remove
        self._closing.set()
        if syncer is not None:
            syncer.join(5.0)
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)
            if remove:
                with suppress(OSError):
                    self.path.unlink(missing_ok=True)


def _fsync(handle: int) -> None:
    os.fsync(handle)


def _write(handle: int, data: memoryview) -> int:
    return os.write(handle, data)


def _framed(kind: Kind, sequence: int, payload: bytes) -> bytes:
    tail = struct.pack("<Qc", sequence, kind.encode())
    return struct.pack("<II", len(payload), zlib.crc32(payload, zlib.crc32(tail))) + tail + payload


def dump(case: Case) -> Iterator[tuple[Kind, Step]]:
    """Records that bring an empty case to where this one stands, its history included."""
    labels = case.labelmap
    deltas = []
    for number, layer in enumerate(labels.layers):
        nothing = np.zeros((1, *layer.shape[1:]), layer.dtype)
        pieces = ((Box((z, 0, 0), (z + 1, *layer.shape[1:])), nothing) for z in range(layer.shape[0]))
        deltas += list(deltas_of(number, pieces, layer))
    yield "B", Step("", tuple(deltas), ((), labels.segments), (PromptSet(), case.prompts))
    yield "P", Step(json.dumps(provenance_to_json(case.written, case.effort)), case.written.packed())
    for step in case.history.done:
        yield "D", step
    for step in case.history.undone:
        yield "X", step


def empty_case(volume: Volume, header: Header) -> Case:
    """The case that a journal without a saved one begins from."""
    history = History(header.budget_bytes)
    history.forgotten = header.forgotten
    return Case(volume, history=history)
