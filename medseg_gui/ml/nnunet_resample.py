"""nnU-Net's change of spacing, so that an imported model sees what it saw in its training.

Source: nnunetv2 2.8 (Apache-2.0), preprocessing/resampling: ``default_resampling.py`` and ``resample_torch.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from medseg_gui.core.errors import ModelError

# Where one axis is this much coarser than the others, it is resampled by itself (nnunetv2.configuration).
ANISOTROPY = 3.0
DEFAULT, TORCH, NONE = "resample_data_or_seg_to_shape", "resample_torch_fornnunet", "no_resampling_hack"


def read(function: object, options: object) -> dict[str, Any]:
    """What a plan says about a resampling, as ``resample`` takes it. Raises ModelError for what is not known."""
    known = options if isinstance(options, Mapping) else {}
    if known.get("is_seg"):
        raise ModelError("The model's plan resamples images as if they were masks")
    apart = known.get("force_separate_z")
    if function == DEFAULT:
        order, apart_order = int(known.get("order", 3)), int(known.get("order_z", 0))
        apart = known.get("force_separate_z", False)
    elif function == TORCH and known.get("mode", "linear") == "linear":
        order = 1
        apart_order = {"nearest-exact": 0, "linear": 1}.get(str(known.get("aniso_axis_mode", "nearest-exact")), -1)
    elif function == NONE:
        return {"order": -1, "apart": False, "apart_order": 0, "ratio": ANISOTROPY}
    else:
        raise ModelError(f"The model's plan resamples with {function!r}, which this program does not know")
    if not (0 <= order <= 5 and apart_order in (0, 1)) or apart not in (None, True, False):
        raise ModelError(f"The model's plan resamples in an unknown way: {dict(known)!r}")
    return {
        "order": order,
        "apart": apart,
        "apart_order": apart_order,
        "ratio": float(known.get("separate_z_anisotropy_threshold", ANISOTROPY)),
    }


def new_shape(shape: Sequence[int], old_mm: Sequence[float], new_mm: Sequence[float]) -> tuple[int, ...]:
    return tuple(max(1, round(o / n * k)) for k, o, n in zip(shape, old_mm, new_mm, strict=True))


def resample(
    array: torch.Tensor, shape: Sequence[int], old_mm: Sequence[float], new_mm: Sequence[float], how: Mapping[str, Any]
) -> torch.Tensor:
    """float32 (slice, row, column) brought to ``shape``, edge on edge: spline of ``order``, a coarse axis by itself."""
    if tuple(array.shape) == tuple(shape):
        return array
    if how["order"] < 0:
        raise ModelError("The model takes images of its own spacing only", todo="Convert the image to it first.")
    axis = _coarse_axis(old_mm, new_mm, how)
    if axis is None:
        return _spline(array, shape, int(how["order"]))
    inside = [n for a, n in enumerate(shape) if a != axis]
    slices = [_spline(one, inside, int(how["order"])) for one in array.unbind(axis)]
    return _spline(torch.stack(slices, axis), shape, int(how["apart_order"]))


def _coarse_axis(old_mm: Sequence[float], new_mm: Sequence[float], how: Mapping[str, Any]) -> int | None:
    """The axis to be resampled by itself; with two coarse axes there is none."""
    if how["apart"] is not None:
        spacing = old_mm if how["apart"] else None
    else:
        spacing = next((s for s in (old_mm, new_mm) if max(s) / min(s) > how["ratio"]), None)
    if spacing is None:
        return None
    coarse = [a for a, s in enumerate(spacing) if s == max(spacing)]
    return coarse[0] if len(coarse) == 1 else None


def _spline(array: torch.Tensor, shape: Sequence[int], order: int) -> torch.Tensor:
    if tuple(array.shape) == tuple(shape):
        return array
    size = tuple(int(n) for n in shape)
    if order == 0:
        return torch.nn.functional.interpolate(array[None, None], size, mode="nearest-exact")[0, 0]
    if order == 1:  # the same figures as scikit-image's, many times faster
        mode = "trilinear" if array.ndim == 3 else "bilinear"
        return torch.nn.functional.interpolate(array[None, None], size, mode=mode, align_corners=False)[0, 0]
    from skimage.transform import resize  # what nnU-Net calls: cubic splines, cut to the input's range

    out: Any = resize(  # type: ignore[no-untyped-call]
        array.numpy().astype(np.float64), size, order, mode="edge", anti_aliasing=False
    )
    return torch.from_numpy(out.astype(np.float32))
