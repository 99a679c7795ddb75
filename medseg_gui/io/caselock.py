"""One window a case: a lock file that the system lets go of when its process dies, however it dies."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from pathlib import Path

from medseg_gui.core.errors import Locked

# Windows locks a range of bytes, and nobody can read those: far behind the text.
_WINDOWS_AT = 2**30


class CaseLock:
    """Held from ``take`` until ``release`` or the end of the process.

    The lock itself is the system's (flock, or a locked byte on Windows), so a crash leaves none behind and a process
    number used again means nothing; the file's text (process, host, time) only tells people who holds it.
    """

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle = handle

    @classmethod
    def take(cls, path: Path, what: str) -> CaseLock:
        """The lock at that path. Raises Locked when another window holds it, OSError where no file can be made."""
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            if not _lock(handle):
                who = _holder(handle)
                os.close(handle)
                raise Locked(f"{what} is open in another window{who}", path.parent, "Close it there first.")
            if _stands(path, handle):
                break
            os.close(handle)  # its holder took it away in between
        text = json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%d %b %H:%M")})
        os.ftruncate(handle, 0)
        os.write(handle, text.encode())
        return cls(path, handle)

    def release(self) -> None:
        """Lets go; a second call does nothing."""
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            if sys.platform == "win32":  # an open file cannot be taken away there
                os.close(handle)
                _remove(self.path)
            else:
                _remove(self.path)
                os.close(handle)

    def __del__(self) -> None:
        self.release()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # the folder went away: so did the lock
        return


def _stands(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _holder(handle: int) -> str:
    try:
        data = json.loads(os.pread(handle, 4096, 0) if sys.platform != "win32" else os.read(handle, 4096))
        return f" (process {data['process']} on {data['host']}, since {data['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _lock(handle: int) -> bool:
    """False when another process, or another handle of this one, holds it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _WINDOWS_AT, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a disk without locks, as some network homes are: the text has to do
        return not _alive(handle)
    return True


def _alive(handle: int) -> bool:
    """True when the process that the text names lives, or is on another host and may."""
    try:
        data = json.loads(os.pread(handle, 4096, 0))
        if data["host"] != socket.gethostname():
            return True
        os.kill(int(data["process"]), 0)
    except (ValueError, KeyError, TypeError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
