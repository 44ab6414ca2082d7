"""What a text costs, as a ratio to what an ordinary one costs on the same path, in the same run."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable, Mapping
from statistics import median

from tests.hostile.paths import Reads
from tests.hostile.texts import ORDINARY

BOUND = 100
"""No text may cost more times what an ordinary one does."""
_AT_LEAST_S = 0.002


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this thread's processor, so that other processes don't count."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def ordinary(path: Reads, rounds: int = 15) -> float:
    """Of one ordinary text: the median of rounds that are long enough to be measured."""
    for text in ORDINARY:
        path(text)

    def several(times: int) -> float:
        return cpu(lambda: [path(text) for _ in range(times) for text in ORDINARY])

    times = 1
    while several(times) < _AT_LEAST_S:
        times *= 2
    return median(several(times) for _ in range(rounds)) / (times * len(ORDINARY))


def yardstick(paths: Mapping[str, Reads], name: str) -> float:
    """What an ordinary text costs on a path. One that costs next to nothing is held against a fifth of a place."""
    return max(ordinary(paths[name]), ordinary(paths["place"]) / 5)


def times_an_ordinary(path: Reads, text: str, usual: float) -> float:
    """How many times the usual a text costs. What seems too much is measured again, with an ordinary one beside it.

    Others use this machine, too: it may have become slower since the usual cost was measured.
    """
    ratio = cpu(lambda: path(text)) / usual
    for _ in range(4):
        if ratio <= BOUND:
            break
        beside = max(usual, ordinary(path, rounds=3))
        ratio = min(ratio, cpu(lambda: path(text)) / beside)
    return ratio


def peak_memory(work: Callable[[], object]) -> int:
    """Bytes that were held at once beside what was there before."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
