"""What a coordinator is given at the start."""

from small import made


def test_the_permutation_is_one_cycle_that_leaves_no_category_in_place():
    for replicate in range(20):
        order = made(replicate=replicate).world.hub.permutation
        assert sorted(order) == list(range(6))
        place, seen = 0, []
        for _ in range(6):
            place = int(order[place])
            seen.append(place)
        assert sorted(seen) == list(range(6))
