"""Run by itself where nnInteractive can be imported: a checkpoint with random weights, and what its session answers.

``interactive_peer.py FOLDER``: FOLDER/jobs.json holds plans, data set, capability and prompts. The checkpoint goes to
FOLDER/model; FOLDER/answers.npy is (prompts, slice, row, column): the mask after each prompt.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from nnInteractive.inference.inference_session import nnInteractiveInferenceSession
from nnInteractive.trainer.nnInteractiveTrainer import nnInteractiveTrainer_stub
from nnunetv2.utilities.plans_handling.plans_handler import PlansManager

ROOT = Path(sys.argv[1])


def make(job: dict[str, Any], folder: Path) -> None:
    (folder / "fold_0").mkdir(parents=True)
    for name in ("plans", "dataset", "inference_info"):
        (folder / f"{name}.json").write_text(json.dumps(job[name]))
    (folder / "LICENSE").write_text("CC BY-NC-SA 4.0\nhttps://creativecommons.org\n")
    plans = PlansManager(job["plans"])
    torch.manual_seed(4)
    network = nnInteractiveTrainer_stub.build_network_architecture(
        plans, plans.get_configuration(job["configuration"]), 8, 2, enable_deep_supervision=False
    )
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.add_(torch.randn_like(parameter), alpha=2.0 if "seg_layers" in name else 0.05)
            if "seg_layers" in name and name.endswith("bias"):
                parameter.zero_()
    checkpoint = {
        "network_weights": network.state_dict(),
        "trainer_name": "nnInteractiveTrainer_stub",
        "init_args": {"configuration": job["configuration"]},
        "inference_allowed_mirroring_axes": None,
    }
    torch.save(checkpoint, folder / "fold_0" / "checkpoint_final.pth")


def answer(job: dict[str, Any], folder: Path) -> None:
    session = nnInteractiveInferenceSession(torch.device("cpu"), torch_n_threads=2)
    session.initialize_from_trained_model_folder(str(folder))
    image = np.load(ROOT / "image.npy")
    session.set_image(image[None])
    target = np.zeros(image.shape, np.uint8)
    session.set_target_buffer(target)
    out = []
    for at, (kind, positive, where) in enumerate(job["prompts"]):
        if kind == "points":
            session.add_point_interaction(where, positive)
        elif kind == "bbox":
            session.add_bbox_interaction(where, positive)
        else:
            mask = np.load(ROOT / f"mask_{at}.npy")
            add = session.add_scribble_interaction if kind == "scribble" else session.add_lasso_interaction
            add(mask, positive)
        out.append(target.copy())
    np.save(ROOT / "answers.npy", np.stack(out))


told = json.loads((ROOT / "jobs.json").read_text())
make(told, ROOT / "model")
answer(told, ROOT / "model")
