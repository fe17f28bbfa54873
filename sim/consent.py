"""Sign-off by line departments (条块矛盾) and consent by residents, side by side."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.equations import approval_logit, has_voted, normals, sign_off_probability
from sim.kernel import kernel
from sim.luck import Luck, Process, process_word, uniform
from sim.parameters import Consent
from sim.projects import Project, Stage
from sim.vocabulary import CATEGORIES, FUNDS, End

if TYPE_CHECKING:
    from sim.model import CoProductionModel

DEPARTMENTS = 5
HOUSING, CIVIL_AFFAIRS, URBAN_MANAGEMENT, FINANCE, COMMERCE = range(DEPARTMENTS)
DEPARTMENT_OF_CATEGORY = (
    CIVIL_AFFAIRS, HOUSING, URBAN_MANAGEMENT, URBAN_MANAGEMENT, COMMERCE, HOUSING,
)  # fmt: skip
FINANCE_FROM_SIZE = 1.5  # project sizes from which the finance department signs too
TWO_THIRDS = 2.0 / 3.0
HALF = 0.5
_K = len(CATEGORIES)
_SIGN_OFF = int(Stage.SIGN_OFF)


def climates(
    rules: Consent, keys: NDArray[np.int64], luck: Luck, area: int = 0
) -> NDArray[np.float64]:
    """What people of an area's buildings tend to think of each category, in logits, (B, K), by
    the buildings' keys (B,)."""
    rows, categories = np.divmod(np.arange(len(keys) * _K, dtype=np.int64), _K)
    draws = luck.uniforms(Process.CLIMATE, keys[rows], 0, categories, area)
    return np.asarray(rules.climate * normals(draws)).reshape(len(keys), _K)


class Ballot(NamedTuple):
    """Counts of one vote: owners, those who voted, yes votes (number and m2), and objections."""

    owners: float
    voted: float
    yes: float
    area: float
    area_voted: float
    area_yes: float
    objections: float

    def double_majority(self, quorum: float) -> bool:
        """双过半: enough owners and area voted, and over half of both said yes."""
        return (
            self.voted >= quorum * self.owners
            and self.area_voted >= quorum * self.area
            and self.yes > HALF * self.voted
            and self.area_yes > HALF * self.area_voted
        )

    def two_thirds_no_objection(self) -> bool:
        """Lifts: two thirds of owners and area said yes, and nobody objects."""
        return (
            self.objections == 0
            and self.yes >= TWO_THIRDS * self.owners
            and self.area_yes >= TWO_THIRDS * self.area
        )


@kernel
def tally_all(rows, key, owner, floor_area, participation, trust, category, code, turnout_word,
              leaning_word, turnout, slope, weeks, approval, climate, objection, shift_trust,
              deliberated, shift_panel, compensation, shift_compensation, k0, k1,
              counts):  # fmt: skip
    """As ``tally``, for several ranges of rows (n, 2), each with its climate (n,), into (n, 7)."""
    for v in range(len(rows)):
        counts[v] = tally(rows[v, 0], rows[v, 1], key, owner, floor_area, participation, trust,
                          category, code, turnout_word, leaning_word, turnout, slope, weeks,
                          approval, climate[v], objection, shift_trust, deliberated, shift_panel,
                          compensation, shift_compensation, k0, k1)  # fmt: skip


@kernel
def tally(start, stop, key, owner, floor_area, participation, trust, category, code, turnout_word,
          leaning_word, turnout, slope, weeks, approval, climate, objection, shift_trust,
          deliberated, shift_panel, compensation, shift_compensation, k0, k1):  # fmt: skip
    """Count the votes of owners in rows start:stop; see Ballot for the seven counts.

    Turnout is drawn for this project; the leaning is the household's own and persistent, so that
    another try is not another lottery.
    """
    owners, voted, yes, area, area_voted, area_yes, objections = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(start, stop):
        if not owner[i]:
            continue
        owners += 1.0
        area += floor_area[i]
        luck = uniform(code, key[i], category, turnout_word, k0, k1)
        if not has_voted(luck, turnout, slope, participation[i], weeks):
            continue
        voted += 1.0
        area_voted += floor_area[i]
        leaning = uniform(key[i], category, 0, leaning_word, k0, k1)
        view = approval_logit(
            leaning,
            climate,
            approval,
            trust[i],
            shift_trust,
            deliberated,
            shift_panel,
            compensation,
            shift_compensation,
        )
        if view >= 0.0:
            yes += 1.0
            area_yes += floor_area[i]
        elif view < approval - objection:
            objections += 1.0
    return owners, voted, yes, area, area_voted, area_yes, objections


