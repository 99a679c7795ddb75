"""Label maps → surfaces as STL, OBJ and PLY, in LPS millimetres; read back and filled again for comparison.

One file holds all segments: OBJ as named objects with colours, PLY with colours and the segment's number at each face,
STL with its number as the attribute of each triangle. Each says SPACE=LPS, which 3D Slicer understands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.geometry import Box, Floats
from medseg_gui.core.labelmap import LabelMap, Labels
from medseg_gui.core.masks import box_of
from medseg_gui.core.surface import Faces, Surface, centres_inside, enclosed, surface_of
from medseg_gui.io.safewrite import Verified, Voxels, check_segments, line_of

HEADER = "medseg surfaces, SPACE=LPS, millimetres"
# The volume that a written surface encloses may differ this much from the voxels' (text and float32 are rounded).
NEAR_ML = 0.01
_STL = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("segment", "<u2")])
_PLY_VERTEX = np.dtype([("at", "<f4", 3), ("colour", "u1", 3)])
_PLY_FACE = np.dtype([("n", "u1"), ("corners", "<i4", 3), ("segment", "<u2")])


def write_labels(labels: LabelMap, path: Path) -> None:
    """Writes the surfaces of all segments by the file's suffix. Raises BadInput when there is nothing to write."""
    surfaces = [_in_world(labels, n) for n in range(len(labels.segments))]
    if not any(len(s.faces) for s in surfaces):
        raise BadInput("There is nothing to export: every segment is empty", path, "Paint something first.")
    {".stl": _write_stl, ".obj": _write_obj, ".ply": _write_ply}[path.suffix.lower()](labels, surfaces, path)


def _in_world(labels: LabelMap, number: int) -> Surface:
    segment = labels.segments[number]
    box = box_of(labels, segment)
    if box is None:
        return Surface(np.zeros((0, 3)), np.zeros((0, 3), np.int64))
    found = surface_of(labels.mask(segment, box))
    vertices = labels.geometry.to_world(found.vertices + box.lo)
    # Axes that form a left-handed system turn the surface inside out.
    faces = found.faces if enclosed(vertices, found.faces) > 0 else found.faces[:, ::-1]
    return Surface(vertices, faces)


def _write_stl(labels: LabelMap, surfaces: Sequence[Surface], path: Path) -> None:
    rows = np.zeros(sum(len(s.faces) for s in surfaces), _STL)
    start = 0
    for number, s in enumerate(surfaces, 1):
        mine = rows[start : start + len(s.faces)]
        a, b, c = s.vertices[s.faces].transpose(1, 0, 2)
        normal = np.cross(b - a, c - a)
        mine["normal"] = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
        mine["corners"], mine["segment"] = s.vertices[s.faces], number
        start += len(s.faces)
    with path.open("wb") as file:
        file.write(HEADER.encode().ljust(80) + np.uint32(len(rows)).astype("<u4").tobytes())
        rows.tofile(file)


def _write_ply(labels: LabelMap, surfaces: Sequence[Surface], path: Path) -> None:
    vertices = np.zeros(sum(len(s.vertices) for s in surfaces), _PLY_VERTEX)
    faces = np.zeros(sum(len(s.faces) for s in surfaces), _PLY_FACE)
    v = f = 0
    for number, (s, segment) in enumerate(zip(surfaces, labels.segments, strict=True), 1):
        vertices["at"][v : v + len(s.vertices)], vertices["colour"][v : v + len(s.vertices)] = (
            s.vertices,
            segment.colour,
        )
        mine = faces[f : f + len(s.faces)]
        mine["n"], mine["corners"], mine["segment"] = 3, s.faces + v, number
        v, f = v + len(s.vertices), f + len(s.faces)
    named = [f"comment segment {n} {_plain(s.name)}" for n, s in enumerate(labels.segments, 1)]
    lines = [
        "ply", "format binary_little_endian 1.0", f"comment {HEADER}", *named, f"element vertex {v}",
        *(f"property float {a}" for a in "xyz"), *(f"property uchar {c}" for c in ("red", "green", "blue")),
        f"element face {f}", "property list uchar int vertex_indices", "property ushort segment", "end_header", "",
    ]  # fmt: skip
    with path.open("wb") as file:
        file.write("\n".join(lines).encode())
        vertices.tofile(file)
        faces.tofile(file)


def _write_obj(labels: LabelMap, surfaces: Sequence[Surface], path: Path) -> None:
    start = 1
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"# {HEADER}\n")
        for s, segment in zip(surfaces, labels.segments, strict=True):
            file.write(f"o {_plain(segment.name)}\n")
            colour = " ".join(f"{c / 255:.4f}" for c in segment.colour)
            np.savetxt(file, s.vertices, f"v %.4f %.4f %.4f {colour}")
            np.savetxt(file, s.faces + start, "f %d %d %d")
            start += len(s.vertices)


def _plain(name: str) -> str:
    """The name on one line."""
    return " ".join(name.split()) or "segment"


