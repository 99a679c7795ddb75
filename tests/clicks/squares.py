"""A click model whose answers are plain to see, and hands to ask it with."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Hypothesis, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session

SHAPE = (4, 40, 40)
ASKED: list[Request] = []


def squares(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
    """A model that answers with a square of radius 3 round each positive click, less those round negative ones.

    In 3-D the whole object is what some slice shows, in every slice that is not confirmed; a correction reaches one
    slice further.
    """
    yield Progress()
    assert request is not None
    ASKED.append(request)
    mask = np.zeros(volume.geometry.shape, bool)
    if request.previous is not None:
        mask |= request.previous
    for prompt in request.prompts:
        assert isinstance(prompt, Click)
        z, y, x = prompt.index
        if request.plane is not None or ("axial", z) not in request.confirmed:
            slices = slice(z, z + 1) if request.plane is not None else slice(z, z + 2)
            mask[slices, y - 3 : y + 4, x - 3 : x + 4] = prompt.positive
    last = tuple(request.prompts)[-1]
    assert isinstance(last, Click)
    z = last.index[0]
    box = Box((z, 0, 0), (z + 1, SHAPE[1], SHAPE[2]))
    if request.plane is None:
        box = Box.whole(SHAPE)
        if ("axial", z) in request.confirmed:
            for n in range(SHAPE[0]):
                if ("axial", n) not in request.confirmed:
                    mask[n] = mask.any(0)
    labels = mask[box.slices].astype(np.uint8)
    small = np.zeros_like(labels)
    small[labels > 0] = 1
    small[:, ::2] = 0
    return Prediction(box, labels, 0.0, hypotheses=(Hypothesis(labels), Hypothesis(small)))


def click(session: Session, y: int, x: int, positive: bool = True, z: int = 1) -> None:
    session.point(Click((z, y, x), positive, "axial"))
    session.wait(5)


def mask(session: Session) -> Mask:
    case = session.the_case()
    return np.asarray(case.labelmap.any_mask())
