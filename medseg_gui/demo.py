"""The whole job on the built-in sample study, told in figures; and the self-test of an installed program."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from medseg_gui import api
from medseg_gui.core.brush import sweep
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.labelmap import LabelMap, Mask, Segment
from medseg_gui.process import own_command
from medseg_gui.settings import resource_path
from medseg_gui.workers import models, sample
from medseg_gui.workers.job import run_now

MODEL = "body-phantom"
TUNED = "body-phantom-demo"
# What a patient reader would do by hand: so many strokes a segment, each where the error is deepest.
STROKES = 60
SMALLEST_MM = 1.5
TRAINING_STEPS = 60
SEED = 0
WINDOW_TIMEOUT_S = 120
Say = Callable[[str], None]


def run(out: Path, say: Say, window: bool) -> dict[str, Any]:
    """The figures of the demonstration; leaves the masks, figures.csv and screenshots in ``out``."""
    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    say("1. A sample study as DICOM: a CT series and manual labels of known volume")
    study = run_now(sample.sample_study(out / "patient-1", sample.SEED))
    volume = api.open_volume(study.image)
    manual = api.open_labels(study.labels, like=volume)
    say(f"   {volume.geometry.describe()}, {volume.modality}")

    say("2. Its labels from DICOM through a mask to NIfTI, against the volumes that the formulas give")
    api.save_labels(manual, out / "manual.nii.gz", volume)
    figures["labels"] = _volumes(api.open_labels(out / "manual.nii.gz", like=volume), manual, study.analytic_ml)
    for row in figures["labels"]:
        error = f"{row['error_percent']:+.2f} %"
        say(f"   {row['name']:15s} {row['ml']:9.2f} mL, analytic {row['analytic_ml']:9.2f} mL ({error})")

    say(f"3. The U-Net {MODEL}")
    begun = time.monotonic()
    automatic = api.segment(volume, MODEL)
    figures["segment_s"] = round(time.monotonic() - begun, 2)
    figures["dice_automatic"] = dice(automatic, manual)
    say(f"   Dice {_line(figures['dice_automatic'])} in {figures['segment_s']} s")

    say("4. Corrected with brush and eraser")
    case = Case(volume, automatic)
    figures["strokes"] = correct(case, manual)
    figures["dice_corrected"] = dice(case.labelmap, manual)
    say(f"   Dice {_line(figures['dice_corrected'])} after {figures['strokes']} strokes")
    report = api.save_labels(case.labelmap, out / "mask.nii.gz", volume)
    for line in report.verified:
        say(f"   mask.nii.gz verified: {line}")

    say("5. Fine-tuned on the corrected mask, then tried on a second patient")
    second = run_now(sample.sample_study(out / "patient-2", sample.SECOND_SEED))
    other = api.open_volume(second.image)
    truth = api.open_labels(second.labels, like=other)
    figures["second_before"] = dice(api.segment(other, MODEL), truth)
    card = _finetune(study.image, out / "mask.nii.gz", out / "pairs.csv")
    try:
        figures["second_after"] = dice(api.segment(other, card.folder), truth)
    finally:
        api.discard_model(card)
    say(f"   Dice before {_line(figures['second_before'])}")
    say(f"   Dice after  {_line(figures['second_after'])}")

    api.save_labels(case.labelmap, out / "mask.seg.nrrd", volume)  # NIfTI keeps no names, this does
    evaluation = api.evaluate(case.labelmap, manual)
    (out / "figures.csv").write_text(evaluation.to_csv(), encoding="utf-8")
    say("6. The window")
    figures["screenshots"] = screenshots(out, study.image, out / "mask.seg.nrrd", study.labels)
    for name in figures["screenshots"]:
        say(f"   {out / name}")
    figures["seconds"] = round(time.monotonic() - started, 1)
    say(f"Done in {figures['seconds']} s. Everything is in {out}")
    if window and _has_display():
        subprocess.call([*own_command(window=True), study.image])
    return figures


def _volumes(labels: LabelMap, named: LabelMap, analytic_ml: dict[str, float]) -> list[dict[str, Any]]:
    rows = []
    for segment in named.segments:
        mine = next(s for s in labels.segments if s.value == segment.value)
        ml = float(labels.mask(mine).sum() * labels.geometry.voxel_ml)
        true = analytic_ml[segment.name]
        rows.append({"name": segment.name, "ml": ml, "analytic_ml": true, "error_percent": 100 * (ml - true) / true})
    return rows


def dice(labels: LabelMap, reference: LabelMap) -> dict[str, float]:
    """Dice by segment name, for the segments that ``labels`` has, and their mean."""
    found: dict[str, float] = {}
    for truth in reference.segments:
        mine = next((s for s in labels.segments if s.name == truth.name), None)
        if mine is not None:
            a, b = labels.mask(mine), reference.mask(truth)
            found[truth.name] = round(float(2 * (a & b).sum() / max(1, a.sum() + b.sum())), 4)
    found["mean"] = round(sum(found.values()) / max(1, len(found)), 4)
    return found


def _line(scores: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in scores.items())


def correct(case: Case, reference: LabelMap, strokes: int = STROKES) -> int:
    """Number of brush and eraser strokes that a scripted reader made, each where a segment's error is deepest."""
    made = 0
    for truth in reference.segments:
        segment = next((s for s in case.labelmap.segments if s.name == truth.name), None)
        if segment is None:
            with case.edit("Add segment") as edit:
                segment = edit.add_segment(truth.name)
        want = reference.mask(truth)
        for _ in range(strokes):
            if not _stroke(case, segment, want):
                break
            made += 1
    return made


