"""The search itself, apart from what is evaluated: points are asked for, and told their worth.

The sampler (tree-structured Parzen estimator, Bergstra et al. 2011, of Optuna) keeps its luck in
memory only. So nothing of it is stored: a search is the same for the same seed and the same values,
and one that was stopped is asked again from its first point; evaluated points cost nothing, for
their runs are in the store.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.base.errors import InputError
from experiments.studies.ranges import ACCEPTED, Range, Value, Values

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.study import Study

RAISES = "raises"
Evaluate = Callable[[Sequence[Values]], Sequence[float]]
"""Points to their worth; nan where it isn't known."""


def seek(
    ranges: Mapping[str, Range],
    accepted: int,
    evaluate: Evaluate,
    *,
    direction: str,
    seed: int,
    trials: int,
    batch: int,
    startup: int,
) -> list[dict[str, Value]]:
    """All points that were tried, in order; ``evaluate`` is given them ``batch`` by ``batch``.

    The number of an accepted point is one more, categorical, choice. The first points of a longer
    search are those of a shorter one. InputError where Optuna is not installed.
    """
    optuna = _optuna()
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=startup),
        direction="maximize" if direction == RAISES else "minimize",
    )
    distributions = _distributions(ranges, accepted)
    tried: list[dict[str, Value]] = []
    for start in range(0, trials, batch):
        tried += _step(study, distributions, ranges, evaluate, min(batch, trials - start))
    return tried


def _step(
    study: "Study",
    distributions: "dict[str, BaseDistribution]",
    ranges: Mapping[str, Range],
    evaluate: Evaluate,
    number: int,
) -> list[dict[str, Value]]:
    from optuna.trial import TrialState

    asked = [study.ask(distributions) for _ in range(number)]
    points = [_point(trial.params, ranges) for trial in asked]
    for trial, value in zip(asked, evaluate(points), strict=True):
        if np.isfinite(value):
            study.tell(trial, value)
        else:
            study.tell(trial, state=TrialState.FAIL)
    return points


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise InputError(
            'search: needs Optuna; install the extra of that name: pip install "coprod[search]"'
        ) from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def _distributions(ranges: Mapping[str, Range], accepted: int) -> "dict[str, BaseDistribution]":
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    found: dict[str, BaseDistribution] = {ACCEPTED: CategoricalDistribution(range(accepted))}
    for name, each in ranges.items():
        if each.whole:
            found[name] = IntDistribution(int(each.low), int(each.high))
        else:
            found[name] = FloatDistribution(each.low, each.high, log=each.log)
    return found


def _point(params: Mapping[str, Any], ranges: Mapping[str, Range]) -> dict[str, Value]:
    """Values as they are run: readable, and inside their range."""
    point: dict[str, Value] = {ACCEPTED: int(params[ACCEPTED])}
    for name, each in ranges.items():
        point[name] = int(params[name]) if each.whole else each.rounded(params[name])
    return point
