"""The hippocampus model: python models/recipes/hippocampus.py --data DIR --out models/hippocampus --seed 0

DIR holds images/ and labels/ of the Medical Segmentation Decathlon's Task04 (hippocampus_NNN.nii.gz). Ids below 250
train, the rest is held out. About half an hour on one core with AMX, an hour and a half without. Then once more from
there, quicker: --start with the folder of the first run (a quarter of an hour with AMX, 24 minutes with AVX-512 BF16).
"""

from __future__ import annotations

import common

from medseg_gui.core.segmenter import CardSegment
from medseg_gui.ml.training import Recipe
from medseg_gui.workers.pairs import Pair, training_case

FIRST_HELD = 250
SEGMENTS = (
    CardSegment(1, "Anterior hippocampus", (230, 159, 0)),
    CardSegment(2, "Posterior hippocampus", (86, 180, 233)),
)
WORDS = {
    "version": "1",
    "trained_on": (
        "Medical Segmentation Decathlon, Task04 Hippocampus (Vanderbilt University Medical Center; CC BY-SA 4.0): "
        "160 cropped T1-weighted MR volumes of 1 mm, manual masks, ids below 250. Scored on 31 volumes, ids from 250. "
        "nnU-Net's published cross-validation on the same data: Dice 0.90 anterior, 0.89 posterior."
    ),
    "limits": (
        "Only for T1-weighted MR that is already cropped to the hippocampus (about 35×50×35 mm at 1 mm), as in the "
        "Decathlon; on a whole head it will mark other tissue. Healthy adults and patients with psychosis, one centre, "
        "one scanner. The data may hold both hippocampi of one person on both sides of the split, so the score is "
        "somewhat kind. Not a medical device."
    ),
    "licence": "CC BY-SA 4.0",
}
RECIPE = Recipe(steps=4000, mirror=(2,), plan={"width": 24})
AGAIN = Recipe(steps=1300, mirror=(2,), plan={"width": 24}, rate=3e-3)


def main() -> None:
    options = common.arguments(__doc__ or "", "folder with images/ and labels/", "the model folder of the first run")
    names: dict[int, str] = {}
    cases = []
    for image in sorted((options.data / "images").glob("hippocampus_*.nii.gz")):
        number = image.name.split("_")[1].split(".")[0]
        split = "test" if int(number) >= FIRST_HELD else "train"
        cases.append(training_case(Pair(str(image), str(options.data / "labels" / image.name), split=split), names))
    recipe = AGAIN if options.start else RECIPE
    common.run(options, SEGMENTS, recipe, WORDS, common.on_cases(cases, SEGMENTS, options.start), modality=("MR",))


if __name__ == "__main__":
    main()
