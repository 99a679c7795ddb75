"""Names, colours and SNOMED CT codes that a segment can be given (codes: DICOM PS3.16)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from medseg_gui.core.labelmap import Code, Colour
from medseg_gui.settings import resource_path


@dataclass(frozen=True)
class Preset:
    """What a structure is called, coded and coloured."""

    name: str
    colour: Colour
    code: Code


@cache
def presets() -> tuple[Preset, ...]:
    """All presets in the order of the file."""
    rows = json.loads(resource_path("segments.json").read_text(encoding="utf-8"))
    return tuple(Preset(row["name"], tuple(row["colour"]), Code(row["code"], "SCT", row["meaning"])) for row in rows)


def preset(name: str) -> Preset | None:
    """The preset of that name, case aside."""
    return next((p for p in presets() if p.name.casefold() == name.casefold()), None)
