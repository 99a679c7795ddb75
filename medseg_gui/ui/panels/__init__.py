"""The panels. A new one is one file and one row here."""

from __future__ import annotations

from importlib import import_module

from medseg_gui.ui.panels.base import Panel

# Order of the docks from top to bottom, and of the tabs from left to right.
_ROWS = (
    ("series", "SeriesPanel"),
    ("worklist", "WorklistPanel"),
    ("segments", "SegmentsPanel"),
    ("models", "ModelsPanel"),
    ("metrics", "MetricsPanel"),
    ("measures", "MeasuresPanel"),
    ("training", "TrainingPanel"),
    ("history", "HistoryPanel"),
    ("jobs", "JobsPanel"),
)


def panels() -> list[type[Panel]]:
    """The panel classes in the order of the registry."""
    return [getattr(import_module(f"medseg_gui.ui.panels.{module}"), name) for module, name in _ROWS]
