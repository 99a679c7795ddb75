"""Tools are data: each says what it is, and its options can be shown."""

from __future__ import annotations

from dataclasses import replace

from medseg_gui.tools.base import options_of
from medseg_gui.tools.paint import BrushOptions
from medseg_gui.tools.registry import TOOLS


def test_every_tool_says_what_it_is_and_its_options_can_be_shown() -> None:
    assert len({t.id for t in TOOLS}) == len({t.key for t in TOOLS}) == len(TOOLS)
    for row in TOOLS:
        assert row.id.startswith("tool.")
        assert row.title
        assert row.help
        for option in options_of(row.Options):
            assert option.label
            if option.kind in ("int", "float"):
                assert option.low is not None
                assert option.high is not None
                assert option.low <= option.default <= option.high
    radius = options_of(BrushOptions)[0]
    assert (radius.name, radius.unit, radius.kind) == ("radius_mm", "mm", "float")
    assert replace(BrushOptions(), radius_mm=2.0).radius_mm == 2.0
