"""Where networks run: the GPU if there is one, else the CPU; and in which number type."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from functools import cache

import torch


@cache
def best_device() -> torch.device:
    """CUDA when a GPU can be used, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@cache
def fast_bf16(kind: str) -> bool:
    """True where the hardware itself computes in bfloat16, so that it is faster than float32.

    On CPUs that takes AMX tiles (Xeon from 2023) or AVX-512 BF16 (Ryzen and EPYC from Zen 4); AVX-512 alone only
    emulates part of it. Who keeps oneDNN from using them (ONEDNN_MAX_CPU_ISA) gets float32.
    """
    if kind == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return has_amx() or _able("avx512_bf16", "BF16", "AMX", "AVX10")


@cache
def has_amx() -> bool:
    """True on CPUs with AMX tiles, which want another memory format than the others."""
    return _able("amx_bf16", "AMX")


def _able(ability: str, *allowing: str) -> bool:
    allowed = os.environ.get("ONEDNN_MAX_CPU_ISA", "DEFAULT").upper()
    if allowed not in ("DEFAULT", "ALL") and not any(word in allowed for word in allowing):
        return False
    abilities = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(abilities.get(ability, False))


def autocast(device: torch.device) -> AbstractContextManager[object]:
    """A context that computes convolutions in bfloat16 where that is faster, else leaves float32."""
    if fast_bf16(device.type):
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return nullcontext()


def is_out_of_memory(error: BaseException) -> bool:
    """True for each way in which torch and numpy say that memory ran out."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)


def graphics() -> tuple[str, float, bool]:
    """(name, memory in GB, whether networks run on it) of the GPU that torch can use; empty where there is none."""
    if not torch.cuda.is_available():
        return "", 0.0, False
    found = torch.cuda.get_device_properties(0)
    return str(found.name), found.total_memory / 1e9, best_device().type == "cuda"
