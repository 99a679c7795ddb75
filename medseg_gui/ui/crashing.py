"""Mistakes of the program: caught wherever they happen, logged, told once; the window and the case live on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from medseg_gui.asking import Offer
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.core.veil import trace_of
from medseg_gui.process import Crash
from medseg_gui.session import Session
from medseg_gui.settings import user_folder
from medseg_gui.ui.bridge import Bridge
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled

log = logging.getLogger(__name__)
MISTAKE = mark("The program made a mistake. Your image and masks are still open.")


class CrashHook:
    """Sends every uncaught exception to the log and one line to the person; the window and the case live on.

    ``tell(text, serious)`` runs on the UI thread; ``serious`` is False for errors that were foreseen, and for the
    same mistake again: a paint event that fails, fails at each frame.
    """

    def __init__(self, bridge: Bridge, tell: Callable[[str, bool], None], quit_now: Callable[[], object]) -> None:
        self._bridge = bridge
        self._tell = tell
        self._quit = quit_now
        self._known: set[tuple[str, str, int]] = set()
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def _on_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._quit()
            return
        self._handle(error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self._handle(args.exc_value)

    @staticmethod
    def _on_unraisable(args: sys.UnraisableHookArgs) -> None:
        """What went wrong while something was cleaned up concerns nobody but who reads the log."""
        if args.exc_value is not None:
            log.error("While cleaning up\n%s", trace_of(args.exc_value))

    def _handle(self, error: BaseException) -> None:
        if isinstance(error, MedsegError):
            text, serious = str(error), False
        else:
            text, serious = f"{type(error).__name__}: {error}", self._is_new(error)
            if serious:
                log.critical("Uncaught\n%s", trace_of(error))
            else:
                log.critical("Uncaught again: %s", type(error).__name__)
        self._bridge.call(lambda: self._tell(text, serious))

    def _is_new(self, error: BaseException) -> bool:
        frames = traceback.extract_tb(error.__traceback__)
        at = (type(error).__name__, frames[-1].filename, frames[-1].lineno or 0) if frames else (str(error), "", 0)
        known = at in self._known
        self._known.add(at)
        return not known


def tell_crash(parent: QWidget, session: Session, text: str, serious: bool) -> None:
    """A mistake of the program, or a foreseen error that nobody caught: one line; one dialog when it is serious.

    The dialog blocks nothing. It says what happened, that the case is kept, and where the log is.
    """
    session.say(text, "error")
    if not serious or any(box.isVisible() for box in parent.findChildren(QMessageBox)):
        return
    translate = QCoreApplication.translate
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        translate("medseg", "Something went wrong"),
        shown(MISTAKE),
        QMessageBox.StandardButton.Ok,
        parent,
    )
    kept = ""
    if session.case is not None:
        kept = shown(session.keep.make_safe()) + "\n\n"
        save = box.addButton(translate("medseg", "Save a copy…"), QMessageBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda _checked=False: session.keep.save_elsewhere())
    box.setInformativeText(
        kept
        + translate("medseg", "{error}\n\nDetails are in {folder}").format(
            error=veiled(session, text), folder=user_folder("logs")
        )
    )
    for title, wish in (
        (translate("medseg", "Open log folder"), "log_folder"),
        (translate("medseg", "Copy diagnostic"), "copy_diagnostic"),
    ):
        button = box.addButton(title, QMessageBox.ButtonRole.ActionRole)
        button.clicked.connect(partial(session.wanted.emit, wish))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def offer_crash(session: Session, crash: Crash) -> None:
    """Says above the image that the program crashed, when, and where its trace is."""
    text = mark("The program crashed on {when}. A trace of it is in the log folder ({name}).")
    session.keep.offers.add(
        Offer(
            "crash",
            text.format(when=crash.when, name=crash.path.name),
            (
                (mark("Open log folder"), partial(session.wanted.emit, "log_folder")),
                (mark("Copy diagnostic"), partial(session.wanted.emit, "copy_diagnostic")),
            ),
        )
    )


def tell_failed_start(error: Exception) -> None:
    """A dialog for a program that cannot even make its window: who started it from an icon sees no terminal."""
    translate = QCoreApplication.translate
    text = str(error) if isinstance(error, MedsegError) else f"{type(error).__name__}: {error}"
    QMessageBox.critical(
        None,
        "medseg",
        translate("medseg", "The program cannot start: {error}\n\nDetails are in {folder}").format(
            error=shown(text), folder=user_folder("logs")
        ),
    )
