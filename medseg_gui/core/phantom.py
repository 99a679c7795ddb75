"""A computed CT patient whose labelled structures have analytically known volumes.

The body is made in patient millimetres (LPS, origin at the middle of the grid) from closed forms and then sampled on
any grid, so that slice thickness, obliquity and shear act as in a scanner: each surface blends over the width that a
voxel covers along the surface's normal (partial volume). Hounsfield values follow a portal-venous abdominal CT
(air -1000, lung -850 to -700, fat -100, muscle 55, liver 105, kidney 150, bone 180 to 900).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box, Floats, Geometry, Triple
from medseg_gui.core.labelmap import PALETTE, Code, LabelMap, Segment
from medseg_gui.core.phantom_picture import noise, render
from medseg_gui.core.phantom_shapes import (
    LEFT_KIDNEY,
    LIVER,
    LIVER_LESION,
    LUNG_NODULE,
    RIGHT_KIDNEY,
    Ellipsoid,
    Patient,
    reach,
)
from medseg_gui.core.volume import SeriesInfo, Volume

# Sampled volumes stay within these shares of the analytic ones, above and below SMALL_ML.
TOLERANCE, TOLERANCE_SMALL, SMALL_ML = 0.02, 0.05, 10.0
# Voxels rendered at a time: bounds the memory of large grids.
SLAB_VOXELS = 4_000_000

# SNOMED CT, as listed in DICOM PS3.16 (CID 7159 and 7178 for the lesions)
SEGMENTS = (
    Segment(1, LIVER, PALETTE[0], code=Code("10200004", "SCT", "Liver")),
    Segment(2, RIGHT_KIDNEY, PALETTE[1], code=Code("9846003", "SCT", "Right kidney")),
    Segment(3, LEFT_KIDNEY, PALETTE[2], code=Code("18639004", "SCT", "Left kidney")),
    Segment(4, LIVER_LESION, PALETTE[4], code=Code("52988006", "SCT", "Lesion")),
    Segment(5, LUNG_NODULE, PALETTE[3], code=Code("27925004", "SCT", "Nodule")),
)


@dataclass(frozen=True, eq=False)
class Phantom:
    """A volume, its true labels, and what each labelled structure measures by closed form.

    ``analytic_ml`` is by segment name. The liver lesion is cut out of the liver: "Liver" counts the tissue round it,
    as the label map does. ``shapes`` are the solids (the liver's still with the lesion's place in it).
    """

    volume: Volume
    labels: LabelMap
    analytic_ml: dict[str, float]
    shapes: dict[str, Ellipsoid]


def make_phantom(
    seed: int,
    shape: Triple = (48, 256, 256),
    spacing_mm: tuple[float, float, float] = (5.0, 1.5, 1.5),
    oblique_deg: float = 0.0,
    noise_hu: float = 12.0,
) -> Phantom:
    """The CT phantom of that seed: int16 Hounsfield units (slice, row, column) with labels.

    The same arguments give the same voxels. ``oblique_deg`` turns the grid about an axis that is none of the
    patient's. The patient is made smaller where the grid is. Raises BadInput for a grid too coarse or too small to
    hold the labelled structures within the tolerated volume error.
    """
    if not (np.isfinite(spacing_mm).all() and min(spacing_mm) > 0 and min(shape) >= 1 and noise_hu >= 0):
        raise BadInput(f"No phantom on a grid of {shape} voxels of {spacing_mm} mm with noise of {noise_hu} HU")
    rng = np.random.default_rng(seed)
    geometry = _grid(rng, shape, spacing_mm, oblique_deg)
    patient = _plan(rng, seed, geometry)
    labels, analytic = _label(patient, geometry)

    voxels = np.empty(geometry.shape, np.int16)
    for slab in Box.whole(geometry.shape).slabs(SLAB_VOXELS):
        part = geometry.crop(slab)
        hu = render(patient, part, rng)
        hu += noise(rng, part.shape, noise_hu)
        voxels[slab.slices] = np.clip(np.rint(hu, out=hu), -1024, 3071)
    info = SeriesInfo(
        description=f"Computed CT phantom, seed {seed}",
        patient_name=f"Phantom^Seed {seed}",
        patient_id=f"PHANTOM-{seed}",
        units="HU",
        slice_thickness_mm=float(spacing_mm[0]),
        window=(400.0, 40.0),
    )
    shapes = {s.name: patient.organs[s.name] for s in SEGMENTS}
    return Phantom(Volume(voxels, geometry, "CT", info), labels, analytic, shapes)


# ----- the plan ----------------------------------------------------------------------------------------------


def _grid(
    rng: np.random.Generator, shape: Triple, spacing_mm: tuple[float, float, float], oblique_deg: float
) -> Geometry:
    """The grid, turned about (2, 1, 1), with its middle at a random place as a scanner's table gives it."""
    axis = np.array([2.0, 1.0, 1.0]) / np.sqrt(6)
    k = np.cross(np.eye(3), axis)
    angle = np.deg2rad(oblique_deg)
    turn = np.eye(3) - np.sin(angle) * k + (1 - np.cos(angle)) * (k @ k)
    affine = np.eye(4)
    affine[:3, :3] = turn @ np.eye(3)[:, ::-1] * np.array(spacing_mm)
    centre = np.round(rng.uniform((-15, -190, -350), (15, -150, -50)), 1)
    affine[:3, 3] = centre - affine[:3, :3] @ ((np.array(shape) - 1) / 2)
    return Geometry(shape, affine)


