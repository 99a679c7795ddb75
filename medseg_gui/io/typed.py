"""Records from JSON hold what their fields say, before anything works with them: files are written by anyone."""

from __future__ import annotations

import types
from dataclasses import fields
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def typed(record: T) -> T:
    """The data class's instance itself. Raises TypeError when a field holds something else than it says."""
    cls: Any = type(record)
    for name, kind in _hints(cls).items():
        if not _is(getattr(record, name), kind):
            raise TypeError(f"{cls.__name__}.{name}")
    return record


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}


def _is(value: object, kind: Any) -> bool:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return any(_is(value, one) for one in args)
    if origin is Literal:
        return isinstance(value, str | int) and value in args
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        many = len(args) == 2 and args[1] is Ellipsis
        return (many or len(value) == len(args)) and all(
            _is(v, args[0] if many else k) for v, k in zip(value, args[:1] * len(value) if many else args, strict=True)
        )
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    if kind is int:
        # voxels, values and counts: nothing of them needs 64 bits
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
    return value is None if kind is type(None) else isinstance(value, kind)
