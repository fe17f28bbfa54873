"""Luck is a frozen function of who, when and what for. These numbers must never change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.base.luck import (
    SEED_LIMIT,
    Luck,
    Process,
    SetUp,
    philox,
    philox_run,
    process_word,
    project_code,
    to_unit,
)

ALL_ONES = 0xFFFFFFFF
LARGEST_BELOW_ONE = 1.0 - 0.5 * 2.0**-32

FROZEN_PROCESSES = {
    "NEED_ARRIVAL": 1,
    "NEED_CATEGORY": 2,
    "VOICE": 3,
    "SENSING": 4,
    "OPPORTUNITY": 5,
    "PROJECT_SIZE": 6,
    "PLACE_REPEAT": 7,
    "PLACE_SENSING": 8,
    "ASK": 9,
    "JOIN": 10,
    "GRANT": 11,
    "STOCK_GRANT": 12,
    "SIGN_OFF": 13,
    "TURNOUT": 14,
    "LEANING": 15,
    "HONOUR": 16,
    "SERVE": 17,
    "LAST_NEED": 18,
    "PANEL": 19,
    "HUB_SENSING": 20,
    "REACH": 21,
    "CONTENT": 22,
    "PERMUTATION": 23,
    "BLIND_LOT": 24,
    "HELPER": 25,
    "TIE_PRESENCE": 26,
    "TIE_WEIGHT": 27,
    "SLATE": 28,
    "BLIND_TYPE": 29,
    "LOT": 30,
    "CLIMATE": 31,
    "TURNOVER": 32,
    "LOCKDOWN": 33,
    "ELECTION": 34,
    "FIRST_ATTENTION": 35,
    "HUB_ATTENTION": 36,
    "GOALS": 37,
    "HONOURING": 38,
    "ENTRY": 39,
    "NEW_TIE": 40,
    "NEW_TIE_WEIGHT": 41,
    "ASKED_FIRST": 42,
    "RESTING_LEGITIMACY": 43,
    "OWNER": 64,
    "MEMBER": 65,
    "FLOOR_AREA": 66,
    "PARTICIPATION": 67,
    "NEIGHBOURS": 68,
    "OPEN_NEED": 69,
}
FROZEN_SET_UP = {
    "GROUP": 1,
    "OWNERSHIP": 2,
    "BUILDING": 3,
    "MEMBERSHIP": 4,
    "PARTICIPATION": 5,
    "FLOOR_AREA": 6,
    "RING": 7,
    "TRUST": 10,
}
WORDS = st.integers(0, ALL_ONES)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (
            (ALL_ONES,) * 4,
            (ALL_ONES,) * 2,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_meets_the_published_known_answers(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """Random123's kat_vectors for philox4x32 with 10 rounds."""
    assert philox(*counter, *key) == expected


def test_compiled_and_plain_philox_agree() -> None:
    with np.errstate(over="ignore"):  # the key wraps around, as it should
        plain = philox.py_func(1, 2, 3, 4, 5, 6)
    assert plain == philox(1, 2, 3, 4, 5, 6)


def test_a_uniform_is_never_zero_or_one() -> None:
    assert to_unit(np.uint32(0)) == 0.5 * 2.0**-32
    assert to_unit(np.uint32(ALL_ONES)) == LARGEST_BELOW_ONE < 1.0


def test_processes_keep_their_numbers() -> None:
    assert {process.name: int(process) for process in Process} == FROZEN_PROCESSES
    assert {purpose.name: int(purpose) for purpose in SetUp} == FROZEN_SET_UP


def test_the_counter_keeps_its_layout() -> None:
    """Each key lands in its declared word: entity, sub-entity, time, area << 16 | process."""
    luck = Luck(seed=11, replicate=7)
    word = philox(5, 3, 40, (2 << 16) | int(Process.HONOUR), 11, 7)[0]
    assert luck.uniform(Process.HONOUR, entity=5, time=40, sub=3, area=2) == to_unit(word)
    assert process_word(int(Process.HONOUR), 2) == (2 << 16) | 16
    assert project_code(65, 3, 0) == 65 + 3 * 65536


@pytest.mark.parametrize(
    ("process", "entity", "time", "sub", "area", "expected"),
    [
        (Process.NEED_ARRIVAL, 0, 0, 0, 0, 0.47381657583173364),
        (Process.NEED_ARRIVAL, 3604, 155, 0, 0, 0.7260480372933671),
        (Process.VOICE, 17, 12, 1, 0, 0.30220916017424315),
        (Process.JOIN, 1966145, 3, 450, 0, 0.3407828990602866),
        (Process.HONOUR, 262336, 9, 2, 1, 0.9136520266765729),
        (Process.LEANING, 3604, 0, 5, 0, 0.43835431744810194),
    ],
)
def test_a_trace_of_draws_stays_as_it_was(
    process: Process, entity: int, time: int, sub: int, area: int, expected: float
) -> None:
    assert Luck(seed=2022, replicate=1).uniform(process, entity, time, sub, area) == expected


