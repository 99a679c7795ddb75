"""Writes the fixed click exam as PAIRS: ``python models/recipes/click_exam.py --data DIR --out pairs.csv``.

Every labelled real case of the data folder but the hippocampus ids that models train on (below 250).
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path

Line = tuple[str, str, str, str]
HELD_OUT_FROM = 250
CORD = (
    ("t1/t1w.nii.gz", "t1/t1w_seg-manual.nii.gz", "t1"),
    ("t2/t2.nii.gz", "t2/t2_seg-manual.nii.gz", "t2"),
    ("t2/t2_fake_lesion.nii.gz", "t2/t2_fake_lesion_sc_seg.nii.gz", "t2 lesion"),
    ("t2/t2_fake_lesion.nii.gz", "t2/t2_fake_lesion_lesion_seg.nii.gz", "t2 lesion"),
    ("t2s/t2s.nii.gz", "t2s/t2s_seg.nii.gz", "t2s"),
    ("t2s/t2s.nii.gz", "t2s/t2s_gmseg_manual.nii.gz", "t2s"),
)
VERTEBRA = (
    ("sample_ct/sub-ct_label-22_ct", "sample_ct/sub-ct_seg-{}_label-22_msk", "ct", "vertebra CT"),
    ("sample_mri/sub-mri_label-6_T2w", "sample_mri/sub-mri_seg-{}_label-6_msk", "mr", "vertebra MR"),
)
LESION = "ms-lesions/patient26/{}.nii.gz"
PLAIN: tuple[Line, ...] = (
    (
        LESION.format("FLAIR_N4_noneck_reduced_winsor_regtoFLAIR_brain_N4_regtoMNI"),
        LESION.format("GOLD_STANDARD_N4_noneck_reduced_winsor_regtoFLAIR_regtoMNI"),
        "patient26",
        "MS lesion",
    ),
    ("pyradiomics/brain1_image.nrrd", "pyradiomics/brain1_label.nrrd", "brain1", "brain tumour"),
    ("pyradiomics/brain2_image.nrrd", "pyradiomics/brain2_label.nrrd", "brain2", "brain tumour"),
    ("pyradiomics/breast1_image.nrrd", "pyradiomics/breast1_label.nrrd", "breast1", "breast tumour"),
    (
        "totalsegmentator-example/example_ct_sm.nii.gz",
        "totalsegmentator-example/example_seg.nii.gz",
        "ct",
        "TotalSegmentator CT",
    ),
    (
        "totalsegmentator-example/example_mr_sm.nii.gz",
        "totalsegmentator-example/example_seg_mr.nii.gz",
        "mr",
        "TotalSegmentator MR",
    ),
    ("dcmqi/ct-3slice", "dcmqi/liver_spine_seg.nrrd", "ct-3slice", "dcmqi"),
    ("dcmqi/ct-3slice", "dcmqi/heart_seg.nrrd", "ct-3slice", "dcmqi"),
)


def lines(data: Path) -> list[Line]:
    """(image, label, patient, group) with paths from the data folder."""
    out: list[Line] = []
    for folder in sorted((data / "sarcoma-sts/nifti").iterdir()):
        for kind, group in (("CT", "sarcoma CT"), ("MR_T1", "sarcoma MR")):
            image, label = (folder / f"{kind}_{what}.nii.gz" for what in ("image", "mask"))
            if image.is_file() and label.is_file():
                out.append((str(image.relative_to(data)), str(label.relative_to(data)), folder.name, group))
    out += [(f"cord-sct/{image}", f"cord-sct/{label}", patient, "cord") for image, label, patient in CORD]
    for image, label, patient, group in VERTEBRA:
        for what in ("vert", "subreg"):
            out.append(
                (
                    f"vertebra-tptbox/{image}.nii.gz",
                    f"vertebra-tptbox/{label.format(what)}.nii.gz",
                    patient,
                    group,
                )
            )
    out += PLAIN
    for image in sorted((data / "hippocampus-msd/images").glob("hippocampus_*.nii.gz")):
        number = image.name.removeprefix("hippocampus_").removesuffix(".nii.gz")
        if int(number) >= HELD_OUT_FROM:
            path = str(image.relative_to(data))
            out.append((path, path.replace("images", "labels"), number, "hippocampus"))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of real data")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    home = options.out.resolve().parent
    with options.out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "label", "patient", "group"])
        for image, label, *rest in lines(options.data):
            files = [os.path.relpath((options.data / name).resolve(), home) for name in (image, label)]
            writer.writerow([*files, *rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
