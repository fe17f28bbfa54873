"""``coprod recovery`` on cells that ``coprod run`` stored, and which cells make no pair."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.outcomes import Arm
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.store import Study
from experiments.studies.recovery import AGAINST, recovery, recovery_of, struck_in
from sim.measure.recovery import Band

PLACE = ["community=village", "horizon=70", "replicates=4", "processes=1", "--study", "s"]
STRUCK = ["shock=lockdown", "shock.start_week=30"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shocks")
    for changes in (
        ["arrangement=party"],
        ["arrangement=party", *STRUCK],
        ["arrangement=none"],
        ["arrangement=none", "shock=firm_leaves"],  # in week 78, after the horizon
    ):
        assert main(["run", *PLACE, *changes, "--out", str(out)]) == 0
    return out


def refusal(capsys: pytest.CaptureFixture[str], out: Path, *cells: str) -> str:
    assert main(["recovery", *cells, "--out", str(out)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("\n") == 1
    return shown.err


@pytest.mark.parametrize(("lang", "said"), [("en", "mean run"), ("zh", "冲击前自身")])
def test_recovery_is_shown_and_kept(
    stored: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = ["s/party+lockdown", "s/party"]
    assert main(["recovery", *cells, "--out", str(stored), "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert said in shown and "30" in shown.splitlines()[0]
    study = Study(stored / "s")
    shocked, twin = study.cell("party+lockdown"), study.cell("party")
    kept = pd.read_csv(shocked.folder / "recovery.csv")
    pd.testing.assert_frame_equal(kept, recovery_of(shocked, twin), check_dtype=False)
    assert struck_in(shocked, twin) == 30
    assert kept["tau"].tolist() == [33] * len(kept)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["s/party", "s/party+lockdown"], "no shock strikes it within its horizon"),
        (["s/party+lockdown", "s/party+lockdown"], "the twin must have none"),
        (["s/party+lockdown", "s/none"], "differ in more than the shock"),
        (["s/none+firm_leaves", "s/none"], "no shock strikes it within its horizon"),
        (["s/party+flood", "s/none"], "cell = party+flood: no such cell"),
    ],
)
def test_cells_that_make_no_pair_are_refused_in_one_line(
    stored: Path, cells: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert said in refusal(capsys, stored, *cells)


def test_a_shock_after_the_horizon_leaves_the_cell_as_it_is(stored: Path) -> None:
    study = Study(stored / "s")
    assert study.cell("none+firm_leaves").hash == study.cell("none").hash
    assert study.cell("party+lockdown").hash != study.cell("party").hash


def test_runs_of_another_seed_share_no_luck(stored: Path) -> None:
    changes = ["arrangement=party", *STRUCK, "seed=9", "--study", "other"]
    assert main(["run", *PLACE[:-2], *changes, "--out", str(stored)]) == 0
    shocked = Study(stored / "other").cell("party+lockdown")
    with pytest.raises(InputError, match="can't be paired: seed is 9"):
        recovery_of(shocked, Study(stored / "s").cell("party"))


def flowing(name: str, hurt: bool) -> Arm:
    """Two runs of 60 weeks in which 10 flow a week; where hurt, none in run 0 in weeks 30 to 34."""
    weeks = pd.DataFrame({"replicate": [0] * 60 + [1] * 60, "week": [*range(60)] * 2})
    gone = hurt & (weeks["replicate"] == 0) & weeks["week"].between(30, 34)
    flow = np.where(gone, 0.0, 10.0)
    history = weeks.assign(vacant=0.0, live_joined=1, net_value=flow, served=flow)
    runs = pd.DataFrame({"replicate": [0, 1], "status": "ok", "capacity": 1.0})
    columns = ["replicate", "start_week", "end_week", "formed_week", "end", "size"]
    return Arm(name, runs, pd.DataFrame(columns=columns, dtype=int), history, pd.DataFrame())


@pytest.mark.parametrize("against", AGAINST)
def test_weeks_until_a_flow_is_back_are_held_against_the_twin_and_against_the_week_before(
    against: str,
) -> None:
    """Five weeks in one run of two. The twin, in the shocked run's place, was never worse."""
    arms = flowing("struck", True), flowing("spared", False)
    found = recovery(*arms, 30, Band(window=1, duration=3)).set_index(["measure", "against"])
    row = found.loc[("net_value", against)]
    assert row[["runs", "hurt", "recovered", "chance_hurt"]].tolist() == [2, 1, 1, 0]
    assert row[["weeks", "chance_weeks", "excess"]].tolist() == [2.5, 0.0, 2.5]
    assert row["average"] == 5.0
    assert found.loc[("breakdown", against), "runs"] == 0