def _stroke(case: Case, segment: Segment, want: Mask) -> bool:
    have = case.labelmap.mask(segment)
    wrong = have != want
    slices = wrong.sum(axis=(1, 2))
    z = int(slices.argmax())
    if not slices[z]:
        return False
    missing = bool((want[z] & ~have[z]).sum() >= (have[z] & ~want[z]).sum())
    area = (want[z] & ~have[z]) if missing else (have[z] & ~want[z])
    _, dy, dx = case.volume.geometry.spacing_mm
    depth = ndimage.distance_transform_edt(np.pad(area, 1), sampling=(dy, dx))[1:-1, 1:-1]
    y, x = (int(i) for i in np.unravel_index(int(depth.argmax()), depth.shape))
    radius_mm = max(float(depth[y, x]), SMALLEST_MM)
    # along the ridge of the error: to the deepest point that is still a stroke away
    along = np.where(np.hypot(*(np.indices(depth.shape) - np.array([[[y]], [[x]]]))) <= 12, depth, 0)
    along[max(0, y - 3) : y + 4, max(0, x - 3) : x + 4] = 0
    y2, x2 = (int(i) for i in np.unravel_index(int(along.argmax()), along.shape)) if along.max() > 0 else (y, x)
    box, disc = sweep(case.volume.geometry, (z, y, x), (z, y2, x2), radius_mm, "axial")
    # a careful hand stops at the border that it sees
    disc = disc & (want[box.slices] if missing else ~want[box.slices])
    with case.edit("Brush" if missing else "Eraser") as edit:
        return _apply(edit, segment, box, disc, missing) > 0


def _apply(edit: Edit, segment: Segment, box: api.Box, disc: Mask, missing: bool) -> int:
    return edit.paint(segment, box, disc, "all") if missing else edit.erase(segment, box, disc)


def _finetune(image: str, mask: Path, pairs: Path) -> api.ModelCard:
    with pairs.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "label", "patient"])
        writer.writerow([Path(image).resolve(), mask.resolve(), "sample-1"])
    card: api.ModelCard | None = None
    for step in api.finetune(pairs, MODEL, models.free(TUNED), steps=TRAINING_STEPS, seed=SEED):
        card = step.card or card
    if card is None:
        raise MedsegError("The fine-tuning ended without a model")
    return card


# ----- the window, from a program without Qt ---------------------------------------------------------
def _has_display() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def screenshots(out: Path, image: str, mask: Path, manual: str) -> list[str]:
    """Names of the pictures in ``out`` that a window without a screen took of the case."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "MEDSEG_DEMO_OUT": str(out.resolve()),
        "MEDSEG_DEMO_MASK": str(mask.resolve()),
        "MEDSEG_DEMO_MANUAL": str(Path(manual).resolve()),
    }
    script = str(resource_path("demo_window.py"))
    command = [*own_command(window=True), str(Path(image).resolve()), "--python-script", script]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=WINDOW_TIMEOUT_S, check=False
    )
    if done.returncode:
        raise MedsegError(f"The window ended with code {done.returncode}: {done.stderr.strip()[-500:]}")
    return sorted(path.name for path in out.glob("window-*.png"))


def registries() -> dict[str, list[str]]:
    """What this program can do, by registry. What a row names is loaded, so that nothing is listed that is not there.

    A frozen program must say the same as the source tree that it was built from.
    """
    from medseg_gui.commands import COMMANDS
    from medseg_gui.io.formats import FORMATS
    from medseg_gui.keymaps import ORDER
    from medseg_gui.tools.operations.registry import OPERATIONS
    from medseg_gui.tools.registry import TOOLS
    from medseg_gui.workers import export_plan, importing, segment

    for module in [*(module for module, _ in segment.KINDS.values()), *(r.module for r in importing.READERS)]:
        import_module(module)
    return {
        "commands": [command.id for command in COMMANDS],
        "tools": [tool.id for tool in TOOLS],
        "operations": [operation.id for operation in OPERATIONS],
        "formats": [f"{form.id} {' '.join(form.suffixes)}" for form in FORMATS],
        "exports": [kind.id for kind in export_plan.KINDS],
        "model kinds": list(segment.KINDS),
        "importers": [reader.title for reader in importing.READERS],
        "key profiles": list(ORDER),
        "models": [f"{c.name} {c.version} {c.sha256}" for c in models.list_models() if models.is_shipped(c)],
    }


def selftest() -> dict[str, Any]:
    """What a frozen install must pass: every shipped model's hash, and one round trip through DICOM, U-Net and NIfTI.

    Raises MedsegError at the first thing that is wrong.
    """
    cards = [models.verify(card.name) for card in models.list_models() if models.is_shipped(card)]
    if not cards:
        raise MedsegError("No shipped model was found")
    with tempfile.TemporaryDirectory() as folder:
        study = run_now(sample.sample_study(Path(folder) / "study"))
        volume = api.open_volume(study.image)
        manual = api.open_labels(study.labels, like=volume)
        labels = api.segment(volume, MODEL)
        report = api.save_labels(labels, Path(folder) / "mask.nii.gz", volume)
        return {
            "registries": {name: len(rows) for name, rows in registries().items()},
            "models": [f"{card.name} {card.version}" for card in cards],
            "dice": dice(labels, manual)["mean"],
            "verified": list(report.verified),
        }
