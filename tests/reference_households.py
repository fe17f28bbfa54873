"""The household week as a textbook would write it: one object a household, plain Python.

Only what has to agree to the bit is shared with the model: state is rounded to float32 when it is
stored, and luck is Philox4x32-10 on the frozen keys. Nothing here imports the compiled code.
"""

from dataclasses import dataclass, field

import numpy as np

CATEGORIES = 6
ARRIVAL, CATEGORY, VOICE, SERVE = 1, 2, 3, 17  # frozen numbers of the processes
WORD = 2**32
BINS = 1024


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, ...]:
    """Salmon et al. 2011, in Python's integers."""
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * x0, WORD)
        high1, low1 = divmod(0xCD9E8D57 * x2, WORD)
        x0, x1, x2, x3 = high1 ^ x1 ^ k0, low1, high0 ^ x3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % WORD, (k1 + 0xBB67AE85) % WORD
    return x0, x1, x2, x3


def unit(word: int) -> float:
    return (word + 0.5) / WORD


def stored(value: float) -> float:
    """What a float32 array gives back."""
    return float(np.float32(value))


def kept_in_unit(value: float) -> float:
    return min(1.0, max(0.0, value))


@dataclass
class Household:
    """One household; ``waits`` maps a category to weeks waited by its open need."""

    number: int
    building: int
    group: int
    is_member: bool
    baseline: float
    participation: float
    satisfaction: float
    trust: float
    neighbours: list[int]
    waits: dict[int, int] = field(default_factory=dict)
    served: int = 0
    left_out: bool = False

    def pressing(self) -> int:
        return max(self.waits, key=lambda k: self.waits[k])


class Village:
    """Households with the rules of one area; ``rules`` are the model's parameters."""

    def __init__(self, households: list[Household], rules, seed: int, replicate: int) -> None:
        self.households = households
        self.rules = rules
        self.key = (seed, replicate)
        self.buildings = 1 + max(h.building for h in households)

    def draw(self, entity: int, sub: int, week: int, process: int) -> float:
        return unit(philox((entity, sub, week, process), self.key)[0])

    def needs_and_voice(self, week: int):
        """Needs age, arise and are voiced: voiced and open (B, K), late and arrived (K,)."""
        voiced, opened = (np.zeros((self.buildings, CATEGORIES)) for _ in range(2))
        late, arrived = (np.zeros(CATEGORIES, int) for _ in range(2))
        for home in self.households:
            home.waits = {k: min(32767, waited + 1) for k, waited in home.waits.items()}
            self._arise(home, week, arrived)
            for k, waited in sorted(home.waits.items()):
                opened[home.building, k] += 1
                late[k] += waited > self.rules.measures.late_after
                voiced[home.building, k] += self._speaks(home, k, week)
        return voiced, opened, late, arrived

    def _arise(self, home: Household, week: int, arrived) -> None:
        block = philox((home.number // 4, 0, week, ARRIVAL), self.key)
        if unit(block[home.number % 4]) >= self.rules.community.arrival_rate:
            return
        mix = self.rules.community.needs_mix[home.group]
        edges = np.cumsum(np.array(mix) / sum(mix))
        u = self.draw(home.number, 0, week, CATEGORY)
        k = next((k for k in range(CATEGORIES - 1) if u < edges[k]), CATEGORIES - 1)
        if k not in home.waits:
            home.waits[k] = 0
            arrived[k] += 1

    def _speaks(self, home: Household, k: int, week: int) -> bool:
        words = philox((home.number, k // 4, week, VOICE), self.key)
        chance = home.participation
        if k != home.pressing():
            chance *= 1.0 - self.rules.residents.selectivity
        return unit(words[k % 4]) < chance

    def serve(self, rows: list[int], k: int, supply: float, week: int, last: float):
        """Longest waiting first, ties by luck, whole needs. Demand, served, weeks waited."""
        homes = [self.households[i] for i in rows if k in self.households[i].waits]
        rank = {h.number: self.draw(h.number, k, week, SERVE) - h.waits[k] for h in homes}
        amount = int(supply) + (last < supply - int(supply))
        lucky = sorted(homes, key=lambda h: rank[h.number])[:amount]
        waited = float(sum(h.waits[k] for h in lucky))
        for home in homes:
            if home in lucky:
                del home.waits[k]
                home.served += 1
            else:
                home.left_out = True
        return len(homes), len(lucky), waited

    def residents_week(self, broken: list[float], rise: float, floor: float) -> dict:
        """Everybody changes at once on last week's participation of the neighbours."""
        before = [h.participation for h in self.households]
        after = [self._participation(h, before, rise, floor) for h in self.households]
        for home, p in zip(self.households, after, strict=True):
            self._feel(home, broken[home.building])
            home.participation = stored(p)
            home.served, home.left_out = 0, False
        return self._seen(after)

    def _participation(self, home: Household, before: list[float], rise: float, floor: float):
        r, p = self.rules.residents, home.participation
        around = p
        if home.neighbours:
            around = sum(before[j] for j in home.neighbours) / len(home.neighbours)
        burden = min(len(home.waits), r.discouragement_cap)
        p = kept_in_unit(
            p
            + r.contagion * (around - p)
            + r.habit * (home.baseline - p)
            - r.discouragement * p * burden / r.discouragement_cap
            + r.encouragement * home.served
            - r.slight * home.left_out
            + rise * (1.0 - p)
        )
        return max(p, floor) if home.is_member else p

    def _feel(self, home: Household, broken: float) -> None:
        r, s, t = self.rules.residents, home.satisfaction, home.trust
        burden = min(len(home.waits), r.discouragement_cap)
        s = (
            s
            + r.satisfaction_recovery * (r.satisfaction_start - s)
            + r.satisfaction_relief * home.served * (1.0 - s)
            - r.satisfaction_strain * s * burden / r.discouragement_cap
        )
        t = t + r.trust_gain * home.served * (1.0 - t) - r.trust_break * broken * t
        home.satisfaction = stored(kept_in_unit(s))
        home.trust = stored(kept_in_unit(t))

    def _seen(self, participation: list[float]) -> dict:
        homes = self.households
        pairs = list(zip(homes, participation, strict=True))
        active = [p for p in participation if p >= self.rules.measures.active_from]
        members = [p for h, p in pairs if h.is_member]
        return {
            "households": [sum(h.group == g for h in homes) for g in range(3)],
            "satisfaction": [sum(h.satisfaction for h in homes if h.group == g) for g in range(3)],
            "participation": [sum(p for h, p in pairs if h.group == g) for g in range(3)],
            "trust": sum(h.trust for h in homes),
            "members": len(members),
            "member_participation": sum(members),
            "active": len(active),
            "active_participation": sum(active),
            "gini": gini(participation),
        }


def gini(values: list[float]) -> float:
    """Gini coefficient by mean absolute difference; values put into the middle of their bins."""
    middle = np.array([(min(BINS - 1, int(v * BINS)) + 0.5) / BINS for v in values])
    return float(np.abs(middle[:, None] - middle[None, :]).mean() / (2.0 * middle.mean()))
