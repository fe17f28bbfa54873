"""Projects' state side by side: rows given out, grown, given back and given out again."""

import numpy as np
from project_rows import by_row, given_back
from small import made, project_with

UNTIL_SAID = {"members.who", "members.paid", "members.tied"}
"""What nobody reads of a project before it is written: who, beyond how many they are."""


def test_a_row_given_back_dirty_is_as_new_for_the_next():
    clean, dirty = made(), made()
    row = given_back(dirty, project_with(dirty, [0, 9]))
    for table in by_row(dirty.world).values():
        table[row] = 1
    one, other = (project_with(m, [0, 9], size=2.0, pledged=False) for m in (clean, dirty))
    assert other.row == row
    assert (one.number, other.number) == (0, 1)
    dirty.world.projects.life["number"][row] = 0
    fresh, reused = by_row(clean.world), by_row(dirty.world)
    for name in fresh.keys() - UNTIL_SAID:
        found, expected = reused[name][row], fresh[name][one.row]
        assert np.array_equal(found, expected, equal_nan=True), name
    assert dirty.world.members.who[row, :2].tolist() == [0, 9]


def test_rows_of_ended_projects_are_given_back_so_that_none_is_lost():
    model = made({"organisations.opportunity_rate": 0.08, "areas": 2}, speaking=False)
    for _ in range(60):
        model.simulation.step()
        projects = model.world.projects
        held = [
            row
            for name in ("live", "bygone", "free")
            for row in getattr(projects, name)[: projects.count[name]].tolist()
        ]
        assert projects.count["ended"] == 0
        assert sorted(held) == list(range(len(projects.life)))
    assert projects.count["started"] > 2 * len(projects.life)
