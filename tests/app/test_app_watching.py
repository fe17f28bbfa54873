"""What there is to watch is what the run recorded; its stories are those of ``coprod explain``."""

import numpy as np
import pytest

from experiments.app.stories import NOTHING, left_in, panel, read_pick, takes_part, told
from experiments.app.watching import Shown, Watched, spread, watched
from experiments.config.compose import compose
from experiments.report.explain import story
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.base.vocabulary import CATEGORIES
from sim.measure.records import ENDS, RunId
from sim.simulation import trace

HORIZON = 66


@pytest.fixture(scope="module")
def seen() -> Watched:
    return watched([compose(words("none")), compose(words("party"))], replicate=3)


@pytest.fixture(scope="module")
def payload(seen: Watched) -> Shown:
    return seen.shown


def words(arm: str) -> list[str]:
    return ["community=village", f"horizon={HORIZON}", "seed=5", f"arrangement={arm}"]


def test_ties_projects_and_imbalances_are_those_of_the_replicate(payload: Shown) -> None:
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
    late = sum(record.weekly[f"late_{k}"][HORIZON - 1] for k in CATEGORIES)
    assert arm["imbalances"]["unmet"][HORIZON - 1] == pytest.approx(float(late))


def test_the_coordinator_s_lines_are_the_acts_that_the_record_counts(payload: Shown) -> None:
    record, _ = trace(compose(words("party")).parameters, RunId(5, 3), ())
    arm = payload["arms"]["party"]
    by_initiator = np.zeros(len(payload["nodes"]), int)
    for project, acts in zip(arm["projects"], record.projects["hub_acts"], strict=True):
        by_initiator[project["initiator"]] += acts
    seen = np.zeros(len(payload["nodes"]), int)
    for week in arm["acts"]:
        for who, number in week:
            seen[who] += number
    assert seen.tolist() == by_initiator.tolist() and seen.sum() > 0
    assert len(arm["acts"]) == len(arm["tables"]) == HORIZON
    other = payload["arms"]["none"]
    assert not any(other["acts"]) and not any(other["tables"])
    run = told(payload, speak("en"))
    assert [each["coordinated"] for each in run["arms"]] == [False, True]


def test_a_building_s_weeks_are_those_of_its_households(seen: Watched) -> None:
    """All buildings' open needs are what the record tells as waiting, less those served then."""
    record, _ = trace(compose(words("none")).parameters, RunId(5, 3), ())
    notes = seen.buildings["none"]
    waiting = sum(np.array(notes.courses(b)["waiting"]) for b in range(len(notes.names)))
    before, served = (
        sum(record.weekly[f"{stem}_{name}"] for name in CATEGORIES)
        for stem in ("waiting", "served")
    )
    np.testing.assert_array_equal(waiting, before - served)
    shares = np.array(notes.households) / sum(notes.households)
    mean = sum(share * np.array(notes.courses(b)["satisfaction"]) for b, share in enumerate(shares))
    np.testing.assert_allclose(mean, record.weekly["satisfaction"], rtol=1e-5)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_building_s_story_stands_beside_the_project_s(seen: Watched, lang: str) -> None:
    say, run = speak(lang), told(seen.shown, speak(lang))
    notes = seen.buildings["party"]
    number = next(n for n, visited in notes.visits.items() if len(visited) > 1)
    shown = panel(seen, run, (1, "project", number), say)
    assert [each["n"] for each in shown["buildings"]] == notes.visits[number]
    start = run["arms"][1]["projects"][number]["start_week"]
    most = max(notes.courses(b)["waiting"][start] for b in notes.visits[number])
    beside = shown["beside"]
    assert beside["marks"] == [each["week"] for each in shown["weeks"]]
    course = beside["courses"][0]["lines"]
    assert list(course) == [say.arm("none"), say.arm("party")]
    assert course[say.arm("party")][start] == most
    assert beside["courses"][0]["most"] == max(map(max, course.values()))
    alone = panel(seen, run, (1, "building", notes.visits[number][0]), say)
    assert number in [each["n"] for each in alone["projects"]]
    assert "{" not in "".join(alone["beside"]["lines"]) and not alone["beside"]["marks"]


