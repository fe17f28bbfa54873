"""Searches for worst and best settings: seeded, resumed by asking again, told from fresh luck."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
import yaml
from refusing import Refused

from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.commands.cli import main
from experiments.run import runner
from experiments.store import Study
from experiments.studies.ranges import ACCEPTED, Range, Values
from experiments.studies.search import best_of, found_table, read_declaration
from experiments.studies.search_seek import seek
from experiments.words.catalogue import LANGUAGES
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

RANGES = {
    "coordinator.formalism": Range(low=0.0, high=1.0),
    "coordinator.attention": Range(low=2.0, high=64.0, log=True),
    "coordinator.start_week": Range(low=0.0, high=52.0, whole=True),
}
SIZE = {"trials": 40, "batch": 4, "startup": 10}


def hill(points: Sequence[Values]) -> list[float]:
    """Highest at formalism .8, week 10 and accepted point 2."""
    return [
        -((p["coordinator.formalism"] - 0.8) ** 2)
        - ((p["coordinator.start_week"] - 10) / 52) ** 2
        - 0.2 * (p[ACCEPTED] != 2)
        for p in points
    ]


def found(direction: str = "raises", seed: int = 0, **size: int) -> list[Values]:
    return seek(RANGES, 5, hill, direction=direction, seed=seed, **{**SIZE, **size})


def test_the_search_finds_what_chance_of_the_same_size_does_not() -> None:
    by_lot = max(hill(found(startup=1000)))
    assert max(hill(found())) > max(by_lot, -0.02)
    assert min(hill(found("lowers"))) < -0.9


def test_points_are_inside_their_ranges_and_whole_where_they_must_be() -> None:
    for point in found():
        assert point[ACCEPTED] in range(5)
        assert isinstance(point["coordinator.start_week"], int)
        assert all(each.low <= point[name] <= each.high for name, each in RANGES.items())


def test_the_search_is_a_function_of_its_seed_and_0_is_a_seed() -> None:
    assert found() == found() != found(seed=1)


def test_a_longer_search_begins_as_the_shorter_one() -> None:
    assert found(trials=20) == found(trials=40)[:20]


def test_a_point_of_unknown_worth_does_not_stop_the_search() -> None:
    def often_unknown(points: Sequence[Values]) -> list[float]:
        return [
            np.nan if p[ACCEPTED] == 2 else v for p, v in zip(points, hill(points), strict=True)
        ]

    points = seek(RANGES, 5, often_unknown, direction="raises", seed=0, **SIZE)
    assert len(points) == SIZE["trials"]


def trials_of(values: Sequence[float]) -> pd.DataFrame:
    table = pd.DataFrame({"point": range(len(values)), "measure": "failure", "value": values})
    return table.assign(low=table["value"] - 0.1, high=table["value"] + 0.1)


def test_the_best_come_by_the_direction_and_unknown_ones_never() -> None:
    table = trials_of([0.1, np.nan, 0.3, -0.2, 0.3])
    assert best_of(table, "raises", 3) == [2, 4, 0]
    assert best_of(table, "lowers", 9) == [3, 0, 2, 4]


def test_finalists_show_the_search_s_estimate_beside_that_of_fresh_luck() -> None:
    trials, fresh = trials_of([0.1, 0.4, 0.3]), trials_of([0.05, 0.2])
    table = found_table(trials, fresh, [1, 2])
    assert table["rank"].tolist() == [1, 2] and table["trial"].tolist() == [1, 2]
    assert table["searched"].tolist() == [0.4, 0.3]
    assert table["value"].tolist() == [0.05, 0.2]


def test_the_two_searches_differ_in_their_direction_alone() -> None:
    worst, best = (read_declaration(name, None) for name in ("where_it_fails", "where_it_helps"))
    assert worst.model_copy(update={"direction": "lowers"}) == best != worst
    assert worst.seed != worst.fresh_seed
    assert len(worst.ground) > 50


@pytest.fixture
def _fabricated(_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))


FEW = {"trials": 10, "replicates": 2, "fresh_replicates": 3, "processes": 1}


def conducted(*arguments: str, name: str = "where_it_fails") -> int:
    given = {argument.partition("=")[0] for argument in arguments}
    few = [f"{key}={value}" for key, value in FEW.items() if key not in given]
    return main(["search", f"experiment={name}", *few, *arguments])


@pytest.mark.usefixtures("_fabricated")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_search_writes_trials_finalists_and_figure(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert conducted("--lang", lang) == 0
    place = Path("results/where_it_fails")
    trials, finalists = (pd.read_csv(place / f"search-{n}.csv") for n in ("trials", "found"))
    failure = trials[trials["measure"] == "failure"]
    assert len(failure) == 10
    first = finalists[finalists["measure"] == "failure"].iloc[0]
    assert first["searched"] == failure["value"].max()
    assert first["trial"] == failure.set_index("point")["value"].idxmax()
    assert first["pairs"] == 3
    declared = read_declaration("where_it_fails", None)
    seeds = {cell.arm.startswith("fresh-"): cell.seed for cell in Study(place).cells()}
    assert seeds == {False: declared.seed, True: declared.fresh_seed}
    fresh = [cell for cell in Study(place).cells() if cell.hash == first["cell"]]
    assert fresh[0].parameters.coordinator.formalism == first["coordinator.formalism"]
    assert (place / f"search.{lang}.png").stat().st_size > 0
    assert f"{100 * first['searched']:+.1f}" in capsys.readouterr().out


@pytest.mark.usefixtures("_here")
def test_a_search_that_was_stopped_goes_on_to_the_same_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = []

    def stopped_after_a_while(parameters: Parameters, run_id: RunId) -> RunRecord:
        calls.append(run_id)
        if len(calls) == 37:  # in the second batch of eight trials of four runs
            raise KeyboardInterrupt
        return fakes.run(parameters, run_id)

    run_cells = runner.run_cells
    monkeypatch.setattr(runner, "run_cells", partial(run_cells, run=stopped_after_a_while))
    assert conducted() == 130
    assert conducted() == 0
    assert len(calls) == 37 + 10 * 2 * 2 - 36 + 5 * 2 * 3
    monkeypatch.setattr(runner, "run_cells", partial(run_cells, run=fakes.run))
    assert conducted("--out", str(tmp_path / "whole")) == 0
    for name in ("search-trials.csv", "search-found.csv"):
        one, other = (Path(p, "where_it_fails", name).read_text() for p in ("results", "whole"))
        assert one == other


def listed() -> dict[str, str]:
    """Hash of each arm of the study."""
    return {cell.arm: cell.hash for cell in Study(Path("results/where_it_fails")).cells()}


@pytest.mark.usefixtures("_fabricated")
def test_a_longer_search_adds_to_what_a_shorter_one_lists_and_swaps_nothing() -> None:
    assert conducted("trials=6") == 0
    before = listed()
    assert conducted() == 0
    after = listed()
    assert before.items() < after.items()
    found = pd.read_csv("results/where_it_fails/search-found.csv")
    for row in found.to_dict("records"):
        assert after[f"fresh-party-{row['trial']:04d}"] == row["cell"]


@pytest.mark.usefixtures("_fabricated")
def test_another_search_in_the_same_study_is_refused(refused: Refused) -> None:
    assert conducted() == 0
    before = listed()
    few = [f"{key}={value}" for key, value in FEW.items()]
    said = refused("search", "experiment=where_it_fails", *few, "seed=5")
    assert "holds the arm party-0000 with seed = " in said and "--study NAME" in said
    assert listed() == before


@pytest.mark.usefixtures("_here")
def test_a_real_search_in_one_s_own_ranges(tmp_path: Path) -> None:
    content = yaml.safe_load((CONFIGS / "search" / "where_it_helps.yaml").read_text())
    content |= {"ranges": {"coordinator.formalism": {"low": 0.2, "high": 0.4}}, "finalists": 1}
    (tmp_path / "mine" / "search").mkdir(parents=True)
    (tmp_path / "mine" / "search" / "own.yaml").write_text(yaml.safe_dump(content))
    assert conducted("--config-dir", "mine", "trials=3", name="own") == 0
    found = pd.read_csv("results/own/search-found.csv")
    assert found["rank"].unique().tolist() == [1]
    assert found["coordinator.formalism"].between(0.2, 0.4).all()


@pytest.mark.usefixtures("_here")
def test_failed_runs_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = partial(runner.run_cells, run=fakes.run_with_a_failure)
    monkeypatch.setattr(runner, "run_cells", failing)
    assert conducted("replicates=8", "fresh_replicates=8") == 1
    captured = capsys.readouterr()
    assert "20 runs failed in the trials" in captured.out
    assert "Rank 1: 2 fresh runs failed; counted at worst and at best" in captured.out
    assert "runs failed" in captured.err


REFUSED = [
    ([], "experiment: missing; say coprod search experiment=where_it_fails"),
    (["experiment=nowhere"], "must be one of where_it_fails, where_it_helps"),
    (["experiment=../harm"], "must be one of where_it_fails"),
    (["experiment=where_it_fails", "trials=0"], "trials = 0: must be a whole number from 1"),
    (["experiment=where_it_fails", "trials=x"], "trials = x: must be a whole number"),
    (["experiment=where_it_fails", "seed=20261105"], "that of the fresh runs"),
    (["experiment=where_it_fails", "coordinator.trial=1"], "set by the declared ranges"),
]


@pytest.mark.usefixtures("_fabricated")
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(refused: Refused) -> None:
    for arguments, said in REFUSED:
        assert said in refused("search", *arguments)


def test_without_optuna_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(InputError, match=r'pip install "coprod\[search\]"'):
        found()
