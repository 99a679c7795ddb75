"""Measurements of the open case: which one is chosen, what can be done with it, and the figures of its segments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.measures import Measure, slice_of
from medseg_gui.workers.job import Done, Failed, Outcome

if TYPE_CHECKING:
    from medseg_gui.core.segmentstats import SegmentFigures
    from medseg_gui.session import Session


class MeasureDesk:
    """All methods run on the UI thread. Every change of a measurement is one undo step."""

    def __init__(self, session: Session, chosen: Callable[[str], None]) -> None:
        self._session = session
        self._tell = chosen
        self._chosen: tuple[Case, int] | None = None
        self._found: tuple[Case, int, tuple[SegmentFigures, ...]] | None = None

    # ----- which one ---------------------------------------------------------------------------------------------
    @property
    def all(self) -> tuple[Measure, ...]:
        """The open case's measurements; none while no case is open."""
        case = self._session.case
        return case.measures if case is not None else ()

    @property
    def chosen(self) -> int | None:
        """The position of the chosen one; None when there is none (any more)."""
        if self._chosen is None or self._chosen[0] is not self._session.case:
            return None
        return self._chosen[1] if self._chosen[1] < len(self.all) else None

    def choose(self, position: int | None) -> None:
        case = self._session.case
        before = self.chosen
        self._chosen = (case, position) if case is not None and position is not None else None
        if self.chosen != before:
            self._tell("measure")

    # ----- changing ----------------------------------------------------------------------------------------------
    def remove(self) -> None:
        """Takes the chosen one away."""
        position = self._the_chosen()
        with self._session.the_case().edit(mark("Remove measurement")) as edit:
            edit.set_measures((*self.all[:position], *self.all[position + 1 :]))
        self.choose(None)

    def remove_all(self) -> None:
        """Takes every measurement away."""
        with self._session.the_case().edit(mark("Remove all measurements")) as edit:
            edit.set_measures(())

    def rename(self, position: int, name: str) -> None:
        """Gives a measurement a name."""
        if name != self.all[position].name:
            named = replace(self.all[position], name=name)
            with self._session.the_case().edit(mark("Name measurement")) as edit:
                edit.set_measures((*self.all[:position], named, *self.all[position + 1 :]))

    def go_to(self, position: int) -> None:
        """Shows the slice that a measurement lies in, the crosshair in its middle."""
        geometry, measure = self._session.the_case().volume.geometry, self.all[position]
        at = [int(i + 0.5) for i in geometry.to_index(measure.points).mean(axis=0).clip(0)]
        at[geometry.axis_of(measure.plane)] = slice_of(measure, geometry)
        self._session.set_crosshair((at[0], at[1], at[2]))
        self.choose(position)

    def add_diameters(self) -> None:
        """Measures the chosen segment's longest diameter, and the longest across it, where it is longest.

        In the plane of the slices as they were acquired, which RECIST 1.1 measures in.
        """
        from medseg_gui.core.segmentstats import longest_in_plane

        case, segment = self._session.the_case(), self._session.segment
        if segment is None:
            raise MedsegError(mark("No segment is chosen"), todo=mark("Add one or choose one in the segments panel."))
        box = Box.around(case.labelmap.mask(segment))
        if box is None:
            raise MedsegError(
                mark("The segment {name} is empty").format(name=segment.name), todo=mark("Draw it first.")
            )
        geometry = case.volume.geometry
        found = longest_in_plane(case.labelmap.mask(segment, box), geometry.crop(box), acquired_plane(geometry))
        if found is not None:
            position = len(self.all)
            with case.edit(mark("Segment's diameters")) as edit:
                edit.set_measures((*self.all, replace(found, name=segment.name)))
            self.go_to(position)

    def _the_chosen(self) -> int:
        position = self.chosen
        if position is None:
            raise MedsegError(mark("No measurement is chosen"), todo=mark("Click one in a view or in the panel."))
        return position

    # ----- segments ----------------------------------------------------------------------------------------------
    @property
    def found(self) -> tuple[SegmentFigures, ...]:
        """The figures of the segments as they were measured last; none for another case."""
        return self._found[2] if self._found is not None and self._found[0] is self._session.case else ()

    @property
    def stale(self) -> bool:
        """True when the case was changed since ``found`` was measured."""
        case = self._session.case
        return self._found is not None and case is not None and self._found[1] != case.revision

    def measure_segments(self) -> None:
        """Volume, grey values and diameters of every segment, in the background."""
        from medseg_gui.workers import measure

        case = self._session.the_case()
        labels, revision = case.labelmap.frozen(), case.revision

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done) and self._session.case is case:
                self._found = (case, revision, outcome.value)
                self._tell("figures")
            elif isinstance(outcome, Failed):
                self._session.report(outcome)

        name = mark("Measuring segments")
        self._session.submit(name, lambda: measure.measure_segments(case.volume, labels), ended, key="measure")

    def export(self, path: str | Path) -> None:
        """Writes measurements and figures of the segments to a CSV file, in the background."""
        from medseg_gui.workers import measure

        case = self._session.the_case()
        labels, measures = case.labelmap.frozen(), case.measures

        def ended(outcome: Outcome[int]) -> None:
            if isinstance(outcome, Done):
                self._session.say(mark("{n} rows written to {path}").format(n=outcome.value, path=path))
            else:
                self._session.report(outcome)

        start = lambda: measure.write_measures(case.volume, labels, measures, Path(path))  # noqa: E731
        self._session.submit(mark("Exporting measurements"), start, ended)


def acquired_plane(geometry: Geometry) -> Plane:
    """The plane whose slices lie furthest apart, as those of a scan mostly do; axial where they all do."""
    return max(PLANES, key=lambda plane: round(geometry.spacing_mm[geometry.axis_of(plane)], 3))
