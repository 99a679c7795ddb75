"""The robot's game in the running window: the same masks, so the same figures, as the exam's through the API."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.prompts import Click
from medseg_gui.core.robots import dice, next_click, targets
from medseg_gui.settings import shipped_models
from medseg_gui.ui.main_window import MainWindow

WAIT_S = 240
CLICKS = 4
CASES = (
    ("sarcoma-sts/nifti/STS_003/CT_image.nii.gz", "sarcoma-sts/nifti/STS_003/CT_mask.nii.gz"),
    ("cord-sct/t2/t2.nii.gz", "cord-sct/t2/t2_seg-manual.nii.gz"),
)


@pytest.mark.parametrize(("image", "label"), CASES)
def test_the_window_draws_what_the_exam_measures(
    image: str, label: str, window: MainWindow, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medseg_gui.workers.models.shipped_models", shipped_models)
    session = window.session
    session.open(str(data_dir / image))
    session.wait(WAIT_S)
    session.run("tool.click")
    volume = api.open_volume(data_dir / image)
    reference = api.open_labels(data_dir / label, like=volume)
    target = next(iter(targets(np.asarray(reference.any_mask()))))
    plane = next(p for p in ("axial", "coronal", "sagittal") if volume.geometry.axis_of(p) == 0)
    segmenter = api.load_model("click")
    mask = np.zeros(volume.geometry.shape, bool)
    given: list[Click] = []
    session.add_segment("Target")
    scores = []
    for _ in range(CLICKS):
        found = next_click(target.mask, mask[target.number])
        assert found is not None
        given.append(Click((target.number, found[0], found[1]), found[2], plane))
        session.point(given[-1])
        session.wait(WAIT_S)
        mask = api.predict(segmenter, volume, given, previous=mask if len(given) > 1 else None, plane=plane).mask
        np.testing.assert_array_equal(session.the_case().labelmap.any_mask(), mask)
        scores.append(dice(mask[target.number], target.mask))
    assert scores[-1] > 0.8
