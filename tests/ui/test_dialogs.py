"""The file name that a save dialog's answer means."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from medseg_gui.io.formats import filters
from medseg_gui.session import Session
from medseg_gui.ui.dialogs import QtAsk, with_suffix

FILTERS = filters("write_labels")
NIFTI, SLICER, NRRD, *_ = FILTERS.split(";;")


@pytest.mark.parametrize(
    ("typed", "chosen", "meant"),
    [
        ("mask.nii.gz", NIFTI, "mask.nii.gz"),
        ("mask", NIFTI, "mask.nii.gz"),
        ("patient.2", NIFTI, "patient.2.nii.gz"),
        ("mask.nrrd", NIFTI, "mask.nrrd"),  # typed over the suggestion
        ("mask.NII", NIFTI, "mask.NII"),
        ("mask.nii.gz", SLICER, "mask.seg.nrrd"),  # the filter was chosen, the suggested name left as it was
        ("mask", SLICER, "mask.seg.nrrd"),
        ("mask.seg.nrrd", NRRD, "mask.seg.nrrd"),
    ],
)
def test_the_suffix_follows_the_chosen_filter(typed: str, chosen: str, meant: str) -> None:
    assert with_suffix(f"/a.b/{typed}", chosen, FILTERS) == f"/a.b/{meant}"


def test_a_file_that_the_dialog_did_not_ask_about_is_asked_about(
    themed: QApplication, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mask.nii.gz").write_bytes(b"")
    asked: list[str] = []
    answer = False

    def confirm(_self: QtAsk, _title: str, text: str, _yes: str) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mask"), NIFTI))
    monkeypatch.setattr(QtAsk, "confirm", confirm)
    parent = QWidget()
    ask = QtAsk(parent, session)
    assert ask.save_file("Export mask", FILTERS, "mask.nii.gz") is None
    answer = True
    assert ask.save_file("Export mask", FILTERS, "mask.nii.gz") == str(tmp_path / "mask.nii.gz")
    assert asked == ["mask.nii.gz exists already."] * 2
