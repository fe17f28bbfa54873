"""Answers along swept parameters: each computed setting of two arms, and what lies between.

A setting is a value of every axis. Between computed settings of a line an answer is interpolated
linearly; how far that is off is seen where a computed setting is left out and interpolated.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.cell_counts import counts_of
from experiments.analysis.compare import REFERENCE, TREATED
from experiments.analysis.estimates import finding
from experiments.analysis.pairing import (
    alike,
    arm_name,
    flat,
    refuse_unpaired,
    varied,
)
from experiments.analysis.verdict import MEASURES, judged
from experiments.config.hub import HUB
from experiments.store import Cell

Setting = tuple[Any, ...]
"""A value of each axis, in their order."""
Between = tuple[Cell, Cell]


@dataclass(frozen=True)
class Axis:
    """A parameter by dotted name with the values that were computed, in order."""

    name: str
    values: tuple[Any, ...]

    @property
    def numeric(self) -> bool:
        """Whether anything lies between its values."""
        return all(map(_is_number, self.values))

    @property
    def whole(self) -> bool:
        """Whether only whole numbers do."""
        return all(isinstance(value, int) for value in self.values)


@dataclass(frozen=True)
class Levels:
    """One arm in one setting: Estimate of each of MEASURES, and shares of all ends, of 1."""

    measures: Mapping[str, st.Estimate]
    ends: Mapping[str, float]


@dataclass(frozen=True)
class Answered:
    """Two arms in one setting. verdicts: of the one rule, by measure."""

    pairs: int
    failed: int
    treated: Levels
    reference: Levels
    differences: Mapping[str, st.Estimate]
    verdicts: Mapping[str, str]


@dataclass(frozen=True)
class Missed:
    """Computed settings left out one at a time and interpolated from their neighbours on a line:
    how many, and by how much the difference was missed, on average and at most, in shares."""

    number: int
    mean: float
    most: float


@dataclass(frozen=True)
class Pair:
    """Two arms over all their settings. missed: by axis and measure."""

    treated: str
    reference: str
    answers: Mapping[Setting, Answered]
    cells: Mapping[Setting, Between]
    missed: Mapping[tuple[str, str], Missed]


@dataclass(frozen=True)
class Explored:
    """Cells of one community and seed: its axes, its pairs of arms, what starts them."""

    community: str
    seed: int
    axes: tuple[Axis, ...]
    pairs: tuple[Pair, ...]

    @property
    def start(self) -> Setting:
        """The setting from which most others are reached along one axis; of several the one that
        is most in the middle."""
        settings = list(self.pairs[0].answers)
        reached = {mine: sum(_apart(mine, other) == 1 for other in settings) for mine in settings}
        return max(settings, key=lambda mine: (reached[mine], -self._off_middle(mine)))

    def _off_middle(self, setting: Setting) -> float:
        """How many values away from the middle of each numeric axis, together."""
        return sum(
            abs(axis.values.index(value) - (len(axis.values) - 1) / 2)
            for axis, value in zip(self.axes, setting, strict=True)
            if axis.numeric
        )


def explored(cells: Sequence[Cell]) -> list[Explored]:
    """Everything that can be told of these cells, by community and seed; those of which no two
    arms can be paired are left out."""
    groups: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.community, cell.seed].append(cell)
    found = [_explored(community, seed, mine) for (community, seed), mine in groups.items()]
    return [each for each in found if each.pairs]


def _explored(community: str, seed: int, cells: list[Cell]) -> Explored:
    arms: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        arms[arm_name(cell)].append(cell)
    names = {arm: [str(name) for name in varied(mine)] for arm, mine in arms.items()}
    wanted = dict.fromkeys(name for mine in names.values() for name in mine)
    values = {cell.hash: flat(cell.parameters) for cell in cells}
    axes = tuple(
        _axis(name, [values[cell.hash][name] for arm in arms if name in names[arm]
                     for cell in arms[arm]])
        for name in wanted
    )  # fmt: skip
    counts = counts_of(cells)
    failed = {cell.hash: int((cell.runs()["status"] != "ok").sum()) for cell in cells}
    pairs = []
    for reference, treated in combinations(sorted(arms, key=_rank), 2):
        both = _settings(arms[treated], arms[reference], axes, names[treated], names[reference])
        answers = {
            setting: _answered(*(counts[cell.hash] for cell in two),
                               *(failed[cell.hash] for cell in two))
            for setting, two in both.items()
        }  # fmt: skip
        answers = {setting: found for setting, found in answers.items() if found.pairs}
        if answers:
            missed = dict(_missed(axes, answers))
            pairs.append(Pair(treated, reference, answers, both, missed))
    pairs.sort(key=lambda pair: (pair.treated != TREATED, pair.reference != REFERENCE))
    return Explored(community, seed, axes, tuple(pairs))


def _rank(arm: str) -> int:
    """The usual reference first, the usual treated arm last, others as they are."""
    return (arm != REFERENCE) + (arm == TREATED)


def _axis(name: str, values: Sequence[Any]) -> Axis:
    single = dict.fromkeys(map(_plain, values))
    ordered = sorted(single) if all(map(_is_number, single)) else single
    return Axis(name, tuple(ordered))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _settings(
    treated: Sequence[Cell],
    reference: Sequence[Cell],
    axes: Sequence[Axis],
    mine: Sequence[str],
    theirs: Sequence[str],
) -> dict[Setting, Between]:
    """Both cells of each setting: alike but for the hub, and where both vary it, in that too."""
    shared = [name for name in mine if name in theirs and name.startswith(HUB)]
    by_key: dict[object, list[Cell]] = defaultdict(list)
    for cell in reference:
        by_key[alike(cell, shared)].append(cell)
    found = {}
    for one in treated:
        for other in by_key[alike(one, shared)]:
            refuse_unpaired(one.arm, one, other.arm, other)
            found[_setting(one, other, axes, mine)] = (one, other)
    return found


def _setting(one: Cell, other: Cell, axes: Sequence[Axis], mine: Sequence[str]) -> Setting:
    """Values of the axes; of one that the first cell's arm doesn't vary, the other cell's."""
    first, second = flat(one.parameters), flat(other.parameters)
    return tuple(_plain((first if axis.name in mine else second)[axis.name]) for axis in axes)


