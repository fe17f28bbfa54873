"""What Hydra's users type works, or one line says what is used instead."""

import pytest
import sweeping
import yaml
from refusing import Refused

from experiments.commands.cli import main
from experiments.config.compose import compose
from experiments.store import Study

pytestmark = pytest.mark.usefixtures("fabricated")
fabricated = sweeping.fabricated
VILLAGE = ("community=village", "horizon=80")


def documents(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, dict]]:
    """The first line of each document that is printed, and what it holds."""
    capsys.readouterr()
    assert main([*words]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    parts = captured.out.split("---\n")
    return [(part.partition("\n")[0], yaml.safe_load(part)) for part in parts]


def test_the_configuration_of_a_run_is_printed_and_nothing_is_run_or_written(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    given = [*VILLAGE, "arrangement=party", "seed=3", "replicates=7"]
    ((title, values),) = documents(capsys, "run", *given, "--cfg", "job", "--resolve")
    expected = compose(given).parameters.model_dump(mode="json", exclude={"place"})
    assert title == "# arm party, community village"
    assert values == {"seed": 3, "replicates": 7, **expected}
    assert list(tmp_path.iterdir()) == []


def test_a_comparison_has_a_document_an_arm_and_a_sweep_one_a_cell(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    arms = documents(capsys, "compare", *VILLAGE, "arms=none,party", "--cfg", "job")
    assert [title for title, _ in arms] == [
        "# arm none, community village", "# arm party, community village",
    ]  # fmt: skip
    axes = ["arrangement=none,party", "coordinator.attention=6,12"]
    cells = documents(capsys, "sweep", *VILLAGE, *axes, "--cfg", "job")
    assert [values["coordinator"]["attention"] for _, values in cells] == [0.0, 6.0, 12.0]
    assert list(tmp_path.iterdir()) == []


def test_a_study_whose_cells_follow_from_what_is_found_shows_what_they_are_made_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["search", "experiment=where_it_fails", "community=village", "--cfg", "job"]
    ((title, values),) = documents(capsys, *words)
    assert title.endswith("community village") and values["coordinator"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["run", "-m"], "-m: many configurations are run by coprod sweep"),
        (["compare", "--multirun"], "--multirun: many configurations are run by coprod sweep"),
        (["run", "+horizon=80"], "+horizon=80: every name is there already; write horizon=80"),
        (["run", "++horizon=80"], "++horizon=80: every name is there already; write horizon=80"),
        (["sweep", "~horizon"],
         "~horizon: nothing is taken out; give horizon another value, horizon=VALUE"),
        (["run", "+experiment=headline"],
         "experiment=headline: a ready study is run by coprod sweep experiment=NAME"),
        (["run", "hydra.run.dir=x"],
         "hydra.run.dir=x: nothing of hydra is set here; results go where --out says"),
        (["run", "--config-name=x"], "--config-name: there is one configuration; choose files in"
         " it, such as community=village"),
        (["sweep", "-cp", "x"], "-cp: a folder that adds to the configurations is given with"
         " --config-dir"),
        (["run", "--info"], "--info: --cfg job shows what is composed, coprod doctor what is"
         " installed"),
        (["run", "--resolve"], "--resolve: goes with --cfg job"),
        (["compare", "--cells", "a/b", "c/d", "--cfg", "job"],
         "--cells: compares what is stored; nothing else can be set beside it"),
    ],
)  # fmt: skip
def test_a_line_says_what_is_used_instead(refused: Refused, words: list[str], line: str) -> None:
    assert refused(*words) == f"coprod: {line}\n"


def test_a_sweep_takes_multirun_and_an_added_experiment_for_what_they_mean() -> None:
    axes = ["+experiment=attention_load", "coordinator.attention=6", "replicates=2"]
    assert sweeping.sweep("-m", *axes) == 0
    assert len(Study(sweeping.Path("results/attention_load")).cells()) == 6


def test_a_bare_sweep_explains_itself_and_names_the_ready_studies(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    assert main(["sweep", "--study", "mine", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "attention_load" in shown and "arrangement=none,party" in shown and "设计" in shown
    assert list(tmp_path.iterdir()) == []
