"""Remembers answers for a while, so that a thousand readers cost the database one question."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import ParamSpec, TypeVar

from cachetools import TTLCache, cached

from core.kernel.clock import Clock

_P = ParamSpec("_P")
_R = TypeVar("_R")


def remembered(clock: Clock, seconds: int, size: int = 512) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """For functions of hashable arguments. Who asks while the answer is being found waits for it."""

    def keep(function: Callable[_P, _R]) -> Callable[_P, _R]:
        kept: TTLCache[object, _R] = TTLCache(size, seconds, timer=lambda: clock().timestamp())
        return cached(kept, condition=Condition())(function)

    return keep
