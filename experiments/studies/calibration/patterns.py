"""The patterns, each a named pure function of a point's runs, and whether their bounds are met.

All are seen without a coordinator. What a pattern says, and where that comes from, is told by the
message ``calibration.pattern.<name>``; bounds are in ``configs/calibration.yaml``. A value that
isn't defined (nan: nothing to compare) does not meet its pattern.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.studies.calibration.summaries import MOST_MEMBERS

LEAST_MEDIAN, MOST_MEDIAN = 3, 5
"""Members of a formed project: the median lies between."""

Table = Mapping[str, NDArray[np.float64]]


class Runs(NamedTuple):
    """A point's summaries, one array (replicates,) a name: as is, and heterogeneity doubled."""

    plain: Table
    doubled: Table


def _ratio(table: Table, part: str, whole: str) -> float:
    top, bottom = float(table[part].sum()), float(table[whole].sum())
    return top / bottom if bottom > 0.0 else float("nan")


def _mean(table: Table, name: str) -> float:
    return float(table[name].mean())


def breakdown(runs: Runs) -> float:
    """Breakdowns per opportunity."""
    return _ratio(runs.plain, "breakdowns", "opportunities")


def failure(runs: Runs) -> float:
    """Failures per opportunity."""
    return _ratio(runs.plain, "failures", "opportunities")


def blocked(runs: Runs) -> float:
    """Share of opportunities that the initiator's limit blocked."""
    return _ratio(runs.plain, "blocked", "opportunities")


def few_members(runs: Runs) -> float:
    """Share of formed projects with fewer than three members: the median is above where it is
    under a half."""
    return _share_formed(runs.plain, range(LEAST_MEDIAN))


def many_members(runs: Runs) -> float:
    """Share of formed projects with more than five members."""
    return _share_formed(runs.plain, range(MOST_MEDIAN + 1, MOST_MEMBERS + 1))


def _share_formed(table: Table, members: range) -> float:
    chosen = sum(float(table[f"formed_of_{n}"].sum()) for n in members)
    formed = sum(float(table[f"formed_of_{n}"].sum()) for n in range(MOST_MEMBERS + 1))
    return chosen / formed if formed > 0.0 else float("nan")


def contributions_fall(runs: Runs) -> float:
    """Fall, within a partnership, of the share of instalments honoured, from the first half of a
    course of them to the second."""
    first = _ratio(runs.plain, "kept_first", "asked_by_half")
    return first - _ratio(runs.plain, "kept_second", "asked_by_half")


def honouring_falls(runs: Runs) -> float:
    """Fall of the honouring of who has held a seat for a year or more, since it came."""
    first = _ratio(runs.plain, "honouring_at_entry", "long_held")
    return first - _ratio(runs.plain, "honouring_of_long_held", "long_held")


def honouring_remains(runs: Runs) -> float:
    """Mean honouring after the last week."""
    return _mean(runs.plain, "honouring_end")


def shortfalls_teach(runs: Runs) -> float:
    """Slope of the change of honouring on the share of free riding.

    Over replicates, centred within the runs as they are and within those with heterogeneity
    doubled, so that only luck differs [F: imperfect conditional cooperation].
    """
    share = np.concatenate(
        [_centred(t["free_riding"] / np.maximum(1.0, t["formed"])) for t in runs]
    )
    change = np.concatenate([_centred(_change(t)) for t in runs])
    spread = float(share @ share)
    return float(share @ change) / spread if spread > 0.0 else float("nan")


def _change(table: Table) -> NDArray[np.float64]:
    """Mean change of honouring of who has held a seat for a year or more, (replicates,)."""
    change = table["honouring_of_long_held"] - table["honouring_at_entry"]
    return np.asarray(change / np.maximum(1.0, table["long_held"]))


def _centred(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values - values.mean())


def heterogeneity_breaks(runs: Runs) -> float:
    """Rise of negotiation failures per formed project, with goals twice as spread out.

    The same replicates [F: Scott, Thomas & Magallanes 2019].
    """
    return _rise(runs, "negotiation_failures", "formed")


