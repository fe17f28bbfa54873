"""Households: needs and voice (steps 1 and 2), being served (6e), and change (step 7).

What a household is and feels is stored in single precision (``stored``); arithmetic is in double.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.base.vocabulary import CATEGORIES, GROUPS

from . import shocks
from .formulas import participation, resident_trust, satisfaction, voice_probability
from .given import GivenHousehold
from .luck import WORDS_OF_A_BLOCK, Process
from .sums import total

if TYPE_CHECKING:
    from .areas import Area
    from .world import World

K, G = len(CATEGORIES), len(GROUPS)
LONGEST_WAIT = 32767
GINI_BINS = 1024


def stored(x: float) -> float:
    """What single precision keeps of a number."""
    return float(np.float32(x))


@dataclass(eq=False)
class Household:
    """One household. ``waits``: weeks waited by its open need, by category."""

    row: int
    key: int
    building: int
    entrance: int
    group: int
    is_owner: bool
    is_member: bool
    floor_area: float
    baseline: float
    neighbours: tuple[int, ...]
    waits: dict[int, int]
    participation: float
    satisfaction: float
    trust: float
    served: int = 0
    left_out: bool = False

    def pressing(self) -> int:
        """The category of the need that has waited longest, the first of equals."""
        return min(self.waits, key=lambda k: (-self.waits[k], k))


@dataclass(eq=False)
class Building:
    """A building: its number for luck, its households, and its climate of opinion by category."""

    number: int
    key: int
    area: int
    households: list[Household] = field(default_factory=list)
    climate: list[float] = field(default_factory=list)
    voiced: list[int] = field(default_factory=lambda: [0] * K)
    open: list[int] = field(default_factory=lambda: [0] * K)
    broken: int = 0

    def entrances(self) -> list[list[Household]]:
        """Its households by entrance, in order."""
        found: list[list[Household]] = []
        for home in self.households:
            if not found or found[-1][-1].entrance != home.entrance:
                found.append([])
            found[-1].append(home)
        return found


def household(row: int, given: GivenHousehold, satisfied: float, trust: float) -> Household:
    """A household as it is before the first week."""
    waits = {k: weeks for k, weeks in enumerate(given.waits) if weeks is not None}
    return Household(
        row, given.key, given.building, given.entrance, given.group, given.is_owner,
        given.is_member, given.floor_area, given.baseline, given.neighbours, waits,
        participation=given.baseline, satisfaction=stored(satisfied), trust=stored(trust),
    )  # fmt: skip


# -- steps 1 and 2 --------------------------------------------------------------------------------


def needs_and_voice(world: World) -> None:
    """Needs wait, arise and are voiced, area by area."""
    for area in world.areas:
        area.arrived, area.late = [0] * K, [0] * K
        rate = shocks.arrival_rate(world, area)
        for building in area.buildings:
            building.voiced, building.open = [0] * K, [0] * K
            for home in building.households:
                home.waits = {k: min(LONGEST_WAIT, w + 1) for k, w in home.waits.items()}
                _arise(world, area, home, rate)
                _speak(world, area, building, home)


def _arise(world: World, area: Area, home: Household, rate: float) -> None:
    """Four households share a block of luck; an open need absorbs a new one."""
    entity, word = divmod(home.key, WORDS_OF_A_BLOCK)
    block = world.luck.block(Process.NEED_ARRIVAL, entity, world.week, area=area.number)
    if block[word] >= rate * world.rate_factors[home.group]:
        return
    u = world.luck.uniform(Process.NEED_CATEGORY, home.key, world.week, area=area.number)
    k = _category(u, world.rules.community.needs_mix[home.group])
    if k not in home.waits:
        home.waits[k] = 0
        area.arrived[k] += 1


def _category(u: float, mix: tuple[float, ...]) -> int:
    """The first category whose cumulated share is above u."""
    whole, cumulated = total(mix), 0.0
    for k in range(K - 1):
        cumulated += mix[k] / whole
        if u < cumulated:
            return k
    return K - 1


def _speak(world: World, area: Area, building: Building, home: Household) -> None:
    """Open needs are counted; each is voiced by a chance of its own."""
    rules = world.rules
    for k, waited in home.waits.items():
        sub, word = divmod(k, WORDS_OF_A_BLOCK)
        block = world.luck.block(Process.VOICE, home.key, world.week, sub, area.number)
        chance = voice_probability(
            home.participation, k == home.pressing(), rules.residents.selectivity
        )
        building.open[k] += 1
        building.voiced[k] += block[word] < chance
        area.late[k] += waited > rules.measures.late_after


# -- step 6e --------------------------------------------------------------------------------------


def serve(
    world: World, homes: list[Household], k: int, supply: float, last: float, area: int
) -> tuple[int, int, int]:
    """Longest waiting first, ties by luck; whole needs, the last fraction by one draw (``last``).

    Returns how many needed it, how many were served, and the weeks that these waited.
    """
    asking = [home for home in homes if k in home.waits]
    luck = {home.row: world.luck.uniform(Process.SERVE, home.key, world.week, k, area)
            for home in asking}  # fmt: skip
    asking.sort(key=lambda home: luck[home.row] - home.waits[k])
    whole = int(supply)
    amount = min(len(asking), whole + (last < supply - whole))
    waited = sum(home.waits[k] for home in asking[:amount])
    for home in asking[:amount]:
        del home.waits[k]
        home.served += 1
        world.diary.served_group[home.group] += 1
    for home in asking[amount:]:
        home.left_out = True
    return len(asking), amount, waited


# -- step 7 ---------------------------------------------------------------------------------------


@dataclass
class Residence:
    """What the week's end shows of some households: see ODD, step 9."""

    households: list[float]
    satisfaction: list[float]
    participation: list[float]
    trust: float
    members: float
    member_participation: float
    active: float
    active_participation: float
    gini: float

    def mean_satisfaction(self) -> float:
        """Of all of them."""
        return total(self.satisfaction) / total(self.households)


