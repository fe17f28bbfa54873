"""Boxes in made-up points: a planted one is found; where none was, chance does as much."""

import numpy as np

from experiments.analysis.boxes import (
    Box,
    Columns,
    How,
    best,
    chance,
    everywhere,
    peeled,
    use,
)

HOW = How(limits=4, least=0.05, peel=0.05)
FREE = (-np.inf, -np.inf), (np.inf, np.inf)


def points(seed: int, number: int = 800, numbers: int = 8, levels: int = 3) -> Columns:
    luck = np.random.default_rng(seed)
    codes = luck.integers(0, 3, (number, levels))
    return Columns(luck.random((number, numbers)), codes.astype(np.int64))


def planted(columns: Columns, seed: int) -> np.ndarray:
    """0.9 where the third number is above 0.6 and the second level is 1; 0.2 elsewhere; noisy."""
    there = (columns.numbers[:, 2] > 0.6) & (columns.levels[:, 1] == 1)
    noise = np.random.default_rng(seed).normal(0.0, 0.1, len(there))
    return np.asarray(np.where(there, 0.9, 0.2) + noise)


def test_a_box_holds_points_by_its_ends_and_levels_and_its_use_is_share_times_rise() -> None:
    columns = Columns(np.array([[0.1, 5.0], [0.5, 6.0], [0.9, 7.0], [0.5, 8.0]]),
                      np.array([[0], [0], [0], [1]]))  # fmt: skip
    box = Box((0.5, -np.inf), (np.inf, 7.0), frozenset({(0, 1)}))
    assert box.holds(columns).tolist() == [False, True, True, False]
    assert box.limited == {0, 1, 2}
    assert box.free(0).holds(columns).tolist() == [True, True, True, False]
    assert box.free(2).without == frozenset()
    y = np.array([0.0, 1.0, 1.0, 0.0])
    assert use(box, columns, y) == 0.5 * (1.0 - 0.5)
    assert use(everywhere(columns), columns, y) == 0.0


def test_a_planted_box_is_found_and_nothing_else_is_limited() -> None:
    columns = points(0)
    y = planted(columns, 1)
    box = best(peeled(columns, y, HOW), columns, y)
    assert box.limited == {2, 8 + 1}
    assert 0.55 < box.low[2] < 0.65 and box.without == {(1, 0), (1, 2)}
    assert use(box, columns, y) > 3 * chance(columns, y, HOW, 10, 0.95, np.random.default_rng(2))


def test_no_box_has_more_limits_or_fewer_points_than_allowed() -> None:
    columns = points(3)
    y = np.random.default_rng(4).random(800)
    few = How(limits=2, least=0.1, peel=0.05)
    for box in peeled(columns, y, few):
        assert len(box.limited) <= 2 and box.holds(columns).mean() >= 0.1


def test_where_nothing_was_planted_a_box_is_told_in_about_one_of_twenty() -> None:
    told, rough = 0, How(limits=2, least=0.2, peel=0.1)
    for seed in range(40):
        columns = points(seed, number=100, numbers=2, levels=1)
        y = np.random.default_rng([seed, 1]).random(100)
        own = use(best(peeled(columns, y, rough), columns, y), columns, y)
        told += own > chance(columns, y, rough, 20, 0.95, np.random.default_rng([seed, 2]))
    assert told <= 6, "2 or 3 are expected, with a threshold of 20 permutations"


def test_as_many_points_are_cut_off_above_as_below() -> None:
    """A tenth of twenty is two at either end; with all that is high in the middle both are cut."""
    columns = Columns(np.arange(20.0)[:, None], np.zeros((20, 0), np.int64))
    y = np.where((columns.numbers[:, 0] >= 2) & (columns.numbers[:, 0] <= 17), 1.0, 0.0)
    how = How(limits=1, least=0.75, peel=0.1)
    ends = {(box.low[0], box.high[0]) for box in peeled(columns, y, how)}
    assert (2.0, 17.0) in ends
    assert best(peeled(columns, y, how), columns, y).holds(columns).tolist() == (y == 1.0).tolist()
