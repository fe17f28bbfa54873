"""Heat maps: phase diagrams and definitions; the table behind them is paired point by point."""

from itertools import product
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm
from matplotlib.contour import ContourSet
from matplotlib.patches import Rectangle

from experiments.analysis import statistics as st
from experiments.analysis.definitions import definitions
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import Arm, opportunity_counts
from experiments.base.errors import InputError
from experiments.figures import Material, alt_text, draw, figure_data, refusal
from experiments.figures.definitions import DefinitionMap
from experiments.figures.heat import NO_DATA_HATCH, UNCLEAR_HATCH
from experiments.figures.phase import MEASURES, PhaseMap, on_grid
from experiments.figures.phase_table import phase_map, swept
from experiments.run.attempt import attempt
from experiments.run.runner import tasks_of
from experiments.store import Cell, Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.measure.breakdown import DEFAULT
from sim.parameters import Parameters

X, Y = (0.1, 0.2, 0.4), (4, 12)


def plane(missing: tuple[float, int] | None = None) -> PhaseMap:
    """Differences that rise by x and fall by y; 0 between the columns .1 and .2."""
    rows = []
    for measure, x, y in product(MEASURES, X, Y):
        value = np.nan if (x, y) == missing else 100 * (x - 0.15) - y / 10
        row = {"measure": measure, "x": x, "y": y, "value": value, "pairs": 7}
        rows.append(row | {"low": value - 4.0, "high": value + 4.0})
    table = pd.DataFrame(rows)
    return PhaseMap("party", "none", "organisations.attention", "coordinator.attention", table)


def hatches(axes: object) -> list[str]:
    return [p.get_hatch() for p in axes.patches if isinstance(p, Rectangle) and p.get_hatch()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phase_diagram_shows_numbers_hatches_and_the_zero_line(lang: str) -> None:
    figure = draw("phase", Material(phase=plane()), speak(lang))
    for axes, measure in zip(figure.axes[:2], MEASURES, strict=True):
        assert axes.get_title() == speak(lang)(f"measure.{measure}")
        mesh = axes.collections[0]
        np.testing.assert_allclose(
            mesh.get_array().ravel(), [100 * (x - 0.15) - y / 10 for y in Y for x in X]
        )
        assert hatches(axes) == [UNCLEAR_HATCH]  # 3.8 ± 4 alone covers 0
    assert "7" in figure.texts[-1].get_text()


def test_the_zero_line_lies_where_the_plane_is_zero() -> None:
    axes = draw("phase", Material(phase=plane()), speak("en")).axes[0]
    (line,) = [each for each in axes.collections if isinstance(each, ContourSet)]
    points = line.get_paths()[0].vertices
    bottom = points[np.argmin(points[:, 1])]
    assert bottom == pytest.approx([5.4 / 10, 0.0])
    assert points[np.argmax(points[:, 1])] == pytest.approx([6.2 / 10, 1.0])


def test_there_is_no_zero_line_when_all_is_on_one_side() -> None:
    found = plane()
    found.table[["value", "low", "high"]] += 100.0
    axes = draw("phase", Material(phase=found), speak("en")).axes[0]
    assert not any(isinstance(each, ContourSet) for each in axes.collections)


def test_a_point_without_a_number_is_crossed_and_not_counted() -> None:
    material = Material(phase=plane(missing=(0.4, 12)))
    axes = draw("phase", material, speak("en")).axes[0]
    assert hatches(axes).count(NO_DATA_HATCH) == 1
    assert "of 5 points 2 are clearly lower and 2 clearly higher" in alt_text(
        "phase", material, speak("en")
    )


def parameters(own: float, attention: float) -> Parameters:
    return Parameters.model_validate(
        {
            "horizon": 80,
            "organisations": {"attention": own},
            "coordinator": {"attention": attention, "integration": 1.0},
        }
    )


def stored(study: Study, arm: str, own: float, attention: float, runs: int = 4) -> Cell:
    cell = study.open_cell(parameters(own, attention), 0, arm, "village")
    done = [attempt(fakes.run, task) for task in tasks_of(cell, range(runs))]
    cell.write_chunk(0, done)
    return cell


@pytest.fixture
def grid(tmp_path: Path) -> Study:
    study = Study(tmp_path / "sweep")
    for own in (0.5, 1.0):
        stored(study, "none", own, 0.0)
        for attention in (6.0, 24.0):
            stored(study, "party", own, attention)
    return study


def by_arm(study: Study) -> tuple[list[Cell], list[Cell]]:
    cells = study.cells()
    return [c for c in cells if c.arm == "party"], [c for c in cells if c.arm == "none"]


def counts(cell: Cell) -> pd.DataFrame:
    tables = (cell.runs(), cell.projects(), cell.history())
    return opportunity_counts(Arm(cell.arm, *tables, weekly=pd.DataFrame()), DEFAULT)


def test_arms_are_paired_at_each_point_and_the_arm_without_hub_serves_all_its_column(
    grid: Study,
) -> None:
    treated, reference = by_arm(grid)
    found = phase_map(treated, reference)
    assert (found.x, found.y) == ("organisations.attention", "coordinator.attention")
    assert len(found.table) == 2 * 2 * len(MEASURES)
    for cell in treated:
        own = cell.parameters.organisations.attention
        (other,) = [c for c in reference if c.parameters.organisations.attention == own]
        a, b = counts(cell), counts(other)
        expected = st.ratio_difference(
            a["failure"], a["opportunities"], b["failure"], b["opportunities"]
        )
        at = found.table.query("measure == 'failure' and x == @own")
        row = at[at["y"] == cell.parameters.coordinator.attention].iloc[0]
        assert row["pairs"] == 4
        bounds = [row["value"], row["low"], row["high"]]
        assert bounds == pytest.approx(
            [PER_HUNDRED * each for each in (expected.value, expected.low, expected.high)]
        )


def test_a_point_that_the_treated_arm_lacks_has_no_number(grid: Study) -> None:
    treated, reference = by_arm(grid)
    table = phase_map(treated[:-1], reference).table
    assert table["value"].isna().sum() == len(MEASURES)
    assert table.loc[table["value"].isna(), "pairs"].eq(0).all()


def test_points_of_a_hypercube_are_no_grid_and_no_map_is_drawn(tmp_path: Path) -> None:
    study = Study(tmp_path / "cube")
    points = [(0.5, 6.0), (0.8, 24.0), (1.0, 12.0)]
    for own, attention in points:
        stored(study, "none", own, 0.0)
        stored(study, "party", own, attention)
    reason = refusal("phase", study.cells())
    assert reason is not None and reason.key == "plot.no_grid"
    assert reason.values["number"] == 3
    with pytest.raises(InputError, match="3 points are no grid of organisations"):
        phase_map(*by_arm(study))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(1, 1), (1, 2), (2, 1), (2, 2)], True),
        ([(1, 1), (1, 2), (2, 1)], True),
        ([(1, 1), (2, 2)], False),
        ([(1, 1), (2, 2), (3, 3), (4, 4)], False),
    ],
)
def test_a_grid_may_have_gaps_in_less_than_half_of_its_points(
    points: list[tuple[int, int]], expected: bool
) -> None:
    assert on_grid(points) == expected


