"""The order in which to label: doubt first where doubt means something, and never twice the same kind of case."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.ranking import HALF, Candidate, Trust, rank


def names(rows: object) -> list[str]:
    return [row.name for row in rows]  # type: ignore[attr-defined]


def test_with_doubt_alone_the_least_sure_comes_first() -> None:
    cases = [Candidate(str(i), str(i), d, (1.0, 2.0)) for i, d in enumerate((0.2, 0.9, 0.5))]
    found = rank(cases, trust=Trust(weight=1.0))
    assert names(found) == ["1", "2", "0"]
    assert [r.rank for r in found] == [1, 2, 3]
    assert found[0].expected_dice is None


def test_with_difference_alone_each_cluster_is_seen_before_any_is_seen_twice() -> None:
    rng = np.random.default_rng(0)
    centres = np.array([[0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10]])
    cases = [
        Candidate(f"{c}-{i}", f"{c}-{i}", 0.0, tuple(centres[c] + rng.normal(0, 0.1, 3)))
        for c in range(4)
        for i in range(5)
    ]
    first = names(rank(cases, trust=Trust(weight=0.0)))[:4]
    assert {name[0] for name in first} == set("0123")
    first = names(rank(cases, labelled=[centres[2], centres[3]], trust=Trust(weight=0.0)))[:2]
    assert {name[0] for name in first} == {"0", "1"}


def test_two_copies_of_the_least_sure_case_do_not_both_come_first() -> None:
    cases = [
        Candidate("a", "a", 0.90, (0.0, 0.0)),
        Candidate("copy", "copy", 0.89, (0.0, 0.0)),
        Candidate("b", "b", 0.80, (5.0, 1.0)),
        Candidate("c", "c", 0.10, (4.0, 2.0)),
    ]
    assert names(rank(cases))[:2] == ["a", "b"]


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(-3, 3), st.floats(-3, 3)), max_size=12), st.floats(0, 1))
def test_every_case_is_ranked_once(rows: list[tuple[float, float, float]], weight: float) -> None:
    cases = [Candidate(str(i), str(i), d, (a, b)) for i, (d, a, b) in enumerate(rows)]
    found = rank([*cases, Candidate("broken", "broken", problem="no such file")], trust=Trust(weight=weight))
    assert sorted(r.key for r in found) == sorted(c.key for c in cases)
    assert all(0 <= r.novelty <= 1 + 1e-9 for r in found)


def test_trust_is_what_doubt_has_shown() -> None:
    rng = np.random.default_rng(0)
    doubts = rng.random(40)
    good = Trust.of([(d, 0.95 - 0.4 * d + rng.normal(0, 0.03)) for d in doubts])
    assert good.spearman is not None
    assert good.spearman > 0.9
    assert good.weight == pytest.approx(good.spearman)
    low, high = good.dice(0.05), good.dice(0.95)
    assert low is not None
    assert high is not None
    assert low > 0.88
    assert high < 0.65
    assert "counts for that much" in good.describe()
    none = Trust.of([(d, 0.9 + rng.normal(0, 0.02)) for d in doubts])
    assert none.weight < 0.4
    against = Trust.of([(d, 0.5 + 0.4 * d) for d in doubts])
    assert against.weight == 0
    assert "does not tell" in against.describe()
    few = Trust.of([(0.1, 0.9), (0.2, 0.8)])
    assert few.weight == HALF
    assert few.dice(0.1) is None
    assert "not known" in few.describe()
