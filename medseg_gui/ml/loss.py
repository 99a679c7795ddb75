"""Dice plus cross-entropy, with voxels that do not count."""

from __future__ import annotations

import torch

from medseg_gui.ml.cases import IGNORED


def dice_and_entropy(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """One number: 1 - mean soft Dice of the foreground classes over the batch, plus mean cross-entropy.

    ``logits`` (batch, classes, ...), ``target`` int64 (batch, ...); voxels of class IGNORED do not count.
    Source: nnU-Net's DC_and_CE_loss with batch Dice.
    """
    logits = logits.float()
    counts = target != IGNORED
    if not bool(counts.any()):
        return logits.sum() * 0.0
    entropy = torch.nn.functional.cross_entropy(logits, target, ignore_index=IGNORED)
    chance = torch.softmax(logits, 1) * counts[:, None]
    axes = (0, *range(2, logits.ndim))
    total = logits.new_zeros(())
    classes = logits.shape[1]
    mass = chance.sum(axes)
    for c in range(1, classes):
        truth = target == c
        hit = (chance[:, c] * truth).sum()
        total = total + (2 * hit + 1e-5) / (mass[c] + truth.sum() + 1e-5)
    return entropy + 1 - total / (classes - 1)
