"""Dice plus cross-entropy, with voxels that do not count."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from medseg_gui.ml.cases import IGNORED


def dice_and_entropy(logits: torch.Tensor, target: torch.Tensor, unlabelled: Sequence[int] = ()) -> torch.Tensor:
    """One number: 1 - mean soft Dice of the foreground classes over the batch, plus mean cross-entropy.

    ``logits`` (batch, classes, ...), ``target`` int64 (batch, ...); voxels of class IGNORED do not count.
    ``unlabelled``: classes that nobody marked in these cases; background may be any of them, so that a model does not
    unlearn them (marginal loss, Shi et al., Medical Image Analysis 2021).
    A class that the batch lacks has no Dice: its only gradient would drive small structures to nothing.
    Source of the sum: nnU-Net's DC_and_CE_loss with batch Dice.
    """
    logits = logits.float()
    counts = target != IGNORED
    if not bool(counts.any()):
        return logits.sum() * 0.0
    if unlabelled:
        open_classes = [c for c in range(logits.shape[1]) if c not in unlabelled]
        background = torch.logsumexp(logits[:, [0, *unlabelled]], 1, keepdim=True)
        kept = logits[:, open_classes[1:]]
        renumber = torch.full((IGNORED + 1,), IGNORED, dtype=torch.int64, device=target.device)
        renumber[open_classes] = torch.arange(len(open_classes), device=target.device)
        logits, target = torch.cat([background, kept], 1), renumber[target]
    entropy = torch.nn.functional.cross_entropy(logits, target, ignore_index=IGNORED)
    chance = torch.softmax(logits, 1) * counts[:, None]
    axes = (0, *range(2, logits.ndim))
    total = logits.new_zeros(())
    mass = chance.sum(axes)
    present = [c for c in range(1, logits.shape[1]) if bool((target == c).any())]
    for c in present:
        truth = target == c
        total = total + 2 * (chance[:, c] * truth).sum() / (mass[c] + truth.sum())
    return entropy + 1 - total / len(present) if present else entropy
