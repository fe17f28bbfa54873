"""What a service is worth where it comes."""

from formulas import group

from sim.base.vocabulary import End
from sim.rules.supply import is_service, misplaced, verdict


def test_supply_is_misplaced_as_far_as_it_is_missing_elsewhere():
    assert misplaced(3.0, 2.0) == 2.0


def test_a_project_is_judged_by_what_was_misplaced_then_joint_then_needed():
    rules = group("completion", misplaced_limit=0.25, unneeded_limit=0.5)
    cases = [  # supplied, over, misplaced, is joint
        ((8.0, 0.0, 0.0, True), End.COMPLETED),
        ((8.0, 4.0, 2.0, True), End.COMPLETED),  # at both limits
        ((8.0, 0.0, 2.1, True), End.VALUE_DISORDER),
        ((8.0, 0.0, 2.1, False), End.VALUE_DISORDER),
        ((8.0, 8.0, 0.0, False), End.SOLO),
        ((8.0, 4.1, 0.0, True), End.UNNEEDED),
        ((0.0, 0.0, 0.0, True), End.UNNEEDED),
    ]
    assert [End(verdict(rules, *case)) for case, _ in cases] == [end for _, end in cases]
    assert {end for end in End if is_service(end)} == {End.COMPLETED, End.SOLO}
