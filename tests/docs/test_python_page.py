"""docs/python.md: its code runs, its numbers agree whoever reads them, its reference is in step."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from root import ROOT

from experiments.commands.cli import main
from experiments.figures import FIGURES
from experiments.run import runner
from tests.docs.python_reference import BEGIN, END, reference

ENGLISH, CHINESE = (
    (ROOT / "docs" / name).read_text("utf-8") for name in ("python.md", "python.zh.md")
)
BLOCK = re.compile(r"^```(python|r)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
AS_PANDAS: dict[str, Callable[[Any], pd.DataFrame]] = {
    "pandas": lambda rates: rates,
    "duckdb": lambda rates: rates.df().set_index("arm"),
    "polars": lambda rates: pd.DataFrame(rates.to_dict(as_series=False)).set_index("arm"),
}
READERS = tuple(AS_PANDAS)
FEW = ("ends", "phase")
"""Figures that are drawn: all are in ``tests/figures``."""
MOST_LINES = 25
RUNS = ("replicates=20", "replicates=4")
"""As the page has it, and as it is run here."""


def blocks(page: str) -> list[tuple[str, str]]:
    """(language, code) of each block of a page."""
    return BLOCK.findall(page)


def reader_of(code: str) -> str:
    """The package that a block shows how to read with; "" for those of coprod."""
    found = re.match(r"import (\w+)\n", code)
    return found[1] if found and found[1] in READERS else ""


def reading(reader: str) -> str:
    """The block of a reader."""
    (code,) = (code for _, code in blocks(ENGLISH) if reader_of(code) == reader)
    return code


def _done() -> dict[str, Any]:
    """What is there after all blocks of coprod were run; of the export's runs one has failed."""
    names: dict[str, Any] = {}
    for language, code in blocks(ENGLISH):
        if language == "python" and not reader_of(code):
            exec(code.replace(*RUNS), names)
    exported = Path("runs.csv")
    assert main(["results", "both", "--export", str(exported), "--table", "run_outcomes"]) == 0
    text = exported.read_text("utf-8")
    failed = ("party" if name == '"arm"' else "" for name in text.splitlines()[0].split(","))
    exported.write_text(text + ",".join(failed) + "\n", "utf-8")
    return names


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """As ``_done``, in a folder of its own, with the model's own runs, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("desk"))
        patch.delenv("COPROD_LANG", raising=False)
        patch.setattr("experiments.figures.FIGURES", {name: FIGURES[name] for name in FEW})
        patch.setattr(runner, "map_unordered", lambda run, tasks, _: ((t, run(t)) for t in tasks))
        yield _done()


def rates(done: dict[str, Any]) -> pd.DataFrame:
    """The rates of the arms of the study that is exported, as coprod tells them."""
    return done["both"].rates().set_index("arm")[["failure", "breakdown"]].sort_index()


def test_a_figure_of_a_sweep_over_two_parameters_is_few_lines_away(done: dict[str, Any]) -> None:
    first = blocks(ENGLISH)[0][1]
    assert len(first.splitlines()) < MOST_LINES and first.startswith("import coprod\n")
    phase = done["phase"]
    assert isinstance(phase.figure, Figure)
    assert set(phase.data.columns[1:3]) == {"coordinator.attention", "coordinator.formalism"}
    names = {path.name for path in Path("results/grid/figures").iterdir()}
    assert names == {"phase.en.png", "phase.en.svg", "phase.csv"}


def test_the_rates_of_two_lines_are_those_of_all_opportunities(done: dict[str, Any]) -> None:
    assert len(blocks(ENGLISH)[1][1].splitlines()) == 2
    projects = done["study"].table("projects").query("counted == 1")
    number = projects.groupby("arm").size()
    assert done["runs"]["counted"].astype(int).to_dict() == number.to_dict()
    assert done["rates"].loc["party", "failure"] == pytest.approx(
        done["runs"].loc["party", "failure"] / number["party"]
    )


def test_an_arm_of_ones_own_is_a_cell_like_others_and_its_measure_is_of_its_rows(
    done: dict[str, Any],
) -> None:
    gentle = done["gentle"]
    assert gentle.rates()["arm"].tolist() == ["none", "gentle_hub"]
    assert gentle.comparison.treated == "gentle_hub"
    assert (
        done["long"].index.tolist() == ["gentle_hub", "none"] and done["long"].between(0, 1).all()
    )


def test_a_model_stepped_by_hand_is_the_studys_run_and_a_decision_makes_it_another(
    done: dict[str, Any],
) -> None:
    rows = done["both"].table("projects").query("arm == 'party' and replicate == 3")
    alone = done["without"]
    assert rows["end"].tolist() == alone["end"].tolist()
    assert rows["spent"].tolist() == alone["spent"].tolist()
    assert done["with_rule"]["end"].tolist() != alone["end"].tolist()
    again = done["lived"](lambda model: None)
    assert again["end"].tolist() == alone["end"].tolist(), "the rule is gone with its model"
    assert len(done["least"]) == done["model"].week and done["least"].between(0, 1).all()


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_gives_the_same_rates_in_two_lines(done: dict[str, Any], reader: str) -> None:
    if find_spec(reader) is None:
        pytest.skip(f"{reader} isn't installed")
    code = reading(reader)
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(ast.parse(code).body) <= 3, "the import, and two"
    found = AS_PANDAS[reader](names["rates"])
    pd.testing.assert_frame_equal(found.sort_index(), rates(done))


def by_r(code: str, asked: str) -> pd.DataFrame:
    """What R has under a name after a block."""
    if shutil.which("Rscript") is None:
        pytest.skip("R isn't installed")
    words = ["Rscript", "-e", f'{code}\nwrite.csv({asked}, "r.csv", row.names = FALSE)']
    done = subprocess.run(words, capture_output=True, text=True)
    if "there is no package called" in done.stderr:
        pytest.skip(done.stderr.strip().splitlines()[0])
    assert done.returncode == 0, done.stderr
    return pd.read_csv("r.csv")


def test_r_gives_the_same_rates_in_two_lines(done: dict[str, Any]) -> None:
    code = next(code for language, code in blocks(ENGLISH) if language == "r")
    assert len(code.splitlines()) == 2
    found = by_r(code, "rates").set_index("arm").sort_index()
    pd.testing.assert_frame_equal(found, rates(done))


def test_r_reads_stored_tables_as_they_are(done: dict[str, Any]) -> None:
    *_, code = (code for language, code in blocks(ENGLISH) if language == "r")
    key = ["cell", "replicate", "start_week", "initiator"]
    found = by_r(code, "projects").sort_values(key, ignore_index=True)
    table = done["both"].table("projects").sort_values(key, ignore_index=True)
    columns = ["cell", "replicate", "start_week", "initiator", "end", "rounds", "spent"]
    pd.testing.assert_frame_equal(found[columns], table[columns], check_dtype=False)


def test_the_reference_is_that_of_the_docstrings() -> None:
    found = ENGLISH.partition(BEGIN)[2].partition(END)[0]
    assert found == reference(), "python -m tests.docs.python_reference"


def test_the_chinese_page_has_the_same_code() -> None:
    def bare(page: str) -> list[tuple[str, str]]:
        return [(lang, re.sub(r"  # .*", "", code)) for lang, code in blocks(page)]

    assert bare(CHINESE) == bare(ENGLISH)


def test_importing_it_alone_loads_nothing_heavy_and_leaves_plots_alone() -> None:
    heavy = "{'numpy', 'numba', 'mesa', 'pandas', 'pyarrow', 'hydra', 'matplotlib'}"
    code = f"import sys, coprod; sys.exit(len({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
    code = (
        "import matplotlib; matplotlib.use('svg'); import experiments.figures as f;"
        "assert matplotlib.get_backend() == 'svg'"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
