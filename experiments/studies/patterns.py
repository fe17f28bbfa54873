"""Patterns that the model should show and was not fitted to: met, not met or undecided.

Declared in ``configs/patterns.yaml``: arms, expected ranges, and the rule of verdict. Every arm
runs at accepted points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.pairing import arm_of
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.accepted import points_of
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, words
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies.declared import (
    Setting,
    Size,
    chosen,
    read_declared,
    refuse_short,
    refuse_taken,
    refuse_unknown,
    set_by,
)
from experiments.studies.drawn import Drawn
from experiments.studies.patterns_figure import patterns
from experiments.studies.patterns_judge import VERDICTS, Pattern, Point, Rule, at_point, judge
from experiments.studies.patterns_measures import MEASURES, SETTLED, SHARES
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker

STUDY = "patterns"
DECLARATION = CONFIGS / "patterns.yaml"
LEAST_WEEKS = SETTLED + 26
"""A shorter horizon leaves some pattern nothing to be seen in."""
COLUMNS = (
    "pattern", "expected", "median", "monte_carlo", "spread", "share", "against", "unit", "verdict",
)  # fmt: skip


class Declaration(Size):
    """All that was declared before any pattern was run."""

    verdict: Rule
    arms: dict[str, Setting]
    patterns: dict[str, Pattern]


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    for name, pattern in declared.patterns.items():
        where = f"{path}: patterns.{name}"
        if pattern.measure not in MEASURES:
            known = ", ".join(MEASURES)
            raise InputError(f"{where}: measure = {pattern.measure}: must be one of {known}")
        refuse_unknown(f"{where}: contrast", pattern.contrast, declared.arms)
        pattern.check_ends(where)
    refuse_taken(set_by(declared.arms), read_settings().paths, f"{path}: the accepted points")
    return declared


@dataclass(frozen=True)
class Judged(Drawn):
    """summary: one row a pattern. points: one row a pattern and point."""

    summary: pd.DataFrame
    points: pd.DataFrame
    replicates: int
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"patterns-summary": self.summary, "patterns-points": self.points}

    def figure(self, say: Speaker) -> Figure:
        rows = self.summary.to_dict("records")
        labels = [f"{_name(row, say)} ({expected(row)})" for row in rows]
        beside = [
            f"{shown(row, 'median', say)} {_unit(row, say)}, {_verdict(row, say)}" for row in rows
        ]
        return patterns(self.summary, labels, beside, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        rows = [_cells(row, say) for row in self.summary.to_dict("records")]
        table = Table(self.heading(say), words(say, "patterns.header", COLUMNS), rows)
        return [table, Prose(say("patterns.rule")), Prose(say("note.conditional"))]

    def heading(self, say: Speaker) -> str:
        """How many are met, over how many points and replicates."""
        counts = {name: int((self.summary["verdict"] == name).sum()) for name in VERDICTS}
        points = int((self.summary["points"] + self.summary["unknown"]).max())
        return say("patterns.title", points=points, replicates=self.replicates, **counts)


def study(
    overrides: list[str],
    config_dir: Path | None = None,
    names: Sequence[str] = (),
    points: int | None = None,
) -> Plan[Judged]:
    """The patterns named, all where none is, at so many accepted points, all unless said."""
    declared = read_declaration()
    asked = {name: declared.patterns[name] for name in chosen(STUDY, declared.patterns, names)}
    arms = composed(declared, asked, overrides, config_dir)
    wanted = next(iter(arms.values()))
    settings = {arm: points_of(each.parameters) for arm, each in arms.items()}
    numbers = chosen_points(len(next(iter(settings.values()))), points)
    specs = [
        Spec(settings[arm][n], each.seed, f"{arm}-{n:03d}", each.community, each.replicates)
        for n in numbers
        for arm, each in arms.items()
    ]

    def judge_all(cells: list[Cell]) -> Judged:
        by_arm = {arm: cells[i :: len(arms)] for i, arm in enumerate(arms)}
        found = at_points(asked, by_arm, wanted.replicates)
        rows = [judge(name, each, found[name], declared.verdict) for name, each in asked.items()]
        return Judged(pd.DataFrame(rows), _table(found, numbers), wanted.replicates)

    return Plan(wanted.name, wanted, specs, judge_all, weekly="runs")


def composed(
    declared: Declaration,
    asked: Mapping[str, Pattern],
    overrides: list[str],
    config_dir: Path | None,
) -> dict[str, Composed]:
    """Each needed arm's configuration, the declared community, seed and size unless overridden.

    InputError for what patterns set themselves, and for a horizon that is too short.
    """
    taken = set_by(declared.arms) | set(read_settings().paths)
    refuse_taken(overrides, taken, "patterns or by the accepted points")
    used = {arm for each in asked.values() for arm in each.contrast}
    needed = {arm: setting for arm, setting in declared.arms.items() if arm in used}
    arms = declared.compose(STUDY, needed, overrides, config_dir)
    refuse_short(arms.values(), LEAST_WEEKS, "the patterns")
    return arms


def chosen_points(available: int, wanted: int | None) -> list[int]:
    """Numbers of the accepted points that are run: all, or so many spread evenly over them."""
    if wanted is None:
        return list(range(available))
    if wanted > available:
        raise InputError(f"points = {wanted}: must be a whole number in [1, {available}]")
    return [int(each) for each in np.linspace(0, available - 1, wanted).round()]


def at_points(
    patterns: Mapping[str, Pattern], cells: Mapping[str, Sequence[Cell]], replicates: int
) -> dict[str, list[Point]]:
    """Every pattern at each point; cells: of each arm, one a point. Each cell is read once."""
    found: dict[str, list[Point]] = {name: [] for name in patterns}
    for point in zip(*cells.values(), strict=True):
        arms = {arm: arm_of(c, replicates) for arm, c in zip(cells, point, strict=True)}
        for name, pattern in patterns.items():
            totals = {a: MEASURES[pattern.measure](arms[a]) for a in pattern.contrast}
            runs = arms[next(iter(pattern.contrast))].runs
            found[name].append(at_point(totals, pattern.contrast, runs["dependence"].mean()))
    return found


def _table(points: Mapping[str, list[Point]], numbers: Sequence[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"pattern": pattern, "point": n, "value": p.estimate.value}
        | {"low": p.estimate.low, "high": p.estimate.high, "error": p.estimate.error}
        | {"pairs": len(p.without), "dependence": p.dependence}
        for pattern, mine in points.items()
        for n, p in zip(numbers, mine, strict=True)
    )


def _cells(row: Mapping[str, Any], say: Speaker) -> list[str]:
    return [
        _name(row, say),
        expected(row),
        shown(row, "median", say),
        f"[{shown(row, 'mc_low', say)}, {shown(row, 'mc_high', say)}]",
        f"[{shown(row, 'low', say)}, {shown(row, 'high', say)}]",
        f"{per_100(row['share'], say, 0)}%",
        f"{per_100(row['clear_against'], say, 0)}%",
        _unit(row, say),
        _verdict(row, say),
    ]


def _name(row: Mapping[str, Any], say: Speaker) -> str:
    return say(f"pattern.{row['pattern']}")


def _unit(row: Mapping[str, Any], say: Speaker) -> str:
    return say(f"pattern_unit.{'share' if row['measure'] in SHARES else row['measure']}")


def _verdict(row: Mapping[str, Any], say: Speaker) -> str:
    return say(f"pattern_verdict.{row['verdict']}")


def _scale(row: Mapping[str, Any]) -> float:
    """Shares are shown per 100, weeks and funds as they are."""
    return PER_HUNDRED if row["measure"] in SHARES else 1.0


def expected(row: Mapping[str, Any]) -> str:
    """The expected range in the unit shown, such as ``> 0`` or ``> -5``."""
    ends = (("> ", row["least"]), ("< ", row["most"]))
    return ", ".join(f"{sign}{_scale(row) * end:g}" for sign, end in ends if np.isfinite(end))


def shown(row: Mapping[str, Any], name: str, say: Speaker) -> str:
    """A number of the row in the unit shown, with its sign."""
    return say.number(row[name], 1, _scale(row), sign=True)
