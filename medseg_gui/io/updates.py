"""The number of the newest version, read from one address that the user gave. Nothing is sent."""

from __future__ import annotations

import re

from medseg_gui.core.errors import RemoteFailed
from medseg_gui.core.i18n import mark

_PATIENCE_S = 10
_MOST_BYTES = 4096


def newest(address: str) -> str:
    """The first version number ("1.2.3") in what stands at that https address. Raises RemoteFailed."""
    import requests

    if not address.startswith("https://"):
        raise RemoteFailed(mark("The address for new versions does not begin with https://"), address)
    try:
        with requests.get(address, timeout=_PATIENCE_S, stream=True, headers={"User-Agent": "medseg"}) as answer:
            answer.raise_for_status()
            text = next(answer.iter_content(_MOST_BYTES), b"").decode("utf-8", "replace")
    except requests.RequestException as error:
        raise RemoteFailed(mark("The newest version cannot be looked up"), address) from error
    found = re.search(r"\d+\.\d+\.\d+", text)
    if found is None:
        raise RemoteFailed(mark("No version number stands there"), address)
    return found[0]


def is_newer(other: str, own: str) -> bool:
    """True when version ``other`` is later than ``own``."""
    return [int(n) for n in re.findall(r"\d+", other)[:3]] > [int(n) for n in re.findall(r"\d+", own)[:3]]
