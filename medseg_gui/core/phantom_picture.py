"""Draws the computed CT patient: noise-free Hounsfield values, and a scanner's noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage

from medseg_gui.core.geometry import Box, Floats, Geometry, Triple
from medseg_gui.core.phantom_shapes import (
    LEFT_KIDNEY,
    LIVER,
    LIVER_LESION,
    LUNG_NODULE,
    RIGHT_KIDNEY,
    Ellipsoid,
    Field,
    Patient,
    cover,
    linear,
    mix,
    reach,
)


class _Frame:
    """A grid seen in the patient's own millimetres, scale 1: x to the left, y to the back, z to the head."""

    def __init__(self, patient: Patient, geometry: Geometry) -> None:
        self.geometry = geometry
        self._slope = geometry.affine[:3, :3] / patient.scale
        self._start = (geometry.affine[:3, 3] - patient.centre_mm) / patient.scale
        self.x, self.y, self.z = (linear(geometry.shape, self._slope[i], float(self._start[i])) for i in range(3))

    def width(self, *axes: int) -> np.float32:
        """Millimetres that a voxel covers along the patient's axes given (all of them: the mean)."""
        extent = np.abs(self._slope).sum(axis=1)
        return np.float32(np.mean(extent[list(axes)]))

    def window(self, lo: tuple[float, float, float], hi: tuple[float, float, float], margin: float = 0) -> Box:
        """The voxels of a box in the patient's millimetres."""
        corners = np.array(
            [[(lo, hi)[i][0], (lo, hi)[j][1], (lo, hi)[k][2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
        )
        index = np.linalg.solve(self._slope, (corners - self._start).T).T
        a, b = np.floor(index.min(axis=0) - 1 - margin).astype(int), np.ceil(index.max(axis=0) + 2 + margin).astype(int)
        return Box((int(a[0]), int(a[1]), int(a[2])), (int(b[0]), int(b[1]), int(b[2]))).clip(self.geometry.shape)


def render(patient: Patient, geometry: Geometry, texture: np.random.Generator) -> Field:
    """Noise-free Hounsfield values of the grid; all but the lungs' ``texture`` is the same for any part of a grid."""
    rng = np.random.default_rng((patient.seed, 2))
    frame = _Frame(patient, geometry)
    hu = np.full(geometry.shape, -1000, np.float32)
    deep = _body(patient, frame, hu)

    def solid(name: str, value: float | Field | None = None, grow_mm: float = 0.0, clip: Field | None = None) -> None:
        shape = patient.organs[name]
        if grow_mm:
            shape = replace(shape, semi_mm=shape.semi_mm + grow_mm * patient.scale)
        box = shape.box(geometry)
        if box.empty:
            return
        share = cover(shape.level(geometry.crop(box)))
        if clip is not None:
            share *= clip[box.slices]
        mix(hu[box.slices], share, patient.hu[name] if value is None else value)

    cavity = cover((4 - deep) / frame.width(0, 1))
    _chest(patient, frame, hu, cavity, rng, texture)
    solid("Heart", patient.hu["Blood"], clip=cavity)
    _trunk_vessels(patient, frame, hu)
    _spine(patient, frame, hu)
    _ribs(patient, frame, hu, deep)
    for name in patient.organs:
        if name.startswith("Bowel"):
            _hollow(patient, geometry, hu, name, rng, cavity)
    _hollow(patient, geometry, hu, "Stomach", rng, cavity)
    solid("Spleen", clip=cavity)
    solid(LIVER)
    _liver_vessels(patient, geometry, hu, rng)
    for name in (RIGHT_KIDNEY, LEFT_KIDNEY):
        solid(name, patient.hu[name] + 8)
        solid(name, patient.hu[name] - 18, grow_mm=-12)  # the medulla takes up less than the cortex
    solid(LIVER_LESION, patient.hu[LIVER_LESION] + 12)  # a brighter rim
    solid(LIVER_LESION, patient.hu[LIVER_LESION] - 4, grow_mm=-2.5)
    solid(LUNG_NODULE)
    return hu


def _body(patient: Patient, frame: _Frame, hu: Field) -> Field:
    """Draws couch, skin, fat, muscle and visceral fat; the depth in mm under the inner side of the muscle."""
    x, y, z = frame.x, frame.y, frame.z
    width = frame.width(0, 1)
    a, b = patient.semi_mm
    waist = 1 + np.float32(patient.waist) * np.cos((z + 60) / 70)
    depth = _outline_depth(x / waist, y / waist, a, b)
    couch = np.abs(np.sqrt(x * x + (y + 380) ** 2) - (380 + b + 8)) - 3
    mix(hu, cover(couch / width) * (np.abs(x) < 195), -650)
    mix(hu, cover(-depth / width), 10)
    mix(hu, cover((2 - depth) / width), patient.hu["Fat"])
    # Fat is thickest at the flanks and the belly, thin over the spine.
    fat = patient.fat_mm * (0.75 + 0.35 * np.clip(-y / b, 0, 1) * np.clip(1 - z / 90, 0, 1) + 0.25 * np.abs(x) / a)
    deep: Field = depth - fat - patient.muscle_mm * (0.6 + 0.5 * np.clip(np.abs(x) / 60, 0, 1))
    mix(hu, cover((fat - depth) / width), patient.hu["Muscle"])
    mix(hu, cover(-deep / width), patient.hu["Fat"] + 4)
    for side in (-1, 1):  # the long muscles of the back and the psoas
        for cx, cy, sx, sy in ((38, 82, 30, 19), (36, 54, 15, 17)):
            box = frame.window((side * cx - sx, cy - sy, -1e4), (side * cx + sx, cy + sy, 1e4))
            if box.empty:
                continue
            s = box.slices
            level = np.sqrt(((x[s] - side * cx) / sx) ** 2 + ((y[s] - cy) / sy) ** 2) - 1
            if cy < 60:  # the psoas thins out upwards
                level += np.clip((z[s] + 50) / 60, -0.3, 2)
            mix(hu[s], cover(level * min(sx, sy) / width), patient.hu["Muscle"])
    return deep


def _outline_depth(x: Field, y: Field, a: float, b: float, power: float = 2.4) -> Field:
    """About the distance in mm to a rounded box's outline, positive inside (first order in the level set)."""
    u, v = np.abs(x / np.float32(a)) + np.float32(1e-4), np.abs(y / np.float32(b)) + np.float32(1e-4)
    up, vp = u ** np.float32(power), v ** np.float32(power)
    q = (up + vp) ** np.float32(1 / power)
    slope = np.sqrt((up / u / a) ** 2 + (vp / v / b) ** 2) * q / (up + vp)
    depth: Field = np.minimum((1 - q) / slope, np.float32(b))
    return depth


def _chest(
    patient: Patient,
    frame: _Frame,
    hu: Field,
    cavity: Field,
    rng: np.random.Generator,
    texture: np.random.Generator,
) -> None:
    """Draws the lungs above the diaphragm's domes, with vessels running from the hilum."""
    organs, geometry = patient.organs, frame.geometry
    liver = organs[LIVER]
    for side, name in ((-1, "Right lung"), (1, "Left lung")):
        lung = organs[name]
        dome = organs["Left dome"] if side > 0 else replace(liver, semi_mm=liver.semi_mm + 5 * patient.scale, cut=None)
        hilum = np.array([side * 30.0, 5, 85])
        away = rng.normal(size=(60, 3)) * (1, 1, 1.2) + (side * 0.8, 0.2, 0)
        ends = hilum + away / np.linalg.norm(away, axis=1)[:, None] * rng.uniform(50, 110, (60, 1))
        radii = rng.uniform(1.2, 3.6, len(ends))
        tint = rng.normal(0, 8)
        box = lung.box(geometry)
        if box.empty:
            continue
        part = geometry.crop(box)
        inside = np.minimum(cover(lung.level(part)), cavity[box.slices])
        inside *= 1 - cover(dome.level(part))
        grain = ndimage.gaussian_filter(texture.standard_normal(part.shape, np.float32), (0, 3, 3)) * 60
        mix(hu[box.slices], inside, patient.hu["Lung"] + tint + grain)
        for end, radius in zip(ends, radii, strict=True):
            _tube(patient, geometry, hu, (hilum, end), radius, 40, (box, inside))


def _liver_vessels(patient: Patient, geometry: Geometry, hu: Field, rng: np.random.Generator) -> None:
    liver = patient.organs[LIVER]
    centre = (liver.centre_mm - patient.centre_mm) / patient.scale
    porta = centre + np.array([22.0, 6.0, -8.0])
    ends = centre + rng.normal(size=(14, 3)) * (36, 26, 26)
    radii = rng.uniform(2.5, 5.5, len(ends))
    box = liver.box(geometry)
    if box.empty:
        return
    inside = cover(liver.level(geometry.crop(box)))
    for end, radius in zip(ends, radii, strict=True):
        _tube(patient, geometry, hu, (porta, end), radius, patient.hu["Blood"] + 15, (box, inside))


def _tube(
    patient: Patient,
    geometry: Geometry,
    hu: Field,
    line: tuple[Floats, Floats],
    radius_mm: float,
    value: float,
    within: tuple[Box, Field],
) -> None:
    """Draws a tapering tube (a line in the patient's millimetres) inside an organ's coverage."""
    start, end = (patient.centre_mm + patient.scale * p for p in line)
    along = end - start
    ball = Ellipsoid(start, np.full(3, radius_mm * patient.scale), np.eye(3))
    box = ball.span(geometry).union(replace(ball, centre_mm=end).span(geometry)).intersect(within[0])
    if box.empty:
        return
    part = geometry.crop(box)
    w = [linear(part.shape, part.affine[i, :3], float(part.affine[i, 3] - start[i])) for i in range(3)]
    t = np.clip((w[0] * along[0] + w[1] * along[1] + w[2] * along[2]) / float(along @ along), 0, 1)
    gap = np.sqrt(sum((w[i] - t * along[i]) ** 2 for i in range(3)))
    width = float(np.mean(geometry.spacing_mm))
    radius = radius_mm * patient.scale * (1 - 0.7 * t)
    # a tube thinner than the voxel fills a share of it
    share = cover((gap - radius) / width) * np.minimum(1, 2 * radius / width)
    offset = tuple(slice(a - o, b - o) for a, b, o in zip(box.lo, box.hi, within[0].lo, strict=True))
    mix(hu[box.slices], (share * within[1][offset]).astype(np.float32), value)


def _hollow(
    patient: Patient, geometry: Geometry, hu: Field, name: str, rng: np.random.Generator, cavity: Field
) -> None:
    """Draws a bowel loop or the stomach: wall, fluid, and often gas that has risen to the front."""
    shape = patient.organs[name]
    fluid, gas_level = rng.uniform(0, 40), rng.uniform(-0.6, 0.9)
    box = shape.box(geometry)
    if box.empty:
        return
    part = geometry.crop(box)
    inner = replace(shape, semi_mm=shape.semi_mm - 3.5 * patient.scale)
    mix(hu[box.slices], cover(shape.level(part)) * cavity[box.slices], 70)
    share = cover(inner.level(part)) * cavity[box.slices]
    mix(hu[box.slices], share, fluid)
    level = linear(part.shape, part.affine[1, :3], float(part.affine[1, 3] - inner.centre_mm[1]))
    level += gas_level * float(reach(inner, np.array([0.0, 1, 0])))
    mix(hu[box.slices], share * cover(level / np.float32(np.abs(part.affine[1, :3]).sum())), -950)


def _trunk_vessels(patient: Patient, frame: _Frame, hu: Field) -> None:
    """Draws aorta and inferior vena cava."""
    width = frame.width(0, 1)
    for cx, cy, radius in ((11, 24, 10.5), (-19, 22, 12)):
        box = frame.window((cx - radius, cy - radius, -1e4), (cx + radius, cy + radius, 1e4))
        if not box.empty:
            s = box.slices
            gap = np.sqrt((frame.x[s] - cx) ** 2 + (frame.y[s] - cy) ** 2) - radius
            mix(hu[s], cover(gap / width), patient.hu["Blood"])


def _spine(patient: Patient, frame: _Frame, hu: Field) -> None:
    """Draws vertebrae (cortex, spongy bone), discs, canal with cord, arches and processes."""
    box = frame.window((-44, 30, -1e4), (44, 112, 1e4))
    if box.empty:
        return
    s = box.slices
    x, y, z, part = frame.x[s], frame.y[s], frame.z[s], hu[s]
    width, height = frame.width(0, 1), frame.width(2)
    pitch = np.float32(34)
    up = np.abs((z + patient.phase_mm) % pitch - pitch / 2)  # 0 at the middle of a vertebra
    cortex, bone = patient.hu["Cortex"], patient.hu["Bone"]
    body = np.sqrt((x / 23) ** 2 + ((y - 51) / 17) ** 2)
    ring = (body - 1) * 19
    disc = up - 13
    mix(part, cover(ring / width), 85)
    mix(part, cover(ring / width) * cover(disc / height), cortex)
    mix(part, cover((ring + 2.2) / width) * cover((disc + 2) / height), bone)
    canal = np.sqrt((x / 11.5) ** 2 + ((y - 76) / 9) ** 2)
    arch = (canal - 1) * 10
    mix(part, cover((np.abs(arch - 4) - 3.5) / width) * cover((up - 10) / height) * (y > 66), cortex * 0.8)
    spinous = np.maximum(np.abs(x) - 3.5, np.abs(y - 94) - 10)
    mix(part, cover(spinous / width) * cover((up - 9) / height), cortex * 0.75)
    process = np.maximum(np.abs(y - 74) - 4, np.abs(np.abs(x) - 26) - 14)
    mix(part, cover(process / width) * cover((up - 5) / height), cortex * 0.7)
    mix(part, cover(arch / width), 12)
    mix(part, cover((np.sqrt((x / 6) ** 2 + ((y - 76) / 5) ** 2) - 1) * 5 / width), 38)


def _ribs(patient: Patient, frame: _Frame, hu: Field, deep: Field) -> None:
    """Draws ribs that fall towards the front inside the chest wall, cartilage in front, and the breastbone."""
    near = np.flatnonzero(np.abs(deep + 5) < 5 + frame.width(0, 1))
    x, y, z, d = (f.ravel()[near] for f in (frame.x, frame.y, frame.z, deep))
    forward = np.arctan2(np.abs(x) / patient.semi_mm[0], y / patient.semi_mm[1]) / np.float32(np.pi)  # 0 at the spine
    pitch = np.float32(27)
    up = (z + 110 * forward + patient.phase_mm) % pitch - pitch / 2
    thick = np.sqrt(((d + 5) / 4) ** 2 + (up / 6.5) ** 2)
    width = np.maximum(frame.width(0, 1) / 4, np.abs(up) / (np.abs(up) + 3) * frame.width(2) / 6.5)
    share = cover((thick - 1) / width)
    share *= cover((-35 - z + 70 * np.clip(-y / 90, 0, 1)) / 12)  # the last ribs end at the flank
    share *= np.clip((np.abs(x) - 22) / 4, 0, 1)
    core = cover((thick - 0.55) / width)
    cartilage = np.clip((-y - 58) / 8, 0, 1)
    value = patient.hu["Cortex"] * 0.85 * (1 - core) + (patient.hu["Bone"] + 40) * core
    value = value * (1 - cartilage) + 110 * cartilage
    flat = hu.reshape(-1)
    flat[near] += share * (value - flat[near])
    breast = np.sqrt((x / 19) ** 2 + ((d + 5) / 5) ** 2) - 1
    share = cover(breast * 5 / frame.width(0, 1)) * cover((40 - z) / frame.width(2)) * (y < 0)
    flat[near] += share * (np.float32(patient.hu["Bone"] + 60) - flat[near])


def noise(rng: np.random.Generator, shape: Triple, noise_hu: float) -> Field:
    """Noise as a reconstruction leaves it: correlated within a slice, without its lowest frequencies."""
    white = rng.standard_normal(shape, np.float32)
    fine: Field = ndimage.gaussian_filter(white, (0, 0.75, 0.75))
    fine -= ndimage.uniform_filter(fine, (0, 9, 9))
    spread = float(fine.std())
    return fine * np.float32(noise_hu / spread if spread > 0 else 0)
