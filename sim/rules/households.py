"""What a household says, and how it changes: participation, satisfaction, trust."""

from typing import NamedTuple

from sim.base.kernel import part


class Rates(NamedTuple):
    """The residents' rates as plain numbers: so that a loop over households keeps them at hand.

    rise: of participation by mobilisation.
    """

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
    trust_rest: float
    trust_recovery: float
    trust_gain: float
    trust_break: float
    rise: float


@part
def rates_of(residents, contagion, rise):
    """This week's rates from the parameters' group, with its own contagion and rise."""
    return Rates(
        contagion, residents.habit, residents.discouragement,
        float(residents.discouragement_cap), residents.encouragement, residents.slight,
        residents.satisfaction_start, residents.satisfaction_recovery,
        residents.satisfaction_relief, residents.satisfaction_strain, residents.trust_start,
        residents.trust_recovery, residents.trust_gain, residents.trust_break, rise,
    )  # fmt: skip


@part
def participation(p, around, baseline, waiting, served, left_out, rates):
    """(6) Next week's participation of a household, in [0, 1].

    p + eta (around - p) + habit (baseline - p) - delta p min(waiting, cap)/cap
    + phi served - slight left_out + rise (1 - p). ``waiting`` and ``served`` are counts.
    """
    new = (
        p
        + rates.contagion * (around - p)
        + rates.habit * (baseline - p)
        - rates.discouragement * p * min(waiting, rates.cap) / rates.cap
        + rates.encouragement * served
        - rates.slight * left_out
        + rates.rise * (1.0 - p)
    )
    return min(1.0, max(0.0, new))


@part
def satisfaction(s, waiting, served, rates):
    """(7) Next week's satisfaction: back to rest, up when served, down while needs wait."""
    new = (
        s
        + rates.recovery * (rates.rest - s)
        + rates.relief * served * (1.0 - s)
        - rates.strain * s * min(waiting, rates.cap) / rates.cap
    )
    return min(1.0, max(0.0, new))


@part
def resident_trust(t, served, broken, rates):
    """(8) Next week's trust of a household: back to rest, up when served, down when works break."""
    new = (
        t
        + rates.trust_recovery * (rates.trust_rest - t)
        + rates.trust_gain * served * (1.0 - t)
        - rates.trust_break * broken * t
    )
    return min(1.0, max(0.0, new))


@part
def voice_probability(p, is_pressing, selectivity):
    """(9) Chance that a need is voiced: p, times (1 - sigma) unless it is the most pressing."""
    return p if is_pressing else p * (1.0 - selectivity)


@part
def persuasion(strength, legitimacy, reach, rate):
    """Weekly rise of participation by a coordinator: only where it is legitimate, and reaches."""
    return strength * (max(0.0, legitimacy) * reach) * rate
