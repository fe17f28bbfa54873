"""``coprod recovery`` on cells that ``coprod run`` stored, and which cells make no pair."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.store import Study
from experiments.studies.recovery import recovery_of, struck_in

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