class ResidentGroup(mesa.Agent):
    """The residents of one building, a social actor: a view of a slice of the household arrays."""

    model: CoProductionModel

    def __init__(self, model: CoProductionModel, building: int) -> None:
        super().__init__(model)
        self.building = building
        first = model.people.population.first
        self.start, self.stop = int(first[building]), int(first[building + 1])

    @property
    def voice(self) -> NDArray[np.float64]:
        """Needs voiced here this week, by category (K,)."""
        return self.model.voices.voiced[self.building]

    @cached_property
    def entrances(self) -> list[tuple[int, int]]:
        """Rows of households of each entrance."""
        entrance = self.model.people.population.entrance[self.start : self.stop]
        inner = self.start + 1 + np.flatnonzero(np.diff(entrance))
        return list(pairwise([self.start, *inner.tolist(), self.stop]))

    def climate(self, category: int) -> float:
        """What people of this building tend to think of a category, in logits; it persists."""
        return float(self.model.climate[self.building, category])

    def constituencies(self, rule: str) -> list[tuple[int, int]]:
        """Rows of households that decide together under a rule: the building, or each entrance."""
        return [(self.start, self.stop)] if rule == "double_majority" else self.entrances

    def agrees(self, rule: str, ballot: Ballot) -> bool:
        """Do those who voted here stay in the project under the category's rule?"""
        if ballot.owners == 0:
            return True
        if rule == "double_majority":
            return ballot.double_majority(self.model.parameters.consent.quorum)
        return ballot.two_thirds_no_objection()


def ballots(
    model: CoProductionModel, project: Project, category: int, paid: float,
    voters: list[tuple[ResidentGroup, tuple[int, int]]],
) -> list[Ballot]:  # fmt: skip
    """Ballots of the owners in some rows of some buildings on one category of a project."""
    rules, people = model.parameters.consent, model.people.population
    rows = np.array([rows for _, rows in voters], np.int64)
    climate = np.array([group.climate(category) for group, _ in voters])
    counts = np.empty((len(voters), len(Ballot._fields)))
    tally_all(
        rows, people.key, people.owner, people.floor_area, people.participation, people.trust,
        category, project.code, process_word(Process.TURNOUT, project.area),
        process_word(Process.LEANING, project.area), rules.turnout, rules.turnout_participation,
        rules.canvass_weeks, rules.approval, climate, rules.objection, rules.shift_trust,
        float(project.sample is not None), rules.shift_panel, paid, rules.shift_compensation,
        *model.luck.key, counts,
    )  # fmt: skip
    return [Ballot(*each) for each in counts.tolist()]


def departments_for(scope: NDArray[np.float64], size: float, relevance: float) -> list[int]:
    """Line departments that must sign: one to three, by what the project contains and its size."""
    largest = int(np.argmax(scope))
    relevant = [k for k, s in enumerate(scope.tolist()) if s >= relevance or k == largest]
    needed = {DEPARTMENT_OF_CATEGORY[k] for k in relevant}
    if size >= FINANCE_FROM_SIZE:
        needed.add(FINANCE)
    return sorted(needed)


def categories_to_ask(
    scope: NDArray[np.float64], rules: tuple[str, ...], relevance: float
) -> list[int]:
    """Categories of a scope for which residents must consent."""
    return [k for k, s in enumerate(scope.tolist()) if rules[k] != "none" and s >= relevance]


def begin(model: CoProductionModel, project: Project) -> None:
    """Send the papers to the departments and the canvassers to the doors."""
    rules = model.parameters
    project.enter(Stage.SIGN_OFF, model.week)
    project.signatures = departments_for(project.scope, project.size, rules.sign_off.relevance)
    asked = categories_to_ask(project.scope, rules.consent.rules, rules.consent.relevance)
    project.consent_due = bool(asked)


