"""What a study is called where nobody names it."""

from dataclasses import replace

import pytest

from experiments.base.settings import Settings
from experiments.config.alike import composed_alike, with_equal_means
from experiments.config.arms import ARMS, split_arms
from experiments.config.compose import compose
from experiments.config.study_name import LONGEST, study_name


def named(*overrides: str) -> str:
    arms, others = split_arms(list(overrides))
    return study_name(composed_alike(arms, others, None)[0], ARMS)


def test_the_demo_is_the_headline_however_it_is_asked_for() -> None:
    assert named() == named("community=jinsong_north") == named("seed=0") == "headline"
    assert named("replicates=7", "processes=1") == "headline"
    assert named(f"arms=[{','.join(reversed(ARMS))}]") == "headline"


def test_another_comparison_has_a_name_that_can_be_read() -> None:
    assert named("community=village") == "village-headline"
    assert named("arms=[none,party]") == "jinsong_north-none-party"
    assert study_name([compose(["community=village"])]) == "village-none"


def test_what_differs_makes_a_name_of_its_own_and_the_same_each_time() -> None:
    base = ["community=village", "arms=[none,party]"]
    others = ["seed=1", "seed=2", "negotiation.rounds=9", "shock=lockdown", "horizon=80"]
    names = [named(*base, each) for each in others]
    assert names == [named(*base, each) for each in others]
    assert len({*names, named(*base)}) == len(others) + 1
    assert all(name.startswith("village-none-party-") for name in names)
    four = [
        named("arms=[none,placebo,party,blind_hub]"),
        named("arms=[none,placebo,party,npo_hub]"),
    ]
    assert four[0] != four[1] and all(each.startswith("jinsong_north-4_arms-") for each in four)
    cells = composed_alike(["none", "outsourcing", "party"], [], None)[0]
    assert study_name(cells, ARMS) != study_name(with_equal_means(cells), ARMS)


def test_names_are_those_that_stored_studies_have() -> None:
    reach = "coordinator.reach=[0.9,0.5,0.6]"
    base = ["community=village", "arms=[none,party]"]
    assert named(*base, reach, "negotiation.rounds=9", "seed=4") == "village-none-party-b7f781"


@pytest.mark.parametrize("community", ["c" * 60, "a-b_c"])
def test_every_name_is_allowed(community: str) -> None:
    cells = [replace(cell, community=community) for cell in (compose([]),)]
    # composed by hand: a community of this name need not be there
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("experiments.config.study_name.of_files", lambda *_: compose(["seed=3"]))
        name = study_name(cells, ARMS)
    assert len(name) <= LONGEST and Settings(name=name).name == name
