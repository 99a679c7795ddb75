"""The dialog "Export masks": what it offers, what it refuses, what it writes and what it then shows."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from medseg_gui import api
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.settings import Settings
from medseg_gui.ui.export_dialog import ExportDialog
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.workers.export_plan import KINDS
from tests.io.helpers import change, ct, write
from tests.ui.conftest import FakeAsk

SHAPE = (6, 24, 26)


def masks(geometry: Geometry) -> LabelMap:
    one, two = np.zeros((2, *geometry.shape), np.uint8)
    one[1:5, 4:14, 5:15], one[2:4, 16:20, 3:9] = 1, 2
    two[2:4, 8:12, 8:12] = 1
    return LabelMap([one, two], geometry, [Segment(1, "Liver"), Segment(2, "Spleen"), Segment(1, "Lesion", layer=1)])


def _the_true_grid(_title: str, _text: str, options: list[str]) -> int | None:
    return next(n for n, text in enumerate(options) if "sheared" in text.lower())


def opened(window: MainWindow, folder: Path, tilt_mm: float = 0.0, dicom: bool = True) -> ExportDialog:
    affine = Geometry.axial(SHAPE, (2.5, 0.7, 0.8), (-20, -30, 40)).affine.copy()
    affine[1, 0] += tilt_mm
    volume = ct(SHAPE, affine)
    if dicom:
        for file in write(volume, folder / "Doe_Jane"):
            change(file, PatientName="Doe^Jane")
        window.session.ask.choice = _the_true_grid  # type: ignore[union-attr]
        window.session.open(folder / "Doe_Jane")
    else:
        api.convert(volume, folder / "Doe_Jane.nii.gz")
        window.session.open(folder / "Doe_Jane.nii.gz")
    window.session.wait(30)
    case = window.session.the_case()
    window.session.apply(masks(case.volume.geometry), "Load mask", "test")
    (folder / "out").mkdir()
    window.session.masks.folder = folder / "out"
    window.actions_["file.export"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    return dialog


def choose(dialog: ExportDialog, kind: str, *segments: str) -> None:
    dialog.kinds.setCurrentIndex(dialog.kinds.findData(kind))
    for n in range(dialog.list.count()):
        item = dialog.list.item(n)
        ticked = not segments or item.text() in segments
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)


def export(qtbot: QtBot, window: MainWindow, dialog: ExportDialog) -> None:
    assert dialog.export.isEnabled(), dialog.status.text()
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    window.session.wait(60)


def shown(dialog: ExportDialog) -> list[list[str]]:
    table = dialog.verified.table
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


@pytest.mark.parametrize("kind", [k.id for k in KINDS])
def test_every_format_is_written_and_what_was_verified_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, kind: str
) -> None:
    dialog = opened(window, tmp_path)
    choose(dialog, kind, "Liver", "Spleen")
    export(qtbot, window, dialog)
    assert dialog.pages.currentWidget() is dialog.verified, dialog.status.text()
    (written,) = (tmp_path / "out").iterdir()
    assert written.name == f"CT_mask{dialog.kind.suffix}"  # neither the folder's name nor the patient's
    geometry = window.session.the_case().volume.geometry
    rows = shown(dialog)
    assert [row[0] for row in rows] == ["Liver", "Spleen"]
    assert float(rows[0][1]) == pytest.approx(400 * geometry.voxel_ml, abs=0.006)
    centre = geometry.to_world((2.5, 8.5, 9.5))
    assert [float(v) for v in rows[0][2].split(",")] == pytest.approx(centre.tolist(), abs=0.06)
    assert [row[4] for row in rows] == ["0", "0"]
    assert str(written) in dialog.verified.path.text()
    assert window.session.unsaved  # the lesion is in no file
    assert not (tmp_path / "out" / f"{written.name}.certificate.json").exists()
    qtbot.mouseClick(dialog.verified.certificate, Qt.MouseButton.LeftButton)
    window.session.wait(30)
    assert not dialog.verified.certificate.isEnabled()
    found = json.loads((tmp_path / "out" / f"{written.name}.certificate.json").read_text())
    assert [s["name"] for s in found["segments"]] == ["Liver", "Spleen"]
    assert window.session.settings.export_kind == kind
    assert "out" not in Settings.load().export_kind
    dialog.accept()


def test_what_cannot_be_is_said_and_not_begun(qtbot: QtBot, window: MainWindow, ask: FakeAsk, tmp_path: Path) -> None:
    dialog = opened(window, tmp_path, dicom=False)
    for kind in ("nifti", "nrrd", "mha", "png"):
        choose(dialog, kind)
        assert "overlap" in dialog.status.text()
        assert not dialog.export.isEnabled()
    choose(dialog, "seg")
    assert "DICOM series" in dialog.status.text()
    choose(dialog, "seg_nrrd")
    assert dialog.export.isEnabled()
    assert dialog.all.checkState() == Qt.CheckState.Checked
    choose(dialog, "seg_nrrd", "none of them")
    assert "Choose a segment" in dialog.status.text()
    dialog.all.click()
    assert len(dialog.chosen) == 3
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert "no such folder" in dialog.status.text()
    ask.answers["folder"] = str(tmp_path / "out")
    dialog._browse()
    dialog.name.setText(" ")
    assert "a name" in dialog.status.text()
    dialog.name.setText("mine.seg.nrrd")
    export(qtbot, window, dialog)
    assert (tmp_path / "out" / "mine.seg.nrrd").is_file()
    assert not window.session.unsaved
    dialog.verified.again.click()
    assert dialog.name.text() == "mask"  # a NIfTI file says nothing of its modality
    dialog.name.setText("mine")
    assert dialog.export.text() == "Replace"
    assert "exists already" in dialog.status.text()
    dialog.accept()


@pytest.mark.parametrize("upright", [True, False])
def test_a_tilted_grid_is_kept_or_resampled_as_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, upright: bool
) -> None:
    dialog = opened(window, tmp_path, tilt_mm=1.1)
    choose(dialog, "seg")
    assert not dialog.form.isRowVisible(dialog.grid)  # each frame says where it lies
    choose(dialog, "nifti", "Liver")
    assert dialog.form.isRowVisible(dialog.grid)
    assert dialog.true_grid.isChecked()
    if upright:
        dialog.upright.setChecked(True)
    export(qtbot, window, dialog)
    geometry = window.session.the_case().volume.geometry
    back = api.open_labels(tmp_path / "out" / "CT_mask.nii.gz")
    assert back.geometry.sheared != upright
    if upright:
        assert "Dice" in dialog.verified.notes.text()
    else:
        assert back.geometry.distance_mm(geometry) < 1e-3
    meant = window.session.the_case().labelmap.layers[0] == 1
    ml = np.count_nonzero(back.voxels) * back.geometry.voxel_ml
    assert ml == pytest.approx(np.count_nonzero(meant) * geometry.voxel_ml, rel=0.05)
    apart = back.geometry.to_world(np.argwhere(back.voxels).mean(axis=0)) - geometry.to_world((2.5, 8.5, 9.5))
    assert np.linalg.norm(apart) < 0.35  # half a voxel
    dialog.verified.again.click()
    choose(dialog, "seg", "Liver")
    export(qtbot, window, dialog)
    (path,) = (tmp_path / "out").glob("*.dcm")
    back = api.open_labels(path, like=window.session.the_case().volume)
    np.testing.assert_array_equal(back.voxels != 0, meant)
    dialog.accept()


def test_an_upright_grid_is_not_offered_where_there_is_no_tilt(window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(window, tmp_path)
    choose(dialog, "nifti", "Liver")
    assert not dialog.form.isRowVisible(dialog.grid)
    dialog.reject()


def test_closing_cancels_and_leaves_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(window, tmp_path)
    choose(dialog, "rtstruct")
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    window.session.wait(30)
    assert [p for p in (tmp_path / "out").iterdir() if p.name.startswith(".")] == []
