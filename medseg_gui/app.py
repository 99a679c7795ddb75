"""The program with a window: puts the parts together, keeps the log, runs a script when asked to."""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui import __version__
from medseg_gui.core.veil import trace_of
from medseg_gui.process import catch_native_crashes, keep_log, prepare_process
from medseg_gui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from medseg_gui.session import Session
    from medseg_gui.ui.main_window import MainWindow

log = logging.getLogger("medseg_gui.app")  # also when run as __main__


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0, what the script chose, or 1 after an error in the script."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = _parser().parse_args(arguments)
    prepare_process()
    keep_log()
    crash = catch_native_crashes()
    app = make_app()
    from medseg_gui.ui.crashing import CrashHook, offer_crash, tell_crash, tell_failed_start

    try:
        window, session = make_window()
    except Exception as error:
        log.critical("The program cannot start\n%s", trace_of(error))
        if not options.python_script:  # nobody is there to close a dialog
            tell_failed_start(error)
        raise
    failed: list[int] = []

    def begin() -> None:
        if crash is not None:
            offer_crash(session, crash)
        session.keep.offer_unfinished()
        if options.path:
            session.open(options.path)
        if not options.python_script:
            session.warm_up()
        else:
            code = run_script(options.python_script, app, window, session)
            if code is not None:
                failed.append(code)
                app.exit(code)

    hook = CrashHook(window.bridge, partial(tell_crash, window, session), window.close)
    window.painted.connect(begin)
    window.restore_layout()
    window.show()
    try:
        code = app.exec()
    finally:
        session.keep.leave(keep=bool(failed))  # a script that ended the program left on purpose
        hook.remove()
        window.bridge.close()
    return failed[0] if failed else code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medseg-gui",
        description="Look at, segment and measure medical images. For research and teaching; not a medical device.",
        epilog="Example: medseg-gui ~/studies/ct-abdomen",
    )
    parser.add_argument("path", nargs="?", help="a DICOM folder or file, a NIfTI, NRRD or MHA file, or a saved case")
    parser.add_argument(
        "--python-script",
        metavar="FILE",
        type=_script,
        help="run FILE after the first paint, with app, window and session as its names",
    )
    parser.add_argument("--version", action="version", version=f"medseg {__version__}")
    return parser


def _script(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no script {text}")
    return path


def make_app() -> QApplication:
    """The one QApplication, with the theme."""
    from PySide6.QtWidgets import QApplication

    from medseg_gui.ui import theme

    class Application(QApplication):
        """``quit`` from a script ends the program at once; every other way out asks about unsaved edits."""

        @staticmethod
        def quit() -> None:
            QApplication.exit(0)

    QApplication.setApplicationName("medseg")
    QApplication.setApplicationDisplayName("medseg")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("medseg")
    app = Application(sys.argv[:1])
    theme.apply(app)
    return app


def make_window() -> tuple[MainWindow, Session]:
    """The window and its session, not yet shown."""
    from medseg_gui import commands
    from medseg_gui.session import Session
    from medseg_gui.ui.main_window import MainWindow
    from medseg_gui.workers import models
    from medseg_gui.workers.runner import Runner

    session = Session(Runner(), Settings.load(), commands.run)
    waiting = models.pending()
    session.models.pending = waiting[0] if waiting else None
    return MainWindow(session), session


def run_script(path: Path, app: QApplication, window: MainWindow, session: Session) -> int | None:
    """None when the script ran to its end; else the exit code: what it asked for, or 1 after an error.

    The error's own line in the script goes to stderr, the whole traceback to the log.
    """
    from medseg_gui.ui.dialogs import ScriptAsk

    names = {"__name__": "__main__", "__file__": str(path), "app": app, "window": window, "session": session}
    asks, session.ask = session.ask, ScriptAsk()  # nobody is there to answer
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    except SystemExit as wanted:
        return wanted.code if isinstance(wanted.code, int) else 0 if wanted.code is None else 1
    except Exception as error:  # noqa: BLE001  a script may fail in any way; it is told and ends the program
        log.error("The script failed\n%s", trace_of(error))
        sys.stderr.write(script_error(path, error) + "\n")
        return 1
    finally:
        session.ask = asks
    return None


def script_error(path: Path, error: BaseException) -> str:
    """One line: file, the script's own line number, what happened."""
    if isinstance(error, SyntaxError):
        return f"{path}, line {error.lineno}: {type(error).__name__}: {error.msg}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{path}, line {lines[-1] if lines else '?'}: {type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
