"""Given the case: particles that are kept and resumed, and the whole from runs to a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from accepted_set import accepted
from case_toy import Toy

from experiments.analysis.answer import PRIMARY
from experiments.commands.cli import main
from experiments.config.calibrated import read_settings
from experiments.document.page import visible_text
from experiments.document.terminal import text_of
from experiments.figures.style import drawing
from experiments.studies import case, case_runs
from experiments.studies.case_facts import Window
from experiments.studies.perform import carry_out, perform
from experiments.words.speech import EN
from sim.measure.records import RunId
from sim.parameters import Parameters

declared = cache(case.read_declaration)


# -- runs ------------------------------------------------------------------------------------------

WINDOWS = {"fact": Window("collection", 0, 4)}
BAD = 3


def fabricated(
    parameters: Parameters, run_id: RunId, windows: Mapping[str, Window]
) -> dict[str, float]:
    """A run that tells its number; one of them fails."""
    if run_id.replicate == BAD:
        raise ValueError("bad luck")
    told = dict.fromkeys((*case_runs.OUTCOMES, *case_runs.PREDICTED), 1.0)
    return {**told, **dict.fromkeys(windows, float(run_id.replicate))}


class Counted:
    """Counts how often it is asked for a particle's parameters: for each that is run."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, number: int) -> Parameters:
        self.asked.append(number)
        return Parameters()


STAGE = case_runs.Stage("party", 1)


def ran(where: case_runs.Place, at: Counted, numbers: Sequence[int]) -> pd.DataFrame:
    return case_runs.run_particles(where, "case", [case_runs.Wanted(STAGE, at, numbers)])[0]


def place(folder: Path, run: Any = fabricated) -> case_runs.Place:
    return case_runs.open_place(folder, {}, WINDOWS, 1, EN, run)


def test_particles_are_kept_those_that_failed_as_data_and_only_what_is_missing_runs_again(
    tmp_path: Path,
) -> None:
    at = Counted()
    first = ran(place(tmp_path), at, [1, 3, 70])
    assert first["fact"].tolist()[::2] == [1.0, 70.0] and at.asked == [1, 3, 70]
    assert first.loc[BAD, "error"] == "ValueError: bad luck" and np.isnan(first.loc[BAD, "fact"])
    again = ran(place(tmp_path), at, range(5))
    assert at.asked[3:] == [0, 2, 3, 4], "the failed one again, number 1 not"
    assert again["fact"].drop(BAD).tolist() == [0.0, 1.0, 2.0, 4.0]
    kept = ran(place(tmp_path), at, [70])
    assert len(at.asked) == 7 and kept.loc[70, "fact"] == 70.0


def test_what_ran_before_a_stop_is_kept_and_a_damaged_chunk_is_run_again(tmp_path: Path) -> None:
    def stops(parameters: Parameters, run_id: RunId, windows: Mapping[str, Window]) -> Any:
        if run_id.replicate == 2:
            raise KeyboardInterrupt
        return fabricated(parameters, run_id, windows)

    with pytest.raises(KeyboardInterrupt):
        ran(place(tmp_path, stops), Counted(), [0, 1, 2])
    at = Counted()
    ran(place(tmp_path), at, [0, 1, 2])
    assert at.asked == [2]
    place(tmp_path).path((STAGE, 0)).write_bytes(b"no parquet")
    ran(place(tmp_path), at, [0, 1])
    assert at.asked == [2, 0, 1]


def test_stages_go_side_by_side_so_that_what_a_stop_leaves_is_paired(tmp_path: Path) -> None:
    order: list[tuple[int, int]] = []

    def noting(parameters: Parameters, run_id: RunId, windows: Mapping[str, Window]) -> Any:
        order.append((run_id.seed, run_id.replicate))
        return fabricated(parameters, run_id, windows)

    both = [
        case_runs.Wanted(case_runs.Stage(name, seed), Counted(), numbers)
        for name, seed, numbers in (("party", 1, [0, 1, 4]), ("none", 2, [0, 1]))
    ]
    one, other = case_runs.run_particles(place(tmp_path, noting), "case", both)
    assert order == [(1, 0), (2, 0), (1, 1), (2, 1), (1, 4)]
    assert one.index.tolist() == [0, 1, 4] and other.index.tolist() == [0, 1]