@kernel
def sign(rows, projects, week, hazard, whistle_factor, word, k0, k1):
    """A week of departments, each with luck of its own: who signs leaves ``signing``."""
    for p in rows:
        if projects.stage[p] != _SIGN_OFF:
            continue
        age = week - projects.start_week[p]
        chance = sign_off_probability(hazard, whistle_factor, projects.whistled[p])
        for d in range(DEPARTMENTS):
            if projects.signing[p] >> d & 1:
                luck = uniform(projects.code[p], d, age, word, k0, k1)
                projects.signing[p] -= (luck < chance) << d


def departments_sign(model: CoProductionModel, rows: NDArray[np.int64]) -> None:
    """All papers of projects in ``rows`` (n,) that are out: none depends on another project."""
    rules = model.parameters.sign_off
    sign(
        rows, model.tables.columns, model.week, rules.hazard, rules.whistle_factor,
        process_word(Process.SIGN_OFF, 0), *model.luck.key,
    )  # fmt: skip


@kernel
def sign_off_turn(projects, p, week, rules):
    """Does it come to a turn this week: the canvass is over, all is there, or time is out?"""
    weeks = week - projects.stage_start[p]
    if projects.consent_due[p]:
        return weeks >= min(rules.consent_canvass_weeks, rules.sign_off_deadline)
    return projects.signing[p] == 0 or weeks >= rules.sign_off_deadline


def take_turn(model: CoProductionModel, project: Project) -> bool:
    """Residents vote; signed and agreed, on to negotiation, or alone to delivery; or too late."""
    weeks = project.in_stage(model.week)
    if project.consent_due and weeks >= model.parameters.consent.canvass_weeks:
        _canvass(model, project)
    if project.end is not None:
        return False
    if not project.signatures and not project.consent_due:
        model.start_negotiation(project)
    elif weeks >= model.parameters.sign_off.deadline:
        model.end(project, End.SIGN_OFF)
    return False


def _canvass(model: CoProductionModel, project: Project) -> None:
    rules = model.parameters.consent
    paid = compensate(model, project)
    for category in categories_to_ask(project.scope, rules.rules, rules.relevance):
        agreed = _consenting(model, project, category, paid)
        project.places = common_rows(project.places, np.array(agreed, np.int64).reshape(-1, 2))
    project.consent_due = False
    if not len(project.places):
        model.end(project, End.RESIDENT_VETO)
        return
    building = model.people.population.building
    project.buildings = np.unique(building[project.places[:, 0]]).astype(np.int64)


def _consenting(
    model: CoProductionModel, project: Project, category: int, paid: float
) -> list[tuple[int, int]]:
    rule = model.parameters.consent.rules[category]
    groups = [model.resident_groups[b] for b in project.buildings.tolist()]
    voters = [(group, rows) for group in groups for rows in group.constituencies(rule)]
    votes = zip(voters, ballots(model, project, category, paid, voters), strict=True)
    return [rows for (group, rows), ballot in votes if group.agrees(rule, ballot)]


@kernel
def common_rows(these, those):
    """Rows of households in both of two lists of ranges (n, 2), each in order and disjoint."""
    common = np.empty((len(these) + len(those), 2), np.int64)
    found, i, j = 0, 0, 0
    while i < len(these) and j < len(those):
        low, high = max(these[i, 0], those[j, 0]), min(these[i, 1], those[j, 1])
        if low < high:
            common[found, 0], common[found, 1] = low, high
            found += 1
        if these[i, 1] < those[j, 1]:
            i += 1
        else:
            j += 1
    return common[:found].copy()


def compensate(model: CoProductionModel, project: Project) -> float:
    """The initiator pays compensation as far as its funds go; returns funds per project size."""
    wished = model.parameters.consent.compensation * project.size
    paid = min(wished, float(model.bodies.free[project.initiator, FUNDS]))
    model.bodies.free[project.initiator, FUNDS] -= paid
    model.accounts.spend_one(FUNDS, paid)
    model.diary.used += paid
    return paid / project.size
