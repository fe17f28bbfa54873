"""Ties between organisations: ``world.trust[i][j]`` is i's trust in j, 0 being no tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import SECTORS

from .formulas import rise
from .sums import pairwise

if TYPE_CHECKING:
    from .organisations import Organisation
    from .world import World

FEWEST_FOR_CENTRALISATION = 3
ALL_SECTORS = set(range(len(SECTORS)))


def decay(world: World) -> None:
    """Step 8: a week passes."""
    retention = world.rules.network.retention
    world.trust = [[t * retention for t in row] for row in world.trust]


def introduce(world: World, i: int, j: int, trust: float) -> None:
    """A tie both ways, where there was less."""
    world.trust[i][j] = max(world.trust[i][j], trust)
    world.trust[j][i] = max(world.trust[j][i], trust)


def repair(world: World, members: list[int], gain: float) -> None:
    """(21) for the ties that members have to each other."""
    for i in members:
        for j in members:
            if i != j and world.trust[i][j] > 0.0:
                world.trust[i][j] = rise(world.trust[i][j], gain)


def mean_trust(world: World) -> float:
    """Over ties: the whole matrix, row by row, pairwise, over the number of ties."""
    trusts = [t for row in world.trust for t in row]
    ties = sum(t != 0.0 for t in trusts)
    return pairwise(trusts) / ties if ties > 0 else 0.0


def are_acquainted(world: World, i: int, j: int) -> bool:
    """Is trust above the threshold, either way?"""
    return max(world.trust[i][j], world.trust[j][i]) > world.rules.network.acquainted


def ties_across(world: World) -> int:
    """Pairs of acquainted organisations from two sectors."""
    who = world.organisations
    return sum(
        who[i].sector != who[j].sector and are_acquainted(world, i, j)
        for i in range(len(who))
        for j in range(i + 1, len(who))
    )


def centralisation(world: World) -> float:
    """Freeman's degree centralisation of acquaintance."""
    n = len(world.organisations)
    if n < FEWEST_FOR_CENTRALISATION:
        return 0.0
    degrees = [sum(are_acquainted(world, i, j) for j in range(n)) for i in range(n)]
    return sum(max(degrees) - degree for degree in degrees) / ((n - 1) * (n - 2))


def components(world: World) -> list[list[Organisation]]:
    """Organisations joined by live ties; who has none, or has left, is alone."""
    left, found = list(world.organisations), []
    while left:
        group = [left.pop(0)]
        for c in group:
            near = [d for d in left if _is_live(world, c, d)]
            group += near
            left = [d for d in left if d not in near]
        found.append(group)
    return found


def _is_live(world: World, c: Organisation, d: Organisation) -> bool:
    """Has either kept a pledge beside the other lately, both being present?"""
    since = world.week - world.rules.measures.live_window
    kept = [world.last_kept.get((c.index, d.index)), world.last_kept.get((d.index, c.index))]
    return c.is_present and d.is_present and any(w is not None and w > since for w in kept)


def joins_all_sectors(group: list[Organisation]) -> bool:
    """Does it hold organisations of all three sectors?"""
    return {c.sector for c in group} == ALL_SECTORS
