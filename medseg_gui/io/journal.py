"""An append-only file of what the user did, so that a crash costs at most the unfinished stroke.

**File.** Eight bytes, then records: payload length, CRC-32, sequence number, kind, payload. The first record says which
image (and which saved case) the rest is about. Reading stops at the first record that is cut, damaged or out of
sequence: everything before it holds.

**Policy.** A record is written (one ``write``, to the system) before the user can do anything else, so the death of the
program, SIGKILL included, loses nothing that was finished. A thread of its own writes, and the user's thread waits for
it, ``WAIT_S`` at most: a drive that blocks never blocks the window, and is told of after ``TOLD_S``. Another thread
sends the file to the disk (fsync) within ``SYNC_S`` seconds of a record and at the end: a power cut loses at most the
last second. A refused write is tried again, at the same place in the file, with the next record.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import struct
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import BadInput
from medseg_gui.core.history import DEFAULT_BUDGET
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.tiles import VoxelDelta, whole_layer
from medseg_gui.io.casecodec import (
    Reference,
    plain,
    provenance_to_json,
    step_to_bytes,
)
from medseg_gui.io.patience import NoAnswer
from medseg_gui.io.safewrite import flush_folder

log = logging.getLogger(__name__)
MAGIC = b"MSJRNL1\n"
SUFFIX = ".journal"
SYNC_S = 1.0
WAIT_S = 0.25
TOLD_S = 2.0
CLOSE_S = 2.0
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


class Journal:
    """Writes one file; made at the first record, so a case that is only looked at leaves nothing.

    ``failed`` holds why the last write was refused, None when all is well; what could not be written waits in memory.
    ``broken`` holds why an fsync was refused: then nobody knows what is on the disk, and only a new file helps.
    ``on_failure`` is called at once, on another thread, when an fsync is refused, when a write takes longer than
    ``TOLD_S`` (``failed`` is a NoAnswer then), and when such a write has ended after all.
    """

    def __init__(self, path: Path, header: Header, on_failure: Callable[[], None] | None = None) -> None:
        self.path = path
        self.header = header
        self.failed: OSError | None = None
        self.broken: OSError | None = None
        self.sequence = 0
        """Of the last record that is in the file."""
        self.supersedes: Journal | None = None
        """One that may go as soon as this one is on the disk."""
        self._on_failure = on_failure
        self._handle = -1
        self._size = 0
        self._waiting: deque[tuple[Kind, Step | None]] = deque()
        self._entered = False  # is the file's name on the disk, too?
        self._dirty = False
        self._writer: threading.Thread | None = None
        self._written = threading.Event()  # set while no writer is at work
        self._slow = False  # the user's thread waits for the writer no longer
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
        with self._state:
            return self.sequence + len(self._waiting)

    def write(self, kind: Kind, step: Step | None = None) -> bool:
        """True when the record, and all that waited before it, is in the file."""
        return self.write_all(((kind, step),))

    def write_all(self, records: Iterable[tuple[Kind, Step | None]]) -> bool:
        """As ``write``, for several records."""
        with self._state:
            self._waiting.extend(records)
        return self.catch_up()

    def catch_up(self) -> bool:
        """Has written what waits; True when nothing waits any more."""
        with self._state:
            if self._writer is None:
                self._written.clear()
                self._writer = threading.Thread(target=self._write_waiting, name="medseg-journal", daemon=True)
                self._writer.start()
            elif self._slow:
                return False
        if not self._written.wait(WAIT_S):
            with self._state:
                self._slow = self._writer is not None
            if self._slow:
                watch = threading.Timer(TOLD_S - WAIT_S, self._overdue)
                watch.daemon = True
                watch.start()
                return False
        return self.failed is None

    def _overdue(self) -> None:
        with self._state:
            late = self._slow and self.failed is None
            if late:
                self.failed = NoAnswer(TOLD_S)
        if late and self._on_failure is not None:
            self._on_failure()

    def _write_waiting(self) -> None:
        """The writer's work: all that waits, up to the first record that is refused."""
        failure: OSError | None = None
        while True:
            with self._state:
                if failure is not None or not self._waiting:
                    was_slow, self._slow = self._slow, False
                    self.failed, self._writer = failure, None
                    if failure is None:
                        self._sync_soon()
                    self._written.set()
                    break
                kind, step = self._waiting[0]
            try:
                self._write_record(kind, step)
            except OSError as error:
                failure = error
            except Exception as error:  # a mistake of ours must not pass for a drive that does not answer
                log.exception("A record could not be made")
                failure = OSError(errno.EIO, f"{type(error).__name__}: {error}")
            else:
                with self._state:
                    self.sequence += 1
                    if self._waiting:  # else it was closed meanwhile
                        self._waiting.popleft()
        if was_slow and self._on_failure is not None:
            self._on_failure()

    def _write_record(self, kind: Kind, step: Step | None) -> None:
        if self._handle < 0:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
        if not self._size:
            self._put(MAGIC + _framed("H", 0, self.header.to_bytes()))
        self._put(_framed(kind, self.sequence + 1, step_to_bytes(step) if step is not None else b""))

    def _put(self, data: bytes) -> None:
        """Writes behind the last whole record; a write that was cut short is overwritten by the next try."""
        os.lseek(self._handle, self._size, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[_write(self._handle, left) :]
        self._size += len(data)

    # ----- the disk ---------------------------------------------------------------------------------------------
    def _sync_soon(self) -> None:
        """The caller holds ``_state``."""
        self._dirty = True
        if self._syncer is None:
            self._syncer = threading.Thread(target=self._sync_later, name="medseg-journal", daemon=True)
            self._syncer.start()

    def _sync_later(self) -> None:
        while True:
            last = self._closing.wait(SYNC_S)
            with self._state:
                dirty, self._dirty = self._dirty, False
                if not dirty:
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
            old.close(remove=True, wait_s=0.0)

    def forget(self) -> None:
        """Nothing that waits is written any more: another journal holds it."""
        with self._state:
            self._waiting.clear()

    def close(self, remove: bool = False, wait_s: float = CLOSE_S) -> None:
        """Ends the file: sent to the disk, or taken away; waited for that long, then that goes on by itself."""
        if remove:
            self.forget()
        elif self._waiting:
            self.catch_up()
        with self._state:
            self._dirty = self._dirty and not remove
        self._closing.set()
        end = threading.Thread(target=self._end, args=(remove,), name="medseg-journal", daemon=True)
        end.start()
        end.join(0.0 if isinstance(self.failed, NoAnswer) else wait_s)

    def _end(self, remove: bool) -> None:
        writer = self._writer
        if writer is not None:
            writer.join()
        syncer = self._syncer  # the writer may have begun it
        if syncer is not None:
            syncer.join()
        if self._dirty:
            self._sync()
        if self.supersedes is not None and remove:
            self.supersedes.close(remove=True, wait_s=0.0)
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
    deltas: list[VoxelDelta] = []
    for number, layer in enumerate(labels.layers):
        deltas += whole_layer(number, layer)
    yield "B", Step("", tuple(deltas), ((), labels.segments), (PromptSet(), case.prompts), measures=((), case.measures))
    yield "P", Step(json.dumps(provenance_to_json(case.written, case.effort)), case.written.packed())
    for step in case.history.done:
        yield "D", step
    for step in case.history.undone:
        yield "X", step
