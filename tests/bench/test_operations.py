"""Time of operations on 512×512×600, from the command to the written step, against libraries on the whole volume.

Each operation runs on an organ (about 1.6 L of the 82 L; only its box is worked on) and on the body (a third of all
voxels). The peers do the same to the whole volume: the fastest of the libraries that have it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import cc3d
import numpy as np
import pytest
import SimpleITK
from edt import edt
from scipy import ndimage

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Mask, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session

pytestmark = pytest.mark.bench

SHAPE = (600, 512, 512)
SPACING = (1.0, 0.72, 0.72)
MARGIN_MM = 3.0
SIGMA_MM = 1.5


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ball(mask: Mask, centre: tuple[int, int, int], radii: tuple[int, int, int], value: bool = True) -> None:
    box = tuple(slice(c - r, c + r + 1) for c, r in zip(centre, radii, strict=True))
    axes = np.ogrid[tuple(slice(-r, r + 1) for r in radii)]
    mask[box][sum((a / r) ** 2 for a, r in zip(axes, radii, strict=True)) < 1] = value


@pytest.fixture(scope="module")
def masks() -> dict[str, Mask]:
    rng = np.random.default_rng(0)
    organ, body = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    ball(organ, (300, 220, 180), (75, 95, 105))
    ball(body, (300, 256, 256), (298, 170, 240))
    for mask, spread in ((organ, (60, 75, 80)), (body, (200, 120, 160))):
        for _ in range(40):  # holes inside and islands outside
            at = tuple(int(c + rng.integers(-s // 2, s // 2)) for c, s in zip((300, 220, 180), spread, strict=True))
            ball(mask, at, (3, 4, 4), value=False)  # type: ignore[arg-type]
        for n in range(12):
            ball(mask, (200 + 16 * n, 40 + 4 * (n % 3), 60 + 8 * n), (2, 3, 3))
    return {"organ": organ, "body": body}


def opened(session: Session, mask: Mask) -> Case:
    geometry = Geometry.axial(SHAPE, SPACING)
    volume = Volume(np.broadcast_to(np.int16(0), SHAPE), geometry, "CT")
    made = Case(volume, LabelMap([mask.astype(np.uint8)], geometry, [Segment(1, "A")]))
    session.set_case(made)
    return made


def image_of(mask: Mask) -> Any:
    image = SimpleITK.GetImageFromArray(mask.view(np.uint8))
    image.SetSpacing(SPACING[::-1])
    return image


def largest_cc3d(mask: Mask) -> Any:
    labels = cc3d.connected_components(mask, connectivity=6, binary_image=True)
    return labels == 1 + int(np.argmax(cc3d.statistics(labels)["voxel_counts"][1:]))


def largest_itk(mask: Mask) -> Any:
    labels = SimpleITK.RelabelComponent(SimpleITK.ConnectedComponent(image_of(mask)), sortByObjectSize=True)
    return SimpleITK.GetArrayFromImage(labels == 1)


def holes_cc3d(mask: Mask) -> Any:
    """Background parts that touch no face of the volume."""
    labels = cc3d.connected_components(~mask, connectivity=6, binary_image=True)
    return mask | (labels > 1)


def margin_edt(mask: Mask) -> Any:
    return edt(~mask, anisotropy=SPACING, black_border=False, parallel=1) <= MARGIN_MM


def margin_itk(mask: Mask) -> Any:
    far = SimpleITK.SignedMaurerDistanceMap(image_of(mask), squaredDistance=False, useImageSpacing=True)
    return SimpleITK.GetArrayFromImage(far <= MARGIN_MM)


def gauss_scipy(mask: Mask) -> Any:
    return ndimage.gaussian_filter(mask.astype(np.float32), [SIGMA_MM / s for s in SPACING], mode="nearest") > 0.5


def gauss_itk(mask: Mask) -> Any:
    image = SimpleITK.Cast(image_of(mask), SimpleITK.sitkFloat32)
    return SimpleITK.GetArrayFromImage(SimpleITK.SmoothingRecursiveGaussian(image, SIGMA_MM) > 0.5)


def median_itk(mask: Mask) -> Any:
    radius = [int(SIGMA_MM / s) for s in SPACING[::-1]]
    return SimpleITK.GetArrayFromImage(SimpleITK.BinaryMedian(image_of(mask), radius))


ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Callable[[Mask], Any]]]] = {
    "islands": ("segment.islands", {}, {"cc3d": largest_cc3d, "SimpleITK": largest_itk}),
    "fill holes": (
        "segment.fill_holes",
        {},
        {
            "cc3d": holes_cc3d,
            "SimpleITK": lambda m: SimpleITK.GetArrayFromImage(SimpleITK.BinaryFillhole(image_of(m))),
        },
    ),
    "margin 3 mm": ("segment.grow", {"margin_mm": MARGIN_MM}, {"edt": margin_edt, "SimpleITK": margin_itk}),
    "Gaussian 1.5 mm": (
        "segment.smooth",
        {"method": "gaussian", "size_mm": SIGMA_MM},
        {"scipy": gauss_scipy, "SimpleITK": gauss_itk},
    ),
    "median 1.5 mm": ("segment.smooth", {"method": "median", "size_mm": SIGMA_MM}, {"SimpleITK": median_itk}),
}


@pytest.mark.parametrize("what", ["organ", "body"])
@pytest.mark.parametrize("row", ROWS)
def test_operation(session: Session, masks: dict[str, Mask], row: str, what: str) -> None:
    operation, options, peers = ROWS[row]
    mask = masks[what]
    case = opened(session, mask)

    def ours() -> None:
        session.operations.run(operation, **options)
        session.wait(600)

    ours()  # compiled and warm
    case.undo()
    seconds = timed(ours)
    assert len(case.history.done) == 1
    undo = timed(case.undo)
    theirs = {name: timed(lambda work=work: work(mask)) for name, work in peers.items()}
    best = min(theirs, key=lambda name: theirs[name])
    rest = ", ".join(f"{name} {t:.2f} s" for name, t in theirs.items())
    print(
        f"\n{row}, {what}: {seconds:.2f} s (undo {1000 * undo:.0f} ms); whole volume {rest}: "
        f"{theirs[best] / seconds:.1f} times faster than {best}"
    )


def between_scipy(mask: Mask, step: int) -> None:
    """Raya and Udupa with scipy on whole slices."""

    def distance(z: int) -> Any:
        inside = ndimage.distance_transform_edt(mask[z], sampling=SPACING[1:])
        return inside - ndimage.distance_transform_edt(~mask[z], sampling=SPACING[1:])

    drawn = np.flatnonzero(mask.any(axis=(1, 2)))
    before = distance(int(drawn[0]))
    for a, b in zip(drawn[:-1].tolist(), drawn[1:].tolist(), strict=True):
        after = distance(b)
        for z in range(a + 1, b):
            t = (z - a) / (b - a)
            mask[z] |= (1 - t) * before + t * after > 0
        before = after


@pytest.mark.parametrize("what", ["organ", "body"])
def test_fill_between_slices(session: Session, masks: dict[str, Mask], what: str) -> None:
    step = 6
    mask = masks[what].copy()
    mask[np.arange(SHAPE[0]) % step != 0] = False
    case = opened(session, mask)

    def ours() -> None:
        session.operations.run("segment.fill_between", plane="axial", follow_mm=0.0)
        session.wait(600)

    ours()
    case.undo()
    seconds = timed(ours)
    undo = timed(case.undo)
    peer = timed(lambda: between_scipy(mask, step))
    print(
        f"\nfill between slices, {what}: {seconds:.2f} s (undo {1000 * undo:.0f} ms); scipy on whole slices "
        f"{peer:.2f} s: {peer / seconds:.1f} times faster"
    )