def test_set_up_streams_stay_as_they_were() -> None:
    drawn = Luck(seed=2022, replicate=1).stream(SetUp.GROUP).random(3)
    assert drawn.tolist() == [0.5423346848081375, 0.31632094610662165, 0.8407006862100239]


@given(entity=WORDS, sub=WORDS, time=WORDS, area=st.integers(0, 2**15 - 1))
def test_many_draws_at_once_are_the_single_draws(
    entity: int, sub: int, time: int, area: int
) -> None:
    luck = Luck(seed=1, replicate=2)
    entities, subs = np.array([entity, 0, entity]), np.array([sub, sub, 0])
    together = luck.uniforms(Process.TURNOUT, entities, time, subs, area)
    alone = [
        luck.uniform(Process.TURNOUT, e, time, s, area)
        for e, s in ((entity, sub), (0, sub), (entity, 0))
    ]
    assert together.tolist() == alone
    assert all(0.0 < draw < 1.0 for draw in alone)


def test_without_sub_entities_the_sub_entity_is_zero() -> None:
    luck, entities = Luck(0, 0), np.arange(5)
    assert luck.uniforms(Process.JOIN, entities, 1).tolist() == [
        luck.uniform(Process.JOIN, entity, 1, sub=0) for entity in range(5)
    ]


def test_any_change_of_key_or_counter_changes_the_draw() -> None:
    draws = [
        Luck(seed, replicate).uniform(process, entity, time, sub, area)
        for seed in (0, 1)
        for replicate in (0, 1)
        for process in (Process.JOIN, Process.HONOUR)
        for entity in (0, 1, 2**31)
        for time in (0, 1)
        for sub in (0, 1)
        for area in (0, 1)
    ]
    assert len(set(draws)) == len(draws)


@pytest.mark.parametrize("value", [-1, SEED_LIMIT])
def test_a_seed_or_replicate_beyond_one_word_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match=f"seed = {value}: must be in \\[0, 4294967295\\]"):
        Luck(value, 0)
    with pytest.raises(ValueError, match=f"replicate = {value}"):
        Luck(0, value)


def test_seed_zero_and_the_largest_seed_are_seeds_like_any() -> None:
    draws = [Luck(s, 0).uniform(Process.JOIN, 1, 1) for s in (0, 1, SEED_LIMIT - 1)]
    assert len(set(draws)) == 3
    assert Luck(0, 0).stream(SetUp.GROUP).random() != Luck(1, 0).stream(SetUp.GROUP).random()


def test_draws_are_uniform_and_uncorrelated_with_the_week_before() -> None:
    """Each statistic within six standard errors: one false alarm in 10**9."""
    n = 100_000
    luck, entities = Luck(0, 0), np.arange(n)
    draws, before = (luck.uniforms(Process.NEED_ARRIVAL, entities, week) for week in (1, 0))
    assert abs(draws.mean() - 1 / 2) < 6 * np.sqrt(1 / 12 / n)
    assert abs(draws.var() - 1 / 12) < 6 * np.sqrt(1 / 180 / n)  # var((U - 1/2)**2) = 1/180
    assert abs(np.corrcoef(draws, before)[0, 1]) < 6 / np.sqrt(n)
    assert stats.kstest(draws, "uniform").pvalue > 1e-9


def test_a_longer_population_keeps_its_beginning() -> None:
    luck = Luck(3, 4)
    long = luck.stream(SetUp.PARTICIPATION).random(50)
    assert luck.stream(SetUp.PARTICIPATION).random(20).tolist() == long[:20].tolist()


def test_streams_do_not_shift_each_other() -> None:
    luck = Luck(3, 4)
    alone = luck.stream(SetUp.TRUST, 7).random(4).tolist()
    luck.stream(SetUp.GROUP).random(1000)
    assert luck.stream(SetUp.TRUST, 7).random(4).tolist() == alone
    others = [
        luck.stream(SetUp.TRUST, 8),
        luck.stream(SetUp.RING, 7),
        Luck(3, 5).stream(SetUp.TRUST, 7),
    ]
    assert all(other.random(4).tolist() != alone for other in others)


@pytest.mark.parametrize("first, count", [(0, 1), (7, 13), (2**32 - 3, 3)])
def test_a_run_of_entities_draws_the_same_words_as_one_by_one(first, count):
    words = np.zeros((4, 16), np.uint32)
    philox_run(first, count, 1, 52, 3, np.uint32(9), np.uint32(4), words)
    each = [philox(first + n, 1, 52, 3, np.uint32(9), np.uint32(4)) for n in range(count)]
    assert words[:, :count].T.tolist() == [list(block) for block in each]
    assert not words[:, count:].any()
