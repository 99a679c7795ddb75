"""What becomes of a DICOM attribute: the table of PS3.15 annex E (``resources/deidentify.json``) under the options."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from medseg_gui.core.deidentify import Choice
from medseg_gui.settings import resource_path

Action = Literal["remove", "empty", "dummy", "uid", "keep", "clean", "shift"]

# The strongest action that the table allows, so that the object stays what its class demands: a dummy value before
# an empty one, an empty one before none (annex E.3.1, note on type 1 and type 2 attributes).
_BASE: dict[str, Action] = {
    "X": "remove", "X/Z": "empty", "X/D": "dummy", "X/Z/D": "dummy", "X/Z/U*": "keep",
    "Z": "empty", "Z/D": "dummy", "D": "dummy", "U": "uid",
}  # fmt: skip
STRUCTURAL = ("ClassUID", "ClassesUID", "TransferSyntaxUID", "CodingSchemeUID", "ContextUID", "MappingResourceUID")
"""Endings of the keywords of UIDs that say what a thing is, not which one (annex E.3.9, note 4)."""
_DATES = ("DA", "DT", "TM")
_TEXTS = ("AE", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "CS")
_FREE = ("LT", "ST", "UC", "UT")


@dataclass(frozen=True)
class Table:
    """The standard's table, by tag."""

    actions: dict[int, Action]
    options: dict[str, dict[int, Action]]
    typed: frozenset[int]
    """What people type though the table does not name it: labels of segments."""
    safe: dict[str, frozenset[tuple[int, int]]]
    """Private creator → (group, element below its block)."""
    words: frozenset[str]


@cache
def table() -> Table:
    data: dict[str, Any] = json.loads(resource_path("deidentify.json").read_text(encoding="utf-8"))

    def tags(lines: list[str]) -> list[int]:
        return [int(tag, 16) for line in lines for tag in line.split()]

    options: dict[str, dict[int, Action]] = {"dates": dict.fromkeys(tags(data["options"]["dates"]), "keep")}
    for name in ("device", "institution", "patient", "descriptors"):
        codes: dict[str, list[str]] = data["options"][name]
        kept: dict[int, Action] = dict.fromkeys(tags(codes.get("K", [])), "keep")
        options[name] = kept | dict.fromkeys(tags(codes.get("C", [])), "clean")
    return Table(
        {tag: _BASE[code] for code, lines in data["actions"].items() for tag in tags(lines)},
        options,
        frozenset(tags([data["typed"]])),
        {
            creator: frozenset((int(t[:4], 16), int(t[6:], 16)) for t in listed.split())
            for creator, listed in data["safe_private"].items()
        },
        frozenset(" ".join(data["words"]).split()),
    )


class Rules:
    """The table under a user's choice."""

    def __init__(self, choice: Choice) -> None:
        self.table, self.choice = table(), choice

    def action(self, tag: int, vr: str, keyword: str) -> Action:
        """What to do with a public attribute of a data set. Sequences that are kept are gone through."""
        base = self.table.actions.get(tag)
        for name in ("device", "institution", "patient"):
            if getattr(self.choice, name):
                option = self.table.options[name].get(tag)
                if option == "keep" or (option == "clean" and vr != "AE"):
                    return option
        if tag in self.table.options["dates"] and self.choice.dates != "remove":
            return "keep" if self.choice.dates == "keep" or vr not in ("DA", "DT", *_TEXTS, "TM") else "shift"
        if self.choice.descriptors and tag in self.table.options["descriptors"]:
            return "clean" if vr in (*_TEXTS, "SQ") else "remove"
        if vr == "UI" and not keyword.endswith(STRUCTURAL) and base in (None, "uid", "dummy", "keep"):
            return "keep" if self.choice.keep_uids else "uid"
        if base is not None:
            return base
        return self._unlisted(tag, vr)

    def _unlisted(self, tag: int, vr: str) -> Action:
        """Of what the table does not name: more careful than the profile asks for."""
        if tag in self.table.typed or vr in _FREE:
            return "clean"
        if vr in _DATES:
            return "empty" if self.choice.dates == "remove" else "keep" if self.choice.dates == "keep" else "shift"
        return {"PN": "empty", "UR": "remove", "UN": "remove"}.get(vr, "keep")  # type: ignore[return-value]

    def names_someone(self, tag: int, vr: str) -> bool:
        """True for IDs, addresses, stations …: what the profile takes away that is no date, UID or description."""
        options = self.table.options
        listed = self.table.actions.get(tag, "keep") in ("remove", "empty", "dummy")
        return (
            listed and vr in _TEXTS and vr != "CS" and tag not in options["descriptors"] and tag not in options["dates"]
        )

    def safe_private(self, creator: str, tag: int) -> bool:
        """True for a private attribute to keep; ``tag`` with its block."""
        return self.choice.private and (tag >> 16, tag & 0xFF) in self.table.safe.get(creator.strip(), frozenset())
