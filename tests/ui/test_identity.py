"""One key hides who it is, wherever in the window it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from medseg_gui.asking import Offer
from medseg_gui.core.geometry import Box
from medseg_gui.core.pacs import Found
from medseg_gui.core.veil import HIDDEN, names_in, over
from medseg_gui.core.volume import Note, SeriesInfo
from medseg_gui.ui.deidentify_dialog import DeidentifyDialog
from medseg_gui.ui.dialogs import SeriesDialog
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.pacs_dialog import PacsDialog
from medseg_gui.ui.slice_view import SliceView
from tests.io.helpers import change
from tests.privacy.helpers import BORN, FIRST, NAME, PATIENT, study

SECRETS = (NAME, FIRST, PATIENT, f"{BORN[:4]}-{BORN[4:6]}", BORN, "Krankenhaus am Rande")


def said(widget: QWidget) -> Iterator[str]:
    """Everything that a widget shows or would show, its tooltip and title among it."""
    yield widget.toolTip()
    yield widget.windowTitle()
    yield widget.accessibleName()
    yield widget.statusTip()
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.displayText()
        yield widget.placeholderText()
    elif isinstance(widget, (QPlainTextEdit, QTextBrowser)):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from in_model(widget, QModelIndex())
    elif isinstance(widget, SliceView):
        corners = widget.corners()
        yield from (*corners.top_left, *corners.top_right, *corners.bottom_left, *corners.bottom_right)
    for action in widget.actions():
        yield from (action.text(), action.toolTip())


def in_model(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    model = view.model()
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(view, QListView) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(model.data(index, role) or "")
            if column == 0:
                yield from in_model(view, index)


def seen(window: MainWindow) -> dict[str, str]:
    """Secret → one widget that shows it."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    found = {}
    for widget in [window, *window.findChildren(QWidget)]:
        for text in said(widget):
            for secret in SECRETS:
                if secret.lower() in text.lower():
                    found.setdefault(secret, f"{type(widget).__name__} {widget.objectName()}: {text}")
    return found


def test_one_key_hides_who_it_is_everywhere(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / f"{NAME}_{PATIENT}"
    for path in study(folder / "ct"):
        change(path, SeriesDescription=f"Axial of {NAME}")
    for path in study(folder / "other"):
        change(path, SeriesInstanceUID="1.2.3.4.5", SeriesDescription=f"Second of {FIRST}")
    session = window.session
    rows = session.ask.answers  # type: ignore[union-attr]
    rows["series"] = lambda found: found[0].uid
    session.open(folder)
    session.wait(60)
    segment = session.add_segment("Liver")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 1, 1), (2, 3, 3)), np.ones((1, 2, 2), bool))
    rows["save_file"] = str(tmp_path / f"{NAME}.medseg")
    session.keep.save_elsewhere()
    session.wait(60)
    (tmp_path / f"{PATIENT}.csv").write_text(f"image,name,patient\n{folder / 'ct'},{NAME},{PATIENT}\n")
    session.worklist.open(tmp_path / f"{PATIENT}.csv")
    session.wait(60)
    session.keep.offers.add(Offer("test", f"The case {NAME}.medseg of {tmp_path / NAME} waits", ()))
    window.notes.show_notes((Note("gap", f"A gap in {folder}/x.dcm", 1.0),))
    session.say(f"{NAME} could not be read ({folder}).", "error")
    assert {NAME, FIRST, PATIENT, "Krankenhaus am Rande"} <= set(seen(window))

    session.run("view.identity")
    assert seen(window) == {}
    session.run("file.pacs")
    session.run("file.deidentify")
    session.run("file.export")
    (pacs,), (deid,) = window.findChildren(PacsDialog), window.findChildren(DeidentifyDialog)
    pacs.asked["patient_name"].setText(NAME)
    pacs._show([Found(level="study", study="1.2", patient_id=PATIENT, patient_name=f"{NAME}^{FIRST}", date=BORN)])
    chooser = SeriesDialog(session.rows, window, identity=False)
    session.say(f"Written: {folder}/mask.nii.gz")
    assert seen(window) == {}
    window.status.messages.click()
    assert seen(window) == {}
    for dialog in (pacs, deid, chooser):
        dialog.reject()

    session.run("view.identity")
    assert {NAME, PATIENT, FIRST} <= set(seen(window))


def test_what_the_veil_leaves() -> None:
    info = SeriesInfo(patient_name="Li^Wei", patient_id="A-1", description="x")
    assert over("Saved: /data/Anna Meier/a.medseg", names_in(info)) == f"Saved: {HIDDEN}"
    assert over("A gap of 3.5 mm at slice 12/40", names_in(info)) == "A gap of 3.5 mm at slice 12/40"
    assert over("Scan of WEI", names_in(info)) == f"Scan of {HIDDEN}"
    assert over("CT_A-1_image", names_in(info)) == f"CT_{HIDDEN}_image"
    assert over("Weight A-12", names_in(info)) == "Weight A-12"
