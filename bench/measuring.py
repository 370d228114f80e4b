"""Taking the time, and saying it beside its target."""

import gc
import os
import platform
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import Any

ROUNDS = 40


Clock = Callable[[], float]


def taken(act: Callable[[], Any], clock: Clock = perf_counter) -> float:
    """Milliseconds that this takes once."""
    begun = clock()
    act()
    return (clock() - begun) * 1000


def usual(act: Callable[[], Any], clock: Clock = perf_counter, rounds: int = ROUNDS) -> float:
    """Milliseconds: the median of that many rounds, after three that do not count."""
    for _ in range(3):
        act()
    gc.collect()
    return median(taken(act, clock) for _ in range(rounds))


def p95(times: Sequence[float]) -> float:
    """What 19 of 20 stay below."""
    return quantiles(times, n=20)[-1]


def verdict(found: float, target: float) -> str:
    """Whether a figure keeps its target, in a word."""
    return "ok" if found <= target else "OVER"


def title(words: str) -> None:
    """Begin a subject."""
    print(f"\n{words}\n{'-' * len(words)}")


def machine() -> str:
    """What this was measured on."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"Python {platform.python_version()}, "
        f"{os.cpu_count()} processors, load {load}: other work makes every figure larger."
    )
