"""Step 7: residents change by what they saw.

Residents change in blocks, one rule after the other over a block, so that the processor does
several households at a time. No result depends on the size of a block.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel, part
from sim.base.rows import put
from sim.base.sums import total
from sim.base.vocabulary import CATEGORIES, SOCIAL
from sim.rules.households import (
    participation,
    persuasion,
    rates_of,
    resident_trust,
    satisfaction,
)
from sim.rules.shocks import contagion
from sim.state.population import NO_NEED
from sim.week.hub import is_at_work
from sim.week.voice import BLOCK

GINI_BINS = 1024
_K = len(CATEGORIES)


class Block(NamedTuple):
    """Households side by side, (n,): participation before, and what changes or moves them."""

    p: NDArray[np.float32]
    baseline: NDArray[np.float32]
    satisfied: NDArray[np.float32]
    trust: NDArray[np.float32]
    served: NDArray[np.int8]
    left_out: NDArray[np.int8]
    group: NDArray[np.int8]
    member: NDArray[np.int8]


@part
def block_of(residents, people, start, stop):
    """Households ``start`` to ``stop``."""
    return Block(
        residents.participation[start:stop], people.baseline[start:stop],
        residents.satisfaction[start:stop], residents.trust[start:stop],
        residents.served[start:stop], residents.left_out[start:stop], people.group[start:stop],
        people.member[start:stop],
    )  # fmt: skip


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


@part
def gini_of_all(world):
    """Gini coefficient of participation: as counted in the one area, or anew over all of them."""
    if len(world.voices.gini) == 1:
        return world.voices.gini[0]
    bins = np.zeros(GINI_BINS)
    for p in world.residents.participation:
        bins[min(GINI_BINS - 1, int(p * GINI_BINS))] += 1.0
    return gini_of_histogram(bins)


@part
def count_open(waiting, start, stop, open_needs):
    """Open needs of households ``start`` to ``stop``, into ``open_needs``."""
    open_needs[:] = 0.0
    for k in range(_K):
        own = waiting[k, start:stop]
        for i in range(len(own)):
            open_needs[i] += own[i] != NO_NEED


@part
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


@part
def participate(block, around, open_needs, rates, floor, out):
    """Next week's participation of a block, in full precision; party members have a floor."""
    for i in range(len(out)):
        new = participation(
            np.float64(block.p[i]), around[i], np.float64(block.baseline[i]), open_needs[i],
            np.float64(block.served[i]), np.float64(block.left_out[i]), rates,
        )  # fmt: skip
        out[i] = max(new, floor) if block.member[i] else new


@part
def feel(block, open_needs, broken, rates):
    """Next week's satisfaction and trust of a block, in place."""
    for i in range(len(block.satisfied)):
        served = np.float64(block.served[i])
        block.satisfied[i] = satisfaction(
            np.float64(block.satisfied[i]), open_needs[i], served, rates
        )
        block.trust[i] = resident_trust(np.float64(block.trust[i]), served, broken, rates)


@part
def tally_block(block, p, active_from, groups, sums, bins):
    """Add a block, with its new participation (n,), to what the week's end shows: see Voices.

    Sums that all add to run in registers: one in memory would wait for itself every time.
    """
    trusting, members, of_members = sums.trust, sums.members, sums.of_members
    active, of_active = sums.active, sums.of_active
    for i in range(len(p)):
        own = np.uint8(block.group[i])
        groups[0, own] += 1.0
        groups[1, own] += block.satisfied[i]
        groups[2, own] += p[i]
        trusting += block.trust[i]
        members += block.member[i]
        of_members += p[i] if block.member[i] else 0.0
        active += p[i] >= active_from
        of_active += p[i] if p[i] >= active_from else 0.0
        bins[min(GINI_BINS - 1, int(p[i] * GINI_BINS))] += 1.0
    sums.trust, sums.members, sums.of_members = trusting, members, of_members
    sums.active, sums.of_active = active, of_active


@part
def mobilisation(world):
    """What a coordinator adds: a weekly rise of participation, and a floor for party members."""
    rules, hub = world.rules.coordinator, world.hub
    strength = rules.mobilisation
    if strength == 0.0 or not is_at_work(world):
        return 0.0, 0.0
    rise = persuasion(
        strength, hub.legitimacy[SOCIAL], rules.reach[SOCIAL], rules.resident_mobilisation
    )
    return rise, strength * rules.member_floor


@part
def update_area(world, area, rise, floor, bins):
    """Residents of an area change at once; adds to what the week's end shows of them, and bins."""
    residents, people, places = world.residents, world.people, world.places
    voices, rules = world.voices, world.rules
    rate = contagion(rules.residents.contagion, rules.shock, world.now.week, area)
    rates = rates_of(rules.residents, rate, rise)
    open_needs, around, exact = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for b in range(places.area[area], places.area[area + 1]):
        for start in range(places.first[b], places.first[b + 1], BLOCK):
            stop = min(start + BLOCK, places.first[b + 1])
            block, n = block_of(residents, people, start, stop), stop - start
            count_open(residents.waiting, start, stop, open_needs[:n])
            look_around(
                residents.participation, people.tie_start, people.tie_to, start, stop, around[:n]
            )
            participate(block, around[:n], open_needs[:n], rates, floor, exact[:n])
            put(exact[:n], residents.next[start:stop])
            feel(block, open_needs[:n], voices.broken[b], rates)
            tally_block(block, exact[:n], rules.measures.active_from, voices.groups[area],
                        voices.sums[area], bins)  # fmt: skip
            block.served[:] = 0
            block.left_out[:] = 0


@part
def begin_tally(voices):
    """Nothing is seen of this week's end yet."""
    voices.groups[:] = 0.0
    for area in range(len(voices.sums)):
        sums = voices.sums[area]
        sums.trust = sums.members = sums.of_members = sums.active = sums.of_active = 0.0


@kernel
def update_residents(world):
    """7: participation, satisfaction, trust, area by area; this week's tallies are cleared."""
    voices = world.voices
    rise, floor = mobilisation(world)
    begin_tally(voices)
    for area in range(len(voices.gini)):
        bins = np.zeros(GINI_BINS)
        update_area(world, area, rise, floor, bins)
        voices.gini[area] = gini_of_histogram(bins)
        groups = voices.groups[area]
        voices.satisfaction[area] = total(groups[1]) / total(groups[0])
    put(world.residents.next, world.residents.participation)
    voices.broken[:] = 0.0
