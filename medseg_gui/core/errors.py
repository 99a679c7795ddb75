"""Errors that tell a user what happened, to what, and what to do next."""

from __future__ import annotations

from pathlib import Path

_LONGEST = 300


class MedsegError(Exception):
    """One clear line for the user: what happened, where, and what to do.

    ``str(error)`` is that line; ``what``, ``where`` and ``todo`` are its parts.
    """

    def __init__(self, what: str, where: str | Path | None = None, todo: str = "") -> None:
        self.what = _line(what).rstrip(".")
        self.where = str(where) if where is not None else ""
        self.todo = todo
        place = f" ({_line(self.where)})" if self.where else ""
        super().__init__(f"{self.what}{place}.{' ' + todo if todo else ''}")


def _line(text: str) -> str:
    """One line that a terminal can show: files are quoted in errors, and hold anything."""
    if text.isprintable() and len(text) <= _LONGEST:
        return text
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class BadInput(MedsegError):
    """The input cannot be used: truncated, hostile, mixed, empty, or of the wrong kind."""


class GeometryMismatch(MedsegError):
    """Two grids that must agree do not."""


class OtherGrid(GeometryMismatch):
    """A mask lies on another grid than the image, in the same patient's space: it can be resampled, on a word."""


class WriteFailed(MedsegError):
    """Nothing was replaced: the disk refused, or what was read back differs from what was written."""


class ModelError(MedsegError):
    """A model cannot be loaded, does not fit the image, or could not be run."""


class NeedsTrust(ModelError):
    """A model is a program: it can be run, on the user's word alone."""


class Locked(MedsegError):
    """The segment or case does not accept the edit now; ``todo`` says how to unlock it."""


class RemoteFailed(MedsegError):
    """A server cannot be reached, refused, or answered with what cannot be used."""


class NotThere(RemoteFailed):
    """The server has no such thing."""
