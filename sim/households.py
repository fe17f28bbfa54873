"""The households' week: services, and how residents change (needs and voice: ``sim.voice``).

Households are items of arrays (see Population). State is stored as float32, arithmetic is float64.
Residents change in blocks, one rule after the other over a block, so that the processor does
several households at a time. No result depends on the size of a block.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.equations import participation as next_participation
from sim.equations import resident_trust as next_trust
from sim.equations import satisfaction as next_satisfaction
from sim.kernel import kernel
from sim.luck import uniform
from sim.parameters import Residents
from sim.population import NO_NEED, Population
from sim.projects import total
from sim.vocabulary import CATEGORIES, GROUPS
from sim.voice import BLOCK

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

    @classmethod
    def silence(cls, buildings: int) -> "Voices":
        """Nobody needs anything yet."""
        shape = buildings, _K
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(_K, np.int64), np.zeros(_K, np.int64))

    @property
    def public(self) -> NDArray[np.float64]:
        """What the whole community voices, (K,)."""
        return np.asarray(self.voiced.sum(axis=0))


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

    def mean_satisfaction(self) -> float:
        """Of all households."""
        return float(total(self.satisfaction) / total(self.households))


@kernel
def serve(waiting, places, key, category, supply, group, served_now, left_out, served_group,
          week, word, luck_of_last, k0, k1):  # fmt: skip
    """Serve one category in some places: longest waiting first, ties by luck, whole needs.

    ``places`` is int64 (n, 2): rows of households from, to (exclusive). The last fraction of
    ``supply`` is served with that probability (``luck_of_last`` is its uniform). Changes
    ``waiting`` and the tallies. Returns demand, served, weeks waited in all.
    """
    own = waiting[category]
    demand = 0
    for place in range(len(places)):
        for i in range(places[place, 0], places[place, 1]):
            demand += own[i] != NO_NEED
    if demand == 0:
        return 0, 0, 0.0
    who = np.empty(demand, np.int64)
    order = np.empty(demand)
    found = 0
    for place in range(len(places)):
        for i in range(places[place, 0], places[place, 1]):
            if own[i] != NO_NEED:
                who[found] = i
                order[found] = uniform(key[i], category, week, word, k0, k1) - own[i]
                found += 1
    whole = int(supply)
    amount = min(demand, whole + (luck_of_last < supply - whole))
    waited = 0.0
    ranked = np.argsort(order)
    for position in range(demand):
        i = who[ranked[position]]
        if position < amount:
            waited += own[i]
            own[i] = NO_NEED
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
def gini_of(p):
    """Gini coefficient of the participation of households (n,), counted in equal bins."""
    bins = np.zeros(GINI_BINS)
    for i in range(len(p)):
        bins[min(GINI_BINS - 1, int(p[i] * GINI_BINS))] += 1.0
    return gini_of_histogram(bins)


@kernel
def count_open(waiting, start, stop, open_needs):
    """Open needs of households ``start`` to ``stop``, into ``open_needs``."""
    open_needs[:] = 0.0
    for k in range(_K):
        own = waiting[k, start:stop]
        for i in range(len(own)):
            open_needs[i] += own[i] != NO_NEED


@kernel
def look_around(old, tie_start, tie_to, start, stop, around):
    """Mean participation of each one's neighbours, and its own where it has none.

    Unsigned indices, because signed ones are asked every time whether they count from the end.
    """
    for i in range(start, stop):
        low, high = tie_start[i], tie_start[i + 1]
        total = 0.0
        for t in range(low, high):
            total += old[np.uint32(tie_to[np.uint64(t)])]
        around[i - start] = total / (high - low) if high > low else float(old[i])


@kernel
def participate(p, around, baseline, open_needs, served, left_out, member, rates, mobilisation,
                out):  # fmt: skip
    """Next week's participation of a block, in full precision; party members have a floor."""
    for i in range(len(out)):
        new = next_participation(
            np.float64(p[i]), around[i], np.float64(baseline[i]), open_needs[i], rates.cap,
            np.float64(served[i]), np.float64(left_out[i]), rates.contagion, rates.habit,
            rates.discouragement, rates.encouragement, rates.slight, mobilisation.rise,
        )  # fmt: skip
        out[i] = max(new, mobilisation.floor) if member[i] else new


