"""Pure: every definition of breakdown, failure and network collapse, over recorded history.

No function here reads which arm it is in. Thresholds are arguments, with the defaults of
``Definition``, so that they can be swept on stored results.

Weeks are counted 0 .. T - 1. An opportunity started in week w is followed through the H weeks
w .. w + H - 1; the last one followed in full starts in week T - H.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.base.vocabulary import SERVICE, End
from sim.measure.measures import rolling_sum

BROKEN = (
    End.SIGN_OFF,
    End.RESIDENT_VETO,
    End.TRANSACTION_COST,
    End.GOAL_CONFLICT,
    End.FREE_RIDING,
    End.EXIT,
    End.VALUE_DISORDER,
)
BROKEN_OR_UNNEEDED = (*BROKEN, End.UNNEEDED)
"""For the sensitivity analysis only: an unneeded service counted as broken cooperation."""
NOT_STARTED = (End.BLOCKED, End.VACANT)
"""Ends of opportunities that nobody began with."""
INDICATORS = ("breakdown", "half_vacant", "disconnected", "net_value", "zombie")
COMPOSITE = "composite"
NEVER = -1

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Columns = Mapping[str, ArrayLike]


@dataclass(frozen=True)
class Definition:
    """Thresholds and durations of breakdown and collapse (ODD+D, observation); weeks unless said.

    followed: H. first_week: first start week of the cohort. broken: ends that count as broken.
    window: weeks of flow behind a rolling indicator. collapse_from: first week that can collapse.
    endings: opportunities that must have ended first. duration: k. breakdown_theta: share of
    endings [A]. vacant_theta: share of a sector's seats that nobody holds. net_value_theta: funds
    per window. zombie_theta: needs served per need promised. indicators: how many of the five make
    the composite.
    """

    followed: int = 40
    first_week: int = 26
    broken: tuple[End, ...] = BROKEN
    window: int = 26
    collapse_from: int = 52
    endings: int = 10
    duration: int = 13
    breakdown_theta: float = 0.75
    vacant_theta: float = 0.5
    net_value_theta: float = 0.0
    zombie_theta: float = 0.1
    indicators: int = 2


DEFAULT = Definition()


class Collapse(NamedTuple):
    """Week in which collapse was first complete and week of the first recovery, NEVER (-1) if it
    didn't come; share of weeks in which the network was collapsed (see ``collapsed_share``)."""

    week: int
    recovery: int
    share: float


def cohort(start_week: ArrayLike, weeks: int, definition: Definition = DEFAULT) -> Flags:
    """Opportunities (n,) that start from first_week on and can be followed H of ``weeks`` weeks."""
    start = np.asarray(start_week, np.int64)
    return (start >= definition.first_week) & (start <= weeks - definition.followed)


def after(week: int, definition: Definition = DEFAULT) -> Definition:
    """The same, judged on opportunities that start in ``week`` or later: after a removal, say."""
    return replace(definition, first_week=max(week, definition.first_week))


def end_within(
    end: ArrayLike, start_week: ArrayLike, end_week: ArrayLike, followed: int
) -> NDArray[np.int64]:
    """End code (n,) as it stands after ``followed`` weeks: OPEN when it ended later or never."""
    start, ended = np.asarray(start_week, np.int64), np.asarray(end_week, np.int64)
    in_time = (ended >= 0) & (ended < start + followed)
    return np.where(in_time, np.asarray(end, np.int64), int(End.OPEN))


def breakdowns(formed_week: ArrayLike, end: ArrayLike, broken: tuple[End, ...] = BROKEN) -> Flags:
    """合作破坏: co-production formed, then broken. ``end`` is what ``end_within`` gave: (n,)."""
    return (np.asarray(formed_week, np.int64) >= 0) & np.isin(end, np.array(broken, np.int64))


def failures(end: ArrayLike) -> Flags:
    """Neither completed nor delivered solo. ``end`` is what ``end_within`` gave: (n,)."""
    return ~np.isin(end, np.array(SERVICE, np.int64))


def broken_per_formed(broken: int, formed: int) -> float:
    """Descriptive only, for what forms differs between arms; nan at 0 formed."""
    return broken / formed if formed > 0 else float("nan")


def weekly_total(week: ArrayLike, weight: ArrayLike, weeks: int) -> Floats:
    """Sum of ``weight`` by week, shape (weeks,); events of week -1 (never) are left out."""
    when, size = np.asarray(week, np.int64), np.asarray(weight, np.float64)
    total: Floats = np.zeros(weeks)
    np.add.at(total, when[when >= 0], size[when >= 0])
    return total


def rolling_share(part: Floats, whole: Floats, window: int, least: float) -> Floats:
    """part / whole over ``window`` weeks; nan where the whole is under ``least``. All (weeks,)."""
    top, bottom = rolling_sum(part, window), rolling_sum(whole, window)
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom >= max(least, 1e-9))


def rolling_breakdown(projects: Columns, weeks: int, definition: Definition = DEFAULT) -> Floats:
    """Share of endings of the last window that were breakdowns; nan under the least of endings."""
    ended = np.asarray(projects["end_week"], np.int64)
    broken = breakdowns(projects["formed_week"], projects["end"], definition.broken)
    endings = weekly_total(ended, np.ones(len(ended)), weeks)
    breaks = weekly_total(ended, broken, weeks)
    return rolling_share(breaks, endings, definition.window, definition.endings)


