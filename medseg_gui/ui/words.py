"""Text for the eye: what ``core.i18n.mark`` marked, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def shown(marked: str) -> str:
    """The translation of a text that Qt-free code marked; the text itself where there is none."""
    return QCoreApplication.translate("medseg", marked) if marked else ""
