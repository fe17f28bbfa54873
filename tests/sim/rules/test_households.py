"""How residents change: participation, satisfaction, trust, voice."""

from formulas import RATE, SHARE, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.households import (
    Rates,
    participation,
    resident_trust,
    satisfaction,
    voice_probability,
)


def rates(**values: float) -> Rates:
    """Residents' rates of which only these aren't 0; weeks of waiting count up to the third."""
    return Rates(**{**dict.fromkeys(Rates._fields, 0.0), "cap": 3.0, **values})


def moved(contagion, habit, discouragement, encouragement, slight, rise) -> Rates:
    """The rates of participation."""
    return rates(
        contagion=contagion, habit=habit, discouragement=discouragement,
        encouragement=encouragement, slight=slight, rise=rise,
    )  # fmt: skip


def content(rest, recovery, relief, strain, cap=3.0) -> Rates:
    """The rates of satisfaction."""
    return rates(rest=rest, recovery=recovery, relief=relief, strain=strain, cap=cap)


def trusting(rest, recovery, gain, loss) -> Rates:
    """The rates of trust."""
    return rates(trust_rest=rest, trust_recovery=recovery, trust_gain=gain, trust_break=loss)


@given(SHARE, SHARE, SHARE, st.integers(0, 6), st.integers(0, 6), st.integers(0, 1),
       RATE, RATE, RATE, RATE, RATE, RATE)  # fmt: skip
def test_participation_stays_a_share(p, around, base, waiting, served, left, a, b, c, d, e, f):
    new = participation(p, around, base, waiting, served, left, moved(a, b, c, d, e, f))
    assert 0.0 <= new <= 1.0


@given(SHARE, SHARE, st.integers(0, 6), st.integers(0, 6), RATE, RATE, RATE)
def test_satisfaction_stays_a_share(s, rest, waiting, served, a, b, c):
    assert 0.0 <= satisfaction(s, waiting, served, content(rest, a, b, c)) <= 1.0


@given(SHARE, SHARE, st.integers(0, 6), st.integers(0, 9), RATE, RATE, RATE)
def test_residents_trust_stays_a_share(t, rest, served, broken, recovery, gain, loss):
    own = trusting(rest, recovery, gain, loss)
    assert 0.0 <= resident_trust(t, served, broken, own) <= 1.0


HAND = {
    "participation: everything at once": (
        # .5 + .04(.7-.5) + .03(.4-.5) - .01*.5*2/3 + .05*1 - .02*1 + .01*.5
        participation,
        (0.5, 0.7, 0.4, 2.0, 1.0, 1.0, moved(0.04, 0.03, 0.01, 0.05, 0.02, 0.01)),
        0.5 + 0.008 - 0.003 - 1.0 / 300.0 + 0.05 - 0.02 + 0.005,
    ),
    "participation: waiting counts up to the cap": (
        participation,
        (0.5, 0.5, 0.5, 6.0, 0.0, 0.0, moved(0.1, 0.1, 0.2, 0.1, 0.1, 0.0)),
        0.4,
    ),
    "satisfaction": (
        # .6 + .02(.7-.6) + .2*2*.4 - .03*.6*1/2
        satisfaction,
        (0.6, 1.0, 2.0, content(0.7, 0.02, 0.2, 0.03, cap=2.0)),
        0.6 + 0.002 + 0.16 - 0.009,
    ),
    "resident trust": (
        # .4 + .1(.6-.4) + .05*.6 - .02*2*.4
        resident_trust,
        (0.4, 1.0, 2.0, trusting(0.6, 0.1, 0.05, 0.02)),
        0.4 + 0.02 + 0.03 - 0.016,
    ),
    "voice of the most pressing need": (voice_probability, (0.4, True, 0.3), 0.4),
    "voice of another need": (voice_probability, (0.4, False, 0.3), 0.28),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
