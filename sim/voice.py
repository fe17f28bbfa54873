"""Steps 1 and 2 of the week, compiled: needs age and arise, residents voice them.

Households are taken in blocks, one rule after the other over a block, so that the processor does
several households at a time. No result depends on the size of a block.
"""

import numpy as np

from sim.equations import voice_probability
from sim.kernel import kernel
from sim.luck import PER_BLOCK, philox_of, philox_run, to_unit, uniform
from sim.population import NO_NEED
from sim.vocabulary import CATEGORIES

LONGEST_WAIT = 32767
BLOCK = 128
_K = len(CATEGORIES)


@kernel
def age_needs(waiting):
    """Open needs of one category (n,) wait a week longer."""
    for i in range(len(waiting)):
        waiting[i] += (waiting[i] > NO_NEED) & (waiting[i] < LONGEST_WAIT)


@kernel
def urgency(weeks, k):
    """Orders a household's needs: by weeks waited, then by category, so that no two are equal."""
    return np.int32(weeks) * np.int32(_K) + np.int32(_K - 1 - k)


@kernel
def find_most_urgent(waiting, k, most):
    """Raise ``most`` (n,) to the urgency of the needs of category ``k`` (n,) where that is more."""
    for i in range(len(waiting)):
        most[i] = max(most[i], urgency(waiting[i], k))


@kernel
def category_of(u, cumulative):
    """A category by inverse distribution function from one uniform."""
    for k in range(_K - 1):
        if u < cumulative[k]:
            return k
    return _K - 1


@kernel
def arise(waiting, i, k, arrived):
    """A new need of category ``k`` in household ``i``; one that is already open doesn't double."""
    if waiting[k, i] == NO_NEED:
        waiting[k, i] = 0
        arrived[k] += 1


@kernel
def arrivals(waiting, start, stop, group, cumulative, rates, week, arrival_word, category_word,
             words, arrived, k0, k1):  # fmt: skip
    """New needs of households ``start`` to ``stop``; PER_BLOCK households share a block of luck."""
    most = np.max(rates)
    first, last = start // PER_BLOCK, (stop - 1) // PER_BLOCK
    philox_run(first, last - first + 1, 0, week, arrival_word, k0, k1, words)
    for block in range(first, last + 1):
        for word in range(PER_BLOCK):
            i = PER_BLOCK * block + word
            luck = to_unit(words[word, block - first])
            if luck < most and start <= i < stop and luck < rates[group[i]]:
                u = uniform(i, 0, week, category_word, k0, k1)
                arise(waiting, i, category_of(u, cumulative[group[i]]), arrived)


@kernel
def arrivals_of(waiting, start, stop, keys, group, cumulative, rates, week, arrival_word,
                category_word, words, arrived, k0, k1):  # fmt: skip
    """As ``arrivals``, where households have keys (N,) of their own."""
    philox_of(keys[start:stop] // PER_BLOCK, 0, week, arrival_word, k0, k1, words)
    for i in range(start, stop):
        if to_unit(words[keys[i] % PER_BLOCK, i - start]) < rates[group[i]]:
            u = uniform(keys[i], 0, week, category_word, k0, k1)
            arise(waiting, i, category_of(u, cumulative[group[i]]), arrived)


@kernel
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


@kernel
def needs_and_voice(waiting, participation, group, keys, first, cumulative, rates, selectivity,
                    late_after, week, arrival_word, category_word, voice_word, k0, k1, voiced,
                    open_needs, late, arrived):  # fmt: skip
    """Steps 1 and 2 of the week. Changes ``waiting`` (K, N).

    keys: (N,) what the households' luck is keyed by; empty: by their index. rates: by group (G,).
    Adds voiced and open needs (B, K), late needs and new ones (K,) to the last four.
    """
    most = np.empty(BLOCK, np.int32)
    words = np.empty((PER_BLOCK, BLOCK), np.uint32)
    more = np.empty((PER_BLOCK, BLOCK), np.uint32)
    for b in range(len(voiced)):
        for start in range(first[b], first[b + 1], BLOCK):
            stop = min(start + BLOCK, first[b + 1])
            n = stop - start
            for k in range(_K):
                age_needs(waiting[k, start:stop])
            if len(keys) == 0:
                arrivals(waiting, start, stop, group, cumulative, rates, week, arrival_word,
                         category_word, words, arrived, k0, k1)  # fmt: skip
            else:
                arrivals_of(waiting, start, stop, keys, group, cumulative, rates, week,
                            arrival_word, category_word, words, arrived, k0, k1)  # fmt: skip
            most[:] = urgency(NO_NEED, 0)
            for k in range(_K):
                find_most_urgent(waiting[k, start:stop], k, most[:n])
            if len(keys) == 0:
                philox_run(start, n, 0, week, voice_word, k0, k1, words)
                philox_run(start, n, 1, week, voice_word, k0, k1, more)
            else:
                philox_of(keys[start:stop], 0, week, voice_word, k0, k1, words)
                philox_of(keys[start:stop], 1, week, voice_word, k0, k1, more)
            for k in range(_K):
                luck = words[k, :n] if k < PER_BLOCK else more[k - PER_BLOCK, :n]
                opened, waited, heard = speak(
                    waiting[k, start:stop], k, luck, participation[start:stop], most[:n],
                    selectivity, late_after,
                )  # fmt: skip
                open_needs[b, k] += opened
                late[k] += waited
                voiced[b, k] += heard
