"""``coprod power``: from numbers, from stored pairs, and what it refuses."""

from pathlib import Path

import pytest
from known import plan, planted_study
from refusing import Refused

from experiments.commands.cli import main

NUMBERS = ["rate=.40", "other=.45", "opportunities=60"]
VARYING = [plan(20, 10 * (n % 4) + 30) for n in range(12)]
"""Of 100 opportunities 40 to 70 fail, 55 on average."""


@pytest.fixture(autouse=True)
def _stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    again = [plan(20, 10 * (n % 4) + 30 + n % 3) for n in range(12)]
    planted_study(Path("results/first"), {"none": again, "party": VARYING})
    planted_study(Path("results/few"), {"none": VARYING[:9], "party": VARYING[:9]})


def test_numbers_given_make_the_pairs_needed(capsys: pytest.CaptureFixture[str]) -> None:
    """.40 against .45 of 60: a pair's deviation is .0899, so that .05 is seen from 28 pairs on."""
    assert main(["power", *NUMBERS]) == 0
    told = capsys.readouterr().out
    assert "a difference of -5.0" in told and "standard deviation of 9.0 per 100" in told
    row = next(line for line in told.splitlines() if line.split()[:1] == ["80"])
    assert row.split() == ["80", "28", "30"]


def test_a_stored_study_gives_what_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["power", "first", "other=.6", "replicates=50", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "12对" in told and "60.0" in told and "每次运行100.0个项目机会" in told
    assert main(["power", "first/party", "first/none", "other=.6", "replicates=50"]) == 0
    told = capsys.readouterr().out
    assert "failure: 55.0 against 60.0 per 100 opportunities, a difference of -5.0" in told


REFUSED = [
    ([], "rate, other, opportunities: must be given, or a stored study named"),
    (["rate=.4"], "other, opportunities: must be given"),
    (["rate=1.2", *NUMBERS[1:]], "rate = 1.2: "),
    (["rate=nan", *NUMBERS[1:]], "rate = nan: "),
    (["rate=much", *NUMBERS[1:]], "rate = much: "),
    ([*NUMBERS, "rate=.4"], "rate: given twice"),
    ([*NUMBERS, "correlation=1.1"], "correlation = 1.1: "),
    ([*NUMBERS, "overdispersion=61"], "overdispersion = 61: must be in [0, 60]"),
    ([*NUMBERS, "replicates=1"], "replicates = 1: "),
    ([*NUMBERS, "replicates=2.5"], "replicates = 2.5: "),
    ([*NUMBERS, "measure=joy"], "measure = joy: "),
    ([*NUMBERS, "margin=0"], "margin = 0: "),
    ([*NUMBERS, "power=.8"], "power=.8: no such number; there are: rate, "),
    (["nowhere"], "no study is there"),
    (["few"], "few: 9 stored pairs; must be 10 or more"),
    (["first/party", "first/placebo"], "no such cell"),
    (["first", "few", "third"], "must be STUDY, or STUDY/CELL STUDY/CELL"),
]


def test_what_cannot_be_reckoned_is_refused_in_one_line(refused: Refused) -> None:
    for arguments, said in REFUSED:
        assert said in refused("power", *arguments)
