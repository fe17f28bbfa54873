"""The network at start and end, and the coordinator's lines: only what was seen is drawn."""

from collections.abc import Sequence
from pathlib import Path

import fakes
import networkx as nx
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from experiments.base.errors import InputError
from experiments.config.compose import compose
from experiments.figures import Material, alt_text, draw, figure_data, figure_finding
from experiments.figures.network import (
    SHOWN_FROM,
    THICKEST,
    THINNEST,
    TIES,
    Networks,
    hub_place,
    networks_of,
    places,
)
from experiments.run.attempt import attempt
from experiments.run.coordinating import HubWeek, coordinated
from experiments.run.runner import tasks_of
from experiments.store import Cell, Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import run

GROWN, ALIKE, WEAKER = range(len(TIES))
Graph = nx.DiGraph


def graph(strong: float, gone: bool = False) -> Graph:
    made = nx.DiGraph()
    made.add_node("office", sector="administrative", present=True)
    made.add_node("firm", sector="market", present=not gone)
    made.add_node("team", sector="social", present=True)
    made.add_edge("office", "firm", trust=strong)
    made.add_edge("firm", "office", trust=strong / 2)
    made.add_edge("team", "office", trust=SHOWN_FROM)  # one way: half of it on the mean
    return made


ACTS = [
    HubWeek({"firm": 2}, (4,), (("firm", "team"),)),
    HubWeek({"firm": 1, "office": 1}, (4, 5), ()),
]


@pytest.fixture
def found() -> Networks:
    weeks = {0: graph(0.44), 9: graph(0.8, gone=True)}
    return Networks(3, {"none": weeks, "party": dict(weeks)}, {"party": ACTS})


