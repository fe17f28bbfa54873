"""Where households live: entrances, areas, and what a building tends to think."""

import numpy as np
import pytest
from scipy import special
from small import (
    made,
    stepped,
)

from sim.base.luck import Process, uniform


def test_climate_is_a_buildings_own_and_lasting():
    changes = {"consent.climate": 2.0}
    world = made(changes).world
    luck = uniform(world.luck, Process.CLIMATE, 3, 2, 0, 0)
    assert world.places.climate[3, 2] == pytest.approx(2.0 * special.ndtri(luck))
    later = stepped(changes, weeks=40).world
    assert np.array_equal(later.places.climate, world.places.climate)
