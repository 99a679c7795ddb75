"""The table of segments by commands: order, shown, locked, presets; each is one step that can be undone."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.commands.segments import give_preset
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.presets import preset, presets
from medseg_gui.session import Session


@pytest.fixture
def case(session: Session) -> Case:
    geometry = Geometry.axial((4, 6, 6), (2, 1, 1))
    rows = [Segment(v, name) for v, name in ((1, "A"), (2, "B"), (3, "C"))]
    made = Case(Volume(np.zeros((4, 6, 6), np.int16), geometry), LabelMap.empty(geometry, rows))
    session.set_case(made)
    return made


def names(case: Case) -> str:
    return "".join(s.name for s in case.labelmap.segments)


def test_segments_are_moved_and_moved_back(session: Session, case: Case) -> None:
    session.run("segment.down")
    assert names(case) == "BAC"
    assert session.segment is not None
    assert session.segment.name == "A"
    session.run("segment.down")
    with pytest.raises(MedsegError, match="last one"):
        session.run("segment.down")
    assert names(case) == "BCA"
    session.run("segment.up")
    assert names(case) == "BAC"
    for expected in ("BCA", "BAC", "ABC"):
        session.undo()
        assert names(case) == expected


def test_solo_shows_one_and_again_shows_all(session: Session, case: Case) -> None:
    session.choose_segment(case.labelmap.named("B"))
    session.run("segment.solo")
    assert [s.visible for s in case.labelmap.segments] == [False, True, False]
    session.run("segment.solo")
    assert all(s.visible for s in case.labelmap.segments)
    session.run("segment.visible")
    assert [s.visible for s in case.labelmap.segments] == [True, False, True]
    session.run("segment.show_all")
    assert all(s.visible for s in case.labelmap.segments)
    for _ in range(4):
        session.undo()
    assert not case.history.done


def test_locking_is_undone(session: Session, case: Case) -> None:
    session.run("segment.lock")
    assert case.labelmap.named("A").locked
    session.undo()
    assert not case.labelmap.named("A").locked


def test_a_preset_gives_name_colour_and_code_in_one_step(session: Session, case: Case) -> None:
    liver = preset("liver")
    assert liver is not None
    give_preset(session, liver)
    named = case.labelmap.named("Liver")
    assert named.code is not None
    assert (named.code.scheme, named.code.value) == ("SCT", "10200004")
    assert named.colour == liver.colour
    session.undo()
    assert names(case) == "ABC"
    assert case.labelmap.segments[0].code is None


def test_every_preset_is_a_concept_of_dicom() -> None:
    from pydicom.sr._concepts_dict import concepts

    known: dict[str, set[str]] = {}
    for meanings in concepts["SCT"].values():
        for value, (meaning, _) in meanings.items():
            known.setdefault(value, set()).add(meaning)
    found = presets()
    assert len({p.name for p in found}) == len(found) > 40
    for p in found:
        assert p.code.meaning in known[p.code.value], p
        assert all(0 <= c <= 255 for c in p.colour)
