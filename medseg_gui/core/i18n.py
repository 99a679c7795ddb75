"""The Qt-free marker for visible strings, and how a finished text is found again in the table of marked ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

PLACE = re.compile(r"\{([^{}]*)\}")
"""A place for a value in a marked text, as ``str.format`` has it."""
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 4
"""Letters that a text must have of its own besides its places, to be known again."""


def mark(text: str) -> str:
    """The text itself; the marker only tells the extractor that people will read it."""
    return text


class Templates:
    """Texts with places for values: finds which one made a finished text, and says it with another's words.

    Errors and messages are often put together before they reach the window; this is how they are translated there.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: list[tuple[re.Pattern[str], str, str, list[str]]] = []
        for text in texts:
            pieces = PLACE.split(text)
            own = "".join(pieces[::2])
            if len(pieces) > 1 and len(_LETTER.findall(own)) >= _LEAST:
                pattern = "(.*?)".join(re.escape(piece) for piece in pieces[::2])
                hint = max(pieces[::2], key=len)
                self._known.append((re.compile(pattern, re.DOTALL), hint, text, pieces[1::2]))
        self._known.sort(key=lambda known: -len(PLACE.sub("", known[2])))  # the most telling one first

    def said(self, text: str, translate: Callable[[str], str], value: Callable[[str], str]) -> str:
        """The text as ``translate`` words the template that made it, its values through ``value``; else the text."""
        for pattern, hint, template, places in self._known:
            match = pattern.fullmatch(text) if hint in text else None
            other = translate(template) if match is not None else template
            if match is not None and other != template:
                values = {place: value(found) for place, found in zip(places, match.groups(), strict=True)}
                return "".join(values.get(p, p) if n % 2 else p for n, p in enumerate(PLACE.split(other)))
        return text
