"""How unsure a model was: of a whole case, and of each slice of it, with what the user has looked at since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.edits import Step
from medseg_gui.core.interval import VolumeEstimate


def doubt(probability: npt.NDArray[np.float32]) -> float:
    """Bits of entropy of the foreground probability, summed over the case, per voxel of expected foreground.

    Wrong voxels lie where the entropy is, and 1 - Dice is the wrong voxels over the object's size: so both grow alike
    with the error, for small and large objects. 0 for an answer that is sure everywhere.
    """
    p = probability.astype(np.float64).clip(0, 1)
    unsure = p[(p > 0) & (p < 1)]
    bits = -(unsure * np.log2(unsure) + (1 - unsure) * np.log2(1 - unsure)).sum()
    return float(bits / max(1.0, p.sum()))


SHARE = 0.25
"""A slice with less than this share of the worst slice's doubt is not worth a visit."""
Anchor = tuple[str, float]
Slices = npt.NDArray[np.float64]


@dataclass(eq=False)
class Doubts:
    """What a case keeps of the last answer's doubt; it goes with the case file, the probabilities do not.

    ``wrong``: for each axis, slice by slice, the voxels that are expected to be wrong. ``reviewed``: for each axis the
    slices that the user looked at or edited since. ``anchor``: author and time of the last step when the answer stood
    in the case; None where there was none.
    """

    author: str
    anchor: Anchor | None
    wrong: tuple[Slices, Slices, Slices]
    volumes: tuple[VolumeEstimate, ...] = ()
    reviewed: tuple[set[int], set[int], set[int]] = field(default_factory=lambda: (set(), set(), set()))

    def ranking(self, axis: int) -> list[int]:
        """Slices of an axis, the most doubtful first; those far below the worst are left out."""
        wrong = self.wrong[axis]
        order = np.argsort(-wrong, kind="stable")
        return [int(i) for i in order if wrong[i] > 0 and wrong[i] >= SHARE * wrong.max()]

    def next(self, axis: int) -> int | None:
        """The most doubtful slice that is not reviewed yet; None when all are that deserve it."""
        return next((i for i in self.ranking(axis) if i not in self.reviewed[axis]), None)

    def standing(self, done: Sequence[Step], undone: Sequence[Step]) -> str:
        """ "" while the masks are as the answer left them, "edited" since; "gone" while the answer is taken back."""
        keys = [(s.author, s.when) for s in done]
        if self.anchor is not None and self.anchor not in keys:
            return "gone" if self.anchor in [(s.author, s.when) for s in undone] else "edited"
        after = keys.index(self.anchor) + 1 if self.anchor is not None else 0
        return "edited" if any(s.voxels for s in done[after:]) else ""

    def to_json(self) -> dict[str, Any]:
        return {
            "author": self.author,
            "anchor": list(self.anchor) if self.anchor is not None else None,
            "wrong": [[round(float(v), 3) for v in values] for values in self.wrong],
            "volumes": [v.to_json() for v in self.volumes],
            "reviewed": [sorted(slices) for slices in self.reviewed],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], shape: Sequence[int]) -> Doubts:
        """Raises KeyError, TypeError or ValueError for what is none of a volume of that shape."""
        wrong = [np.asarray(values, np.float64) for values in data["wrong"]]
        if [w.shape for w in wrong] != [(n,) for n in shape] or not all(np.isfinite(w).all() for w in wrong):
            raise ValueError("doubt of another image")
        looked = [
            {int(i) for i in slices if 0 <= int(i) < n} for slices, n in zip(data["reviewed"], shape, strict=True)
        ]
        anchor = (str(data["anchor"][0]), float(data["anchor"][1])) if data["anchor"] is not None else None
        volumes = tuple(VolumeEstimate.from_json(v) for v in data["volumes"])
        (a, b, c), (d, e, f) = wrong, looked
        return cls(str(data["author"]), anchor, (a, b, c), volumes, (d, e, f))
