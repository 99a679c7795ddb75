"""A correction changes what it touches and nothing else; many of them neither crash, nor leak, nor slow down."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage as ndi

from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.core.robots import EIGHT, next_click
from medseg_gui.core.segmenter import Prediction, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml.click.engine import ClickSegmenter
from medseg_gui.workers.benchmark import Case, cases, first_plane, synthetic_cases, synthetic_pairs
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair
from medseg_gui.workers.segment import load_model

# (image, mask, how many of its targets): CT and MR, large and small objects
REAL = (
    ("totalsegmentator-example/example_ct_sm.nii.gz", "totalsegmentator-example/example_seg.nii.gz", 5),
    ("totalsegmentator-example/example_mr_sm.nii.gz", "totalsegmentator-example/example_seg_mr.nii.gz", 4),
    ("pyradiomics/breast1_image.nrrd", "pyradiomics/breast1_label.nrrd", 1),
    ("cord-sct/t2/t2.nii.gz", "cord-sct/t2/t2_seg-manual.nii.gz", 2),
)
ELSEWHERE = 0.005


@pytest.fixture(scope="module")
def segmenter() -> ClickSegmenter:
    found = load_model("click")
    assert isinstance(found, ClickSegmenter)
    return found


def ask(segmenter: ClickSegmenter, volume: Volume, clicks: list[Click], mask: np.ndarray | None) -> np.ndarray:
    """The whole mask after the answer; ``mask`` is what it corrects."""
    request = Request(PromptSet(tuple(clicks)), mask, first_plane(volume))
    found: Prediction = run_now(segmenter.predict(volume, request))
    out = np.zeros(volume.geometry.shape, bool) if mask is None else mask.copy()
    out[found.box.slices] = found.labels > 0
    return out


def check_locality(segmenter: ClickSegmenter, case: Case) -> None:
    """One click, then a negative one in the largest surplus of the answer, or at its edge where there is none."""
    number, plane = case.target.number, first_plane(case.volume)
    row, col, _ = next_click(case.target.mask, np.zeros_like(case.target.mask)) or (0, 0, True)
    clicks = [Click((number, row, col), True, plane)]
    before = ask(segmenter, case.volume, clicks, None)
    inside = before[number]
    surplus = next_click(np.zeros_like(inside), inside & ~case.target.mask)
    row, col = surplus[:2] if surplus else map(int, np.argwhere(inside)[0])
    clicks.append(Click((number, row, col), False, plane))
    after = ask(segmenter, case.volume, clicks, before)
    assert not after[number, row, col]
    changed = before ^ after
    assert not np.delete(changed, number, 0).any(), "another slice changed"
    parts, _ = ndi.label(changed[number], EIGHT)
    elsewhere = int((changed[number] & (parts != parts[row, col])).sum())
    others = changed[number].size - int((parts == parts[row, col]).sum())
    assert elsewhere <= ELSEWHERE * others, f"{case.name}: {elsewhere} of {others} other pixels changed"
    # and of the object itself, where a share of the slice would say little
    assert elsewhere <= 0.05 * max(int(inside.sum()), 100), f"{case.name}: {elsewhere} of {int(inside.sum())}"


@pytest.mark.parametrize(("image", "label", "count"), REAL, ids=[label for _, label, _ in REAL])
def test_a_negative_click_changes_what_it_touches(
    data_dir: Path, segmenter: ClickSegmenter, image: str, label: str, count: int
) -> None:
    found = list(cases(Pair(str(data_dir / image), str(data_dir / label), group="real")))
    for case in found[:: max(1, len(found) // count)][:count]:
        check_locality(segmenter, case)


def test_a_negative_click_changes_what_it_touches_in_synthetic_tasks(segmenter: ClickSegmenter) -> None:
    for number in range(0, 24, 4):
        for case in synthetic_cases(synthetic_pairs()[number], number):
            check_locality(segmenter, case)


def test_twenty_more_clicks_neither_crash_nor_leak_nor_slow_down(segmenter: ClickSegmenter) -> None:
    case = next(synthetic_cases(synthetic_pairs()[3], 3))
    number, plane, shape = case.target.number, first_plane(case.volume), case.target.mask.shape
    chance = np.random.default_rng(0)
    middle = next_click(case.target.mask, np.zeros_like(case.target.mask))
    assert middle is not None
    clicks = [Click((number, middle[0], middle[1]), True, plane)]
    mask = ask(segmenter, case.volume, clicks, None)

    def more(count: int) -> list[float]:
        nonlocal mask
        seconds = []
        for _ in range(count):
            wanted = next_click(case.target.mask, mask[number], chance)
            # where nothing is wrong any more a person still clicks
            row, col, positive = wanted or (*map(int, chance.integers(0, shape)), bool(chance.integers(2)))
            clicks.append(Click((number, row, col), positive, plane))
            began = time.process_time()
            mask = ask(segmenter, case.volume, clicks, mask)
            seconds.append(time.process_time() - began)
            assert mask[number, row, col] == positive
        return seconds

    seconds = more(10)
    tracemalloc.start()
    try:
        more(2)
        start = tracemalloc.get_traced_memory()[0]
        more(8)
        grown = tracemalloc.get_traced_memory()[0] - start
    finally:
        tracemalloc.stop()
    seconds += more(5)
    assert grown < 2_000_000, f"{grown} bytes are still held after 8 more clicks"
    assert np.median(seconds[-5:]) < 2 * np.median(seconds[:5])
