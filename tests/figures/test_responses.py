"""Response curves: levels by arm and paired differences along what a study sweeps, grid or not."""

from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
from material import PARAMETERS, full_material

from experiments.analysis import statistics as st
from experiments.analysis.outcomes import opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.figures import Material, alt_text, draw, gather, refusal
from experiments.figures.responses import strongest
from experiments.figures.responses_table import BINS, DIFFERENCE, groups_of
from experiments.run.attempt import attempt
from experiments.run.runner import tasks_of
from experiments.store import Study
from experiments.words.speech import speak
from sim.measure.breakdown import DEFAULT
from sim.parameters import Parameters

OWN, HUB = "organisations.attention", "coordinator.attention"


def stored(study: Study, arm: str, own: float, attention: float, replicates: int = 3) -> None:
    """A cell of this arm, with made-up runs."""
    full = Parameters()
    parameters = full.model_copy(update={
        "horizon": 80,
        "organisations": full.organisations.model_copy(update={"attention": own}),
        "coordinator": full.coordinator.model_copy(update={"attention": attention}),
    })  # fmt: skip
    cell = study.open_cell(parameters, 0, arm, "village")
    done = [attempt(fakes.run, task) for task in tasks_of(cell, range(replicates))]
    cell.write_chunk(0, done)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Points of a design that are no grid; both arms at each."""
    study = Study(tmp_path_factory.mktemp("sweep") / "design")
    for number, (own, attention) in enumerate(((0.5, 6.0), (0.8, 24.0), (0.8, 12.0))):
        stored(study, f"none-{number:03d}", own, 0.0)
        stored(study, f"party-{number:03d}", own, attention)
    return study


def at(table: pd.DataFrame, parameter: str, x: float, line: str) -> pd.Series:  # type: ignore[type-arg]
    own = table[(table["parameter"] == parameter) & (table["x"] == x) & (table["line"] == line)]
    return own[own["measure"] == "failure"].iloc[0]


def test_a_design_that_is_no_grid_has_curves_by_arm_and_paired_differences(swept: Study) -> None:
    cells = swept.cells()
    assert refusal("phase", cells) is not None and refusal("responses", cells) is None
    found = gather(cells, ["responses"]).responses
    assert found is not None and (found.treated, found.reference) == ("party", "none")
    assert set(found.table["parameter"]) == {OWN, HUB}
    counts = {cell.arm: opportunity_counts(arm_of(cell, weekly=False), DEFAULT) for cell in cells}
    pairs = [
        st.ratio_difference(*(counts[f"{arm}-{n:03d}"][name] for arm in ("party", "none")
                              for name in ("failure", "opportunities")))
        for n in range(3)
    ]  # fmt: skip
    single = at(found.table, OWN, 0.5, DIFFERENCE)
    assert [single[key] for key in ("value", "low", "high")] == pytest.approx(
        [100 * getattr(pairs[0], key) for key in ("value", "low", "high")]
    )
    two = at(found.table, OWN, 0.8, DIFFERENCE)
    assert two["points"] == 2
    assert two["value"] == pytest.approx(100 * (pairs[1].value + pairs[2].value) / 2)
    every = found.points.query("line == @DIFFERENCE and measure == 'failure'")
    assert every["value"].tolist() == pytest.approx([100 * pair.value for pair in pairs])
    assert every[[OWN, HUB]].to_numpy().tolist() == [[0.5, 6.0], [0.8, 24.0], [0.8, 12.0]]
    level = at(found.table, HUB, 6.0, "none")
    own = counts["none-000"]
    assert level["value"] == pytest.approx(100 * own["failure"].sum() / own["opportunities"].sum())


def test_one_arm_alone_has_its_level_and_no_difference(swept: Study) -> None:
    cells = [cell for cell in swept.cells() if cell.arm.startswith("party")]
    found = gather(cells, ["responses"]).responses
    assert found is not None and found.reference is None
    assert set(found.table["line"]) == {"party"}
    figure = draw("responses", Material(responses=found), speak("en"))
    assert len(figure.axes) == 2


def test_a_study_that_sweeps_nothing_is_refused_by_its_reason(tmp_path: Path) -> None:
    study = Study(tmp_path / "plain")
    for arm, attention in (("none", 0.0), ("party", 24.0)):
        stored(study, arm, 0.5, attention, replicates=1)
    reason = refusal("responses", study.cells())
    assert reason is not None and reason.key == "plot.nothing_swept"


def test_many_values_are_put_together_in_groups_of_as_many_points_and_words_stay_apart() -> None:
    values = pd.Series(np.linspace(0.0, 1.0, 30)[::-1])
    groups = groups_of(values)
    assert [len(own) for _, own in groups] == [5] * BINS
    assert groups[0][0] == pytest.approx(np.linspace(0.0, 1.0, 30)[:5].mean())
    assert sorted(n for _, own in groups for n in own) == list(range(30))
    assert groups_of(pd.Series([2.0, 1.0, 2.0])) == [(1.0, [1]), (2.0, [0, 2])]
    assert groups_of(pd.Series(["b", "a", "b"])) == [("b", [0, 2]), ("a", [1])]


def test_parameters_stand_by_how_far_the_difference_moves_and_words_say_so() -> None:
    material = full_material(("none", "party"), "party")
    assert material.responses is not None
    assert strongest(material.responses, 2) == [PARAMETERS[0], PARAMETERS[1]]
    told = alt_text("responses", material, speak("en"))
    assert "-10.0 at 4.0, -6.0 at 24.0" in told


def test_each_point_s_difference_is_drawn_where_it_is() -> None:
    figure = draw("effects", full_material(("none", "party"), "party"), speak("en"))
    marks = figure.axes[0].containers[0].lines[0]
    assert list(marks.get_xdata()) == [4.0, 12.0, 24.0]
    assert list(marks.get_ydata()) == [-10.0, -8.0, -6.0]


@pytest.mark.parametrize("name", ["responses", "tornado"])
def test_intervals_and_values_are_drawn_where_they_are(name: str) -> None:
    material = full_material(("none", "party"), "party")
    figure = draw(name, material, speak("zh"))
    if name == "responses":
        line = next(x for x in figure.axes[3].lines if len(x.get_xdata()) == 3)
        assert list(line.get_ydata()) == [-10.0, -8.0, -6.0]
    else:
        marks = figure.axes[1].containers[1].lines[0]
        assert next(iter(marks.get_xdata())) == -6.0