def lines_of(axes: object) -> list[LineCollection]:
    return [each for each in axes.collections if isinstance(each, LineCollection)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("narrow", [False, True])
def test_ties_are_as_wide_as_their_mean_trust_and_told_by_what_became_of_them(
    found: Networks, lang: str, narrow: bool
) -> None:
    start, none, party = draw("network", Material(networks=found), speak(lang), narrow).axes
    wide = {trust: THINNEST + (THICKEST - THINNEST) * trust for trust in (0.33, 0.6)}
    assert lines_of(start)[ALIKE].get_linewidths() == pytest.approx([wide[0.33]])
    for axes in (none, party):  # the weak tie isn't drawn
        drawn = [len(lines.get_segments()) for lines in lines_of(axes)]
        assert drawn == [1, 0, 0]
        assert lines_of(axes)[GROWN].get_linewidths() == pytest.approx([wide[0.6]])


def test_a_tie_that_weakened_is_drawn_as_such(found: Networks) -> None:
    weeks = {0: graph(0.8), 9: graph(0.2)}
    axes = draw("network", Material(networks=Networks(3, {"none": weeks})), speak("en")).axes[1]
    assert [len(lines.get_segments()) for lines in lines_of(axes)] == [0, 0, 1]


def test_places_do_not_depend_on_the_order_of_arms_or_organisations(found: Networks) -> None:
    def turned(one: Graph) -> Graph:
        made = nx.DiGraph()
        made.add_nodes_from(reversed(list(one.nodes(data=True))))
        made.add_edges_from(reversed(list(one.edges(data=True))))
        return made

    arms = reversed(found.graphs.items())
    graphs = {arm: {week: turned(one) for week, one in weeks.items()} for arm, weeks in arms}
    here, there = places(found), places(Networks(3, graphs))
    for name, spot in here.items():
        np.testing.assert_allclose(there[name], spot, atol=1e-9)


def test_the_coordinator_has_a_line_to_each_that_it_acted_for_and_no_other(found: Networks) -> None:
    axes = draw("network", Material(networks=found), speak("en")).axes
    stars = [sum(line.get_marker() == "*" for line in each.lines) for each in axes]
    assert stars == [0, 0, 1]
    where = places(found)
    spot = hub_place(where)
    lines = [line for line in axes[2].lines if line.get_marker() != "*"]
    ends = {tuple(np.array(line.get_xydata())[1]): line for line in lines}
    assert all(tuple(line.get_xydata()[0]) == tuple(spot) for line in lines)
    firm, office, team = (ends[tuple(where[name])] for name in ("firm", "office", "team"))
    assert len(lines) == 3 and firm.get_linewidth() == 3 * office.get_linewidth()
    assert (firm.get_linestyle(), team.get_linestyle()) == ("-", "--")  # mediated, nothing else


def test_without_acts_there_is_no_star_and_no_word_of_one(found: Networks) -> None:
    bare = Material(networks=Networks(3, found.graphs))
    figure = draw("network", bare, speak("en"))
    assert not any(line.get_marker() == "*" for axes in figure.axes for line in axes.lines)
    labels = [text.get_text() for text in figure.legends[0].texts]
    assert speak("en")("figure.network.hub") not in labels
    assert "coordinator" not in figure_finding("network", bare, speak("en"))


def test_words_and_numbers_tell_who_left_and_what_the_coordinator_did(found: Networks) -> None:
    material = Material(networks=found)
    told = alt_text("network", material, speak("en"))
    assert "in week 9, 2 organisations and 1 ties of mean trust 0.60" in told
    did = "coordinator of party hub: 4 acts for 2 projects, 1 rounds mediated"
    assert did in told and did in figure_finding("network", material, speak("en"))
    keys = ["kind", "arm", "week", "source", "target"]
    table = figure_data("network", material).set_index(keys).sort_index()
    row = table.loc[("tie", "none", 9, "firm", "office")]
    assert row["trust"] == pytest.approx(0.6) and not row["source_present"]
    acts = table.loc[("acts", "party", 9, "coordinator")]
    assert acts["acts"].to_dict() == {"firm": 3, "office": 1, "team": 0}
    assert acts["mediated"].to_dict() == {"firm": True, "office": False, "team": True}


def test_networks_are_those_of_the_first_common_replicate(tmp_path: Path) -> None:
    asked: list[tuple[RunId, tuple[int, ...]]] = []

    def trace(
        parameters: Parameters, run_id: RunId, weeks: Sequence[int]
    ) -> tuple[dict[int, Graph], list[HubWeek]]:
        asked.append((run_id, tuple(weeks)))
        did = ACTS if parameters.coordinator.attention else [HubWeek({}, (), ())]
        return {week: graph(0.5) for week in weeks}, did

    cells = [stored(tmp_path, arm, runs) for arm, runs in (("none", (1, 2)), ("party", (0, 2)))]
    found = networks_of(cells, trace)
    assert asked == 2 * [(RunId(0, 2), (0, 79))]
    assert (found.replicate, list(found.acts), found.weeks) == (2, ["party"], (0, 79))
    with pytest.raises(InputError, match="replicate"):
        networks_of([stored(tmp_path / "b", "none", (1,)), cells[1]], trace)


def stored(folder: Path, arm: str, runs: tuple[int, ...]) -> Cell:
    attention = 24.0 if arm == "party" else 0.0
    parameters = Parameters.model_validate(
        {"horizon": 80, "coordinator": {"attention": attention, "integration": 1.0}}
    )
    cell = Study(folder / "study").open_cell(parameters, 0, arm, "village")
    tasks = tasks_of(cell, runs)
    cell.write_chunk(0, [attempt(fakes.run, task) for task in tasks])
    return cell


def test_what_a_coordinator_is_seen_to_do_is_what_the_record_counts() -> None:
    """The model's own runs: acts with content by project, and rounds that went through it."""
    party, none = (
        compose(["community=village", f"arrangement={arm}", "horizon=80"]).parameters
        for arm in ("party", "none")
    )
    run_id = RunId(3, 0)
    record = run(party, run_id)
    graphs, weeks = coordinated(party, run_id, (0, 79))
    assert sorted(graphs) == [0, 79] and len(weeks) == 80
    seen = sum(number for week in weeks for number in week.acts.values())
    assert seen == record.projects["hub_acts"].sum() > 0
    helped = {number for week in weeks for number in week.projects}
    assert helped == set(np.flatnonzero(record.projects["hub_acts"]))
    by_hub = sum(len(week.tables) for week in weeks)
    assert 0 < by_hub <= record.projects["mediated"].sum()
    assert not any(week.acts for week in coordinated(none, run_id, ())[1])
