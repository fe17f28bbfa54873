"""Input that means nothing is refused in one line before the first run; nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sweeping import cells
from sweeping import fabricated as fabricated

from experiments.base.describe import field_paths, kind
from experiments.base.errors import InputError
from experiments.base.settings import Settings
from experiments.commands.cli import main
from experiments.config.compose import LEAST_HORIZON, compose
from sim.parameters import Parameters

NOT_ALL_ZERO = {
    "community.group_shares",
    "community.needs_mix",
    "organisations.goals",
    "organisations.visible_output",
    "coordinator.agenda",
    "forming.needs",  # as a whole: without any, there is nothing to be done together
}
"""Weights that are used as shares of their sum, in each row where there are rows."""
MEANS_SOMETHING = {
    "community.owner_shares",  # nobody owns
    "residents.group_factors",  # nobody takes part at first
    "organisations.commercial_scope",  # nothing bears revenue
    "organisations.income",  # no means
    "organisations.return_floor",
    "market.space_shares",  # the space stays empty
    "market.space_rents",  # free of rent
    "coordinator.reach",  # reaches nobody
    "coordinator.legitimacy",
    "coordinator.payers",  # nobody pays, so there is no attention
    "coordinator.pool_sectors",  # nothing flows
}
ZEROS = "[0,0,0,0,0,0]"
ROW = "[1,0,0,0,0,0]"
PRIORITIES = "mediation,guidance,monitoring,introduction,transfer,whistle,panel"
SHORT = ["community=village", "replicates=2", "processes=1"]

pytestmark = pytest.mark.usefixtures("fabricated")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    before = sorted(Path().rglob("*"))
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert "Traceback" not in captured.err and len(captured.err) < 300
    assert sorted(Path().rglob("*")) == before
    return captured.err


def vectors() -> Iterator[tuple[str, Any]]:
    """Every list of numbers among the parameters, with its default."""
    values = Parameters().model_dump()
    for path in field_paths():
        group, _, name = path.partition(".")
        if name and kind(path) == "array" and isinstance(_first(values[group][name]), float):
            yield path, values[group][name]


def _first(value: Any) -> Any:
    return _first(value[0]) if isinstance(value, tuple) else value


def _zeros(value: Any) -> Any:
    return tuple(map(_zeros, value)) if isinstance(value, tuple) else 0.0


def _with_first(value: Any, first: float) -> Any:
    if not isinstance(value, tuple):
        return first
    return (_with_first(value[0], first), *value[1:])


def _changed(path: str, value: Any) -> Parameters:
    group, _, name = path.partition(".")
    content = Parameters().model_dump()
    content[group] = content[group] | {name: value}
    return Parameters.model_validate(content)


# -- weights --------------------------------------------------------------------------------------


def test_of_every_list_of_numbers_it_is_decided_whether_it_may_be_all_zero() -> None:
    found = dict(vectors())
    assert found.keys() == NOT_ALL_ZERO | MEANS_SOMETHING
    for path in MEANS_SOMETHING:
        assert _changed(path, _zeros(found[path]))
    for path in NOT_ALL_ZERO:
        with pytest.raises(ValueError, match="all are 0"):
            _changed(path, _zeros(found[path]))


@pytest.mark.parametrize(
    ("override", "where"),
    [
        ("community.group_shares=[0,0,0]", "community.group_shares: all are 0"),
        ("community.group_shares=[1e-320,0,0]", "community.group_shares: all are 0"),
        (f"community.needs_mix=[{ROW},{ROW},{ZEROS}]", "community.needs_mix[2]: all are 0"),
        (f"organisations.goals=[{ROW},{ZEROS},{ROW}]", "organisations.goals[1]: all are 0"),
        (f"organisations.visible_output={ZEROS}", "organisations.visible_output: all are 0"),
        (f"coordinator.agenda={ZEROS}", "coordinator.agenda: all are 0"),
        (
            "forming.needs=[" + ",".join(["[0,0,0,0]"] * 6) + "]",
            "forming.needs: all are 0; one of them at least must be above 0",
        ),
        (
            f"coordinator.priorities=[mediation,{PRIORITIES}]",
            "coordinator.priorities: mediation is there twice; each must be there once",
        ),
    ],
)
def test_weights_without_weight_and_orders_with_a_gap_are_refused(
    override: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert where in refused(capsys, "run", *SHORT, override)


def test_weights_without_weight_are_refused_by_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    where, override = "coordinator.agenda: all are 0", f"coordinator.agenda={ZEROS}"
    assert where in refused(capsys, "compare", *SHORT, "arms=[party,placebo]", override)
    assert where in refused(capsys, "sweep", *SHORT, "arrangement=party,placebo", override)


def test_weights_are_refused_from_a_file_too(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine/community").mkdir(parents=True)
    text = "# @package _global_\ncommunity:\n  group_shares: [0, 0, 0]\n"
    Path("mine/community/empty.yaml").write_text(text)
    said = refused(capsys, "run", "--config-dir", "mine", "community=empty")
    assert "community.group_shares: all are 0" in said


def test_one_positive_weight_is_enough_and_is_kept_to_the_bit() -> None:
    found = compose(["community.group_shares=[0,1e-9,0]", f"coordinator.agenda={ROW}"]).parameters
    assert found.community.group_shares == (0.0, 1e-9, 0.0)
    assert found.coordinator.agenda == (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


# -- numbers that are none ------------------------------------------------------------------------


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_parameter_takes_what_is_no_number(value: float) -> None:
    numbers = [path for path in field_paths() if kind(path) in ("number", "integer")]
    assert len(numbers) > 100
    lists = {path: _with_first(default, value) for path, default in vectors()}
    for path, given in {**dict.fromkeys(numbers, value), **lists}.items():
        if path in Settings.model_fields:
            with pytest.raises(ValueError, match=path):
                Settings.model_validate({path: given})
        elif "." in path:
            with pytest.raises(ValueError):
                _changed(path, given)
        else:
            with pytest.raises(ValueError, match=path):
                Parameters.model_validate({path: given})


@pytest.mark.parametrize(
    "given",
    [
        ["run", "organisations.attention={}"],
        ["run", "community.group_shares=[{},0.5,0.5]"],
        ["compare", "arms=[none,party]", "coordinator.formalism={}"],
        ["sweep", "organisations.attention={},1"],
        ["sweep", "organisations.attention=range(0,{})"],
        ["sweep", "organisations.attention=range(0,1,{})"],
        ["sweep", "organisations.attention=interval(0,{})", "samples=4"],
        ["sweep", "points=[{{organisations.attention: {}}}]"],
        ["sweep", "arrangement=none,party", "precision={}"],
    ],
)
def test_nor_does_any_way_of_giving_one(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("nan", "-inf", "1e999") if given[0] == "run" else ("nan", "1e999"):
        refused(capsys, *(part.format(text) for part in given))


def test_nor_does_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine/community").mkdir(parents=True)
    text = "# @package _global_\ncommunity:\n  arrival_rate: .nan\n"
    Path("mine/community/odd.yaml").write_text(text)
    Path("points.csv").write_text("organisations.attention\n1\nnan\n")
    given = ["--config-dir", "mine", "community=odd"]
    assert "community.arrival_rate = NaN" in refused(capsys, "run", *given)
    assert "organisations.attention = NaN" in refused(capsys, "sweep", "points=points.csv")


# -- axes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ("organisations.patience=interval(4.2,4.8)", "takes whole numbers"),
        ("organisations.patience=interval(4,5.5)", "takes whole numbers"),
        ("seed=interval(0.5,9)", "takes whole numbers"),
        ("organisations.patience=tag(log,interval(1,100))", "without a tag"),
        ("organisations.attention=sort(range(0,1,.3))", "write it alone"),
        ("organisations.attention=sort(range(0,1,.3),reverse=true)", "write it alone"),
        ("organisations.attention=sort(tag(a,range(1,9,3)),reverse=true)", "write it alone"),
        ("organisations.patience=int(range(1.5,4))", "write it alone"),
        ("organisations.patience=int(interval(4.2,6.8))", "write it alone"),
        ("seed=1,2,1", "1 is there twice"),
        ("organisations.attention=1,1.0", "1.0 is there twice"),
        ("organisations.attention=sort(2,1,2)", "2 is there twice"),
        ("coordinator.reach=[1,0,0],[1.0,0,0]", "[1.0,0,0] is there twice"),
        ("arrangement=none,party,none", "none is there twice"),
        ("community=village,village", "village is there twice"),
        ("points=[{seed: 1},{seed: 2},{seed: 1}]", "point 3: the same as an earlier one"),
    ],
)
def test_an_axis_that_would_run_something_else_is_refused(
    axis: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "sweep", axis, *(["samples=2"] if "interval" in axis else []))


def test_lists_may_be_sorted_and_ranges_written_alone_have_their_own_values() -> None:
    assert main(["sweep", "organisations.attention=sort(3,1,2)", *SHORT, "horizon=80"]) == 0
    given = "organisations.attention=range(0.7,-0.1,-0.3)"
    assert main(["sweep", given, *SHORT, "horizon=80", "--study", "down"]) == 0
    for study, values in (("sweep", [1.0, 2.0, 3.0]), ("down", [0.7, 0.4, 0.1])):
        assert [cell.parameters.organisations.attention for cell in cells(study)] == values


# -- what is given twice --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["run", "seed=1", "seed=2"], "seed"),
        (["run", "seed=1", "seed=1"], "seed"),
        (["run", "community=village", "community=sanhe_nanli"], "community"),
        (["run", "processes=1", "--processes", "2"], "processes"),
        (["run", "name=a", "--study", "b"], "name"),
        (["compare", "arms=[none,party]", "arms=[none,placebo]"], "arms"),
        (["compare", "arms=[none,party]", "horizon=80", "horizon=90"], "horizon"),
        (["sweep", "seed=1,2", "samples=4", "samples=8"], "samples"),
        (["accepted", "replicates=2", "replicates=3"], "replicates"),
        (["patterns", "points=1", "points=2"], "points"),
        (["honesty", "experiments=[headline]", "experiments=[overload]"], "experiments"),
    ],
)
def test_a_name_given_twice_is_refused_for_neither_value_is_meant_more(
    arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"{name}: given twice" in refused(capsys, *arguments)


# -- a horizon that leaves nothing to tell --------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "horizon=65"],
        ["run", "horizon=1"],
        ["compare", "arms=[none,party]", "horizon=60"],
        ["sweep", "horizon=65", "seed=1,2"],
        ["sweep", "horizon=80,65"],
        ["sweep", "horizon=interval(10,20)", "samples=2"],
        ["accepted", "horizon=50"],
        ["harm", "points=2", "horizon=50"],
    ],
)
def test_a_horizon_in_which_nothing_can_be_followed_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "must be 66 or more, for opportunities from week 26 on" in refused(capsys, *arguments)


def test_the_least_horizon_has_one_week_of_opportunities() -> None:
    assert LEAST_HORIZON == 66
    assert compose(["horizon=66"]).parameters.horizon == 66
    with pytest.raises(InputError, match="horizon = 65"):
        compose(["horizon=65"])
