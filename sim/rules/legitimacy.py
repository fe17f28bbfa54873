"""How far a coordinator is trusted, sector by sector: legitimacy in [-1, 1]."""

from sim.base.kernel import part

FORGETTING = 0.1  # weight of the newest project in a sector's trailing completion rate
LOWEST = -1.0


@part
def learn_legitimacy(legitimacy, outcome, trailing, gain):
    """(24) L + gain (outcome - trailing completion rate), kept in [-1, 1]."""
    return min(1.0, max(-1.0, legitimacy + gain * (outcome - trailing)))


@part
def next_trailing(trailing, outcome):
    """Trailing completion rate of a sector after one project more."""
    return trailing + FORGETTING * (outcome - trailing)


@part
def after_backlash(legitimacy, backlash, unmoved):
    """Guidance that members couldn't follow lowers trust in it, once for each, at least to -1."""
    for _ in range(unmoved):
        legitimacy = max(LOWEST, legitimacy - backlash)
    return legitimacy
