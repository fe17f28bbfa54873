"""The households' week: needs and voice, services, and how residents change.

Households are rows of arrays (see Population). State is stored as float32, arithmetic is float64.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.equations import participation as next_participation
from sim.equations import resident_trust as next_trust
from sim.equations import satisfaction as next_satisfaction
from sim.equations import voice_probability
from sim.kernel import kernel
from sim.luck import philox, to_unit, uniform
from sim.parameters import Residents
from sim.population import NO_NEED, Population
from sim.vocabulary import CATEGORIES, GROUPS

LONGEST_WAIT = 32767
GINI_BINS = 1024
_K = len(CATEGORIES)
_G = len(GROUPS)


class Rates(NamedTuple):
    """The residents' rates as plain numbers, for the compiled week."""

    contagion: float
    habit: float
    discouragement: float
    cap: float
    encouragement: float
    slight: float
    rest: float
    recovery: float
    relief: float
    strain: float
    trust_gain: float
    trust_break: float
    active_from: float


class Mobilisation(NamedTuple):
    """What a coordinator adds: a weekly rise for all, and a floor for party members."""

    rise: float
    floor: float


UNMOBILISED = Mobilisation(0.0, 0.0)


def rates_of(residents: Residents, active_from: float) -> Rates:
    """The rates that the residents' week uses."""
    return Rates(
        residents.contagion,
        residents.habit,
        residents.discouragement,
        float(residents.discouragement_cap),
        residents.encouragement,
        residents.slight,
        residents.satisfaction_start,
        residents.satisfaction_recovery,
        residents.satisfaction_relief,
        residents.satisfaction_strain,
        residents.trust_gain,
        residents.trust_break,
        active_from,
    )


class Voices(NamedTuple):
    """What the week's start brings. voiced, open: float64 (B, K); late, arrived: int64 (K,)."""

    voiced: NDArray[np.float64]
    open: NDArray[np.float64]
    late: NDArray[np.int64]
    arrived: NDArray[np.int64]


class Residence(NamedTuple):
    """What the week's end shows, by group: households, sums of satisfaction and participation;
    sum of trust; members of the party and the sum of their participation; number of active
    households and the sum of their participation; Gini."""

    households: NDArray[np.float64]
    satisfaction: NDArray[np.float64]
    participation: NDArray[np.float64]
    trust: float
    members: float
    member_participation: float
    active: float
    active_participation: float
    gini: float


@kernel
def age_needs(waiting):
    """Open needs of one household wait a week longer."""
    for k in range(_K):
        if NO_NEED < waiting[k] < LONGEST_WAIT:
            waiting[k] += 1


@kernel
def most_pressing(waiting):
    """The category that has waited longest (one need a week at most: no ties); -1: none."""
    best, longest = -1, NO_NEED
    for k in range(_K):
        if waiting[k] > longest:
            best, longest = k, waiting[k]
    return best


@kernel
def category_of(u, cumulative):
    """A category by inverse distribution function from one uniform."""
    for k in range(_K - 1):
        if u < cumulative[k]:
            return k
    return _K - 1


@kernel
def needs_and_voice(waiting, participation, group, first, cumulative, rate, selectivity, late_after,
                    week, arrival_word, category_word, voice_word, k0, k1):  # fmt: skip
    """Steps 1 and 2 of the week: needs age and arise, residents voice them. Changes ``waiting``."""
    buildings = len(first) - 1
    voiced = np.zeros((buildings, _K))
    open_needs = np.zeros((buildings, _K))
    late = np.zeros(_K, np.int64)
    arrived = np.zeros(_K, np.int64)
    block = -1
    words = philox(0, 0, 0, 0, k0, k1)
    for b in range(buildings):
        for i in range(first[b], first[b + 1]):
            own = waiting[i]
            age_needs(own)
            if i // 4 != block:
                block = i // 4
                words = philox(block, 0, week, arrival_word, k0, k1)
            if to_unit(words[i % 4]) < rate:
                u = uniform(i, 0, week, category_word, k0, k1)
                k = category_of(u, cumulative[group[i]])
                if own[k] == NO_NEED:
                    own[k] = 0
                    arrived[k] += 1
            pressing = most_pressing(own)
            if pressing < 0:
                continue
            spoken = philox(i, 0, week, voice_word, k0, k1)
            more = philox(i, 1, week, voice_word, k0, k1) if own[4] >= 0 or own[5] >= 0 else spoken
            for k in range(_K):
                if own[k] == NO_NEED:
                    continue
                open_needs[b, k] += 1.0
                if own[k] > late_after:
                    late[k] += 1
                u = to_unit(spoken[k]) if k < 4 else to_unit(more[k - 4])
                if u < voice_probability(participation[i], k == pressing, selectivity):
                    voiced[b, k] += 1.0
    return voiced, open_needs, late, arrived


