"""Who drew what, and what it cost, comes back after saving, after a crash, and after both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.provenance import authors_in
from medseg_gui.session import Session
from tests.conftest import opened
from tests.keeping.helpers import crash, journals, press, saved

WRITERS = ("hand", "model net 1", "click click 2", "operation x", "file a.nii.gz")


def with_budget(session: Session, budget_mb: int) -> Session:
    session.settings.undo_budget_mb = budget_mb
    return session


def draw(session: Session, number: int) -> None:
    case = session.the_case()
    segment = session.segment or session.add_segment("Liver")
    shape = case.volume.geometry.shape
    mask = np.random.default_rng(number).random(shape) < 0.1
    with case.edit(f"Stroke {number}", author=WRITERS[number % 5]) as edit:
        (edit.erase if number % 4 == 3 else edit.paint)(segment, Box.whole(shape), mask)


def names(case: Case) -> np.ndarray:
    found = authors_in(case.written, case.history.done, Box.whole(case.written.shape))
    table = np.array(["", *(f"{a.kind} {a.name} {a.version}" for a in found.authors)])
    return np.asarray(table[found.layers[0]])


@pytest.mark.parametrize("budget_mb", [0, 512])
@pytest.mark.parametrize("keep_saved", [False, True])
def test_authors_and_effort_survive_a_crash(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, budget_mb: int, keep_saved: bool
) -> None:
    """``budget_mb`` 0: the history forgets all but ten steps."""
    first = opened(with_budget(sessions(), budget_mb), image)
    for number in range(14):
        draw(first, number)
    if keep_saved:
        saved(first, tmp_path / "a.medseg")
    for number in range(14, 20):
        draw(first, number)
    first.undo()
    first.undo()
    first.redo()
    left, effort = names(first.the_case()), first.the_case().effort
    assert len(np.unique(left)) > 5
    assert bool(first.the_case().history.forgotten) == (budget_mb == 0)
    crash(first)
    if keep_saved:
        second = opened(with_budget(sessions(), budget_mb), tmp_path / "a.medseg")
    else:
        second = with_budget(sessions(), budget_mb)
        second.keep.offer_unfinished()
        press(second, "Restore")
    case = second.the_case()
    np.testing.assert_array_equal(names(case), left)
    assert (case.effort.strokes, case.effort.undos, case.effort.redos) == (effort.strokes, 2, 1)
    assert case.effort.active_s == pytest.approx(effort.active_s, abs=30)
    saved(second, tmp_path / "b.medseg")
    assert journals() == []
    second.undo()
    before = names(case)
    second.keep.leave()
    third = opened(with_budget(sessions(), budget_mb), tmp_path / "b.medseg")
    np.testing.assert_array_equal(names(third.the_case()), left)
    third.undo()
    np.testing.assert_array_equal(names(third.the_case()), before)
