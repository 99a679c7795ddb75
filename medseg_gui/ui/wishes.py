"""What commands want of the window (``Session.wanted``): one line each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from medseg_gui.settings import user_folder
from medseg_gui.ui import help as help_dialogs
from medseg_gui.ui.cheat_sheet import CheatSheet
from medseg_gui.ui.copy_diagnostic import copy_diagnostic
from medseg_gui.ui.deidentify_dialog import DeidentifyDialog
from medseg_gui.ui.first_welcome import FirstWelcome
from medseg_gui.ui.guide import Guide
from medseg_gui.ui.pacs_dialog import PacsDialog
from medseg_gui.ui.palette import CommandPalette
from medseg_gui.ui.settings_dialog import SettingsDialog, restart
from medseg_gui.ui.statistics import show_statistics

if TYPE_CHECKING:
    from medseg_gui.ui.main_window import MainWindow

PAGE = 10
"""Slices that go by at once."""
EVERYTHING = 10**9


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def fulfil(window: MainWindow, wish: str) -> None:
    """Does what is wished for; a wish that the window does not know is none of its business."""
    from medseg_gui.ui.export_dialog import ExportDialog
    from medseg_gui.ui.keys_dialog import KeysDialog
    from medseg_gui.ui.train_dialog import TrainDialog

    views, tools = window.views, window.tools
    wishes = {
        "reset_views": views.reset,
        "slice_previous": lambda: views.step(-1),
        "slice_next": lambda: views.step(1),
        "slice_back": lambda: views.step(-PAGE),
        "slice_on": lambda: views.step(PAGE),
        "slice_first": lambda: views.step(-EVERYTHING),
        "slice_last": lambda: views.step(EVERYTHING),
        "zoom_in": lambda: views.zoom(1),
        "zoom_out": lambda: views.zoom(-1),
        "maximise": views.maximise,
        "radius_up": lambda: tools.step_radius(1),
        "radius_down": lambda: tools.step_radius(-1),
        "command_palette": lambda: CommandPalette(window.actions_, window).show(),
        "cheat_sheet": lambda: CheatSheet(window.session, window.actions_, window).open(),
        "shortcuts": lambda: KeysDialog(window.session, window.actions_, window.use_keys, window).open(),
        "train": lambda: TrainDialog(window.session, window).open(),
        "statistics": lambda: show_statistics(window.session, window),
        "export": lambda: ExportDialog(window.session, window).open(),
        "pacs": lambda: PacsDialog(window.session, window).open(),
        "deidentify": lambda: DeidentifyDialog(window.session, window).open(),
        "about": lambda: help_dialogs.about(window),
        "clicking": lambda: help_dialogs.clicking(window.actions_, window),
        "log_folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_folder("logs")))),
        "settings": lambda: SettingsDialog(window.session, window).open(),
        "guide": lambda: Guide(window).show(),
        "welcome": lambda: FirstWelcome(window.session, window.actions_, window).open(),
        "restart": lambda: restart(window),
        "copy_diagnostic": lambda: copy_diagnostic(window),
        "report": lambda: _show_file(window.session.reports.last.html) if window.session.reports.last else None,
        "quit": window.close,
    }
    if wish in wishes:
        wishes[wish]()
