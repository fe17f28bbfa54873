"""What a service is worth where it comes."""

from sim.rules.supply import misplaced


def test_supply_is_misplaced_as_far_as_it_is_missing_elsewhere():
    assert misplaced(3.0, 2.0) == 2.0
