"""Luck as a function: every random number is fixed by who draws it, when and what for.

Weekly draws use Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy
as 1, 2, 3"). The key is (seed, replicate). The counter is four unsigned 32-bit words, and this
layout is frozen, because changing it changes every result:

====  =======================================================================================
word  meaning
====  =======================================================================================
0     entity: row of the household (area by area), organisation code, or project code
1     sub-entity: category, drawer (organisation code, department, household), respondent
2     time: week, or age of the project in weeks
3     process (low 16 bits) and area (high 16 bits)
====  =======================================================================================

A project's code is ``initiator code in the project's area + 65536 * start week``, and codes of
organisations carry their area too; no code is a list position or a count. A process that a shared
organisation goes through in several areas has the area in word 3.
A uniform is ``(word + 0.5) / 2**32``, so it never is 0 or 1. One decision takes one uniform.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel, part
from sim.base.struct import Struct
from sim.base.vocabulary import AREA_CODES

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_ROUNDS = 10
PER_BLOCK = 4
"""Words of one block of Philox."""
_TO_UNIT = 2.0**-32
_START_WEEK_FACTOR = 65536
SEED_LIMIT = 2**32
_AREA_SHIFT = 16


class Key(Struct):
    """The key of all draws of a run."""

    seed: np.uint32
    replicate: np.uint32


class Process(IntEnum):
    """What a draw is for. Numbers are frozen: append, never renumber."""

    NEED_ARRIVAL = 1  # four households share a block: entity = household // 4, word = household % 4
    NEED_CATEGORY = 2
    VOICE = 3  # sub-entity = category // 4, word = category % 4
    SENSING = 4
    OPPORTUNITY = 5
    PROJECT_SIZE = 6
    PLACE_REPEAT = 7
    PLACE_SENSING = 8
    ASK = 9
    JOIN = 10
    GRANT = 11
    STOCK_GRANT = 12
    SIGN_OFF = 13
    TURNOUT = 14
    LEANING = 15
    HONOUR = 16
    SERVE = 17
    LAST_NEED = 18
    PANEL = 19
    HUB_SENSING = 20
    REACH = 21
    CONTENT = 22
    PERMUTATION = 23
    BLIND_LOT = 24
    HELPER = 25
    TIE_PRESENCE = 26
    TIE_WEIGHT = 27
    SLATE = 28
    BLIND_TYPE = 29
    LOT = 30
    CLIMATE = 31
    TURNOVER = 32
    LOCKDOWN = 33
    ELECTION = 34
    FIRST_ATTENTION = 35
    HUB_ATTENTION = 36
    GOALS = 37  # this and the next, of the start: time 0
    HONOURING = 38
    ENTRY = 39
    NEW_TIE = 40
    NEW_TIE_WEIGHT = 41
    ASKED_FIRST = 42
    RESTING_LEGITIMACY = 43
    OWNER = 64  # from here on: set-up of a community with tables of its own, keyed by household
    MEMBER = 65
    FLOOR_AREA = 66
    PARTICIPATION = 67
    NEIGHBOURS = 68  # sub-entity: 0 in the building, 1 in the community
    OPEN_NEED = 69  # sub-entity: category


class SetUp(IntEnum):
    """Set-up streams: one numpy generator each, so that no attribute shifts another."""

    GROUP = 1
    OWNERSHIP = 2
    BUILDING = 3
    MEMBERSHIP = 4
    PARTICIPATION = 5
    FLOOR_AREA = 6
    RING = 7
    TRUST = 10


@part
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10: four 32-bit words from a counter of four and a key of two.

    Words and keys are kept in 64 bits, of which the low 32 count: a product is passed on as it is,
    and a processor that does several at a time needn't repack them in every round.
    """
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    key0, key1 = np.uint64(k0), np.uint64(k1)
    for _ in range(_ROUNDS):
        product0 = _MULTIPLIER_0 * (x0 & _LOW)
        product1 = _MULTIPLIER_1 * (x2 & _LOW)
        x0, x2 = (product1 >> _SHIFT) ^ x1 ^ key0, (product0 >> _SHIFT) ^ x3 ^ key1
        x1, x3 = product1, product0
        key0 += _WEYL_0
        key1 += _WEYL_1
    return np.uint32(x0 & _LOW), np.uint32(x1 & _LOW), np.uint32(x2 & _LOW), np.uint32(x3 & _LOW)


