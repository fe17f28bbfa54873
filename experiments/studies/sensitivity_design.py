"""Factors of the headline's population, and the points at which each is moved alone.

Two samples A and B of points; a factor is moved by taking it from B at a point of A (a radial
design: Campolongo, Saltelli & Cariboni 2011), so that runs that screen serve the indices too.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.config.accepted import accepted_points
from experiments.config.calibrated import Settings, read_settings
from experiments.studies.population_ground import Declaration
from experiments.studies.population_points import (
    COMMUNITY,
    HUB,
    LEVELS,
    RULES,
    Points,
    dimensions,
    points_of,
)

Floats = NDArray[np.float64]
OF_NO_POINT = -1
"""Number of the accepted point where none was."""


class Factor(NamedTuple):
    """What is moved alone. name: dotted, or a group's; columns: its shares of a point; ranged:
    whether it is a number in a range; everywhere: whether it matters without a coordinator."""

    name: str
    kind: str
    columns: tuple[int, ...]
    ranged: bool
    everywhere: bool


class Space(NamedTuple):
    """Factors, how many shares a point has, and what stands at shares (points, dimensions)."""

    factors: list[Factor]
    dimensions: int
    points: Callable[[Floats], Points]


def population_space(declared: Declaration) -> Space:
    """The population's own: a community, with the rules that it was accepted under, is one factor;
    its parameters go together, so none could be moved alone."""
    settings, accepted = read_settings(), accepted_points()
    others = [rule for rule in LEVELS if rule not in settings.rules]
    factors = [Factor(COMMUNITY, COMMUNITY, (0, 1), False, True)]
    factors += _single(others, RULES, 2, False, False)
    factors += _single(list(declared.hub), HUB, 2 + len(others), True, False)
    return Space(
        factors,
        dimensions(settings, declared.hub),
        lambda unit: points_of(unit, settings, accepted, declared.hub),
    )


def box_space(declared: Declaration) -> Space:
    """Every parameter of the community alone, anywhere in the range that calibration began from:
    of communities that it would mostly have rejected."""
    settings = read_settings()
    factors: list[Factor] = []
    for rule in LEVELS:
        factors += _single([rule], RULES, len(factors), False, rule in settings.rules)
    factors += _single(settings.paths, COMMUNITY, len(factors), True, True)
    factors += _single(list(declared.hub), HUB, len(factors), True, False)
    return Space(factors, len(factors), lambda unit: _in_box(unit, settings, declared))


def _single(
    names: Sequence[str], kind: str, first: int, ranged: bool, everywhere: bool
) -> list[Factor]:
    return [Factor(name, kind, (first + i,), ranged, everywhere) for i, name in enumerate(names)]


def _in_box(unit: Floats, settings: Settings, declared: Declaration) -> Points:
    rules = {
        rule: [levels[int(u * len(levels))] for u in unit[:, column]]
        for column, (rule, levels) in enumerate(LEVELS.items())
    }
    first, last = len(LEVELS), len(LEVELS) + len(settings.paths)
    community = settings.low + unit[:, first:last] * (settings.high - settings.low)
    hub = {
        name: [each.at(float(u)) for u in unit[:, column]]
        for column, (name, each) in enumerate(declared.hub.items(), start=last)
    }
    return Points(
        pd.DataFrame(rules),
        pd.DataFrame(community, columns=settings.paths),
        pd.DataFrame(hub),
        np.full(len(unit), OF_NO_POINT),
    )


def two_samples(space: Space, points: int, seed: int) -> tuple[Floats, Floats]:
    """A and B, (points, dimensions) in [0, 1), of one scrambled Sobol sequence: a smaller number is
    the beginning of a larger one."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(2 * space.dimensions, rng=np.random.default_rng(seed))
    both = sequence.random_base2(int(np.ceil(np.log2(points))))[:points]
    return both[:, : space.dimensions], both[:, space.dimensions :]


def moved(a: Floats, b: Floats, factors: Sequence[Factor]) -> Floats:
    """A with these factors from B."""
    columns = [column for factor in factors for column in factor.columns]
    found = a.copy()
    found[:, columns] = b[:, columns]
    return found
