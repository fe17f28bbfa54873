"""A hundred icons an arm: what became of a hundred opportunities."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.document.blocks import IconRow, Icons
from experiments.words.speech import Speaker

GROUPS = ("completed", "solo", "other", "broken")
"""Service first, then failure: without a breakdown, and by one."""
RATES = ("completed", "solo", "failure", "breakdown")


def icons(rates: Mapping[str, Mapping[str, float]], runs: Sequence[int], say: Speaker) -> Icons:
    """Icons of arms by name; ``rates`` are the shares of RATES, ``runs`` how many runs each has."""
    legend = [say(f"report.icons.{group}") for group in GROUPS]
    rows = [_row(arm, shares, say) for arm, shares in rates.items()]
    number = "–".join(str(n) for n in sorted(set(runs)))
    return Icons(GROUPS, legend, rows, say("report.icons.caption", runs=number))


def whole(shares: Sequence[float], total: int = 100) -> list[int]:
    """Shares of 1 as whole numbers that add up to ``total``: largest remainders."""
    exact = np.asarray(shares, np.float64) * total
    counts = np.floor(exact).astype(int)
    by_remainder = np.argsort(counts - exact, kind="stable")
    counts[by_remainder[: total - int(counts.sum())]] += 1
    return [int(n) for n in counts]


def counts_of(shares: Mapping[str, float]) -> list[int]:
    """How many of 100 are of each of GROUPS; ``shares`` are those of RATES."""
    other = max(shares["failure"] - shares["breakdown"], 0.0)
    return whole([shares["completed"], shares["solo"], other, shares["breakdown"]])


def _row(arm: str, shares: Mapping[str, float], say: Speaker) -> IconRow:
    counts = counts_of(shares)
    words = dict(zip(GROUPS, counts, strict=True))
    return IconRow(say.arm(arm), counts, say("report.icons.alt", **words))
