"""Steps 1 and 2: needs age and arise, residents voice them.

Households are taken in blocks, one rule after the other over a block, so that the processor does
several households at a time. No result depends on the size of a block.
"""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import PER_BLOCK, Process, philox_of, philox_run, process_word, to_unit, uniform
from sim.base.vocabulary import CATEGORIES
from sim.rules.households import voice_probability
from sim.rules.shocks import arrival_rate
from sim.state.population import NO_NEED

LONGEST_WAIT = 32767
BLOCK = 128
WORDS = 2
"""Blocks of luck that the voices of one household take: a word a category."""
_K = len(CATEGORIES)


@part
def age_needs(waiting):
    """Open needs of one category (n,) wait a week longer."""
    for i in range(len(waiting)):
        waiting[i] += (waiting[i] > NO_NEED) & (waiting[i] < LONGEST_WAIT)


@kernel
def urgency(weeks, k):
    """Orders a household's needs: by weeks waited, then by category, so that no two are equal."""
    return np.int32(weeks) * np.int32(_K) + np.int32(_K - 1 - k)


@part
def find_most_urgent(waiting, k, most):
    """Raise ``most`` (n,) to the urgency of the needs of category ``k`` (n,) where that is more."""
    for i in range(len(waiting)):
        most[i] = max(most[i], urgency(waiting[i], k))


@kernel
def category_of(u, edges):
    """A category by inverse distribution function from one uniform."""
    for k in range(_K - 1):
        if u < edges[k]:
            return k
    return _K - 1


@kernel
def arise(waiting, i, k, arrived):
    """A new need of category ``k`` in household ``i``; one that is already open doesn't double."""
    if waiting[k, i] == NO_NEED:
        waiting[k, i] = 0
        arrived[k] += 1


@part
def arrivals(world, area, start, stop, rates, words):
    """New needs of households ``start`` to ``stop``; PER_BLOCK households share a block of luck."""
    group, edges, waiting = world.people.group, world.people.edges, world.residents.waiting
    arrived, luck, week = world.voices.arrived[area], world.luck, world.now.week
    most = np.max(rates)
    first, last = start // PER_BLOCK, (stop - 1) // PER_BLOCK
    word = process_word(Process.NEED_ARRIVAL, area)
    philox_run(first, last - first + 1, 0, week, word, luck.seed, luck.replicate, words)
    for block in range(first, last + 1):
        for w in range(PER_BLOCK):
            i = PER_BLOCK * block + w
            draw = to_unit(words[w, block - first])
            if draw < most and start <= i < stop and draw < rates[group[i]]:
                u = uniform(luck, Process.NEED_CATEGORY, i, 0, week, area)
                arise(waiting, i, category_of(u, edges[group[i]]), arrived)


@part
def arrivals_of(world, area, start, stop, rates, words):
    """As ``arrivals``, where households have keys (N,) of their own."""
    keys, group, edges = world.people.luck_keys, world.people.group, world.people.edges
    waiting, arrived = world.residents.waiting, world.voices.arrived[area]
    luck, week = world.luck, world.now.week
    word = process_word(Process.NEED_ARRIVAL, area)
    philox_of(keys[start:stop] // PER_BLOCK, 0, week, word, luck.seed, luck.replicate, words)
    for i in range(start, stop):
        if to_unit(words[keys[i] % PER_BLOCK, i - start]) < rates[group[i]]:
            u = uniform(luck, Process.NEED_CATEGORY, keys[i], 0, week, area)
            arise(waiting, i, category_of(u, edges[group[i]]), arrived)


@part
def draw_voices(world, area, start, stop, words):
    """A word of luck for each household ``start`` to ``stop`` and category, into words."""
    keys, luck, week = world.people.luck_keys, world.luck, world.now.week
    word = process_word(Process.VOICE, area)
    for block in range(WORDS):
        own = words[block * PER_BLOCK : (block + 1) * PER_BLOCK]
        if len(keys) == 0:
            philox_run(start, stop - start, block, week, word, luck.seed, luck.replicate, own)
        else:
            philox_of(keys[start:stop], block, week, word, luck.seed, luck.replicate, own)


@part
def speak(waiting, k, words, participation, most, selectivity, late_after):
    """Needs of category ``k`` in a block (n,): how many are open, late, and voiced."""
    opened, late, voiced = 0, 0, 0
    for i in range(len(waiting)):
        is_open = waiting[i] != NO_NEED
        chance = voice_probability(participation[i], urgency(waiting[i], k) == most[i], selectivity)
        opened += is_open
        late += waiting[i] > late_after
        voiced += is_open & (to_unit(words[i]) < chance)
    return opened, late, voiced


@part
def live_block(world, area, building, start, stop, rates, words, most):
    """Needs and voices of households ``start`` to ``stop`` of a building."""
    waiting, voices = world.residents.waiting, world.voices
    participation = world.residents.participation[start:stop]
    rules, late_after = world.rules.residents, world.rules.measures.late_after
    for k in range(_K):
        age_needs(waiting[k, start:stop])
    if len(world.people.luck_keys) == 0:
        arrivals(world, area, start, stop, rates, words)
    else:
        arrivals_of(world, area, start, stop, rates, words)
    most[:] = urgency(NO_NEED, 0)
    for k in range(_K):
        find_most_urgent(waiting[k, start:stop], k, most)
    draw_voices(world, area, start, stop, words)
    for k in range(_K):
        opened, late, voiced = speak(
            waiting[k, start:stop], k, words[k, : stop - start], participation, most,
            rules.selectivity, late_after,
        )  # fmt: skip
        voices.open[building, k] += opened
        voices.late[area, k] += late
        voices.voiced[building, k] += voiced


@kernel
def needs_and_voice(world):
    """1 and 2: needs wait, arise and are voiced, in one pass over the households."""
    voices, places, rules = world.voices, world.places, world.rules
    words = np.empty((WORDS * PER_BLOCK, BLOCK), np.uint32)
    most = np.empty(BLOCK, np.int32)
    voices.voiced[:] = 0.0
    voices.open[:] = 0.0
    voices.late[:] = 0
    voices.arrived[:] = 0
    for area in range(len(voices.late)):
        rate = arrival_rate(rules.community.arrival_rate, rules.shock, world.now.week, area)
        rates = rate * world.people.rate_factors
        for b in range(places.area[area], places.area[area + 1]):
            for start in range(places.first[b], places.first[b + 1], BLOCK):
                stop = min(start + BLOCK, places.first[b + 1])
                live_block(world, area, b, start, stop, rates, words, most[: stop - start])