@kernel
def philox_run(first, count, c1, c2, c3, k0, k1, words):
    """Words of ``count`` entities in a row: word w of entity ``first + n`` goes to ``words[w, n]``.

    A block to each turn of a plain loop, so that the processor does several at a time.
    """
    w0, w1, w2, w3 = words[0, :count], words[1, :count], words[2, :count], words[3, :count]
    for n in range(count):
        w0[n], w1[n], w2[n], w3[n] = philox(first + n, c1, c2, c3, k0, k1)


@kernel
def philox_of(entities, c1, c2, c3, k0, k1, words):
    """As ``philox_run``, for any entities: word w of ``entities[n]`` goes to ``words[w, n]``."""
    count = len(entities)
    w0, w1, w2, w3 = words[0, :count], words[1, :count], words[2, :count], words[3, :count]
    for n in range(count):
        w0[n], w1[n], w2[n], w3[n] = philox(entities[n], c1, c2, c3, k0, k1)


@kernel
def to_unit(word):
    """A 32-bit word as a number strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * _TO_UNIT


@kernel
def process_word(process, area):
    """Counter word 3: the process in the low, the area in the high 16 bits."""
    return process | area << _AREA_SHIFT


@kernel
def uniform(luck, process, entity, sub, time, area):
    """One uniform in (0, 1) for one decision: word 0 of its block. luck: a Key."""
    word = process_word(process, area)
    return to_unit(philox(entity, sub, time, word, luck.seed, luck.replicate)[0])


@kernel
def uniforms_alone(luck, process, entities, time, area):
    """One uniform for each entity, sub-entity 0, (n,)."""
    out = np.empty(len(entities))
    for i in range(len(out)):
        out[i] = uniform(luck, process, entities[i], 0, time, area)
    return out


@kernel
def uniforms_of(luck, process, entity, subs, time, area):
    """One uniform for each sub-entity of one entity, (n,)."""
    out = np.empty(len(subs))
    for i in range(len(out)):
        out[i] = uniform(luck, process, entity, subs[i], time, area)
    return out


@kernel
def uniforms(luck, process, entities, subs, time, area):
    """One uniform for each pair (entities[i], subs[i]), (n,)."""
    out = np.empty(len(entities))
    for i in range(len(out)):
        out[i] = uniform(luck, process, entities[i], subs[i], time, area)
    return out


@kernel
def project_code(initiator, start_week, area):
    """The key of a project: where it is, who started it and when, never a count."""
    return area * AREA_CODES + initiator % AREA_CODES + _START_WEEK_FACTOR * start_week


class Luck:
    """All the luck of one replicate: a pure function of (seed, replicate) and the keys given.

    key: its Key, for compiled functions.
    """

    def __init__(self, seed: int, replicate: int) -> None:
        for name, value in (("seed", seed), ("replicate", replicate)):
            if not 0 <= value < SEED_LIMIT:
                raise ValueError(f"{name} = {value}: must be in [0, {SEED_LIMIT - 1}]")
        self.seed = seed
        self.replicate = replicate
        self.key = Key(seed=np.uint32(seed), replicate=np.uint32(replicate))

    def uniform(
        self, process: Process, entity: int, time: int, sub: int = 0, area: int = 0
    ) -> float:
        """One uniform in (0, 1)."""
        return float(uniform(self.key, int(process), entity, sub, time, area))

    def uniforms(
        self,
        process: Process,
        entities: NDArray[np.int64],
        time: int,
        subs: NDArray[np.int64] | None = None,
        area: int = 0,
    ) -> NDArray[np.float64]:
        """One uniform for each entity (and sub-entity): shape (n,)."""
        entities = np.ascontiguousarray(entities, np.int64)
        if subs is None:
            return np.asarray(uniforms_alone(self.key, int(process), entities, time, area))
        subs = np.ascontiguousarray(subs, np.int64)
        return np.asarray(uniforms(self.key, int(process), entities, subs, time, area))

    def uniforms_of(
        self, process: Process, entity: int, subs: NDArray[np.int64], time: int, area: int = 0
    ) -> NDArray[np.float64]:
        """One uniform for each sub-entity of one entity: shape (n,)."""
        subs = np.ascontiguousarray(subs, np.int64)
        return np.asarray(uniforms_of(self.key, int(process), entity, subs, time, area))

    def stream(self, purpose: SetUp, *keys: int) -> np.random.Generator:
        """A numpy generator for one attribute of the set-up (and one entity, if keys are given)."""
        entropy = (self.seed, self.replicate, int(purpose), *keys)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
