"""Pure: what calibration keeps of a run, as counts and means that patterns are computed from."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.base.vocabulary import SECTORS, End
from sim.measure.breakdown import BROKEN, DEFAULT, breakdowns, cohort, end_within, failures
from sim.measure.records import RunRecord

MOST_MEMBERS = 9
"""Members are counted from 0 to this number, which stands for itself and more."""
SMALL_PROJECT = 3
LARGE_PROJECT = 5
BREADTH_WEEKS = 26
YEAR, YEARS = 52, 9
"""Weeks of a year, and the years that are told apart."""
NEGOTIATION_FAILURES = (End.TRANSACTION_COST, End.GOAL_CONFLICT)
AFTER_AGREEMENT = (End.FREE_RIDING, End.VALUE_DISORDER, End.UNNEEDED, End.COMPLETED)

Columns = Mapping[str, NDArray[np.generic]]
Flags = NDArray[np.bool_]
Summary = dict[str, float]


def summary(record: RunRecord) -> Summary:
    """All summaries of one run, flat; names are the columns of the stored tables."""
    weeks = len(record.weekly["participation"])
    projects = {name: values.astype(np.int64) for name, values in record.projects.items()}
    end = end_within(
        projects["end"], projects["start_week"], projects["end_week"], DEFAULT.followed
    )
    return {
        **opportunities(projects, end, weeks),
        **by_year(projects, end, weeks),
        **formed_projects(projects, end, weeks),
        **next_opportunities(projects, end, weeks),
        "honouring_end": honouring_end(record.weekly),
        **participation(record.weekly),
    }


def opportunities(projects: Columns, end: NDArray[np.int64], weeks: int) -> Summary:
    """Counts over the cohort. ``end`` (n,): the end as it stands after H weeks."""
    inside = cohort(projects["start_week"], weeks)
    return {
        "opportunities": float(inside.sum()),
        "breakdowns": float((inside & breakdowns(projects["formed_week"], end)).sum()),
        "failures": float((inside & failures(end)).sum()),
        "blocked": float((inside & (end == End.BLOCKED)).sum()),
    }


def by_year(projects: Columns, end: NDArray[np.int64], weeks: int) -> Summary:
    """Opportunities that start in each calendar year and can be followed, and failures among them.

    Years are counted from 1; a year without opportunities counts 0 of both.
    """
    year = projects["start_week"].astype(np.int64) // YEAR + 1
    followed, failed = _followed(projects, weeks), failures(end)
    return {
        f"{name}_of_year_{number}": float((among & (year == number)).sum())
        for number in range(1, YEARS + 1)
        for name, among in (("opportunities", followed), ("failures", followed & failed))
    }


def formed_projects(projects: Columns, end: NDArray[np.int64], weeks: int) -> Summary:
    """Counts over all formed projects that can be followed H weeks, whenever they started."""
    formed = _followed(projects, weeks) & (projects["formed_week"].astype(np.int64) >= 0)
    members = projects["members"].astype(np.int64)
    counts = np.bincount(np.minimum(members[formed], MOST_MEMBERS), minlength=MOST_MEMBERS + 1)
    return {
        "formed": float(formed.sum()),
        "free_riding": float((formed & (end == End.FREE_RIDING)).sum()),
        **{f"formed_of_{n}": float(count) for n, count in enumerate(counts)},
        **_negotiations("", formed, projects, end),
        **_negotiations("_small", formed & (members <= SMALL_PROJECT), projects, end),
        **_negotiations("_large", formed & (members >= LARGE_PROJECT), projects, end),
    }


def _followed(projects: Columns, weeks: int) -> Flags:
    start = projects["start_week"].astype(np.int64)
    return np.asarray(start <= weeks - DEFAULT.followed)


def _negotiations(suffix: str, among: Flags, projects: Columns, end: NDArray[np.int64]) -> Summary:
    rounds = projects["rounds"].astype(np.int64)
    failed = among & np.isin(end, NEGOTIATION_FAILURES)
    agreed = among & np.isin(end, AFTER_AGREEMENT)
    return {
        f"negotiated{suffix}": float((among & (rounds > 0)).sum()),
        f"rounds{suffix}": float(rounds[among].sum()),
        f"agreed{suffix}": float(agreed.sum()),
        f"rounds_of_agreed{suffix}": float(rounds[agreed].sum()),
        f"negotiation_failures{suffix}": float(failed.sum()),
    }


def next_opportunities(projects: Columns, end: NDArray[np.int64], weeks: int) -> Summary:
    """How an initiator's next opportunity went, after a completed and after a broken project.

    The next one is the first to start in a later week than the earlier one ended.
    """
    broken = breakdowns(projects["formed_week"], projects["end"], BROKEN)
    completed = projects["end"] == End.COMPLETED
    following = _next_of_same_initiator(projects, weeks)
    result: Summary = {}
    for name, earlier in (("completed", completed), ("broken", broken)):
        after = following[earlier & (following >= 0)]
        result[f"after_{name}"] = float(len(after))
        result[f"success_after_{name}"] = float((end[after] == End.COMPLETED).sum())
    return result


def _next_of_same_initiator(projects: Columns, weeks: int) -> NDArray[np.int64]:
    """Index (n,) of the next opportunity that can be followed; -1 where there is none."""
    start, ended = projects["start_week"], projects["end_week"].astype(np.int64)
    followed = _followed(projects, weeks)
    result = np.full(len(ended), -1, np.int64)
    for i in np.flatnonzero(ended >= 0):
        same = followed & (projects["initiator"] == projects["initiator"][i])
        later = np.flatnonzero(same & (start > ended[i]))
        if len(later):
            result[i] = later[np.argmin(start[later])]
    return result


def honouring_end(weekly: Columns) -> float:
    """Mean honouring propensity of organisations present after the last week."""
    present = np.array([weekly[f"present_{s}"][-1] for s in SECTORS], np.float64)
    values = np.array([weekly[f"honouring_{s}"][-1] for s in SECTORS], np.float64)
    total = float(present.sum())
    return float(present @ values) / total if total > 0.0 else float("nan")


def participation(weekly: Columns) -> Summary:
    """Participation after the last week; breadth as a mean of the last weeks."""
    breadth = weekly["participation_breadth"][-BREADTH_WEEKS:].astype(np.float64)
    last = {
        "elderly": "participation_elderly",
        "young_renter": "participation_young_renter",
        "party_members": "participation_members",
        "everybody": "participation",
    }
    return {
        **{name: float(weekly[column].astype(np.float64)[-1]) for name, column in last.items()},
        "breadth": float(breadth.mean()),
    }
