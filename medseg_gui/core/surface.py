"""Masks → closed surfaces that enclose the mask's own volume, and back: which voxel centres a surface encloses.

All coordinates here are indices (slice, row, column); voxel centres lie on whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Floats
from medseg_gui.core.labelmap import Mask

Faces = npt.NDArray[np.int64]

# Vertices stay this far from voxel centres, in voxels, so that each centre keeps its side.
_MOST_SHIFT = 0.45
# Rays run this far beside the voxel centres, where no vertex and no edge lies.
_BESIDE = (0.00371, 0.00613)
# Pixels of surface that may be missing on one side: rounded coordinates leave less, a triangle mostly more.
_OPEN = 0.1


@dataclass(frozen=True, eq=False)
class Surface:
    """Triangles: ``vertices`` (n, 3), ``faces`` (m, 3) of their numbers, turning right-handed about the outside."""

    vertices: Floats
    faces: Faces


def surface_of(mask: Mask) -> Surface:
    """The closed surface between voxels in and out; its enclosed volume is the number of voxels.

    Marching cubes puts vertices half-way between an inner and an outer centre, which cuts every corner. All of them
    are moved by one share of a voxel along that line so that the volume is right; centres keep their sides.
    """
    from skimage import measure

    marching_cubes: Any = measure.marching_cubes
    padded = np.pad(mask, 1)
    vertices, faces, _, _ = marching_cubes(padded.astype(np.float32), 0.5)
    vertices, faces = vertices.astype(np.float64), faces.astype(np.int64)
    near = np.rint(vertices * 2) / 2
    vertices = np.where(np.abs(near - vertices) < 1e-3, near, vertices)
    between = vertices % 1 == 0.5
    movable = (between.sum(axis=1) == 1) & (np.isin(vertices % 1, (0.0, 0.5)).all(axis=1))
    low = np.floor(vertices).astype(np.intp)
    outwards = np.where(padded[low[:, 0], low[:, 1], low[:, 2]], 1.0, -1.0)
    along = np.where(between & movable[:, None], outwards[:, None], 0.0)
    if enclosed(vertices, faces) < 0:
        faces = faces[:, ::-1]
    # The volume is a cubic of the shift, as each vertex moves along a line: four samples give it exactly.
    at = np.array([-0.45, -0.15, 0.15, 0.45])
    cubic = np.polynomial.Polynomial.fit(at, [enclosed(vertices + s * along, faces) for s in at], 3)
    low_s, high_s, wanted = -_MOST_SHIFT, _MOST_SHIFT, float(np.count_nonzero(mask))
    for _ in range(50):
        middle = (low_s + high_s) / 2
        low_s, high_s = (middle, high_s) if cubic(middle) < wanted else (low_s, middle)
    return Surface(vertices + low_s * along - 1.0, faces)


def enclosed(vertices: Floats, faces: Faces) -> float:
    """The enclosed volume of a closed surface, negative when it is inside out (divergence theorem)."""
    if not len(faces):
        return 0.0
    a, b, c = (vertices - vertices.mean(axis=0))[faces].transpose(1, 0, 2)
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0


def centres_inside(surface: Surface, shape: tuple[int, int, int]) -> tuple[Mask, int]:
    """(the voxels whose centre the surface encloses, on how many rays and sides it is open).

    No triangle may be larger than a voxel. Source: the Jordan parity of crossings along each row of voxels; the
    areas of a closed surface, as vectors, add up to nothing.
    """
    corners = surface.vertices[surface.faces]
    z, y = (np.ceil(corners[:, :, a].min(axis=1) - _BESIDE[a]).astype(np.intp) for a in (0, 1))
    ray = np.stack([z + _BESIDE[0], y + _BESIDE[1]], axis=1)
    a, b, c = (corners[:, i, :2] for i in range(3))
    u, v, w = _turn(b, c, ray), _turn(c, a, ray), _turn(a, b, ray)
    whole = u + v + w
    hit = ((u > 0) & (v > 0) & (w > 0)) | ((u < 0) & (v < 0) & (w < 0))
    hit &= (z >= 0) & (z < shape[0]) & (y >= 0) & (y < shape[1])
    x = (u * corners[:, 0, 2] + v * corners[:, 1, 2] + w * corners[:, 2, 2])[hit] / whole[hit]
    column = np.clip(np.ceil(x), 0, shape[2]).astype(np.intp)
    flat = np.ravel_multi_index((z[hit], y[hit], column), (shape[0], shape[1], shape[2] + 1))
    turns = np.bincount(flat, minlength=shape[0] * shape[1] * (shape[2] + 1)).reshape(shape[0], shape[1], -1)
    odd = np.cumsum(turns, axis=2) % 2 == 1
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).sum(axis=0) / 2.0
    return odd[:, :, :-1], int(np.count_nonzero(odd[:, :, -1])) + int(np.count_nonzero(np.abs(areas) > _OPEN))


def _turn(a: Floats, b: Floats, p: Floats) -> Floats:
    out: Floats = (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
    return out
