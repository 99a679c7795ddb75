"""Asks for the newest version."""

from __future__ import annotations

from medseg_gui import __version__
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Steps


def look(address: str) -> Steps[str]:
    """The newest version's number when it is later than this program's, else an empty string. Raises RemoteFailed."""
    yield Progress(mark("Looking for a new version"))
    from medseg_gui.io.updates import is_newer, newest

    found = newest(address)
    return found if is_newer(found, __version__) else ""
