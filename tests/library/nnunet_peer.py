"""Run by itself where nnunetv2 can be imported: real nnU-Net models with random weights, and what nnU-Net answers.

``nnunet_peer.py FOLDER``: for each job of FOLDER/jobs.json a trained-model folder FOLDER/<name> is saved by nnU-Net's
own trainer, and nnU-Net's own predictor writes FOLDER/<name>.nii.gz for the job's image.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(sys.argv[1])
for kind in ("raw", "preprocessed", "results"):
    os.environ[f"nnUNet_{kind}"] = str(ROOT / "nnunet" / kind)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor  # noqa: E402
from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer  # noqa: E402


def make(job: dict[str, object], folder: Path) -> None:
    plans, dataset, configuration = job["plans"], job["dataset"], job["configuration"]
    folder.mkdir()
    # the trainer looks what kind of files its training data are
    data = ROOT / "nnunet" / "preprocessed" / "Dataset999_Made" / "nnUNetPlans_x"
    data.mkdir(parents=True, exist_ok=True)
    (data / "case.b2nd").touch()
    (folder / "plans.json").write_text(json.dumps(plans))
    (folder / "dataset.json").write_text(json.dumps(dataset))
    for fold in job["folds"]:
        torch.manual_seed(fold)
        own = {**json.loads(json.dumps(plans)), "continue_training": False}  # the trainer takes it out again
        trainer = nnUNetTrainer(own, configuration, fold, dataset, device=torch.device("cpu"))
        trainer.initialize()
        if job["mirror"] is not None:
            trainer.inference_allowed_mirroring_axes = tuple(job["mirror"])
        for name in ("train_losses", "val_losses", "mean_fg_dice"):
            trainer.logger.log(name, np.float32(0.5) if "loss" in name else np.float64(0.5), 0)
        with torch.no_grad():  # fresh norm layers would hide a mistake, and fresh heads answer with ties
            for name, parameter in trainer.network.named_parameters():
                parameter.add_(torch.randn_like(parameter), alpha=2.0 if "seg_layers" in name else 0.05)
                if "seg_layers" in name and name.endswith("bias"):
                    parameter.zero_()
        (folder / f"fold_{fold}").mkdir()
        trainer.save_checkpoint(str(folder / f"fold_{fold}" / "checkpoint_final.pth"))


def answer(job: dict[str, object], folder: Path) -> float:
    predictor = nnUNetPredictor(device=torch.device("cpu"), use_mirroring=job["mirroring"], allow_tqdm=False)
    predictor.initialize_from_trained_model_folder(str(folder), None)
    began = time.perf_counter()
    predictor.predict_from_files_sequential([[job["image"]]], [str(folder)], False, True)
    return time.perf_counter() - began


seconds = {}
for job in json.loads((ROOT / "jobs.json").read_text()):
    make(job, ROOT / job["name"])
    seconds[job["name"]] = answer(job, ROOT / job["name"])
(ROOT / "seconds.json").write_text(json.dumps(seconds))