def rolling_service(
    projects: Columns, served: ArrayLike, capacity: float, definition: Definition = DEFAULT
) -> Floats:
    """Needs served over needs that the projects started could serve, over the last window.

    nan where nothing was started. served: needs a week (weeks,); capacity: needs a project of
    size 1 can serve. An opportunity that was blocked, or of a vacant seat, is not a start.
    """
    needs = np.asarray(served, np.float64)
    started = ~np.isin(np.asarray(projects["end"], np.int64), NOT_STARTED)
    size = np.where(started, np.asarray(projects["size"], np.float64), 0.0)
    promised = capacity * weekly_total(projects["start_week"], size, len(needs))
    return rolling_share(needs, promised, definition.window, 0.0)


def may_collapse(end_week: ArrayLike, weeks: int, definition: Definition = DEFAULT) -> Flags:
    """Weeks (weeks,) late enough, and after endings enough, for a network to count as collapsed."""
    ended = np.asarray(end_week, np.int64)
    so_far = np.cumsum(weekly_total(ended, np.ones(len(ended)), weeks))
    return (np.arange(weeks) >= definition.collapse_from) & (so_far >= definition.endings)


def indicators(
    projects: Columns, history: Columns, capacity: float, definition: Definition = DEFAULT
) -> Flags:
    """The five signs of collapse by week: shape (weeks, 5), columns as INDICATORS.

    projects, history: columns of one run, as declared in sim.measure.records. nan is no sign.
    """
    net_value = np.asarray(history["net_value"], np.float64)
    weeks = len(net_value)
    signs = [
        rolling_breakdown(projects, weeks, definition) > definition.breakdown_theta,
        np.asarray(history["vacant"], np.float64) >= definition.vacant_theta,
        np.asarray(history["live_joined"], np.int64) == 0,
        rolling_sum(net_value, definition.window) < definition.net_value_theta,
        rolling_service(projects, history["served"], capacity, definition)
        < definition.zombie_theta,
    ]
    eligible = may_collapse(projects["end_week"], weeks, definition)
    return np.stack(signs, axis=1) & eligible[:, None]


def sustained(flags: ArrayLike, duration: int) -> Flags:
    """True where a flag held in each of the last ``duration`` weeks; same shape, along axis 0."""
    return rolling_sum(flags, duration) > duration - 0.5


def first_true(flags: ArrayLike, after: int = NEVER) -> int:
    """First week later than ``after`` with a true flag (weeks,); NEVER if there is none."""
    found = np.flatnonzero(np.asarray(flags)[after + 1 :])
    return int(found[0]) + after + 1 if len(found) else NEVER


def collapsed(held: ArrayLike, back: ArrayLike) -> Flags:
    """(66) Weeks in which a network is collapsed: from the one in which collapse is complete to the
    last before recovery, as often as that comes.

    held: weeks that end as many with the sign as make a collapse; back: weeks that end as many
    without it; no week is both. Same shape, along axis 0.
    """
    complete = np.asarray(held, np.bool_)
    told = complete | np.asarray(back, np.bool_)
    weeks = np.arange(len(complete)).reshape(-1, *[1] * (complete.ndim - 1))
    last = np.maximum.accumulate(np.where(told, weeks, 0), axis=0)  # week in which either was told
    found: Flags = np.take_along_axis(complete, last, axis=0)
    return found


def collapsed_share(weeks: Flags, definition: Definition = DEFAULT) -> Floats:
    """Share, along axis 0, of the weeks from ``collapse_from`` on that are collapsed; nan without
    such a week.

    weeks: what ``collapsed`` gave. A collapse takes ``duration`` weeks to be complete, so no share
    comes to 1 where that is over a week.
    """
    late = weeks[definition.collapse_from :]
    nobody_knows: Floats = np.full(late.shape[1:], np.nan)
    return np.asarray(late.mean(axis=0)) if len(late) else nobody_knows


def collapse(held: ArrayLike, sound: ArrayLike, definition: Definition = DEFAULT) -> Collapse:
    """Collapse and recovery of one run: ``held`` marks collapse, ``sound`` weeks without its sign.

    Recovery needs ``duration`` sound weeks running after the collapse. Both (weeks,).
    """
    weeks = collapsed(held, sustained(sound, definition.duration))
    week, share = first_true(weeks), float(collapsed_share(weeks, definition))
    return Collapse(week, NEVER if week == NEVER else first_true(~weeks, week), share)


def collapses(flags: Flags, definition: Definition = DEFAULT) -> dict[str, Collapse]:
    """Collapse by each of INDICATORS, and COMPOSITE: enough of them have held at one time.

    flags: what ``indicators`` gave, (weeks, 5).
    """
    held = sustained(flags, definition.duration)
    each = {
        name: collapse(held[:, i], ~flags[:, i], definition) for i, name in enumerate(INDICATORS)
    }
    both = held.sum(axis=1) >= definition.indicators
    sound = flags.sum(axis=1) < definition.indicators
    return {**each, COMPOSITE: collapse(both, sound, definition)}