@kernel
def feel(satisfied, trust, open_needs, served, broken, rates):
    """Next week's satisfaction and trust of a block, in place."""
    for i in range(len(satisfied)):
        satisfied[i] = next_satisfaction(
            np.float64(satisfied[i]), rates.rest, open_needs[i], rates.cap, np.float64(served[i]),
            rates.recovery, rates.relief, rates.strain,
        )  # fmt: skip
        trust[i] = next_trust(
            np.float64(trust[i]), np.float64(served[i]), broken, rates.trust_gain, rates.trust_break
        )


@kernel
def tally_block(p, satisfied, trust, group, member, active_from, groups, sums, bins):
    """Add a block to what the week's end shows: see Residence.

    Sums that all add to run in registers: one in memory would wait for itself every time.
    """
    trusting, members, of_members, active, of_active = sums[0], sums[1], sums[2], sums[3], sums[4]
    for i in range(len(p)):
        own = np.uint8(group[i])
        groups[0, own] += 1.0
        groups[1, own] += satisfied[i]
        groups[2, own] += p[i]
        trusting += trust[i]
        members += member[i]
        of_members += p[i] if member[i] else 0.0
        active += p[i] >= active_from
        of_active += p[i] if p[i] >= active_from else 0.0
        bins[min(GINI_BINS - 1, int(p[i] * GINI_BINS))] += 1.0
    sums[0], sums[1], sums[2], sums[3], sums[4] = trusting, members, of_members, active, of_active


@kernel
def residents_week(waiting, old, new, baseline, satisfied, trust, group, member, first, tie_start,
                   tie_to, served_now, left_out, broken, rates, mobilisation, groups,
                   sums):  # fmt: skip
    """Step 7 of the week: participation (from ``old`` into ``new``), satisfaction, trust.

    Clears ``served_now`` and ``left_out``; ``broken`` counts projects broken in each building.
    Adds to ``groups`` (3, G) and ``sums`` (5,) as Residence has them; returns the Gini.
    """
    bins = np.zeros(GINI_BINS)
    open_needs, around, exact = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for b in range(len(first) - 1):
        for start in range(first[b], first[b + 1], BLOCK):
            stop = min(start + BLOCK, first[b + 1])
            needs, mean, p = (
                open_needs[: stop - start],
                around[: stop - start],
                exact[: stop - start],
            )
            served, slighted = served_now[start:stop], left_out[start:stop]
            count_open(waiting, start, stop, needs)
            look_around(old, tie_start, tie_to, start, stop, mean)
            participate(old[start:stop], mean, baseline[start:stop], needs, served, slighted,
                        member[start:stop], rates, mobilisation, p)  # fmt: skip
            new[start:stop] = p
            feel(satisfied[start:stop], trust[start:stop], needs, served, broken[b], rates)
            tally_block(p, satisfied[start:stop], trust[start:stop], group[start:stop],
                        member[start:stop], rates.active_from, groups, sums, bins)  # fmt: skip
            served[:] = 0
            slighted[:] = 0
    return gini_of_histogram(bins)


class HouseholdWeek:
    """The households of all areas with their weekly tallies; the compiled week seen from Python."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.served_now = np.zeros(population.size, np.int8)
        self.left_out = np.zeros(population.size, np.int8)
        self.served_group = np.zeros(_G, np.int64)
        self.broken = np.zeros(population.buildings)
        self._next = np.empty_like(population.participation)

    def update_residents(self, rates: Rates, mobilisation: Mobilisation) -> Residence:
        """Step 7: all residents change at once; this week's tallies are cleared."""
        return self.update_areas([rates], mobilisation)[0]

    def update_areas(self, rates: list[Rates], mobilisation: Mobilisation) -> list[Residence]:
        """Step 7, area by area, each at its rates; areas have the same number of buildings."""
        people = self.population
        size = people.buildings // len(rates)
        seen = []
        for area, own in enumerate(rates):
            b, groups, sums = area * size, np.zeros((3, _G)), np.zeros(5)
            gini = residents_week(
                people.waiting, people.participation, self._next, people.baseline,
                people.satisfaction, people.trust, people.group, people.member,
                people.first[b : b + size + 1], people.tie_start, people.tie_to, self.served_now,
                self.left_out, self.broken[b : b + size], own, mobilisation, groups, sums,
            )  # fmt: skip
            seen.append(Residence._make((*groups, *sums.tolist(), gini)))
        people.participation, self._next = self._next, people.participation
        self.broken[:] = 0.0
        return seen