def test_a_run_that_took_its_process_with_it_is_refused_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(where: Any, tasks: Any) -> Any:
        for task in tasks:
            yield task, None if task.number == 1 else case_runs.run_particle(fabricated, task)

    with monkeypatch.context() as patch:
        patch.setattr(case_runs, "_results", killed)
        with pytest.raises(case.InputError, match="1 of 3 runs lost a process"):
            ran(place(tmp_path), Counted(), [0, 1, 2])
    at = Counted()
    assert ran(place(tmp_path), at, [0, 1, 2])["fact"].tolist() == [0.0, 1.0, 2.0]
    assert at.asked == [1]


def test_other_determinants_have_a_place_of_their_own(tmp_path: Path) -> None:
    folders = {
        case_runs.open_place(tmp_path, {"seed": seed}, windows, 1, EN).folder
        for seed in (1, 2)
        for windows in (WINDOWS, {"fact": Window("collection", 0, 5)})
    }
    assert len(folders) == 4 and all(each.is_dir() for each in folders)


# -- as a whole ------------------------------------------------------------------------------------

HAMLET = ["community=village", "community.households=60", "processes=1"]


def test_fresh_luck_is_for_particles_that_miss_one_fact_at_most_and_for_the_mirror() -> None:
    well = {name: fact.value for name, fact in declared().facts.items()}
    treated = pd.DataFrame([well, {**well, "lift": 0.0}, {**well, "lift": 0.0, "balance": -1.0}])
    reference = pd.DataFrame([{**well, "lift": 0.0}] * 2 + [well])
    assert case.followed(declared(), treated, reference) == [0, 1, 2]
    assert case.followed(declared(), treated, pd.DataFrame([{**well, "lift": 0.0}] * 3)) == [0, 1]


def test_a_case_goes_from_runs_to_a_document_a_page_tables_and_a_figure_and_is_not_run_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(case, "accepted_points", accepted)
    study = case.study(HAMLET, particles=2)
    told, status = perform(study, tmp_path, EN)
    shown = text_of(told)
    assert status == 0 and "No effect is published" in shown and "generalises to nothing" in shown
    assert "The mirror can't be judged" in shown and "lifts stopped by a veto" in shown
    assert "2 of the 20480 declared particles" in shown
    assert "4/4 runs" in capfd.readouterr().err
    particles = pd.read_csv(tmp_path / "case" / "case-particles.csv")
    assert particles["number"].tolist() == [0, 1]
    assert particles["this_failure"].notna().all() and (particles["error"].isna()).all()
    assert (tmp_path / "case" / "case.en.svg").stat().st_size > 0
    carry_out(case.study(HAMLET, particles=2), tmp_path, EN)
    assert "runs" not in capfd.readouterr().err, "nothing is run twice"
    page = visible_text((tmp_path / "case" / "case.html").read_text(encoding="utf-8"))
    assert "不公布任何效应" in page and "No effect is published" in page


def test_failed_runs_are_told_with_status_1_and_a_case_without_any_run_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(case, "accepted_points", accepted)
    monkeypatch.setattr(case, "open_place", partial(case_runs.open_place, run=fabricated))
    carried = carry_out(case.study(HAMLET, particles=5), tmp_path, EN)
    assert carried.status == 1 and carried.found.failed == 2, "in either arm"
    assert "2 runs failed and were left out" in capfd.readouterr().err
    monkeypatch.setattr(case, "open_place", partial(case_runs.open_place, run=failing))
    with pytest.raises(case.InputError, match="no run ended well: ValueError: always"):
        carry_out(case.study([*HAMLET, "seed=5"], particles=2), tmp_path, EN)


