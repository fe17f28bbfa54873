"""Every end is reached by a community made for it, and for the reason its name says."""

import numpy as np
import pytest
from small import EASY, NOBODY, record_of

from sim.base.vocabulary import End

CONSENT = ("none", "two_thirds_no_objection", "double_majority", "none", "none", "double_majority")
LONELY = {"network.within_sector": 0.0, "network.cross_sector": 0.0,
          "organisations.attention": 0.0}  # fmt: skip
FAITHLESS = {"delivery.alignment": 0.0, "delivery.trust": 0.0, "delivery.peers": 0.0,
             "delivery.temptation": 0.0, "organisations.honouring_mean": 0.05,
             "organisations.honouring_spread": 0.0, "delivery.slack": 5}  # fmt: skip
ONE_SECTOR = {**NOBODY, "organisations.social_organisations": 12}
WRONG_KIND = {  # the elderly wait for care; the only scope that anyone sees is shops
    "community.needs_mix": ((1.0, 0.0, 0.0, 0.0, 0.001, 0.0),) * 3, "community.supply_ratio": 1.0,
    "forming.target_share": 1.0,
    "organisations.responsiveness": 0.0, "organisations.visible_bias": 0.0,
    "organisations.goals": ((0.3, 0, 0, 0, 3.0, 0),) * 3, "organisations.attention": 0.0,
}  # fmt: skip
SCENARIOS = {
    End.BLOCKED: {"organisations.open_limit": 1, "organisations.opportunity_rate": 0.9},
    End.NO_PARTNER: LONELY,
    End.SOLO: ONE_SECTOR,
    End.SIGN_OFF: {"sign_off.hazard": 0.0},
    End.RESIDENT_VETO: {"consent.rules": CONSENT, "consent.approval": -10.0,
                        "consent.relevance": 0.0, "community.owner_shares": (1.0, 1.0, 1.0)},
    End.TRANSACTION_COST: {"forming.transaction_rate": 2.0, "negotiation.tolerance": 0.02,
                           "organisations.goal_spread": 1.5},
    End.GOAL_CONFLICT: {"negotiation.confidence": 0.0, "negotiation.tolerance": 0.0,
                        "organisations.goal_spread": 3.0},
    End.FREE_RIDING: FAITHLESS,
    End.EXIT: {"organisations.patience": 3, "organisations.return_floor": (9.0, 9.0, 9.0),
               "organisations.entry_rate": 1.0},
    End.VACANT: {"organisations.patience": 3, "organisations.return_floor": (9.0, 9.0, 9.0),
                 "organisations.entry_rate": 0.0},
    End.VALUE_DISORDER: WRONG_KIND,
    End.UNNEEDED: {"community.arrival_rate": 0.002, "community.supply_ratio": 20.0},
    End.COMPLETED: {},
    End.OPEN: {"delivery.weeks": 500, "delivery.completeness": 1.0},
}  # fmt: skip


def shares(changes, replicates=3) -> np.ndarray:
    ends = np.concatenate(
        [record_of({**EASY, **changes}, r).projects["end"] for r in range(replicates)]
    )
    return np.bincount(ends, minlength=len(End)) / len(ends)


@pytest.mark.parametrize("end", End, ids=lambda end: end.name)
def test_end_is_what_becomes_of_many_in_a_community_made_for_it(end):
    assert shares(SCENARIOS[end])[end] > 0.3


def test_every_end_has_a_scenario():
    assert set(SCENARIOS) == set(End)
