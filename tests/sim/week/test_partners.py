"""Who is asked to join, who joins, and what members set aside."""

from small import made, project_with

from sim.week.learning import let_ties_decay
from sim.week.partners import welcome


def test_an_introduction_makes_or_strengthens_but_never_weakens():
    model = made()
    ties, project = model.world.ties, project_with(model, [0], pledged=False)
    ties.trust[0, 1], ties.trust[1, 0] = 0.8, 0.0
    welcome(model.world, project.row, 1, 0.35)
    let_ties_decay(ties, 1.0)
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.8, 0.35)
    let_ties_decay(ties, 0.5)  # it is made once
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.4, 0.175)
