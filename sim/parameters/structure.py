"""Contested rules: ways the model could be that nobody knows to be right (docs/version3.md).

Levels stand with the pole for a hub first. Defaults are version 2's rules and mean nothing more.
"""

from typing import Literal

from sim.parameters.fields import Group, choice


class Structure(Group):
    """Contested rules, a level of each; none is the right one."""

    asked_first: Literal["together", "hub", "peers"] = choice("hub", "rule", "A", "who is asked for help first, where there is a coordinator")
    watching: Literal["crowds_in", "union", "left_to_hub"] = choice("left_to_hub", "rule", "A", "what a coordinator's watching does to the members' own")
    negative_legitimacy: Literal["noticed", "ignored", "repels"] = choice("repels", "rule", "A", "what guidance is to a sector that distrusts the coordinator")
    misguidance: Literal["free", "once", "each_round"] = choice("each_round", "rule", "A", "how often guidance that can't be followed costs legitimacy")
    legitimacy_over_time: Literal["returns", "lasts", "falls_faster"] = choice("lasts", "rule", "A", "what becomes of legitimacy won or lost")
    dependence: Literal["none_lost", "half_of_growth", "growth", "growth_and_loss"] = choice("growth", "rule", "A", "what mediated interaction loses for the members' own ties")
    guidance_moves: Literal["positions_and_goals", "positions", "reactance"] = choice("positions", "rule", "A", "what guidance moves")
    newcomer_ties: Literal["as_at_start", "half_of_leaver", "no_ties"] = choice("as_at_start", "rule", "A", "ties that a newcomer to a seat has")
    honouring_restored: Literal["at_partnership", "never"] = choice("never", "rule", "A", "when honouring that has decayed is back")
