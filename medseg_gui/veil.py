"""What of a session may be seen while identity is hidden. Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medseg_gui.core.veil import names_in, names_in_path, over

if TYPE_CHECKING:
    from medseg_gui.session import Session


def veiled(session: Session, text: str) -> str:
    """The text as it may be shown now: whole, or with dots for whoever it names."""
    if session.settings.show_identity or not text:
        return text
    names: set[str] = set()
    if session.volume is not None:
        names |= names_in(session.volume.info) | names_in_path(session.volume.info.source)
    rows, _, opening = session.opening.listed
    for row in (*session.rows, *rows):
        names |= names_in(row.info)
    for path in (session.path, opening, session.keep.path):
        names |= names_in_path(path or "")
    return over(text, names)
