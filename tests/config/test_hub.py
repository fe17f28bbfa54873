"""An arm without a hub stays one: by its values, whatever its name, by whatever way it is said."""

import shlex
from pathlib import Path

import pytest
from refusing import Refused
from sweeping import cells, sweep
from sweeping import fabricated as fabricated

from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.alike import composed_alike
from experiments.config.compose import compose, own_coordinator
from experiments.config.hub import MEANS, STRENGTHS, has_hub, powers
from experiments.store import Study
from experiments.studies.ground import ground_of
from experiments.studies.harm import read_declaration
from experiments.studies.ranges import Range
from sim.parameters import Coordinator

SHORT = ["community=village", "horizon=80", "replicates=2", "processes=1"]
MAKES_A_HUB = [f"coordinator.{name}=0.5" for name in (*MEANS, *STRENGTHS)]

pytestmark = pytest.mark.usefixtures("fabricated")


@pytest.fixture
def mine() -> Path:
    """A folder with an arm without a hub under another name, and files that would give it one."""
    files = {
        "arrangement/quiet.yaml": "coordinator: {formalism: 0.5, covenant: 1.0, pool_rate: 1.0}",
        "arrangement/strong.yaml": "coordinator: {guidance: 0.2}",
        "community/led.yaml": "community: {households: 200}\ncoordinator: {attention: 5.0}",
        "shock/rescue.yaml": "coordinator: {integration: 1.0}",
        "experiment/led.yaml": "coordinator: {co_managers: 3.0}\nname: led",
    }
    for name, text in files.items():
        path = Path("mine", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# @package _global_\n{text}\n")
    return Path("mine")


def test_attention_unpaid_acts_or_any_strength_make_a_hub_and_nothing_else_does() -> None:
    assert not has_hub(Coordinator())
    for name in (*MEANS, *STRENGTHS):
        assert powers(Coordinator(**{name: 0.5})) == {f"coordinator.{name}": 0.5}
    idle = Coordinator(covenant=1.0, imposed=1.0, station=1.0, observation=1.0, pool_rate=1.0)
    assert not has_hub(idle)


@pytest.mark.parametrize("override", MAKES_A_HUB)
def test_run_gives_no_hub_to_an_arm_without_one(
    override: str, mine: Path, refused: Refused
) -> None:
    name = override.partition("=")[0]
    said = refused("run", *SHORT, override)
    assert f"{name} = 0.5: the arm none has no hub and can't be given one" in said
    quiet = ["--config-dir", "mine", "arrangement=quiet"]
    assert "the arm quiet has no hub" in refused("run", *SHORT, *quiet, override)


@pytest.mark.parametrize("arm", ["none", "quiet"])
@pytest.mark.parametrize(
    ("given", "name"),
    [("community=led", "coordinator.attention"), ("shock=rescue", "coordinator.integration")],
)
def test_no_file_gives_it_one_either(
    arm: str, given: str, name: str, mine: Path, refused: Refused
) -> None:
    if (arm, given) == ("none", "community=led"):  # none.yaml, which comes later, says 0
        assert not has_hub(compose([given], mine).parameters.coordinator)
        return
    command = ["run", "--config-dir", "mine", f"arrangement={arm}", given]
    said = refused(*command)
    assert name in said and f"the arm {arm} has no hub" in said
    compared = ["compare", "--config-dir", "mine", f"arms=[{arm},party]", given]
    assert f"the arm {arm} has no hub" in refused(*compared)


def test_a_hub_can_be_changed_and_an_arm_without_one_in_what_makes_none(mine: Path) -> None:
    assert compose(["arrangement=strong", "coordinator.attention=9"], mine).parameters.coordinator
    assert compose(["arrangement=placebo", "coordinator.guidance=1"]).parameters.coordinator
    left = compose(["coordinator.formalism=0.5"]).parameters.coordinator
    assert left == Coordinator(formalism=0.5)
    assert own_coordinator("quiet", mine).covenant == 1.0


def test_compare_leaves_it_as_it_is_and_says_so(
    mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    command = ["compare", "--config-dir", "mine", *SHORT, "arms=[none,quiet,party]"]
    assert main([*command, "coordinator.attention=7", "coordinator.red_line=0.4"]) == 0
    found = [cell.parameters.coordinator for cell in Study(next(Path("results").iterdir())).cells()]
    assert [(hub.attention, hub.red_line) for hub in found] == [(0.0, 1.0)] * 2 + [(7.0, 0.4)]
    told = capsys.readouterr().err
    said = "left as it is by coordinator.attention=7, coordinator.red_line=0.4"
    assert told.count(said) == 2 and f"no hub: without a hub by its own values, so {said}" in told


def test_a_sweep_leaves_it_as_it_is_and_says_so(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    axes = ["arrangement=none,quiet,party", "coordinator.attention=6,12", "coordinator.formalism=0"]
    assert sweep("--config-dir", "mine", *axes, "replicates=2") == 0
    found = {(cell.arm, cell.parameters.coordinator.attention) for cell in cells()}
    assert found == {("none", 0.0), ("quiet", 0.0), ("party", 6.0), ("party", 12.0)}
    told = capsys.readouterr().err
    assert told.count("left as it is by coordinator.attention, coordinator.formalism\n") == 2
    assert sweep("--config-dir", "mine", *axes, "dry_run=true") == 0
    assert "left as it is by coordinator.attention" in capsys.readouterr().out


@pytest.mark.parametrize(
    "axes",
    [
        ["coordinator.attention=0,6"],
        ["coordinator.attention=6"],
        ["arrangement=none", "coordinator.guidance=range(0,1,.5)"],
        ["arrangement=quiet", "coordinator.integration=interval(0,1)", "samples=4"],
        ["points=[{coordinator.attention: 3, seed: 1}]"],
        ["arrangement=none,party", "experiment=led"],
        ["arrangement=none,party", "shock=none,rescue"],
        ["arrangement=quiet,party", "community=village,led"],
    ],
)
def test_a_sweep_gives_it_no_hub(axes: list[str], mine: Path, refused: Refused) -> None:
    said = refused("sweep", "--config-dir", "mine", *axes)
    assert "has no hub and can't be given one" in said


def test_what_tells_hubs_apart_may_be_varied_where_one_arm_alone_has_a_hub(mine: Path) -> None:
    axes = ["arrangement=none,quiet,party", "coordinator.guidance=0.5,1"]
    assert sweep("--config-dir", "mine", *axes, "replicates=2") == 0
    found = {(cell.arm, cell.parameters.coordinator.guidance) for cell in cells()}
    assert found == {("none", 0.0), ("quiet", 0.0), ("party", 0.5), ("party", 1.0)}


def test_arms_alike_are_given_alike_but_for_those_without_a_hub(mine: Path) -> None:
    said = ["coordinator.formalism=0.1", "seed=3"]
    found, spared = composed_alike(["quiet", "strong", "party"], said, mine)
    assert [c.parameters.coordinator.formalism for c in found] == [0.5, 0.1, 0.1]
    assert [c.seed for c in found] == [3, 3, 3]
    assert spared == {"quiet": said[:1], "strong": [], "party": []}


def test_a_search_over_a_hub_needs_an_arm_that_has_one() -> None:
    ranges = {"coordinator.attention": Range(low=2.0, high=64.0)}
    with pytest.raises(InputError, match=r"coordinator\.attention: the arm none has no hub"):
        ground_of(read_declaration(), "s", ranges, [], None, ("none", "party"))


def test_every_example_of_run_and_compare_in_the_help_composes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ("run", "compare"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        shown = capsys.readouterr().out
        examples = [
            shlex.split(line) for line in shown.splitlines() if line.startswith("  coprod ")
        ]
        assert len(examples) >= 3
        for words in examples:
            given = [word for word in words if "=" in word and not word.startswith("arms=")]
            arm = [] if command == "run" else ["arrangement=party"]
            assert compose([*given, *arm])
