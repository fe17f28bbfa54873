"""What there is to watch is what the run recorded, and its stories tell no more."""

import numpy as np
import pytest

from experiments.app.stories import left_in, project_story, told
from experiments.app.watching import Payload, spread, watched
from experiments.compose import compose
from experiments.messages import LANGUAGES
from sim.model import trace
from sim.records import ENDS, RunId

HORIZON = 60


@pytest.fixture(scope="module")
def payload() -> Payload:
    return watched([compose(words("none")), compose(words("party"))], replicate=3)


def words(arm: str) -> list[str]:
    return ["community=village", f"horizon={HORIZON}", "seed=5", f"arrangement={arm}"]


def test_ties_projects_and_imbalances_are_those_of_the_replicate(payload: Payload) -> None:
    record, graphs = trace(compose(words("party")).parameters, RunId(5, 3), (0, HORIZON - 1))
    arm = payload["arms"]["party"]
    assert [project["end"] for project in arm["projects"]] == [
        ENDS[code] for code in record.projects["end"]
    ]
    for week, graph in graphs.items():
        pairs = {
            frozenset((payload["nodes"][i]["name"], payload["nodes"][j]["name"]))
            for i, j, _ in arm["ties"][week]
        }
        assert pairs == {
            frozenset((one, other)) for one, other, t in graph.edges(data="trust") if t >= 0.3
        }
    late = sum(record.weekly[f"late_{k}"][HORIZON - 1] for k in _categories())
    assert arm["imbalances"]["unmet"][HORIZON - 1] == pytest.approx(float(late))
    assert (payload["arms"]["none"]["hub"], arm["hub"]) == (False, True)


def _categories() -> tuple[str, ...]:
    from sim.vocabulary import CATEGORIES

    return CATEGORIES


def test_both_arms_have_the_same_opportunities_and_organisations(payload: Payload) -> None:
    starts = [
        [(project["start_week"], project["initiator"]) for project in arm["projects"]]
        for arm in payload["arms"].values()
    ]
    assert starts[0] == starts[1] and len(starts[0]) > 5
    assert len({node["name"] for node in payload["nodes"]}) == len(payload["nodes"])
    assert all(len(arm["ties"]) == HORIZON for arm in payload["arms"].values())


def test_only_what_formed_and_then_broke_is_marked_broken(payload: Payload) -> None:
    for arm in payload["arms"].values():
        for project in arm["projects"]:
            if project["kind"] == "broken":
                assert project["formed_week"] >= 0
            assert (project["kind"] == "served") == (project["end"] in ("completed", "solo"))
            assert (project["kind"] == "open") == (project["end"] == "open")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_names_weeks_in_order_and_the_end_as_recorded(payload: Payload, lang: str) -> None:
    shown = told(payload, lang)
    for arm in shown["arms"]:
        for project in arm["projects"]:
            weeks = [week for week, _ in project["story"]]
            assert weeks == sorted(weeks) and weeks[0] == project["start_week"]
            text = "".join(line for _, line in project["story"])
            assert "{" not in text
            assert (project["ending"] in text) == (project["end"] != "open")
    assert len(shown["names"]) == len(set(shown["names"])) == len(payload["nodes"])


def test_a_story_says_who_took_part_only_when_partners_were_found() -> None:
    project = {
        "start_week": 2.0, "formed_week": -1.0, "end_week": 8.0, "members": 1.0, "rounds": 0.0,
        "mediated": 0.0, "hub_acts": 0.0, "supplied": 0.0, "served": 0.0, "misplaced": 0.0,
        "over": 0.0, "transaction_cost": 0.0, "spent": 0.0, "lost": 0.0, "size": 1.25,
        "initiator": 0, "end": "no_partner", "kind": "other", "sectors": ["social"],
    }  # fmt: skip
    assert project_story(project, "Designer 1", "en") == [
        (2, "Week 2: Designer 1 starts a project of size 1.25."),
        (8, "Week 8: no partner."),
        (8, "No partner from another sector joined for good."),
    ]


def test_who_left_is_told_with_the_week() -> None:
    assert left_in([[], [], [4], [4]], 4) == 2
    assert left_in([[], []], 4) is None


def test_places_fill_the_picture() -> None:
    where = {"a": np.array([0.1, 5.0]), "b": np.array([0.3, 5.0]), "c": np.array([0.2, 7.0])}
    table = np.array(list(spread(where).values()))
    assert table.min(axis=0) == pytest.approx([-1, -1])
    assert table.max(axis=0) == pytest.approx([1, 1])