def failing(parameters: Parameters, run_id: RunId, windows: Mapping[str, Window]) -> Any:
    raise ValueError("always")


def test_a_published_answer_is_told_and_drawn_for_both_estimands() -> None:
    found = fabricated_case()
    told = text_of(found.document(EN))
    assert "in this Jinsong -15." in told and "selection on luck" in told
    assert "Selection: weighing the arm with the hub" in told and "No effect" not in told
    with drawing():
        figure = found.figure(EN)
        names = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert names == ["prior", "×2", "×1.5", "×1"]
    assert len(found.tables["case-ladder"]) == 2 + 3 * 3 * 2


def fabricated_case(particles: int = 3000) -> case.Case:
    """A case in which luck alone decides whether the facts are met: few failures, in either arm."""
    ground = study_ground(particles)
    toy = Toy(0.0, particles)
    tables = [toy.treated, toy.reference, toy.treated.copy(), toy.reference.copy()]
    luck = np.random.default_rng(9)
    for table in tables[2:]:
        table[list(PRIMARY)] = np.tile(50.0 + luck.normal(0.0, 10.0, (particles, 1)), 2)
    for table in tables:
        table["error"] = ""
        for name, fact in declared().facts.items():
            table[name] = float(fact.value)
        table["collection_2020"] = 0.82 + 0.05 * (table["failure"] - 35.0).clip(lower=0.0) / 5.0
        table[list(case_runs.PREDICTED)] = 0.5
    return case.Case(declared(), ground, *tables)


def study_ground(particles: int) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case, "accepted_points", accepted)
        return case.study([], particles=particles).ground


def test_runs_that_failed_are_told_and_no_part_of_an_effect() -> None:
    found = fabricated_case()
    table = found.reference.copy()
    table.loc[0, "error"] = "ValueError: bad"
    table.loc[0, ["opportunities", *PRIMARY, *declared().facts]] = np.nan
    broken = replace(found, reference=table)
    assert broken.failed == 1 and "1 run failed" in text_of(broken.document(EN))
    assert np.isnan(broken.effects.this.loc[0, "failure"])
    assert np.isfinite(broken.answer.prior["value"]).all()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["arrangement=none"], "arrangement: set by the declared population"),
        (["replicates=2"], "replicates: set by"),
        (["coordinator.reach=[1,1,1]"], "coordinator.reach: set by"),
        (["structure.watching=union"], "structure.watching: set by"),
        ([f"{read_settings().paths[0]}=1"], f"{read_settings().paths[0]}: set by"),
        (["horizon=181"], "horizon = 181: must be 182 or more"),
        (["seed=20261206"], "seed = 20261206: that of the fresh runs"),
        (["particles=0"], "particles = 0: must be a whole number from 1 on"),
        (["particles=2000000"], "particles = 2000000: must be at most 1000000"),
        (["particles=8", "--whole"], "particles = 8: --whole says how many"),
        (["horizont=200"], "horizont"),
    ],
)
def test_what_is_not_allowed_is_one_line_and_nothing_is_written(
    line: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["case", *line, "--out", str(tmp_path)]) == 2
    error = capsys.readouterr().err.strip()
    assert said in error and "\n" not in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("value: 0.82", "value: much", "facts.collection_2020.value"),
        ("below: 0.12", "below: -0.12", "facts.collection_2020.below"),
        ("weeks: [78, 130]", "weeks: [130, 78]", "first < last"),
        ("tolerances: [1, 1.5, 2]", "tolerances: [0]", "tolerances.0"),
        ("fresh_seed: 20261206", "fresh_seed: 20261205", "must be another one than seed"),
    ],
)
def test_a_declaration_that_is_wrong_is_refused_in_one_line(
    was: str, now: str, said: str, tmp_path: Path
) -> None:
    text = case.DECLARATION.read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "case.yaml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(case.InputError, match=said) as error:
        case.read_declaration(path)
    assert "\n" not in str(error.value)