# ----- reading back ---------------------------------------------------------------------------------------------
def read_surfaces(path: Path, count: int) -> list[Surface]:
    """The surfaces of the ``count`` segments of a file as written here, in LPS mm. Raises ValueError for others."""
    data = path.read_bytes()
    if HEADER.encode() not in data[:200]:
        raise ValueError("not the surface file that was written")
    suffix = path.suffix.lower()
    if suffix == ".stl":
        rows = np.frombuffer(data, _STL, int(np.frombuffer(data, "<u4", 1, 80)[0]), 84)
        if len(data) != 84 + rows.nbytes:
            raise ValueError("the surface file has another size than it says")
        return [_loose(rows["corners"][rows["segment"] == n].astype(np.float64)) for n in range(1, count + 1)]
    if suffix == ".ply":
        head, _, body = data.partition(b"end_header\n")
        sizes = [int(line.split()[2]) for line in head.decode().splitlines() if line.startswith("element")]
        vertices = np.frombuffer(body, _PLY_VERTEX, sizes[0])["at"].astype(np.float64)
        faces = np.frombuffer(body, _PLY_FACE, sizes[1], vertices.shape[0] * _PLY_VERTEX.itemsize)
        return [
            Surface(vertices, faces["corners"][faces["segment"] == n].astype(np.int64)) for n in range(1, count + 1)
        ]
    points: list[list[str]] = []
    triangles: list[list[list[str]]] = []
    for line in data.decode("utf-8").splitlines():
        kind, *words = line.split()
        if kind == "o":
            triangles.append([])
        elif kind == "v":
            points.append(words[:3])
        elif kind == "f":
            triangles[-1].append(words)
    vertices = np.array(points, dtype=np.float64).reshape(-1, 3)
    return [Surface(vertices, np.array(t, dtype=np.int64).reshape(-1, 3) - 1) for t in triangles]


def _loose(corners: Floats) -> Surface:
    faces: Faces = np.arange(len(corners) * 3, dtype=np.int64).reshape(-1, 3)
    return Surface(corners.reshape(-1, 3), faces)


def reader(labels: LabelMap) -> tuple[Callable[[Path], tuple[list[Labels], Floats]], Callable[..., Verified]]:
    """(what reads the file back into voxels, what judges them) for safewrite.save."""
    volumes_ml: list[float] = []

    def read_back(path: Path) -> tuple[list[Labels], Floats]:
        layers = [np.zeros(layer.shape, layer.dtype) for layer in labels.layers]
        inverse = np.linalg.inv(labels.geometry.affine)
        surfaces = read_surfaces(path, len(labels.segments))
        if len(surfaces) != len(labels.segments):
            raise ValueError("the surface file holds another number of segments")
        for surface, segment in zip(surfaces, labels.segments, strict=True):
            volumes_ml.append(enclosed(surface.vertices, surface.faces) / 1000.0)
            if not len(surface.faces):
                continue
            vertices = surface.vertices @ inverse[:3, :3].T + inverse[:3, 3]
            used = vertices[surface.faces.ravel()]
            lo, hi = (np.floor(used.min(axis=0)).astype(int), np.ceil(used.max(axis=0)).astype(int) + 1)
            box = Box((int(lo[0]), int(lo[1]), int(lo[2])), (int(hi[0]), int(hi[1]), int(hi[2])))
            inside, leaks = centres_inside(Surface(vertices - lo, surface.faces), box.shape)
            kept = box.clip(labels.geometry.shape)
            cut = tuple(slice(a - b, c - b) for a, b, c in zip(kept.lo, box.lo, kept.hi, strict=True))
            if leaks or np.count_nonzero(inside) != np.count_nonzero(inside[cut]):
                raise ValueError(f"the surface of {segment.name} is not closed, or reaches beyond the image")
            layers[segment.layer][kept.slices][inside[cut]] = segment.value
        return layers, labels.geometry.affine

    def judge(thing: LabelMap, layers: Sequence[Voxels], affine: Floats, path: Path) -> Verified:
        return compare(thing, layers, affine, path, volumes_ml)

    return read_back, judge


def compare(
    labels: LabelMap, layers: Sequence[Voxels], affine: Floats, path: Path, volumes_ml: Sequence[float]
) -> Verified:
    """The report, when each voxel centre lies on its side and the volumes agree. Raises WriteFailed."""
    differ = sum(int(np.count_nonzero(a != b)) for a, b in zip(layers, labels.layers, strict=True))
    if differ:
        what = f"{differ} voxel centres lie on the wrong side of the surface"
        raise WriteFailed(f"The file was not kept: {what}", path, "Report this error.")
    checks = check_segments(labels, layers, affine)
    lines = [f"voxel centres: 0 of {sum(a.size for a in layers)} on the wrong side; closed surfaces"]
    for check, volume_ml in zip(checks, volumes_ml, strict=True):
        if abs(volume_ml - check.meant_ml) > NEAR_ML * check.meant_ml:
            what = f"the surface of {check.name} encloses {volume_ml:.3f} mL instead of {check.meant_ml:.3f}"
            raise WriteFailed(f"The file was not kept: {what}", path, "Export voxels instead.")
        lines.append(f"{line_of(check)}, surface {volume_ml:.2f} mL")
    return Verified(path, tuple(lines), checks)