def _plan(rng: np.random.Generator, seed: int, geometry: Geometry) -> Patient:
    def about(*values: float, by: float = 0.06) -> Floats:
        return np.array(values) * rng.uniform(1 - by, 1 + by, len(values))

    def near(x: float, y: float, z: float, by: float = 5.0) -> Floats:
        return np.array([x, y, z]) + rng.uniform(-by, by, 3)

    straight = np.eye(3)
    organs = {
        RIGHT_KIDNEY: Ellipsoid(near(-59, 40, -46), about(26, 25, 47), _tilt(rng.uniform(5, 14), rng.uniform(5, 30))),
        LEFT_KIDNEY: Ellipsoid(near(60, 40, -36), about(26, 25, 49), _tilt(rng.uniform(-14, -5), rng.uniform(-30, -5))),
        LIVER: Ellipsoid(near(-49, -11, 6, 3), about(75, 62, 68), straight),
        LUNG_NODULE: Ellipsoid(near(86, 15, 75, 6), about(11, 11, 11, by=0.2), straight),
        "Right lung": Ellipsoid(near(-78, 4, 112, 3), about(66, 94, 112, by=0.03), straight),
        "Left lung": Ellipsoid(near(78, 4, 112, 3), about(66, 94, 112, by=0.03), straight),
        "Left dome": Ellipsoid(near(66, 4, -22, 3), about(72, 78, 68, by=0.03), straight),
        "Heart": Ellipsoid(near(12, -36, 106, 4), about(47, 36, 50), _tilt(25, -30)),
        "Spleen": Ellipsoid(near(92, 32, 2, 4), about(22, 38, 36), _tilt(0, 20)),
        "Stomach": Ellipsoid(near(52, -28, 0, 4), about(38, 34, 42), _tilt(15, 20)),
    }
    # The flat visceral side of the liver: a plane that keeps clear of the right kidney.
    normal = np.array([0.35, 0.55, -0.76]) + rng.uniform(-0.05, 0.05, 3)
    normal /= np.linalg.norm(normal)
    kidney, liver = organs[RIGHT_KIDNEY], organs[LIVER]
    clear = float(normal @ (kidney.centre_mm - liver.centre_mm)) - reach(kidney, normal) - 6
    organs[LIVER] = replace(liver, cut=(normal, min(clear, 0.6 * reach(liver, normal))))
    # The lesion lies in the half away from that plane, so it is surrounded by liver.
    aside = np.cross(normal, rng.normal(size=3))
    aside *= rng.uniform(0, 18) / np.linalg.norm(aside)
    organs[LIVER_LESION] = Ellipsoid(
        liver.centre_mm - normal * rng.uniform(14, 26) + aside, about(14, 14, 14, by=0.25), straight
    )
    semi = (float(rng.uniform(166, 178)), float(rng.uniform(116, 124)))
    for i in range(int(rng.integers(26, 36))):  # loops of bowel, lower on the right than on the left
        x = rng.uniform(-100, 100)
        organs[f"Bowel {i}"] = Ellipsoid(
            np.array([x, rng.uniform(-66, 10), rng.uniform(-190, -45 if x < 20 else -20)]),
            about(20, 16, 26, by=0.3),
            _tilt(rng.uniform(-40, 40), rng.uniform(0, 90)),
        )
    hu = {
        "Muscle": rng.uniform(50, 62), "Fat": rng.uniform(-108, -96), "Lung": rng.uniform(-850, -740),
        LIVER: rng.uniform(98, 112), RIGHT_KIDNEY: rng.uniform(144, 158), LIVER_LESION: rng.uniform(50, 68),
        LUNG_NODULE: rng.uniform(25, 50), "Spleen": rng.uniform(112, 124), "Blood": rng.uniform(135, 165),
        "Stomach": rng.uniform(5, 35), "Bone": rng.uniform(130, 190), "Cortex": rng.uniform(550, 900),
    }  # fmt: skip
    hu[LEFT_KIDNEY] = hu[RIGHT_KIDNEY]

    # The largest scale at which every labelled structure lies inside the grid, and the body inside its slices.
    half = (np.array(geometry.shape) - 2) * np.array(geometry.spacing_mm) / 2
    body = Ellipsoid(np.zeros(3), np.array([semi[0] + 4, semi[1] + 4, 1e-3]), straight)
    scale = 1.0
    for axis in range(3):
        direction = geometry.directions[:, axis]
        for shape in (*(organs[s.name] for s in SEGMENTS), *((body,) if axis else ())):
            extent = abs(float(direction @ shape.centre_mm)) + reach(shape, direction)
            # 4 mm for the shifts of _label
            scale = min(scale, float(half[axis]) / (extent + 4))
    if scale < 0.1:
        raise BadInput(f"The grid is too small for the phantom: {geometry.describe()}")
    centre = geometry.to_world((np.array(geometry.shape) - 1) / 2)
    placed = {name: _placed(organ, centre, scale) for name, organ in organs.items()}
    return Patient(
        seed,
        centre,
        scale,
        semi,
        float(rng.uniform(13, 24)),
        float(rng.uniform(11, 15)),
        float(rng.uniform(0.0, 0.04)),
        float(rng.uniform(0, 34)),
        placed,
        hu,
    )


