"""The clock of active work counts what lies between signs of life, and no pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.active_time import ActiveTime


def test_pauses_do_not_count() -> None:
    now = [100.0]
    worked = ActiveTime(5.0, idle_s=60.0, clock=lambda: now[0])
    worked.touch()
    assert worked.seconds == 5.0  # it begins with the first sign of life
    for at in (130.0, 190.0, 251.0, 260.0):
        now[0] = at
        worked.touch()
    assert worked.seconds == 5.0 + 30 + 60 + 9


@given(st.lists(st.integers(0, 200), min_size=1, max_size=30))
def test_it_is_the_sum_of_the_gaps_that_are_no_pauses(gaps: list[int]) -> None:
    now = [0.0]
    worked = ActiveTime(clock=lambda: now[0], idle_s=60.0)
    worked.touch()
    for gap in gaps:
        now[0] += gap
        worked.touch()
    assert worked.seconds == pytest.approx(sum(g for g in gaps if g <= 60.0))