def update_residents(world: World) -> None:
    """All change at once, from last week's participation."""
    before = [home.participation for home in world.households]
    hub = world.coordinator
    rise, floor = hub.resident_mobilisation(world), hub.member_floor(world)
    after: list[float] = []
    for area in world.areas:
        contagion = shocks.contagion(world, area)
        for building in area.buildings:
            for home in building.households:
                after.append(_participation(world, home, before, contagion, rise, floor))
                _feel(world, home, building.broken)
    for home, p in zip(world.households, after, strict=True):
        home.participation = stored(p)
        home.served, home.left_out = 0, False
    for area in world.areas:
        area.residence = _seen(world, [h for b in area.buildings for h in b.households], after)
        area.satisfaction = area.residence.mean_satisfaction()
    world.residence = _joined(world)
    for building in world.buildings:
        building.broken = 0


def _participation(
    world: World, home: Household, before: list[float], contagion: float, rise: float, floor: float
) -> float:
    """(6), in full precision; a party member stays above the floor."""
    rules, p = world.rules.residents, home.participation
    around = p
    if home.neighbours:
        around = total(before[n] for n in home.neighbours) / len(home.neighbours)
    new = participation(
        p, around, home.baseline, len(home.waits), home.served, home.left_out, contagion,
        rules.habit, rules.discouragement, rules.discouragement_cap, rules.encouragement,
        rules.slight, rise,
    )  # fmt: skip
    return max(new, floor) if home.is_member else new


def _feel(world: World, home: Household, broken: int) -> None:
    """(7) and (8)."""
    rules, burden = world.rules.residents, len(home.waits)
    home.satisfaction = stored(
        satisfaction(
            home.satisfaction, rules.satisfaction_start, burden, rules.discouragement_cap,
            home.served, rules.satisfaction_recovery, rules.satisfaction_relief,
            rules.satisfaction_strain,
        )
    )  # fmt: skip
    home.trust = stored(
        resident_trust(
            home.trust, rules.trust_start, home.served, broken, rules.trust_recovery,
            rules.trust_gain, rules.trust_break,
        )
    )  # fmt: skip


def _seen(world: World, homes: list[Household], after: list[float]) -> Residence:
    """Sums over households, with participation in full precision."""
    p = [after[home.row] for home in homes]
    active = [x for x in p if x >= world.rules.measures.active_from]
    members = [x for home, x in zip(homes, p, strict=True) if home.is_member]
    in_group = [[home for home in homes if home.group == g] for g in range(G)]
    return Residence(
        households=[float(len(group)) for group in in_group],
        satisfaction=[total(home.satisfaction for home in group) for group in in_group],
        participation=[total(after[home.row] for home in group) for group in in_group],
        trust=total(home.trust for home in homes),
        members=float(len(members)),
        member_participation=total(members),
        active=float(len(active)),
        active_participation=total(active),
        gini=gini(p),
    )


def _joined(world: World) -> Residence:
    """Of all areas: sums of their sums; the Gini of all, of participation as it is stored."""
    seen = [area.residence for area in world.areas]
    if len(seen) == 1:
        return seen[0]
    return Residence(
        households=[total(s.households[g] for s in seen) for g in range(G)],
        satisfaction=[total(s.satisfaction[g] for s in seen) for g in range(G)],
        participation=[total(s.participation[g] for s in seen) for g in range(G)],
        trust=total(s.trust for s in seen),
        members=total(s.members for s in seen),
        member_participation=total(s.member_participation for s in seen),
        active=total(s.active for s in seen),
        active_participation=total(s.active_participation for s in seen),
        gini=gini([home.participation for home in world.households]),
    )


def gini(values: list[float]) -> float:
    """Gini coefficient of values in [0, 1], each put into the middle of one of 1024 bins."""
    counts = [0] * GINI_BINS
    for value in values:
        counts[min(GINI_BINS - 1, int(value * GINI_BINS))] += 1
    people, wealth, area = 0.0, 0.0, 0.0
    for b, count in enumerate(counts):
        own = count * (b + 0.5) / GINI_BINS
        area += count * (wealth + 0.5 * own)
        wealth += own
        people += count
    return 1.0 - 2.0 * area / (people * wealth) if people * wealth > 0.0 else 0.0