def _answered(
    mine: pd.DataFrame, other: pd.DataFrame, mine_failed: int, other_failed: int
) -> Answered:
    both = mine.index.intersection(other.index)
    rows = {
        measure: _row(mine, other, both, measure, mine_failed, other_failed)
        for measure in MEASURES
    }  # fmt: skip
    failed = mine_failed + other_failed
    return Answered(
        len(both),
        failed,
        _levels(mine.loc[both]),
        _levels(other.loc[both]),
        {measure: row["estimate"] for measure, row in rows.items()},
        {measure: judged(row, measure, failed > 0) for measure, row in rows.items()},
    )


def _row(
    mine: pd.DataFrame,
    other: pd.DataFrame,
    both: pd.Index,
    measure: str,
    mine_failed: int,
    other_failed: int,
) -> dict[str, Any]:
    """A difference, and what the rule of verdicts reads of it."""
    one, two = mine.loc[both], other.loc[both]
    sample = (one[measure], one["opportunities"], two[measure], two["opportunities"])
    found = st.ratio_difference(*sample)
    small = st.equivalent(st.ratio_difference(*sample, level=st.EQUIVALENCE_LEVEL))
    a = st.worst_case(mine[measure], mine["opportunities"], mine_failed)
    b = st.worst_case(other[measure], other["opportunities"], other_failed)
    return {
        "estimate": found,
        "verdict": found.verdict,
        "finding": finding(found, small),
        "bound_low": a[0] - b[1],
        "bound_high": a[1] - b[0],
    }


def _levels(counts: pd.DataFrame) -> Levels:
    units = counts["opportunities"]
    measures = {name: st.ratio_interval(counts[name], units) for name in MEASURES}
    ends = ("completed", "solo", "failure", "breakdown")
    return Levels(measures, {name: st.ratio_of_totals(counts[name], units) for name in ends})


def lines_along(settings: Sequence[Setting], axis: int) -> Iterator[list[Setting]]:
    """Settings that differ in one axis only, in order of its values; two or more at a time."""
    lines: dict[Setting, list[Setting]] = defaultdict(list)
    for setting in settings:
        lines[setting[:axis] + setting[axis + 1 :]].append(setting)
    for line in lines.values():
        if len(line) > 1:
            yield sorted(line, key=lambda setting: setting[axis])


def _missed(
    axes: Sequence[Axis], answers: Mapping[Setting, Answered]
) -> Iterator[tuple[tuple[str, str], Missed]]:
    for place, axis in enumerate(axes):
        if not axis.numeric:
            continue
        inner = [
            three
            for line in lines_along(list(answers), place)
            for three in zip(line, line[1:], line[2:], strict=False)
        ]
        for measure in MEASURES:
            off = [_off(three, place, measure, answers) for three in inner]
            if off:
                yield (axis.name, measure), Missed(len(off), float(np.mean(off)), max(off))


def _off(
    three: Sequence[Setting], place: int, measure: str, answers: Mapping[Setting, Answered]
) -> float:
    """By how much the middle one's difference is missed from the two beside it."""
    x = [float(setting[place]) for setting in three]
    y = [answers[setting].differences[measure].value for setting in three]
    return float(abs(np.interp(x[1], (x[0], x[2]), (y[0], y[2])) - y[1]))


def _apart(one: Setting, other: Setting) -> int:
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True))
