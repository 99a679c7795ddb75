"""The losses a training can choose from, with voxels that do not count and classes that nobody marked."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from medseg_gui.core.choices import LOSSES, check_choices
from medseg_gui.ml.cases import IGNORED

FOCUS = 2.0
"""Focal loss: the power by which easy voxels weigh less (gamma of Lin et al., ICCV 2017)."""
FALSE_POSITIVE, FALSE_NEGATIVE = 0.3, 0.7
"""Tversky: what is missed costs more (Salehi et al., MLMI 2017)."""


def training_loss(
    logits: torch.Tensor, target: torch.Tensor, unlabelled: Sequence[int] = (), kind: str = LOSSES[0]
) -> torch.Tensor:
    """One number, the smaller the better; ``kind`` is one of core.choices.LOSSES. Raises BadInput for another.

    ``logits`` (batch, classes, ...), ``target`` int64 (batch, ...); voxels of class IGNORED do not count.
    ``unlabelled``: classes that nobody marked in these cases; background may be any of them, so that a model does not
    unlearn them (marginal loss, Shi et al., Medical Image Analysis 2021).
    """
    check_choices({"loss": kind})
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
        counts = target != IGNORED
    if kind in ("ce", "focal", "dice_ce"):
        entropy = torch.nn.functional.cross_entropy(logits, target, ignore_index=IGNORED, reduction="none")[counts]
        if kind == "focal":
            return ((1 - torch.exp(-entropy)) ** FOCUS * entropy).mean()
        return entropy.mean() + (_overlap(logits, target, counts, 0.5, 0.5, 1) if kind == "dice_ce" else 0)
    if kind == "tversky":
        # background counts too: else nothing would keep a patch without structures empty
        return _overlap(logits, target, counts, FALSE_POSITIVE, FALSE_NEGATIVE, 0)
    truth = torch.nn.functional.one_hot(target.where(counts, 0), logits.shape[1]).movedim(-1, 1)
    return ((torch.softmax(logits, 1) - truth) ** 2).sum(1)[counts].mean()


def _overlap(
    logits: torch.Tensor, target: torch.Tensor, counts: torch.Tensor, extra: float, missed: float, first: int
) -> torch.Tensor:
    """1 - mean Tversky index over the batch of the classes from ``first`` on; with halves it is Dice.

    A class that the batch lacks has none: its only gradient would drive small structures to nothing.
    Source of Dice over the batch: nnU-Net's DC_and_CE_loss.
    """
    chance = torch.softmax(logits, 1) * counts[:, None]
    classes = logits.shape[1]
    safe = target.where(counts, 0)
    # gathered, not cut out class by class: the gradient of a cut is as large as all classes together
    right = chance.gather(1, safe[:, None])[:, 0].flatten()
    hit = right.new_zeros(classes).index_add(0, safe.flatten(), right)
    size = torch.bincount(target[counts], minlength=classes)
    total = chance.sum([0, *range(2, chance.ndim)])
    index = hit / (extra * total + missed * size).clamp(min=1e-9)
    present = size[first:] > 0
    return 1 - index[first:][present].mean() if bool(present.any()) else logits.new_zeros(())
