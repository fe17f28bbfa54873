"""Who can help with what, and how crowded help is."""

import numpy as np
from formulas import not_as_by_hand
from small import hand_made

from sim.rules.acts import congestion, knows_all


def test_acquainted_means_ties_above_the_threshold_to_all():
    trust = hand_made({(0, 2): 0.4, (0, 3): 0.4, (1, 2): 0.9, (1, 3): 0.3})
    assert knows_all(trust, np.array([2, 3]), 0.3).tolist() == [True, False, False, False]


HAND = {
    "congestion": (congestion, (6.0, 24.0), 0.25),
    "congestion without attention": (congestion, (6.0, 0.0), 0.0),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
