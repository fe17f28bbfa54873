"""Where a project turned: by how it ended, from its weeks and members."""

from collections.abc import Callable

import pandas as pd

from experiments.report.explain.life import Life, Limits
from experiments.report.explain.words import funds, label, labels, listed, near
from experiments.words.speech import Speaker
from sim.base.vocabulary import End
from sim.measure.records import ENDS

STAYED = -1
Turn = Callable[[Life, Limits, Speaker], list[str]]


def turn(life: Life, limits: Limits, say: Speaker) -> list[str]:
    """One sentence or two on what decided the end."""
    end = End(int(life.project["end"]))
    return _TURNS.get(end, _plainly)(life, limits, say)


def _plainly(life: Life, limits: Limits, say: Speaker) -> list[str]:
    project = life.project
    supply = {name: funds(project[name], say) for name in ("supplied", "misplaced", "over")}
    values = {
        "initiator": label(life.initiator, say),
        "served": int(project["served"]),
        "pledged": funds(life.weeks["pledged"].max(), say),
        "need": funds(sum(life.need.values()), say),
    }
    return [say(f"turn.{ENDS[int(project['end'])]}", **supply, **values)]


def _sign_off(life: Life, limits: Limits, say: Speaker) -> list[str]:
    last = life.weeks.iloc[-1]
    missing = listed((say(f"department.{n}") for n in last["signatures"]), say)
    values = {"departments": missing or "-", "limit": limits.sign_off_weeks}
    return [say("turn.sign_off", week=last["week"], **values)]


def _veto(life: Life, limits: Limits, say: Speaker) -> list[str]:
    first, last = life.weeks.iloc[0], life.weeks.iloc[-1]
    return [say("turn.resident_veto", week=last["week"], buildings=first["buildings"])]


def _transaction_cost(life: Life, limits: Limits, say: Speaker) -> list[str]:
    """From the first departure in negotiation on."""
    talks = life.weeks.loc[life.weeks["rounds"] > 0, "week"].min()
    gone = life.members[life.members["left"] >= talks]
    week = int(gone["left"].min())
    names = gone.loc[gone["left"] == week, "name"]
    lines = [say("turn.transaction_cost", week=week, names=labels(names, say))]
    left = life.initiator in set(gone["name"])
    return [*lines, say("turn.initiator_left" if left else "turn.not_replaced")]


def _goal_conflict(life: Life, limits: Limits, say: Speaker) -> list[str]:
    talks = life.weeks.dropna(subset=["spread"])
    nearest = talks.loc[talks["spread"].idxmin()]
    if nearest["spread"] <= limits.tolerance:
        return [say("turn.red_line", week=nearest["week"])]
    values = {"nearest": near(nearest["spread"], say), "rounds": int(life.project["rounds"])}
    return [say("turn.goal_conflict", week=nearest["week"], **values)]


def _free_riding(life: Life, limits: Limits, say: Speaker) -> list[str]:
    worst_resource = max(life.short, key=lambda name: life.short[name])
    owed = {
        "short": funds(sum(life.short.values()), say),
        "need": funds(sum(life.need.values()), say),
        "resource": say(f"resource.{worst_resource}"),
    }
    broken = life.weeks["asked"] > life.weeks["kept"]
    if not broken.any():
        return [say("turn.never_paid_up", **owed)]
    worst = _worst_payer(life.members)
    values = {
        "name": label(str(worst["name"]), say),
        "unpaid": int(worst["asked"] - worst["kept"]),
        "asked": int(worst["asked"]),
    }
    week = int(life.weeks.loc[broken, "week"].iloc[0])
    return [say("turn.free_riding", week=week, **values, **owed)]


def _worst_payer(members: pd.DataFrame) -> "pd.Series[object]":
    """Who left most instalments unpaid; the first of equals."""
    unpaid = members["asked"] - members["kept"]
    return members.loc[unpaid.idxmax()]


def _exit(life: Life, limits: Limits, say: Speaker) -> list[str]:
    gone = life.members.loc[~life.members["present"], "name"]
    week = int(life.project["end_week"])
    return [say("turn.exit", week=week, names=labels(gone, say))]


_TURNS: dict[End, Turn] = {
    End.SIGN_OFF: _sign_off,
    End.RESIDENT_VETO: _veto,
    End.TRANSACTION_COST: _transaction_cost,
    End.GOAL_CONFLICT: _goal_conflict,
    End.FREE_RIDING: _free_riding,
    End.EXIT: _exit,
}
