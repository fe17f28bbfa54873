"""What a sweep tells, in words and as a table."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.run.progress import duration
from experiments.run.reporting import spared_lines
from experiments.run.sweep.axes import written
from experiments.run.sweep.forecast import Forecast, Need
from experiments.run.sweep.looks import Rule
from experiments.run.sweep.plan import Plan
from experiments.run.sweep.table import MEASURES, treated_of
from experiments.words.speech import MISSING, Speaker
from experiments.words.text_table import text_table

ROWS_SHOWN = 60
JOBS_SHOWN = 5
DIGITS = 1
KILO = 1000.0
SIZES = ("B", "kB", "MB", "GB", "TB")


def told_plan(plan: Plan, say: Speaker) -> str:
    """Cells and replicates, and how many points are the same as another."""
    values = {"cells": len(plan.distinct), "replicates": plan.replicates}
    lines = [
        say("sweep.plan", study=plan.study.path.name, **values),
        *spared_lines(plan.spared, say),
        *_same(plan, say),
    ]
    return "\n".join(lines)


def _same(plan: Plan, say: Speaker) -> list[str]:
    same = len(plan.rows) - len(plan.distinct)
    return [say("sweep.same", same=same, rows=len(plan.rows))] if same else []


def told_look(rule: Rule, replicates: int, found: float, say: Speaker) -> str:
    """How wide intervals are at a look."""
    values = {"found": say.number(found, 3), "wanted": f"{rule.half_width:g}"}
    line = say("sweep.look", replicates=replicates, **values)
    if found > rule.half_width and replicates == rule.looks[-1]:
        line += "\n" + say("sweep.capped", replicates=replicates)
    return line


def told_forecast(plan: Plan, found: Forecast, say: Speaker) -> str:
    """What the sweep would take."""
    counts = {"cells": found.cells, "replicates": plan.replicates}
    first, last = (say.number(seconds, 2) for seconds in found.seconds)
    time = {"time": duration(found.total_seconds, say), "first": first, "last": last}
    lines = [
        *spared_lines(plan.spared, say),
        *_same(plan, say),
        say("forecast.runs", runs=found.runs, missing=found.missing, **counts),
        say("forecast.time", processes=plan.processes, **time),
        say("forecast.disk", size=_size(found.bytes)),
        *([say("forecast.failed", failed=found.failed)] if found.failed else []),
        *_need(found, plan.replicates, say),
        say("forecast.nothing"),
    ]
    return "\n".join(lines)


def _need(found: Forecast, replicates: int, say: Speaker) -> list[str]:
    need = found.need
    if need is None:
        return []
    if need.replicates is None:
        return [say("forecast.unknown")]
    key = "forecast.need" if need.pairs else "forecast.assumed"
    values = {"half_width": f"{need.half_width:g}", "replicates": need.replicates}
    return [say(key, pairs=need.pairs, **values), _sees(need, replicates, say)]


def _sees(need: Need, replicates: int, say: Speaker) -> str:
    if need.sees is None:
        return say("forecast.sees_nothing", replicates=replicates)
    key = "forecast.sees" if need.pairs else "forecast.sees_assumed"
    return say(key, replicates=replicates, difference=say.number(need.sees, 3))


def _size(size: float) -> str:
    power = min(int(math.log(max(size, 1), KILO)), len(SIZES) - 1)
    return f"{size / KILO**power:.3g} {SIZES[power]}"


def told_jobs(errors: Sequence[str], say: Speaker) -> Iterator[str]:
    """A line for each of the first jobs that could not do their work, and how many more."""
    yield from (say("sweep.job", reason=error) for error in errors[:JOBS_SHOWN])
    if len(errors) > JOBS_SHOWN:
        yield say("sweep.jobs", more=len(errors) - JOBS_SHOWN)


def told_table(plan: Plan, table: pd.DataFrame, file: Path, say: Speaker) -> str:
    """The rows of ``sweep_table``, its first ROWS_SHOWN."""
    keys = list(plan.rows[0].values)
    compared = bool(table["compared"].any())
    names = [f"measure.{name}" for name in MEASURES]
    names += [f"column.{name}_difference" for name in MEASURES] if compared else []
    header = [*keys, *(say(key) for key in ("column.arm", "column.runs", *names))]
    rows = [_line(row, keys, compared, say) for _, row in table.head(ROWS_SHOWN).iterrows()]
    treated = say.arm(treated_of(next(plan.points())))
    title = say("sweep.table" if compared else "sweep.table_alone", treated=treated)
    more = len(table) - len(rows)
    end = say("sweep.more" if more else "sweep.file", more=more, file=file)
    return f"{text_table(title, header, rows)}\n{end}"


def _line(row: pd.Series, keys: list[str], compared: bool, say: Speaker) -> list[str]:
    labels = [*(written(row[key]) for key in keys), say.arm(row["arm"]), str(row["runs"])]
    rates = [_interval(row, name, say) for name in MEASURES]
    differences = [_interval(row, f"{name}_difference", say, True) for name in MEASURES]
    return [*labels, *rates, *(differences if compared else [])]


def _interval(row: pd.Series, name: str, say: Speaker, sign: bool = False) -> str:
    if pd.isna(row[name]):
        return MISSING
    parts = {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}
    return say.bracketed(parts, DIGITS, PER_HUNDRED, sign)


def told_trouble(table: pd.DataFrame, say: Speaker) -> Iterator[str]:
    """A line on runs that failed, one on those that are missing and one on those left out, where
    there are any."""
    cells = table.drop_duplicates("cell")
    for state in ("failed", "missing", "left_out"):
        some = cells[cells[state] > 0]
        if len(some):
            first = some.iloc[0]
            name = (
                f"{first['cell']}/{first['first_failed']}" if state == "failed" else first["cell"]
            )
            values = {"number": int(some[state].sum()), "cells": len(some), "name": name}
            yield say(f"sweep.{state}", error=first["error"], **values)