def _tilt(about_y_deg: float, about_z_deg: float) -> Floats:
    y, z = np.deg2rad(about_y_deg), np.deg2rad(about_z_deg)
    turn_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    turn_z = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    return np.asarray(turn_z @ turn_y, dtype=np.float64)


def _placed(shape: Ellipsoid, centre_mm: Floats, scale: float) -> Ellipsoid:
    cut = (shape.cut[0], shape.cut[1] * scale) if shape.cut else None
    return Ellipsoid(centre_mm + scale * shape.centre_mm, scale * shape.semi_mm, shape.axes, cut)


def _label(patient: Patient, geometry: Geometry) -> tuple[LabelMap, dict[str, float]]:
    """Labels by voxel centres. Small structures are shifted by up to 3 mm to where the grid samples them well.

    A structure of few voxels would else miss its analytic volume by chance.
    """
    rng = np.random.default_rng((patient.seed, 1))
    voxels = np.zeros(geometry.shape, np.uint8)
    analytic = {}
    for segment in SEGMENTS:
        shape = patient.organs[segment.name]
        box, mask = shape.inside(geometry)
        error = abs(int(mask.sum()) * geometry.voxel_ml / shape.volume_ml - 1)
        for attempt in range(60):
            # the liver stays: its plane hangs on the kidney, and it is large
            if segment.name == LIVER or error < 0.4 * _tolerance(shape.volume_ml):
                break
            step = patient.scale * min(3.0, 0.2 * (attempt + 1))
            moved = replace(shape, centre_mm=shape.centre_mm + rng.uniform(-step, step, 3))
            moved_box, moved_mask = moved.inside(geometry)
            moved_error = abs(int(moved_mask.sum()) * geometry.voxel_ml / shape.volume_ml - 1)
            if moved_error < error:
                error, box, mask, patient.organs[segment.name] = moved_error, moved_box, moved_mask, moved
        voxels[box.slices][mask] = segment.value
        analytic[segment.name] = shape.volume_ml
    analytic[LIVER] -= analytic[LIVER_LESION]
    counts = np.bincount(voxels.ravel(), minlength=len(SEGMENTS) + 1)
    for segment in SEGMENTS:
        true = analytic[segment.name]
        if abs(counts[segment.value] * geometry.voxel_ml / true - 1) > _tolerance(true):
            raise BadInput(
                f"The grid ({geometry.describe()}) is too coarse for the phantom's {segment.name.lower()}",
                todo="Use smaller voxels or a larger field of view.",
            )
    return LabelMap([voxels], geometry, SEGMENTS), analytic


def _tolerance(volume_ml: float) -> float:
    return TOLERANCE if volume_ml > SMALL_ML else TOLERANCE_SMALL