def heterogeneity_slows(runs: Runs) -> float:
    """Rise of rounds per negotiation, as above."""
    return _rise(runs, "rounds", "negotiated")


def _rise(runs: Runs, part: str, whole: str) -> float:
    paired = len(runs.doubled[part])
    before = {name: runs.plain[name][:paired] for name in (part, whole)}
    return _ratio(runs.doubled, part, whole) - _ratio(before, part, whole)


def members_slow(runs: Runs) -> float:
    """Rounds of large projects over those of small ones, less 1 [F: as above]."""
    small = _ratio(runs.plain, "rounds_small", "negotiated_small")
    large = _ratio(runs.plain, "rounds_large", "negotiated_large")
    return large / small - 1.0 if small > 0.0 else float("nan")


def members_break(runs: Runs) -> float:
    """Negotiation failures per negotiation, large less small [F: as above]."""
    small = _ratio(runs.plain, "negotiation_failures_small", "negotiated_small")
    return _ratio(runs.plain, "negotiation_failures_large", "negotiated_large") - small


def members_slow_or_break(runs: Runs) -> float:
    """What more members do: slow or break, whichever shows more."""
    return max(members_slow(runs), members_break(runs))


def success_breeds_success(runs: Runs) -> float:
    """Completion of an initiator's next opportunity, after a completed less after a broken one.

    Early successes raise, early failures lower, later success [F: Ansell & Gash 2008].
    """
    after_success = _ratio(runs.plain, "success_after_completed", "after_completed")
    return after_success - _ratio(runs.plain, "success_after_broken", "after_broken")


def elderly_take_part(runs: Runs) -> float:
    """Participation after the last week: elderly less young renters."""
    return _mean(runs.plain, "elderly") - _mean(runs.plain, "young_renter")


def members_take_part(runs: Runs) -> float:
    """Participation after the last week: party members less everybody."""
    return _mean(runs.plain, "party_members") - _mean(runs.plain, "everybody")


def few_take_part(runs: Runs) -> float:
    """Share of households that are active, mean of the last half year."""
    return _mean(runs.plain, "breadth")


PATTERNS: dict[str, Callable[[Runs], float]] = {
    pattern.__name__: pattern
    for pattern in (
        breakdown, failure, blocked, few_members, many_members, contributions_fall, honouring_falls,
        honouring_remains, shortfalls_teach, heterogeneity_breaks, heterogeneity_slows,
        members_slow_or_break, success_breeds_success, elderly_take_part, members_take_part,
        few_take_part,
    )
}  # fmt: skip


def values(runs: Runs) -> dict[str, float]:
    """The value of every pattern at one point."""
    return {name: pattern(runs) for name, pattern in PATTERNS.items()}


class Estimate(NamedTuple):
    """A pattern at a point: its value, and the variance that luck leaves in it; nan: undefined."""

    value: float
    variance: float


def estimates(runs: Runs) -> dict[str, Estimate]:
    """Every pattern at one point, its variance by leaving out one replicate after the other.

    A replicate is left out as it is and with heterogeneity doubled, for they have one luck.
    """
    whole, count = values(runs), len(next(iter(runs.plain.values())))
    left = zip(*(_each_left_out(table, count) for table in runs), strict=True)
    parts = [values(Runs(*tables)) for tables in left]
    return {
        name: Estimate(value, _jackknife(np.array([part[name] for part in parts])))
        for name, value in whole.items()
    }


def _each_left_out(table: Table, count: int) -> Iterator[Table]:
    """The table without each of ``count`` replicates; without one that it hasn't got, as it is."""
    names, rows = list(table), np.column_stack(list(table.values()))
    for replicate in range(count):
        kept = np.delete(rows, replicate, axis=0) if replicate < len(rows) else rows
        yield dict(zip(names, kept.T, strict=True))


def _jackknife(left: NDArray[np.float64]) -> float:
    count = len(left)
    return float((count - 1) / count * ((left - left.mean()) ** 2).sum())
