"""The demonstration model: python models/recipes/body_phantom.py --out models/body-phantom --seed 0

A small 2-D U-Net on computed CT patients of a few seeds. Minutes on one core.
"""

from __future__ import annotations

from dataclasses import replace

import common
import numpy as np

from medseg_gui.core.labelmap import Labels
from medseg_gui.core.phantom import SEGMENTS, make_phantom
from medseg_gui.core.phantom_shapes import LEFT_KIDNEY, LIVER, LIVER_LESION, RIGHT_KIDNEY
from medseg_gui.core.segmenter import CardSegment
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.training import Recipe

# Far from the seeds of the sample study, which no model may have seen.
TRAIN_SEEDS = range(1000, 1006)
HELD_SEEDS = range(2000, 2006)
# Contrast medium that has not reached the organs yet: Hounsfield units below those of the sample study.
EARLIER_HU = {LIVER: 25, RIGHT_KIDNEY: 70, LEFT_KIDNEY: 70, LIVER_LESION: 5}
WORDS = {
    "version": "1",
    "trained_on": (
        f"Computed CT phantoms only: seeds {TRAIN_SEEDS[0]} to {TRAIN_SEEDS[-1]} of this program's own generator, "
        f"scored on seeds {HELD_SEEDS[0]} to {HELD_SEEDS[-1]}, all with less contrast medium in liver and kidneys than "
        "the sample study has. No real patient."
    ),
    "limits": (
        "A demonstration: phantoms only. It is small, briefly trained, and on purpose on an earlier contrast phase "
        "than the sample study, so that correcting and fine-tuning have something to do. Its scores are of that "
        "earlier phase; on the sample study it is worse. Never for real images. Not a medical device."
    ),
    "licence": "Apache-2.0",
}
RECIPE = Recipe(
    steps=800,
    batch=4,
    rate=3e-3,
    plan={"dims": 2, "width": 12, "widest": 96, "spacing_mm": [None, 2.0, 2.0], "patch_voxels": 96 * 96},
)


def case(seed: int, split: str) -> TrainingCase:
    def load() -> tuple[Volume, Labels]:
        phantom = make_phantom(seed)
        voxels = phantom.volume.voxels.astype(np.int16)
        for segment in phantom.labels.segments:
            voxels[phantom.labels.mask(segment)] -= EARLIER_HU.get(segment.name, 0)
        return replace(phantom.volume, voxels=voxels), phantom.labels.voxels

    return TrainingCase(f"phantom {seed}", load, f"phantom {seed}", split)


def main() -> None:
    options = common.arguments(__doc__ or "")
    cases = [case(s, "train") for s in TRAIN_SEEDS] + [case(s, "test") for s in HELD_SEEDS]
    segments = [
        CardSegment(s.value, s.name, s.colour, (s.code.value, s.code.scheme, s.code.meaning) if s.code else None)
        for s in SEGMENTS
    ]
    common.run(options, segments, RECIPE, WORDS, common.on_cases(cases, segments))


if __name__ == "__main__":
    main()
