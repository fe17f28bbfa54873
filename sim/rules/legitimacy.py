"""How far a coordinator is trusted, sector by sector: legitimacy in [-1, 1]."""

from sim.base.kernel import kernel, part
from sim.base.vocabulary import Distrust, LegitimacyOverTime

FORGETTING = 0.1  # weight of the newest project in a sector's trailing completion rate
LOWEST = -1.0
FASTER = 2.0
"""How much faster it falls than it rises, where it does."""


@kernel
def fall_factor(rule):
    """What losses of legitimacy count against gains."""
    return FASTER if rule == LegitimacyOverTime.FALLS_FASTER else 1.0


@part
def learn_legitimacy(legitimacy, outcome, trailing, gain, falls):
    """(24) L + gain (outcome - trailing completion rate), kept in [-1, 1]; a loss counts ``falls``
    times."""
    change = gain * (outcome - trailing)
    return min(1.0, max(LOWEST, legitimacy + (falls * change if change < 0.0 else change)))


@part
def next_trailing(trailing, outcome):
    """Trailing completion rate after one project more."""
    return trailing + FORGETTING * (outcome - trailing)


@part
def after_backlash(legitimacy, backlash, unmoved):
    """Guidance that members couldn't follow lowers trust in it, once for each, at least to -1."""
    for _ in range(unmoved):
        legitimacy = max(LOWEST, legitimacy - backlash)
    return legitimacy


@part
def after_a_week(rule, legitimacy, rest, recovery):
    """(64) Next week's legitimacy: L + recovery (rest - L), where it returns; else as it is."""
    if rule != LegitimacyOverTime.RETURNS:
        return legitimacy
    return legitimacy + recovery * (rest - legitimacy)


@part
def weight_of_guidance(rule, legitimacy):
    """What guidance weighs with a sector: legitimacy, and of a negative one nothing unless it
    repels."""
    return legitimacy if legitimacy >= 0.0 or rule == Distrust.REPELS else 0.0


@part
def is_guided(rule, legitimacy):
    """Does a coordinator think that it moves a sector? Not at 0, nor where it notices distrust."""
    return legitimacy > 0.0 or (legitimacy < 0.0 and rule != Distrust.NOTICED)
