"""The diagnostic in the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from medseg_gui.core.i18n import mark

if TYPE_CHECKING:
    from medseg_gui.ui.main_window import MainWindow


def copy_diagnostic(window: MainWindow) -> None:
    """Copies versions, hardware, screens and settings as soon as they are known, and says so."""

    def ready(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        window.session.say(mark("The diagnostic is in the clipboard: paste it into a mail. It names no patient."))

    screens = "; ".join(
        f"{s.size().width()}×{s.size().height()} at {s.devicePixelRatio():g}" for s in QGuiApplication.screens()
    )
    window.session.help.diagnostic(
        ready,
        (
            ("Qt", f"{qVersion()}, {QGuiApplication.platformName()}"),
            ("Screens", screens),
        ),
    )
