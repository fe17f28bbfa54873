"""Made-up arms for tests of comparison, text and figures: tables as the store hands them out."""

import numpy as np
import pandas as pd

from experiments.analysis.outcomes import Arm
from sim.base.vocabulary import End
from sim.measure.records import HISTORY_OUTPUTS, PROJECT_OUTPUTS, WEEKLY_OUTPUTS

WEEKS = 156
PER_WEEK = 2
BREAKING = (End.SIGN_OFF, End.TRANSACTION_COST, End.GOAL_CONFLICT, End.FREE_RIDING, End.EXIT)
QUIET = (End.NO_PARTNER, End.BLOCKED, End.SOLO, End.OPEN)
LIFE = 20
"""Weeks from start to end of every made-up project."""


def fabricated_arm(
    name: str,
    breaks: float = 0.3,
    quiet: float = 0.3,
    replicates: int = 20,
    failed: int = 0,
    weeks: int = WEEKS,
    seed: int = 1,
) -> Arm:
    """An arm in which shares ``breaks`` and ``quiet`` of opportunities break or never form."""
    luck = np.random.default_rng(seed)
    numbers = np.arange(replicates)
    return Arm(
        name,
        _runs(replicates, failed),
        pd.concat([_projects(luck, int(r), breaks, quiet, weeks) for r in numbers]),
        _weekly(luck, numbers, weeks, [output.name for output in HISTORY_OUTPUTS], breaks),
        _weekly(luck, numbers, weeks, [output.name for output in WEEKLY_OUTPUTS], breaks),
    )


def _runs(replicates: int, failed: int) -> pd.DataFrame:
    total = replicates + failed
    status = ["ok"] * replicates + ["failed"] * failed
    return pd.DataFrame({"replicate": np.arange(total), "status": status, "capacity": 60.0})


def _projects(
    luck: np.random.Generator, replicate: int, breaks: float, quiet: float, weeks: int
) -> pd.DataFrame:
    start = np.repeat(np.arange(weeks), PER_WEEK)
    lean = luck.normal(0, 0.05)
    draw = luck.random(len(start)) + lean
    broken = luck.choice(BREAKING, len(start))
    unformed = luck.choice(QUIET, len(start))
    end = np.where(draw < breaks, broken, np.where(draw < breaks + quiet, unformed, End.COMPLETED))
    late = (start + LIFE >= weeks) | (end == End.OPEN)
    end = np.where(late, End.OPEN, end)
    formed = np.isin(end, (*BREAKING, End.COMPLETED))
    columns = {output.name: np.zeros(len(start)) for output in PROJECT_OUTPUTS}
    columns |= {
        "start_week": start,
        "size": np.ones(len(start)),
        "end": end,
        "end_week": np.where(late, -1, start + LIFE),
        "formed_week": np.where(formed, start + 2, -1),
    }
    return pd.DataFrame({"replicate": replicate} | columns)


def _weekly(
    luck: np.random.Generator,
    numbers: np.ndarray,
    weeks: int,
    names: list[str],
    breaks: float,
) -> pd.DataFrame:
    rows = len(numbers) * weeks
    table = {
        "replicate": np.repeat(numbers, weeks),
        "week": np.tile(np.arange(weeks), len(numbers)),
    }
    week = table["week"] / weeks
    table |= {name: _walk(luck, name, week, breaks, rows) for name in names}
    return pd.DataFrame(table)


def _walk(
    luck: np.random.Generator, name: str, week: np.ndarray, breaks: float, rows: int
) -> np.ndarray:
    fixed = {"vacant": 0.0, "live_joined": 1, "served": 60}
    if name in fixed:
        return np.full(rows, fixed[name])
    if name == "net_value":
        return luck.normal(1 - 2 * breaks, 1, rows)
    if name.startswith(("over", "under", "late")):
        return np.abs(luck.normal(20 * breaks, 3, rows))
    return np.clip(0.6 - breaks * week + luck.normal(0, 0.05, rows), 0, 1)
