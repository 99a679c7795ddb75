"""What the corners of a view say about the slice, as lines of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Plane
from medseg_gui.core.planeview import PlaneView, Point
from medseg_gui.core.projection import Thick
from medseg_gui.core.veil import names_in, over

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Corners:
    """The lines of the four corners, top to bottom."""

    top_left: Lines = ()
    top_right: Lines = ()
    bottom_left: Lines = ()
    bottom_right: Lines = ()


def tr(text: str) -> str:
    return QCoreApplication.translate("SliceView", text)


def plane_name(plane: Plane) -> str:
    return {"axial": tr("Axial"), "coronal": tr("Coronal"), "sagittal": tr("Sagittal")}[plane]


def identity_lines(case: Case) -> tuple[Lines, Lines]:
    """(left, right): who and where; what "hide identity" hides."""
    info = case.volume.info
    born = tr("born {date}").format(date=date(info.birth_date)) if info.birth_date else ""
    name = person(info.patient_name)
    number = info.patient_id if info.patient_id != name else ""
    about = "  ".join(part for part in (number, info.sex, born) if part)
    return _filled(name, about), _filled(info.institution, date(info.study_date))


def series_lines(case: Case, identity: bool = True) -> Lines:
    """Modality and description; without ``identity`` also without names that somebody typed into it."""
    modality, description = case.volume.modality, case.volume.info.description
    if not identity:
        description = over(description, names_in(case.volume.info))
    if modality and description.startswith(modality):
        modality = ""
    return _filled("  ".join(part for part in (modality, description) if part))


def slab_line(slab: tuple[Thick, int] | None) -> Lines:
    """What a slab shows, how thick it is and how many slices it has; nothing for single slices."""
    if slab is None:
        return ()
    thick, slices = slab
    name = {"mip": tr("MIP"), "minip": tr("MinIP"), "mean": tr("Mean")}.get(thick.mode, "")
    return (tr("{name} {mm:g} mm ({n} slices)").format(name=name, mm=thick.thickness_mm, n=slices),)


def slice_lines(case: Case, layout: PlaneView, index: int, slab: tuple[Thick, int] | None = None) -> Lines:
    """The plane and number of the slice, its place in the patient and its thickness, and that of a slab."""
    letter, distance = layout.position(case.volume.geometry, index)
    spacing = case.volume.geometry.spacing_mm[layout.axis]
    thickness = case.volume.info.slice_thickness_mm
    if layout.axis == 0 and thickness:
        last = tr("Thickness {mm:.2f} mm").format(mm=thickness)
        if abs(thickness - spacing) > 0.01 * spacing:
            last += "  " + tr("every {mm:.2f} mm").format(mm=spacing)
    else:
        last = tr("Spacing {mm:.2f} mm").format(mm=spacing)
    return (
        f"{plane_name(layout.plane)}  {index + 1}/{layout.slices}",
        f"{letter} {distance:.1f} mm",
        last,
        *slab_line(slab),
    )


def view_lines(window: tuple[float, float], zoom: float) -> Lines:
    width, level = window
    return (tr("W {width}  L {level}").format(width=_short(width), level=_short(level)), f"{tr('Zoom')} {zoom:.0%}")


def value_text(case: Case, index: Point, value: float | None = None) -> str:
    """The grey value under the pointer with its unit, or ``value`` in its place; empty outside the image."""
    place = voxel_at(case, index)
    if place is None:
        return ""
    value = case.volume.voxels[place] if value is None else value
    unit = case.volume.info.units or ("HU" if case.volume.modality == "CT" else "")
    whole = case.volume.voxels.dtype.kind in "iu" or 1e4 <= abs(float(value)) < 1e9
    number = f"{value:.0f}" if whole else f"{float(value):.5g}"
    return f"{number} {unit}".replace("-", "−").strip()


def hover_text(case: Case, index: Point) -> str:
    """One line for the status bar: value, segments, voxel and place in the patient; empty outside the image."""
    place = voxel_at(case, index)
    if place is None:
        return ""
    labels = case.labelmap
    names = [s.name for s in labels.segments if s.visible and int(labels.layers[s.layer][place]) == s.value]
    world = case.volume.geometry.to_world(index)
    where = "  ".join(f"{pair[int(mm > 0)]} {abs(mm):.1f}" for pair, mm in zip(("RL", "AP", "FH"), world, strict=True))
    voxel = tr("voxel {place}").format(place=place)
    return "  ·  ".join(part for part in (value_text(case, index), ", ".join(names), voxel, f"{where} mm") if part)


def voxel_at(case: Case, index: Point) -> tuple[int, int, int] | None:
    """The voxel that holds a continuous index, or None outside the image."""
    if not case.volume.geometry.holds(index):
        return None
    z, y, x = (int(n) for n in np.floor(np.asarray(index) + 0.5))
    return (z, y, x)


def person(name: str) -> str:
    """A DICOM person name for reading: "Doe^Jane^^Dr" is "Doe, Jane Dr" (PS3.5 6.2.1.1); further scripts follow."""
    shown = []
    for group in name.split("="):
        family, *rest = (part.strip() for part in group.split("^"))
        shown.append(", ".join(part for part in (family, " ".join(r for r in rest if r)) if part))
    return "  ".join(part for part in shown if part)


def date(value: str) -> str:
    """A DICOM date (YYYYMMDD) as YYYY-MM-DD; anything else as it is."""
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if len(value) == 8 and value.isdigit() else value


def _short(value: float) -> str:
    text = f"{value:.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"
    return text.replace("-", "−")


def _filled(*lines: str) -> Lines:
    return tuple(line for line in lines if line)
