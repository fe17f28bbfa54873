"""What a central node may prescribe, and whom an election puts at its head.

All of it is off by default; what is off costs nothing and draws no luck.
"""

from sim.base.kernel import kernel, part
from sim.base.vocabulary import NOBODY


@kernel
def instructed(own, order, weight):
    """(50) What is asked for under instruction: (1 - w) own + w order. Shapes (K,)."""
    return (1.0 - weight) * own + weight * order


@part
def elected(votes, eligible, luck):
    """(49) Who leads: of the eligible (M,), the one with most votes (M,); of equals the one with
    the least luck (M,). NOBODY where none is eligible."""
    best = NOBODY
    for c in range(len(votes)):
        if eligible[c] and (best == NOBODY or votes[c] >= votes[best]):
            tied = best != NOBODY and votes[c] == votes[best]
            if not tied or luck[c] < luck[best]:
                best = c
    return best


@part
def is_due(week, start, term):
    """Does a term of office begin? Without terms none does."""
    return term > 0 and (week - start) % term == 0
