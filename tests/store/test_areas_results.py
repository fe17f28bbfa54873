"""Several areas in the store and in statistics: told apart where it matters, never replicates."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm
from small import record_of, small

from experiments.analysis.outcomes import Arm, imbalance_cubes, opportunity_counts
from experiments.run.replay import replay
from experiments.store import Cell, Study, cell_hash, effective, finished
from experiments.store.identity import identity
from sim.base.vocabulary import CATEGORIES
from sim.measure.breakdown import Definition
from sim.parameters import Organisations, Parameters, Shock
from sim.parameters.place import Place

SEED = 0
THREE = {"areas": 3, "organisations.opportunity_rate": 0.08}


def stored(folder: Path, weekly: str = "runs") -> Cell:
    """A cell of three areas with two replicates."""
    parameters = small(THREE)
    cell = Study(folder / "study").open_cell(parameters, SEED, "none", "village")
    runs = [finished(cell.hash, record_of(THREE, r)) for r in (0, 1)]
    cell.write_chunk(0, runs, weekly)
    return cell


def test_rows_by_area_and_week_are_stored_to_the_bit_and_only_where_there_are_several(
    tmp_path: Path,
) -> None:
    cell = stored(tmp_path)
    table, recorded = cell.areas(), record_of(THREE, 1).areas
    mine = table[table["replicate"] == 1]
    assert len(table) == 2 * 3 * 60
    for name, values in recorded.items():
        assert mine[name].to_numpy().tobytes() == values.tobytes(), name
    alone = Study(tmp_path / "alone").open_cell(small(), SEED, "none", "village")
    alone.write_chunk(0, [finished(alone.hash, record_of())])
    assert alone.areas().empty
    assert not list(alone.folder.glob("areas-*"))


def test_tables_by_area_are_kept_and_left_out_with_the_weekly_ones(tmp_path: Path) -> None:
    cell = stored(tmp_path, "none")
    assert cell.areas().empty and cell.weekly().empty and len(cell.projects())


def test_a_stored_run_of_several_areas_is_replayed_to_the_bit(tmp_path: Path) -> None:
    found = replay(stored(tmp_path), 1, tmp_path / "networks")
    assert found.differing == [] and found.skipped == []


def frame(area: int, over: float, under: float, weeks: int = 40) -> pd.DataFrame:
    columns = {f"{stem}_{name}": 0.0 for stem in ("late", "over", "under") for name in CATEGORIES}
    columns |= {"over_parking": over, "under_parking": under, "late_parking": 1.0}
    weekly = {"replicate": 0, "area": area, "week": np.arange(weeks), **columns}
    return pd.DataFrame(weekly)


def test_what_is_too_much_in_one_area_is_not_set_against_what_another_lacks() -> None:
    runs = pd.DataFrame({"replicate": [0], "status": ["ok"]})
    parts = [frame(0, over=5.0, under=0.0), frame(1, over=0.0, under=4.0)]
    whole = parts[0] + parts[1]
    whole[["replicate", "week"]] = parts[0][["replicate", "week"]]
    none = pd.DataFrame()
    apart = imbalance_cubes(Arm("a", runs, none, none, whole, pd.concat(parts)))
    parking = CATEGORIES.index("parking")
    assert apart["misplaced"][-1, 0, parking] == 0.0
    assert apart["overreach"][-1, 0, parking] == 26 * 5.0
    assert apart["unmet"][-1, 0, parking] == 2.0
    netted = imbalance_cubes(Arm("a", runs, none, none, whole))
    assert netted["misplaced"][-1, 0, parking] == 26 * 4.0


def test_opportunities_of_all_areas_count_under_their_replicate() -> None:
    arm = fabricated_arm("none", replicates=4)
    second = arm.projects.assign(area=1)
    both = dataclasses.replace(arm, projects=pd.concat([arm.projects.assign(area=0), second]))
    one, two = (opportunity_counts(each, Definition()) for each in (arm, both))
    assert len(two) == 4
    assert np.array_equal(two, 2 * one)


def test_what_would_be_shared_does_not_matter_where_there_is_one_area() -> None:
    sharing = Organisations(shared=False, shared_growth=0.5)
    surge = Shock(start_week=1, demand_surge=1.0)
    for one, other in [
        (Parameters(organisations=sharing), Parameters()),
        (Parameters(shock=surge.model_copy(update={"area": 0})), Parameters(shock=surge)),
    ]:
        assert effective(one) == effective(other)
        assert cell_hash(identity(one, 0, {})) == cell_hash(identity(other, 0, {}))
    several = Parameters(areas=2, organisations=sharing)
    assert effective(several).organisations == sharing
    assert cell_hash(identity(several, 0, {})) != cell_hash(identity(Parameters(areas=2), 0, {}))


def test_a_community_with_its_own_tables_is_one_area() -> None:
    with pytest.raises(ValueError, match="areas = 2: a community with tables of its own is 1"):
        Parameters(areas=2, place=Place())
