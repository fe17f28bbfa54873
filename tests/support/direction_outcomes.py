"""Outcomes by which a parameter's direction is judged: (changes, replicate) -> number."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from small import Changes, learn_week, made, one_of, record_of

from sim.base.equations import distance, normalise
from sim.base.vocabulary import ACTS, End, Role
from sim.week.residents import update_residents
from sim.week.scopes import own_scope

Outcome = Callable[[Changes, int], float]


@dataclass(frozen=True)
class Direction:
    """Raising ``path`` from low to high moves the outcome up (1) or down (-1), others as base."""

    path: str
    low: object
    high: object
    outcome: Outcome
    sign: int
    base: Changes = field(default_factory=dict)
    replicates: int = 1


# -- of whole runs --------------------------------------------------------------------------------


def weekly(name: str) -> Outcome:
    return lambda changes, r: float(np.nanmean(record_of(changes, r).weekly[name]))


def history(name: str) -> Outcome:
    return lambda changes, r: float(record_of(changes, r).history[name].sum(dtype=float))


def project(name: str) -> Outcome:
    def mean(changes: Changes, r: int) -> float:
        return float(record_of(changes, r).projects[name].mean(dtype=float))

    return mean


def share(*ends: End) -> Outcome:
    return lambda changes, r: float(np.isin(record_of(changes, r).projects["end"], ends).mean())


def opportunities(changes: Changes, r: int) -> float:
    return record_of(changes, r).run["opportunities"]


def spread_of_size(changes: Changes, r: int) -> float:
    return float(record_of(changes, r).projects["size"].std())


def acts(who: str, *names: str) -> Outcome:
    def total(changes: Changes, r: int) -> float:
        table = record_of(changes, r).weekly
        return float(sum(table[f"{who}_{act}"].sum() for act in names or ACTS))

    return total


# -- of a model at its start ----------------------------------------------------------------------


def start(measure: Callable) -> Outcome:
    """A number read from a model whose residents have spoken once."""
    return lambda changes, r: float(measure(made(changes, r)))


def spread_of_goals(model) -> float:
    goals = model.world.organisations.goals
    return float(np.mean([distance(x, y) for x in goals for y in goals]))


def scope_of_first(role: Role, measure: Callable) -> Outcome:
    """How a role turns a need for elder care into a scope."""

    def found(model) -> float:
        organisation = model.organisations[one_of(model, role)]
        need = np.array([0.9, 0.02] + [0.02] * 4)
        return measure(organisation, own_scope(model.world, organisation.index, need))

    return start(found)


def sensing_error(model) -> float:
    voiced = np.arange(1.0, 7.0)
    model.world.voices.voiced[:] = 0.0
    model.world.voices.voiced[0] = voiced
    errors = [distance(o.sense(), normalise(voiced)) for o in model.organisations]
    return float(np.mean(errors))


def drift_from_baseline(changes: Changes, r: int) -> float:
    model = made(changes, r, speaking=False)
    participation = model.world.residents.participation
    participation[:] = 1.0
    for _ in range(10):
        update_residents(model.world)
    return float(np.abs(participation - model.world.people.baseline).mean())


def weeks_until_someone_leaves(changes: Changes, r: int) -> float:
    model = made(changes, r)
    for week in range(200):
        model.world.standing.gained[:] = -1.0
        learn_week(model)
        if not model.world.standing.present.all():
            return week
    return 200.0