def test_both_arms_have_the_same_opportunities_and_organisations(payload: Shown) -> None:
    starts = [
        [(project["start_week"], project["initiator"]) for project in arm["projects"]]
        for arm in payload["arms"].values()
    ]
    assert starts[0] == starts[1] and len(starts[0]) > 5
    assert len({node["name"] for node in payload["nodes"]}) == len(payload["nodes"])
    assert all(len(arm["ties"]) == HORIZON for arm in payload["arms"].values())


def test_only_what_formed_and_then_broke_is_marked_broken(payload: Shown) -> None:
    for arm in payload["arms"].values():
        for project in arm["projects"]:
            if project["kind"] == "broken":
                assert project["formed_week"] >= 0
            assert (project["kind"] == "served") == (project["end"] in ("completed", "solo"))
            assert (project["kind"] == "open") == (project["end"] == "open")


def test_who_takes_part_is_what_the_record_counts(payload: Shown) -> None:
    record, _ = trace(compose(words("party")).parameters, RunId(5, 3), ())
    members = record.projects["members"]
    for i, project in enumerate(payload["arms"]["party"]["projects"]):
        stayed = [who for who, _, left in project["members"] if left < 0]
        assert len(stayed) == members[i]
        who, joined, _ = project["members"][0]
        assert (who, joined) == (project["initiator"], project["start_week"])
        assert project["service"] in CATEGORIES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_project_is_told_of_in_the_words_of_explain(seen: Watched, lang: str) -> None:
    run = told(seen.shown, speak(lang))
    case = seen.cases["party"][4]
    shown = panel(seen, run, (1, "project", 4), speak(lang))
    assert shown["lines"] == story(case, speak(lang))
    project = run["arms"][1]["projects"][4]
    assert shown["title"] == f"{project['name']} · {run['arms'][1]['label']}"
    weeks = [each["week"] for each in shown["weeks"]]
    life = case.life.project
    known = (life["start_week"], life["formed_week"], life["end_week"])
    assert weeks == [week for week in known if week >= 0]
    assert case.twin is not None and case.twin.life is seen.cases["none"][4].life
    assert case.twin.week == 0  # a hub is paid for from the first week on


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_organisation_has_every_project_that_it_started_or_joined(
    seen: Watched, lang: str
) -> None:
    run = told(seen.shown, speak(lang))
    assert len(set(run["names"])) == len(seen.shown["nodes"])
    arm = run["arms"][0]
    for i in range(len(run["names"])):
        shown = panel(seen, run, (0, "node", i), speak(lang))
        listed = {each["n"] for each in shown["projects"]}
        mine = {n for n, p in enumerate(arm["projects"]) if i in [m[0] for m in p["members"]]}
        assert listed == mine
        joined = sum(takes_part(arm["projects"][n], i) for n in mine)
        assert f"{len(mine) - joined}" in shown["lines"][0] and f"{joined}" in shown["lines"][0]
        assert "{" not in "".join(shown["lines"])


@pytest.mark.parametrize(
    "sent",
    [None, [], [0, "node"], [2, "node", 0], [0, "node", 10_000], [0, "arm", 0], ["0", "node", 0],
     [0, "building", 10_000],
     [0, "project", -1], [-1, "project", 0]],
)  # fmt: skip
def test_what_is_not_in_a_picture_is_not_told_of(seen: Watched, sent: object) -> None:
    assert read_pick(seen, sent) is None
    assert panel(seen, told(seen.shown, speak("en")), None, speak("en")) == NOTHING


def test_what_is_chosen_in_a_picture_is_found(seen: Watched) -> None:
    assert read_pick(seen, [1, "project", 3]) == (1, "project", 3)


def test_who_left_is_told_with_the_week() -> None:
    assert left_in([[], [], [4], [4]], 4) == 2
    assert left_in([[], []], 4) is None


def test_places_fill_the_picture() -> None:
    where = {"a": np.array([0.1, 5.0]), "b": np.array([0.3, 5.0]), "c": np.array([0.2, 7.0])}
    table = np.array(list(spread(where).values()))
    assert table.min(axis=0) == pytest.approx([-1, -1])
    assert table.max(axis=0) == pytest.approx([1, 1])
