"""The Qt-free marker for visible strings: ``ui`` translates what is marked here."""

from __future__ import annotations


def mark(text: str) -> str:
    """The text itself; the marker only tells the extractor that people will read it."""
    return text
