"""A project's weeks of papers: departments sign (条块矛盾) while residents are canvassed."""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.rows import put
from sim.base.vocabulary import CATEGORIES, FUNDS, Consent, End, Stage
from sim.rules.votes import (
    DEPARTMENTS,
    Ballot,
    agrees,
    approval_logit,
    departments_for,
    has_voted,
    must_ask,
    sign_off_probability,
)
from sim.state.projects import in_stage
from sim.week.lifecycle import at, end, enter
from sim.week.negotiation import start_negotiation

_K = len(CATEGORIES)


@kernel
def start_sign_off(world, p):
    """Pledges cover the need: the papers go to the departments, the canvassers to the doors."""
    life, scope, rules = world.projects.life[p], world.plans.scope[p], world.rules
    enter(world, p, Stage.SIGN_OFF)
    life.signing = departments_for(scope, life.size, rules.sign_off.relevance)
    life.consent_due = False
    for k in range(_K):
        if is_asked_about(world, p, k):
            life.consent_due = True


@kernel
def is_asked_about(world, p, k):
    """Must residents consent to a category of a project?"""
    rules = world.rules.consent
    return must_ask(rules.rules[k], world.plans.scope[p, k], rules.relevance)


# -- departments ----------------------------------------------------------------------------------


@part
def signs(world, p, department):
    """Does a department sign a project's papers this week, by luck of its own?"""
    life, rules = world.projects.life[p], world.rules.sign_off
    whistled = world.projects.help[p].whistled
    chance = sign_off_probability(rules.hazard, rules.whistle_factor, whistled)
    age = world.now.week - life.start_week
    return uniform(world.luck, Process.SIGN_OFF, life.code, department, age, 0) < chance


@part
def departments_sign(world):
    """All papers that are out, all at once: no signature depends on another project."""
    projects = world.projects
    for p in projects.live[: projects.count.live]:
        life = projects.life[p]
        if life.stage == Stage.SIGN_OFF:
            for department in range(DEPARTMENTS):
                if life.signing >> department & 1 and signs(world, p, department):
                    life.signing -= 1 << department


# -- residents ------------------------------------------------------------------------------------


@part
def tally(world, p, k, rows, climate, paid):
    """Count the votes of owners in rows of households (from, to) on a category; see Ballot.

    Turnout is drawn for this project; the leaning is the household's own and persistent, so that
    another try is not another lottery.
    """
    people, residents, rules = world.people, world.residents, world.rules.consent
    code, area = world.projects.life[p].code, world.projects.life[p].area
    deliberated = 1.0 if world.projects.life[p].sampled else 0.0
    owners, voted, yes, floor, floor_voted, floor_yes = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    objections = 0.0
    for i in range(rows[0], rows[1]):
        if not people.owner[i]:
            continue
        owners += 1.0
        floor += people.floor_area[i]
        key = people.key[i]
        luck = uniform(world.luck, Process.TURNOUT, code, key, k, area)
        if not has_voted(rules, luck, residents.participation[i]):
            continue
        voted += 1.0
        floor_voted += people.floor_area[i]
        leaning = uniform(world.luck, Process.LEANING, key, k, 0, area)
        view = approval_logit(rules, leaning, climate, residents.trust[i], deliberated, paid)
        if view >= 0.0:
            yes += 1.0
            floor_yes += people.floor_area[i]
        elif view < rules.approval - rules.objection:
            objections += 1.0
    return Ballot(owners, voted, yes, floor, floor_voted, floor_yes, objections)


@kernel
def consents(world, p, k, first, stop, paid):
    """Do owners of entrances ``first`` to ``stop``, of one building, agree to a category?"""
    places, rules = world.places, world.rules.consent
    building = np.searchsorted(places.entrance_of, first, side="right") - 1
    rows = places.entrance[first], places.entrance[stop]
    ballot = tally(world, p, k, rows, places.climate[building, k], paid)
    return agrees(rules.rules[k], ballot, rules.quorum)


@part
def who_consents(world, p, k, asked, paid):
    """Of the entrances asked (E,), those whose owners agree to a category: each votes for itself,
    or with its whole building where a double majority is needed."""
    of, agreed = world.places.entrance_of, np.zeros(len(asked), np.bool_)
    together = world.rules.consent.rules[k] == Consent.DOUBLE_MAJORITY
    for b in range(len(of) - 1):
        if together:
            if at(asked, of, b):
                agreed[of[b] : of[b + 1]] = consents(world, p, k, of[b], of[b + 1], paid)
        else:
            for e in range(of[b], of[b + 1]):
                if asked[e]:
                    agreed[e] = consents(world, p, k, e, e + 1, paid)
    return agreed


@kernel
def canvass(world, p):
    """Residents vote on each category that needs it; who refuses drops out of the project."""
    entrance, rows = world.members.entrance[p], world.places.entrance
    paid = compensate(world, p)
    asked = entrance.copy()
    for k in range(_K):
        if is_asked_about(world, p, k):
            agreed = who_consents(world, p, k, asked, paid)
            for e in range(len(entrance)):
                entrance[e] = entrance[e] and agreed[e]
    for e in range(len(entrance)):
        entrance[e] = entrance[e] and rows[e] < rows[e + 1]
    world.projects.life[p].consent_due = False
    if not np.any(entrance):
        put(asked, world.members.entrance[p])  # all who were asked see it break
        end(world, p, End.RESIDENT_VETO)


@part
def compensate(world, p):
    """The initiator pays compensation as far as its funds go; returns funds per project size."""
    life, free = world.projects.life[p], world.standing.free
    wished = world.rules.consent.compensation * life.size
    paid = min(wished, free[life.initiator, FUNDS])
    free[life.initiator, FUNDS] -= paid
    world.accounts.spent[FUNDS] += paid
    world.diary.tally.used += paid
    return paid / life.size


# -- a week of it ---------------------------------------------------------------------------------


@kernel
def sign_off_week(world, p):
    """Residents vote; signed and agreed, on to negotiation, or alone to delivery; or too late."""
    life, rules = world.projects.life[p], world.rules
    weeks = in_stage(life, world.now.week)
    if life.consent_due and weeks >= rules.consent.canvass_weeks:
        canvass(world, p)
    if life.stage == Stage.ENDED:
        return
    if life.signing == 0 and not life.consent_due:
        start_negotiation(world, p)
    elif weeks >= rules.sign_off.deadline:
        end(world, p, End.SIGN_OFF)
