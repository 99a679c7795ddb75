"""Work that was never saved: what a crash leaves is offered and comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from medseg_gui.session import Session
from medseg_gui.settings import user_folder
from tests.conftest import Person, opened
from tests.keeping.helpers import crash, journals, press, state, stroke


def test_what_a_crash_left_is_offered_and_comes_back_with_its_history(
    sessions: Callable[..., Session], image: Path
) -> None:
    first = opened(sessions(), image)
    assert journals() == []  # only looked at
    for number in range(5):
        stroke(first, number)
    first.undo()
    first.undo()
    first.redo()
    (path,) = journals()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    left = state(first)
    other = sessions()
    other.keep.offer_unfinished()
    assert other.keep.offers.all == ()  # it is open in a window that lives
    crash(first)

    other.keep.offer_unfinished()
    assert "image.nii.gz" in other.keep.offers.all[0].text
    press(other, "Restore")
    assert state(other) == left
    assert other.unsaved
    assert other.keep.offers.all == ()
    stroke(other, 7)  # and it goes on
    other.undo()
    other.undo()
    left = state(other)
    crash(other)
    third = opened(sessions(), image)  # opening the same image offers it too
    press(third, "Restore")
    assert state(third) == left


def test_discarding_takes_the_journal_away(sessions: Callable[..., Session], image: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Discard")
    assert journals() == []
    assert not list(user_folder("cases").iterdir())


def test_restoring_asks_about_the_case_that_is_open(sessions: Callable[..., Session], image: Path) -> None:
    crashed = opened(sessions(), image)
    stroke(crashed, 1)
    crash(crashed)
    session = opened(sessions(leave=None), image)
    stroke(session, 2)
    stroke(session, 3)
    left = state(session)
    press(session, "Restore")
    assert state(session) == left
    assert session.keep.offers.all  # it stays
    session.ask = Person(leave="discard")  # type: ignore[assignment]
    press(session, "Restore")
    assert len(session.the_case().history.done) == 2


def test_leaving_on_purpose_leaves_nothing(sessions: Callable[..., Session], image: Path) -> None:
    session = opened(sessions(leave="discard"), image)
    stroke(session, 1)
    assert len(journals()) == 1
    opened(session, image)
    assert list(user_folder("cases").iterdir()) == []
    stroke(session, 1)
    session.set_case(None)
    assert list(user_folder("cases").iterdir()) == []


def test_two_windows_on_one_image_keep_two_journals(sessions: Callable[..., Session], image: Path) -> None:
    a, b = opened(sessions(), image), opened(sessions(), image)
    stroke(a, 1)
    stroke(b, 2)
    assert len(journals()) == 2
    crash(a)
    crash(b)
    third = sessions()
    third.keep.offer_unfinished()
    assert len(third.keep.offers.all) == 2


def test_a_case_made_by_a_script_is_journalled_whole(sessions: Callable[..., Session], image: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    stroke(first, 2)
    first.undo()
    case = first.the_case()
    first.set_case(case)  # as scripts do: nobody knows what it came from
    assert journals() == []
    stroke(first, 3)
    first.undo()
    left = state(first)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Restore")
    assert state(second) == left
