"""Sign-off by line departments (条块矛盾) and consent by residents."""

from typing import NamedTuple

from sim.base.equations import logit
from sim.base.kernel import part
from sim.base.vocabulary import Consent

DEPARTMENTS = 5
HOUSING, CIVIL_AFFAIRS, URBAN_MANAGEMENT, FINANCE, COMMERCE = range(DEPARTMENTS)
DEPARTMENT_OF_CATEGORY = (
    CIVIL_AFFAIRS, HOUSING, URBAN_MANAGEMENT, URBAN_MANAGEMENT, COMMERCE, HOUSING,
)  # fmt: skip
FINANCE_FROM_SIZE = 1.5  # project sizes from which the finance department signs too
TWO_THIRDS = 2.0 / 3.0
HALF = 0.5


class Ballot(NamedTuple):
    """Counts of one vote: owners, those who voted, yes votes (number and m2), and objections."""

    owners: float
    voted: float
    yes: float
    area: float
    area_voted: float
    area_yes: float
    objections: float


@part
def departments_for(scope, size, relevance):
    """Line departments that must sign, a bit each: one to three, by what the project contains and
    its size."""
    largest = 0
    for k in range(len(scope)):
        if scope[k] > scope[largest]:
            largest = k
    signing = 0
    for k in range(len(scope)):
        if scope[k] >= relevance or k == largest:
            signing |= 1 << DEPARTMENT_OF_CATEGORY[k]
    return signing | 1 << FINANCE if size >= FINANCE_FROM_SIZE else signing


@part
def must_ask(rule, share, relevance):
    """Must residents consent to a category with this share of the scope?"""
    return rule != Consent.NONE and share >= relevance


@part
def sign_off_probability(hazard, whistle_factor, whistled):
    """(14) Chance that a department signs this week; the whistle multiplies its speed."""
    return 1.0 - (1.0 - hazard) ** (whistle_factor if whistled else 1.0)


@part
def approval_logit(consent, leaning, climate, trust, deliberated, compensation):
    """(15) A household's leaning toward consent, in logits.

    consent: the parameters' group. ``leaning`` is its own persistent uniform, ``climate`` its
    building's persistent leaning.
    """
    return (
        consent.approval
        + climate
        + logit(leaning)
        + consent.shift_trust * (trust - 0.5)
        + consent.shift_panel * deliberated
        + consent.shift_compensation * compensation
    )


@part
def has_voted(consent, luck, p):
    """(16) Has a household voted within the weeks of canvassing? One uniform for all of it."""
    weekly = min(1.0, max(0.0, consent.turnout + consent.turnout_participation * p))
    return luck < 1.0 - (1.0 - weekly) ** consent.canvass_weeks


@part
def double_majority(ballot, quorum):
    """双过半: enough owners and area voted, and over half of both said yes."""
    return (
        ballot.voted >= quorum * ballot.owners
        and ballot.area_voted >= quorum * ballot.area
        and ballot.yes > HALF * ballot.voted
        and ballot.area_yes > HALF * ballot.area_voted
    )


@part
def two_thirds_no_objection(ballot):
    """Lifts: two thirds of owners and area said yes, and nobody objects."""
    return (
        ballot.objections == 0
        and ballot.yes >= TWO_THIRDS * ballot.owners
        and ballot.area_yes >= TWO_THIRDS * ballot.area
    )


@part
def agrees(rule, ballot, quorum):
    """Do those who voted stay in the project under the category's rule? Without owners, they do."""
    if ballot.owners == 0:
        return True
    if rule == Consent.DOUBLE_MAJORITY:
        return double_majority(ballot, quorum)
    return two_thirds_no_objection(ballot)
