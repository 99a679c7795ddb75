"""How sure the answers are: overlays, the most doubtful slice, and why."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.commands.base import Command
from medseg_gui.core.i18n import mark
from medseg_gui.doubts import ENTROPY, PROBABILITY, VARIATION
from medseg_gui.reasons import needs_case, needs_doubt, needs_explained
from medseg_gui.session import Session

AI = mark("AI")


def _overlay(kind: str, title: str, key: str, help_text: str) -> Command:
    def run(s: Session) -> None:
        s.settings.doubt_overlay = "" if s.settings.doubt_overlay == kind else kind
        s.settings.save()
        s.chosen.emit("display")

    checked: Callable[[Session], bool] = lambda s: s.settings.doubt_overlay == kind  # noqa: E731
    return Command(
        f"view.{kind}", title, help_text, run, key, mark("View"), needs_case, checkable=True, checked=checked
    )


OVERLAYS: tuple[Command, ...] = (
    _overlay(
        PROBABILITY,
        mark("Probability"),
        "Shift+O",
        mark("Colours the last answer by how sure the model is of the chosen segment, pixel by pixel"),
    ),
    _overlay(
        ENTROPY,
        mark("Entropy"),
        "Shift+H",
        mark("Colours the last answer by how undecided the model is between all its structures"),
    ),
    _overlay(
        VARIATION,
        mark("Variation"),
        "Shift+J",
        mark("Colours by how much the answer varies when the image is mirrored, moved and regreyed; takes a while"),
    ),
)

DOUBT: tuple[Command, ...] = (
    Command(
        "ai.next_doubtful",
        mark("Next doubtful slice"),
        mark("Goes to the slice where the model is least sure, of those that are not reviewed yet"),
        lambda s: s.doubts.next(),
        "D",
        AI,
        needs_doubt,
    ),
    Command(
        "ai.explain",
        mark("What speaks for it"),
        mark("Shows what in the image made the model say its class at the crosshair; Escape ends it"),
        lambda s: s.explaining.explain(),
        "Y",
        AI,
        needs_explained,
    ),
)
