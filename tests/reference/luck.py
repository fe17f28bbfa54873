"""Luck as a function (ODD, section 12): Philox4x32-10 of Salmon et al. 2011, in whole numbers.

Every number is fixed by a key (seed, replicate) and a counter of four words: whose draw it is,
which of its draws, when, and what for.
"""

from enum import IntEnum

BITS = 32
WORD = 2**BITS
ROUNDS = 10
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
WORDS_OF_A_BLOCK = 4
AREA_STEP = 1024  # between the codes of organisations from area to area
WEEK_STEP = 65536  # between the codes of projects from start week to start week
AREA_BITS = 16  # in word 3, the area stands above the process


class Process(IntEnum):
    """What a draw is for: word 3. The numbers are frozen."""

    NEED_ARRIVAL = 1
    NEED_CATEGORY = 2
    VOICE = 3
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
    SLATE = 28
    BLIND_TYPE = 29
    LOT = 30
    CLIMATE = 31
    TURNOVER = 32
    LOCKDOWN = 33
    ELECTION = 34
    FIRST_ATTENTION = 35
    HUB_ATTENTION = 36
    GOALS = 37
    HONOURING = 38
    ENTRY = 39
    NEW_TIE = 40
    NEW_TIE_WEIGHT = 41
    ASKED_FIRST = 42
    RESTING_LEGITIMACY = 43


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """A block of four words from a counter of four words and a key of two."""
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        first, second = MULTIPLIERS[0] * x0, MULTIPLIERS[1] * x2
        x0, x2 = (second >> BITS) ^ x1 ^ k0, (first >> BITS) ^ x3 ^ k1
        x1, x3 = second % WORD, first % WORD
        k0, k1 = (k0 + WEYL[0]) % WORD, (k1 + WEYL[1]) % WORD
    return x0, x1, x2, x3


def unit(word: int) -> float:
    """A word as a number strictly between 0 and 1."""
    return (word + 0.5) / WORD


def project_code(initiator_code: int, start_week: int, area: int) -> int:
    """The key of a project: where it is, who started it, and when."""
    return AREA_STEP * area + initiator_code % AREA_STEP + WEEK_STEP * start_week


class Luck:
    """All the luck of one replicate."""

    def __init__(self, seed: int, replicate: int) -> None:
        self.key = (seed, replicate)

    def block(
        self, process: Process, entity: int, time: int, sub: int = 0, area: int = 0
    ) -> list[float]:
        """Four uniforms that share a counter."""
        return [unit(word) for word in self._words(process, entity, time, sub, area)]

    def uniform(
        self, process: Process, entity: int, time: int, sub: int = 0, area: int = 0
    ) -> float:
        """One uniform for one decision: the first of its block."""
        return unit(self._words(process, entity, time, sub, area)[0])

    def _words(
        self, process: Process, entity: int, time: int, sub: int, area: int
    ) -> tuple[int, int, int, int]:
        return philox((entity, sub, time, process + (area << AREA_BITS)), self.key)