def test_two_parameters_are_needed_and_the_refusal_names_what_is_swept(grid: Study) -> None:
    treated, reference = by_arm(grid)
    one = [cell for cell in treated if cell.parameters.coordinator.attention == 6]
    assert swept(one) == ["organisations.attention"]
    with pytest.raises(InputError, match=r"two swept parameters.*1 \(organisations\.attention\)"):
        phase_map(one, reference)
    reason = refusal("phase", [*one, *reference])
    assert reason is not None and reason.key == "plot.swept"
    assert refusal("phase", grid.cells()) is None


def test_different_seeds_and_cells_at_one_point_are_refused(grid: Study) -> None:
    treated, reference = by_arm(grid)
    other = grid.open_cell(treated[0].parameters, 1, "party", "village")
    for cells in ([*treated, other], [*treated[1:], other]):
        reason = refusal("phase", [*cells, *reference])
        assert reason is not None and reason.key == "plot.seeds"


@pytest.fixture(scope="module")
def defined() -> Material:
    arms = [fabricated_arm("party", 0.2, replicates=6), fabricated_arm("none", 0.4, replicates=6)]
    return Material(definitions=DefinitionMap("party", "none", definitions(*arms)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_maps_of_definitions_hold_every_definition_once(defined: Material, lang: str) -> None:
    figure = draw("definitions", defined, speak(lang))
    table = figure_data("definitions", defined)
    meshes = [axes.collections[0].get_array() for axes in figure.axes[:5]]
    drawn = np.sort(np.ma.concatenate([mesh.ravel() for mesh in meshes]).compressed())
    np.testing.assert_allclose(drawn, np.sort(table["value"].dropna()))
    unclear = (table["low"] <= 0) & (table["high"] >= 0)
    assert sum(hatches(axes).count(UNCLEAR_HATCH) for axes in figure.axes[:5]) == unclear.sum()
    crossed = sum(hatches(axes).count(NO_DATA_HATCH) for axes in figure.axes[:5])
    assert crossed == sum(mesh.size for mesh in meshes) - table["value"].notna().sum() > 0


def test_the_declared_definition_is_framed_in_each_measure(defined: Material) -> None:
    figure = draw("definitions", defined, speak("en"))
    frames = [
        [p.get_xy() for p in axes.patches if isinstance(p, Rectangle) and not p.get_hatch()]
        for axes in figure.axes[:5]
    ]
    assert [len(each) for each in frames] == [1, 1, 0, 1, 0]
    assert frames[0] == [(1.5, -0.5)]  # H = 40 is the third, as declared the first


@pytest.mark.parametrize("narrow", [False, True])
def test_a_way_to_count_has_its_row_in_both_measures(defined: Material, narrow: bool) -> None:
    figure = draw("definitions", defined, speak("en"), narrow)
    table = figure_data("definitions", defined)
    ways = list(table["ends"].dropna().unique())
    labels = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    assert labels == [speak("en")(f"counting.{way}") for way in ways]
    for axes, measure in zip(figure.axes[:2], ("breakdown", "failure"), strict=True):
        drawn = axes.collections[0].get_array()
        mine = table[table["measure"] == measure].set_index("ends")["value"]
        for way, row in zip(ways, drawn, strict=True):
            known = mine.loc[[way]].dropna() if way in mine.index else []
            np.testing.assert_allclose(row.compressed(), known)
