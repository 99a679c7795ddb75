"""What went wrong in a training, in words for people; the rest is in the log."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

from medseg_gui.core.errors import MedsegError, ModelError, WriteFailed
from medseg_gui.core.segmenter import Progress
from medseg_gui.process import world_size

log = logging.getLogger(__name__)
KILLED = (-9, 137, -15, 143, -6, 134)
"""SIGKILL, SIGTERM, and SIGABRT, which is what C++ does when memory runs out; also as a shell reports them."""
NO_MEMORY = ("out of memory", "can't allocate memory", "bad_alloc", "could not create a memory")
"""As torch, C++ and oneDNN say it."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ROOM = "Free some space on that disk, then start the training again."
ANOTHER = "One of the processes that train together was ended from outside, or memory ran out"
AGAIN = "Nothing was lost: start the same training again and it goes on from its last checkpoint."


def in_words(error: Exception, work: Path) -> MedsegError | None:
    """The error as the person reads it; None where it only says that another process of the same training ended."""
    if isinstance(error, MedsegError):
        return error
    log.error("The training failed", exc_info=error)
    if world_size() > 1:
        from medseg_gui.ml.distributed import lost_another

        if lost_another(error):
            return None
    text = f"{type(error).__name__}: {error}".strip().splitlines()[0]
    # numpy says of a full disk how much it wrote, without the number of the error
    if isinstance(error, OSError) and (error.errno in FULL or " requested and " in text):
        return WriteFailed("The disk is full: the training has stopped", work, ROOM)
    if isinstance(error, MemoryError) or any(words in text for words in NO_MEMORY):
        return ModelError(
            "There is not enough memory to train", todo="Close other programs, or use fewer or smaller cases."
        )
    return ModelError(f"The training failed unexpectedly ({text})", todo="The log file has the details.")


def death(code: int, last: Progress) -> ModelError:
    """Of a trainer that ended with this exit code and without a word, after that progress."""
    how = "was ended from outside, or memory ran out" if code in KILLED else f"ended with code {code}"
    at = f" after step {last.done:.0f} of {last.total:.0f}" if last.total else ""
    return ModelError(f"The trainer {how}{at}", todo=AGAIN)


def another_died() -> ModelError:
    """Of a training by several processes of which one is gone."""
    return ModelError(ANOTHER, todo=AGAIN)
