"""What partners saw of each other changes their trust, and their use to being watched."""

import numpy as np
import pytest
from small import (
    small,
)

from sim.base.vocabulary import Dependence, Paid
from sim.parameters.plain import plain
from sim.rules.ties import (
    own_share,
    see_instalments,
    share_of_loss,
    update_exposure,
)
from sim.state.ties import NEVER, first_ties


def test_partners_trust_who_keeps_and_distrust_who_breaks():
    ties = first_ties(np.full((3, 3), 0.5), small().network)
    trust, kept = ties.trust, ties.last_kept
    paid = np.array([Paid.KEPT, Paid.BROKEN, Paid.NOT_DUE], np.int8)
    rules = plain(small({"network.kept_pledge": 0.1, "network.broken_pledge": 0.2}))["network"]
    see_instalments(ties, np.array([0, 1, 2]), paid, 0.5, 0.25, rules, 7)
    assert trust[:, 0].tolist() == pytest.approx([0.5, 0.525, 0.525])
    assert trust[:, 1].tolist() == pytest.approx([0.475, 0.5, 0.475])
    assert trust[:, 2].tolist() == [0.5, 0.5, 0.5]
    assert kept[:, 0].tolist() == [NEVER, 7, 7] and (kept[:, 1:] == NEVER).all()


def test_exposure_is_a_running_mean_of_being_watched():
    exposure = np.array([0.5, 0.5, 0.5])
    done, watched = (
        np.array([Paid.KEPT, Paid.BROKEN, Paid.NOT_DUE], np.int8),
        np.array([True, False, True]),
    )
    update_exposure(exposure, np.array([0, 1, 2]), done, watched, 0.9)
    assert exposure == pytest.approx([0.55, 0.45, 0.5])


def test_dependence_takes_growth_or_growth_and_loss_by_the_share_that_was_mediated():
    own = [own_share(int(rule), 0.4) for rule in Dependence]
    assert own == pytest.approx([1.0, 0.8, 0.6, 0.6])
    assert [share_of_loss(int(rule), 0.6) for rule in Dependence] == [1.0, 1.0, 1.0, 0.6]
