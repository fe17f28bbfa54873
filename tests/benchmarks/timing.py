"""Timing that stands a busy machine: things to compare take turns, and medians are told."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def in_turns(calls: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Seconds of each call, ``repeats`` times, in turns: what slows one slows the others."""
    gc.collect()
    rounds = [{name: seconds(call) for name, call in calls.items()} for _ in range(repeats)]
    return {name: [each[name] for each in rounds] for name in calls}


def median_ratio(over: list[float], under: list[float]) -> float:
    """Median of the ratios of one turn each."""
    return statistics.median(a / b for a, b in zip(over, under, strict=True))