@kernel
def serve(waiting, places, category, supply, group, served_now, left_out, served_group,
          week, word, luck_of_last, k0, k1):  # fmt: skip
    """Serve one category in some places: longest waiting first, ties by luck, whole needs.

    ``places`` is int64 (n, 2): rows of households from, to (exclusive). The last fraction of
    ``supply`` is served with that probability (``luck_of_last`` is its uniform). Changes
    ``waiting`` and the tallies. Returns demand, served, weeks waited in all.
    """
    demand = 0
    for place in range(len(places)):
        for i in range(places[place, 0], places[place, 1]):
            demand += waiting[i, category] != NO_NEED
    if demand == 0:
        return 0, 0, 0.0
    who = np.empty(demand, np.int64)
    order = np.empty(demand)
    found = 0
    for place in range(len(places)):
        for i in range(places[place, 0], places[place, 1]):
            if waiting[i, category] != NO_NEED:
                who[found] = i
                order[found] = uniform(i, category, week, word, k0, k1) - waiting[i, category]
                found += 1
    whole = int(supply)
    amount = min(demand, whole + (luck_of_last < supply - whole))
    waited = 0.0
    ranked = np.argsort(order)
    for position in range(demand):
        i = who[ranked[position]]
        if position < amount:
            waited += waiting[i, category]
            waiting[i, category] = NO_NEED
            served_now[i] += 1
            served_group[group[i]] += 1
        else:
            left_out[i] = 1
    return demand, amount, waited


@kernel
def gini_of_histogram(counts):
    """Gini coefficient of values in [0, 1] counted in equal bins (each at its bin's middle)."""
    people, total, area = 0.0, 0.0, 0.0
    for b in range(len(counts)):
        wealth = counts[b] * (b + 0.5) / len(counts)
        area += counts[b] * (total + 0.5 * wealth)
        total += wealth
        people += counts[b]
    return 1.0 - 2.0 * area / (people * total) if people * total > 0.0 else 0.0


@kernel
def residents_week(waiting, old, new, baseline, satisfied, trust, group, member, first, tie_start,
                   tie_to, served_now, left_out, broken, rates, mobilisation):  # fmt: skip
    """Step 7 of the week: participation (from ``old`` into ``new``), satisfaction, trust.

    Clears ``served_now`` and ``left_out``; ``broken`` counts projects broken in each building.
    """
    households = np.zeros(_G)
    satisfaction_sum = np.zeros(_G)
    participation_sum = np.zeros(_G)
    bins = np.zeros(GINI_BINS)
    trust_sum, members, member_sum, active, active_sum = 0.0, 0.0, 0.0, 0.0, 0.0
    for b in range(len(first) - 1):
        for i in range(first[b], first[b + 1]):
            open_needs = 0.0
            for k in range(_K):
                open_needs += waiting[i, k] != NO_NEED
            degree = tie_start[i + 1] - tie_start[i]
            around = 0.0 if degree > 0 else float(old[i])
            if degree > 0:
                for t in range(tie_start[i], tie_start[i + 1]):
                    around += old[tie_to[t]]
                around /= degree
            served = np.float64(served_now[i])
            p = next_participation(
                np.float64(old[i]), around, np.float64(baseline[i]), open_needs, rates.cap, served,
                np.float64(left_out[i]), rates.contagion, rates.habit, rates.discouragement,
                rates.encouragement, rates.slight, mobilisation.rise,
            )  # fmt: skip
            if member[i] and p < mobilisation.floor:
                p = mobilisation.floor
            new[i] = p
            satisfied[i] = next_satisfaction(
                np.float64(satisfied[i]), rates.rest, open_needs, rates.cap, served, rates.recovery,
                rates.relief, rates.strain,
            )  # fmt: skip
            trust[i] = next_trust(
                np.float64(trust[i]), served, broken[b], rates.trust_gain, rates.trust_break
            )
            served_now[i] = 0
            left_out[i] = 0
            households[group[i]] += 1.0
            satisfaction_sum[group[i]] += satisfied[i]
            participation_sum[group[i]] += p
            trust_sum += trust[i]
            if member[i]:
                members += 1.0
                member_sum += p
            bins[min(GINI_BINS - 1, int(p * GINI_BINS))] += 1.0
            if p >= rates.active_from:
                active += 1.0
                active_sum += p
    gini = gini_of_histogram(bins)
    return (households, satisfaction_sum, participation_sum, trust_sum, members, member_sum, active,
            active_sum, gini)  # fmt: skip


class HouseholdWeek:
    """The households of one area with their weekly tallies; the compiled week seen from Python."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.served_now = np.zeros(population.size, np.int8)
        self.left_out = np.zeros(population.size, np.int8)
        self.served_group = np.zeros(_G, np.int64)
        self.broken = np.zeros(population.buildings)
        self._next = np.empty_like(population.participation)

    def update_residents(self, rates: Rates, mobilisation: Mobilisation) -> Residence:
        """Step 7: all residents change at once; this week's tallies are cleared."""
        people = self.population
        seen = residents_week(
            people.waiting, people.participation, self._next, people.baseline, people.satisfaction,
            people.trust, people.group, people.member, people.first, people.tie_start,
            people.tie_to, self.served_now, self.left_out, self.broken, rates, mobilisation,
        )  # fmt: skip
        people.participation, self._next = self._next, people.participation
        self.broken[:] = 0.0
        return Residence(*seen)
