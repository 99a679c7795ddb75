"""A list of three small images, and what is done with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from medseg_gui import api
from medseg_gui.session import Session

NAMES = ("a", "b", "c")
SHAPE = (4, 20, 24)


def three_images(folder: Path) -> Path:
    """A folder with a, b and c.nii.gz; each has its own grey value."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(NAMES):
        volume = api.volume_from_array(np.full(SHAPE, 10 * number, np.int16), (2.0, 1.0, 1.0))
        api.convert(volume, folder / f"{name}.nii.gz")
    return folder


def listed(session: Session, path: Path) -> Session:
    """The session with that list open, and its first case."""
    session.worklist.open(path)
    session.wait(30)
    session.wait(30)  # the first case
    assert session.worklist.opened is not None
    return session


def image_of(session: Session) -> str:
    return Path(session.the_case().volume.info.source).name


def statuses(session: Session) -> list[str]:
    return [session.worklist.standing(n).status for n in range(len(session.worklist.items))]


def paint(session: Session, name: str = "Liver") -> None:
    from medseg_gui.core.geometry import Box

    segment = session.segment or session.add_segment(name)
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 2, 3), (2, 6, 8)), np.ones((1, 4, 5), bool))
