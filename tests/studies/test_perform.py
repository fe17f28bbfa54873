"""One perform for every study: what is missing is run, what failed told, what was found written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import fakes
import pandas as pd
import pytest

from experiments.base.errors import InputError
from experiments.config.compose import compose
from experiments.document.blocks import Prose
from experiments.document.terminal import Told, text_of
from experiments.run import runner
from experiments.store import Cell
from experiments.studies.declared import specs_of
from experiments.studies.perform import perform
from experiments.studies.protocol import Findings, Plan
from experiments.words.speech import EN, Speaker, speak


@dataclass(frozen=True)
class Counted(Findings):
    """How many runs ended well, by arm."""

    table: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"counted": self.table}

    def document(self, say: Speaker) -> list[Told]:
        return [Prose(say.arm(arm)) for arm in self.table["arm"]]


def counted(cells: list[Cell]) -> Counted:
    rows = [{"arm": c.arm, "note": "=1+1", "well": len(c.runs())} for c in cells]
    return Counted(pd.DataFrame(rows))


def study(judge: Callable[[list[Cell]], Counted] = counted, replicates: int = 2) -> Plan[Counted]:
    size = [f"replicates={replicates}", "processes=1", "community=village", "name=counts"]
    arms = {arm: compose([f"arrangement={arm}", *size]) for arm in ("none", "party")}
    return Plan("counts", arms["none"], specs_of(arms), judge)


@pytest.fixture(autouse=True)
def _fabricated(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = partial(runner.run_cells, run=fakes.run_with_a_failure)
    monkeypatch.setattr(runner, "run_cells", failing)


def test_a_study_of_one_file_is_run_written_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, status = perform(study(), tmp_path, speak("zh"))
    path = tmp_path / "counts" / "counted.csv"
    assert status == 0 and "4/4次运行" in capsys.readouterr().err
    assert text_of(document).splitlines() == ["无协调者", "党建引领", f"表格存于{path}"]
    assert path.read_text("utf-8").splitlines() == [
        "arm,note,well",
        "none,'=1+1,2",
        "party,'=1+1,2",
    ]
    perform(study(), tmp_path, EN)
    assert capsys.readouterr().err == ""  # nothing was missing


def test_failed_runs_are_told_also_where_nothing_can_be_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(cells: list[Cell]) -> Counted:
        raise InputError("nothing was found")

    with pytest.raises(InputError, match="nothing was found"):
        perform(study(refuse, replicates=8), tmp_path, EN)
    assert "first none/7: ArithmeticError" in capsys.readouterr().err
    assert perform(study(replicates=8), tmp_path, EN)[1] == 1
