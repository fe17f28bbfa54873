"""Areas: communities beside each other, each with its own people, places and organisations.

District departments, the lead enterprise and the coordinator serve all areas of a run. An
organisation works in its own area, or, when it is shared, in every one; ties and projects follow.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.households import Residence, Voices, gini_of
from sim.kernel import kernel
from sim.organisations import Bodies
from sim.population import Population


@kernel
def over_buildings(table, start, stop):
    """Sum of what buildings ``start`` to ``stop`` have in a table (B, K), by category (K,)."""
    found = np.zeros(table.shape[1])
    for b in range(start, stop):
        for k in range(len(found)):
            found[k] += table[b, k]
    return found


class Area:
    """One area: its buildings ``start`` to ``stop``, and the organisations at work in it.

    rows, codes: int64 (n,), who can work here: its own and the shared. elsewhere: bool (M,), the
    others.
    voices, residence: what the week brought and left here. satisfaction: mean of its households.
    """

    voices: Voices
    residence: Residence

    def __init__(self, number: int, people: Population, bodies: Bodies, satisfied: float) -> None:
        size = people.buildings // bodies.areas
        self.number = number
        self.start, self.stop = number * size, (number + 1) * size
        here = bodies.shared | (bodies.area == number)
        self.rows = np.flatnonzero(here)
        self.codes = bodies.code[self.rows]
        self.elsewhere = ~here
        first = people.first[self.start], people.first[self.stop]
        self.floor_area = float(people.floor_area[first[0] : first[1]].sum(dtype=np.float64))
        self.satisfaction = satisfied

    @property
    def buildings(self) -> int:
        """Number of buildings."""
        return self.stop - self.start

    def public(self, voices: Voices) -> NDArray[np.float64]:
        """What this community voices, (K,), of ``voices`` of all areas."""
        return over_buildings(voices.voiced, self.start, self.stop)

    def waiting(self, voices: Voices) -> NDArray[np.float64]:
        """What is waiting in this community, (K,), of ``voices`` of all areas."""
        return over_buildings(voices.open, self.start, self.stop)


def join_voices(parts: list[Voices]) -> Voices:
    """What the week's start brought in all areas."""
    if len(parts) == 1:
        return parts[0]
    voiced, opened, late, arrived = zip(*parts, strict=True)
    return Voices(np.concatenate(voiced), np.concatenate(opened), sum(late), sum(arrived))


def join_residence(parts: list[Residence], people: Population) -> Residence:
    """What the week's end shows in all areas: sums, and the Gini of all households."""
    if len(parts) == 1:
        return parts[0]
    sums = Residence(*(sum(each) for each in zip(*parts, strict=True)))
    return sums._replace(gini=float(gini_of(people.participation)))
