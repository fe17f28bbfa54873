"""The network along the way: the same places in all panels, what is drawn is what was traced."""

from pathlib import Path

import fakes
import networkx as nx
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from experiments.base.errors import InputError
from experiments.figures import Material, alt_text, draw, figure_data
from experiments.figures.network import (
    SHOWN_FROM,
    THICKEST,
    THINNEST,
    Networks,
    networks_of,
    places,
)
from experiments.run.runner import attempt, tasks_of
from experiments.store import Cell, Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters


def graph(strong: float, gone: bool = False) -> nx.DiGraph:
    made = nx.DiGraph()
    made.add_node("office", sector="administrative", present=True)
    made.add_node("firm", sector="market", present=not gone)
    made.add_node("team", sector="social", present=True)
    made.add_edge("office", "firm", trust=strong)
    made.add_edge("firm", "office", trust=strong / 2)
    made.add_edge("team", "office", trust=SHOWN_FROM)  # one way: half of it on the mean
    return made


@pytest.fixture
def found() -> Networks:
    weeks = {0: graph(0.4), 5: graph(0.6), 9: graph(0.8, gone=True)}
    return Networks(3, ("party",), {"none": weeks, "party": dict(weeks)})


def lines_of(axes: object) -> LineCollection:
    return next(each for each in axes.collections if isinstance(each, LineCollection))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("narrow", [False, True])
def test_ties_are_as_wide_as_their_mean_trust(found: Networks, lang: str, narrow: bool) -> None:
    figure = draw("network", Material(networks=found), speak(lang), narrow)
    assert len(figure.axes) == 6
    axes = figure.axes[0]
    assert lines_of(axes).get_linewidths() == pytest.approx(
        [THINNEST + (THICKEST - THINNEST) * 0.3]  # (.4 + .2) / 2; the weak tie isn't drawn
    )


def test_an_organisation_stands_at_the_same_place_throughout(found: Networks) -> None:
    figure = draw("network", Material(networks=found), speak("en"))
    spots = [lines_of(axes).get_segments() for axes in figure.axes]
    for each in spots[1:]:
        np.testing.assert_array_equal(each, spots[0])


def test_places_do_not_depend_on_the_order_of_arms_or_organisations(found: Networks) -> None:
    def turned(one: nx.DiGraph) -> nx.DiGraph:
        made = nx.DiGraph()
        made.add_nodes_from(reversed(list(one.nodes(data=True))))
        made.add_edges_from(reversed(list(one.edges(data=True))))
        return made

    arms = reversed(found.graphs.items())
    graphs = {arm: {week: turned(one) for week, one in weeks.items()} for arm, weeks in arms}
    here, there = places(found), places(Networks(3, ("party",), graphs))
    for name, spot in here.items():
        np.testing.assert_allclose(there[name], spot, atol=1e-9)


def test_only_the_arm_with_a_hub_bears_its_mark(found: Networks) -> None:
    axes = draw("network", Material(networks=found), speak("en")).axes
    stars = [sum(line.get_marker() == "*" for line in each.lines) for each in axes]
    assert stars == [0, 0, 0, 1, 1, 1]


def test_words_and_numbers_tell_who_left(found: Networks) -> None:
    material = Material(networks=found)
    assert "in week 9, 2 organisations and 1 ties of mean trust 0.60" in alt_text(
        "network", material, speak("en")
    )
    table = figure_data("network", material).set_index(["arm", "week", "source", "target"])
    row = table.loc[("none", 9, "firm", "office")]
    assert row["trust"] == pytest.approx(0.6) and not row["source_present"]


def test_networks_are_those_of_the_first_common_replicate(tmp_path: Path) -> None:
    asked: list[tuple[RunId, tuple[int, ...]]] = []

    def trace(
        parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]
    ) -> tuple[RunRecord, dict[int, nx.DiGraph]]:
        asked.append((run_id, weeks))
        return fakes.run(parameters, run_id), {week: graph(0.5) for week in weeks}

    cells = [stored(tmp_path, arm, runs) for arm, runs in (("none", (1, 2)), ("party", (0, 2)))]
    found = networks_of(cells, trace)
    assert asked == 2 * [(RunId(0, 2), (0, 39, 79))]
    assert (found.replicate, found.hubs, found.weeks) == (2, ("party",), [0, 39, 79])
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
