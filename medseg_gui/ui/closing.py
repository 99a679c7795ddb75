"""What is asked before the window closes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from medseg_gui.asking import Ask
from medseg_gui.core.i18n import mark
from medseg_gui.session import Session


def may_close(window: QWidget, session: Session, ask: Ask) -> bool:
    """False when the person would rather stay, and when something is saved first: the window closes after that."""
    title = mark("Close medseg")
    if any(job.key == "train" for job in session.runner.active):
        text = QCoreApplication.translate("medseg", "A training is under way and would stop.\nClose all the same?")
        if not ask.confirm(title, text, mark("Close")):
            return False
    asking, now = True, False

    def go() -> None:
        nonlocal now
        if asking:
            now = True
        else:
            QTimer.singleShot(0, window, window.close)  # not from within the job that saved it

    session.leaving.leave(go, words=(title, mark("The last edits are in no saved case or exported file.")))
    asking = False
    return now
