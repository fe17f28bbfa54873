"""The chance that a pledge is honoured, and how it is learned."""

import math

from formulas import OPEN, SHARE, group, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st

from sim.base.vocabulary import HonouringRestored
from sim.rules.honouring import honour_probability, reciprocate, restored, temptation, watching

HONOUR = group("delivery", trust=2.0, alignment=2.0, peers=3.0, peers_neutral=0.6, monitoring=1.0,
               temptation=1.0, crowding_out=0.1)  # fmt: skip


def honour(propensity, trust, aligned, peers, watched, exposure, due, stock):
    """Chance to honour an instalment of which nothing would be collected anyway."""
    seen = watching(HONOUR, watched, exposure)
    tempted = temptation(HONOUR, due, stock, 0.0)
    return honour_probability(HONOUR, propensity, trust, aligned, peers, seen, tempted, 0.0)


@given(OPEN, SHARE, SHARE, SHARE, st.booleans(), SHARE, st.floats(0, 50), st.floats(0, 50))
def test_honouring_is_a_probability_that_watching_raises(x, t, a, peers, watched, used, due, stock):
    chance = honour(x, t, a, peers, watched, used, due, stock)
    assert 0.0 < chance < 1.0
    assert honour(x, t, a, peers, True, used, due, stock) >= chance


AGAIN, NEVER = int(HonouringRestored.AT_PARTNERSHIP), int(HonouringRestored.NEVER)
HAND = {
    "honouring restored: half of what was lost is left after 1": (
        restored,
        (AGAIN, 0.3, 0.7, 0.5, 1.0),
        0.5,
    ),
    "honouring restored at a first instalment": (restored, (AGAIN, 0.3, 0.7, 0.5, 0.0), 0.7),
    "honouring restored, two instalments later": (restored, (AGAIN, 0.3, 0.7, 0.5, 3.0), 0.35),
    "nothing to restore": (restored, (AGAIN, 0.8, 0.7, 0.5, 0.0), 0.8),
    "never restored": (restored, (NEVER, 0.3, 0.7, 0.5, 0.0), 0.3),
    "honouring, watched": (
        # logit .5 + 2*.1 + 2*.3 + 3*.2 + 1 - 1*.5
        honour,
        (0.5, 0.6, 0.8, 0.8, True, 0.4, 1.0, 2.0),
        1.0 / (1.0 + math.exp(-1.9)),
    ),
    "honouring, once watched": (
        honour,
        (0.5, 0.5, 0.5, 0.6, False, 0.4, 1.0, 2.0),
        1.0 / (1.0 + math.exp(0.54)),
    ),
    "honouring with nothing in stock": (
        honour,
        (0.5, 0.5, 0.5, 0.6, False, 0.0, 1.0, 0.0),
        1.0 / (1.0 + math.exp(1.0)),
    ),
    "reciprocity": (reciprocate, (0.6, 0.5, 0.2, 0.1), 0.6 + 0.2 * (0.45 - 0.6)),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
