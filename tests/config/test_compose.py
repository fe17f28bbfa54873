"""Configurations compose onto the schema; what is wrong is refused in one line that says how."""

from pathlib import Path

import pytest
from root import ROOT

from experiments.base.errors import InputError
from experiments.base.settings import LARGEST_SEED
from experiments.config.compose import compose
from sim.base.luck import SEED_LIMIT
from sim.parameters import Coordinator, Shock

ARRANGEMENTS = (
    "none", "placebo", "blind_hub", "blind_pool", "equal_means", "party", "permuted_guidance",
    "npo_hub", "government_hub", "firm_hub", "rotating_lead", "top_down", "outsourcing",
    "project_system", "three_society", "self_organisation",
)  # fmt: skip
SHOCKS = {
    "none": {},
    "coordinator_removed": {"coordinator_removed": True, "duration": 100_000},
    "budget_cut": {"budget_cut": 0.5, "duration": 52},
    "staff_turnover": {"staff_turnover": 0.5},
    "firm_leaves": {"firm_leaves": True},
    "demand_surge": {"demand_surge": 1.0},
    "agenda_captured": {"agenda_captured": 0.8},
    "legitimacy_scandal": {"legitimacy_scandal": 0.6},
    "lockdown": {"lockdown": 0.8, "duration": 13},
    "pledges_broken": {"pledges_broken": 0.5},
}
COMMUNITIES = ("jinsong_north", "zaoyuan_daxing", "sanhe_nanli", "village")
MECHANISMS = ("mobilisation", "guidance", "resources", "integration")


def refused(*overrides: str, config_dir: Path | None = None) -> str:
    """The one line with which these overrides are refused."""
    with pytest.raises(InputError) as caught:
        compose(list(overrides), config_dir)
    line = str(caught.value)
    assert line
    assert "\n" not in line
    return line


def coordinator(arrangement: str) -> Coordinator:
    return compose([f"arrangement={arrangement}"]).parameters.coordinator


# -- what is composed ------------------------------------------------------------------------------


def test_the_headline_study_is_jinsong_north_without_a_coordinator() -> None:
    headline = compose([])
    assert (headline.community, headline.arrangement) == ("jinsong_north", "none")
    assert (headline.seed, headline.replicates) == (0, 100)
    assert headline.parameters.community.households == 3605
    assert headline.parameters.community.buildings == 43
    assert headline.parameters.market.fee == 0.43


@pytest.mark.parametrize(
    ("name", "households", "buildings", "square_metres"),
    [
        ("zaoyuan_daxing", 3380, 51, 287_000),
        ("sanhe_nanli", 416, 8, 37_000),
        ("village", 200, 12, 11_000),
    ],
)
def test_communities_have_their_published_size(
    name: str, households: int, buildings: int, square_metres: int
) -> None:
    place = compose([f"community={name}"]).parameters.community
    assert (place.households, place.buildings) == (households, buildings)
    assert place.households * place.floor_area == pytest.approx(square_metres, rel=1e-3)


def test_no_arrangement_is_the_schemas_own_default() -> None:
    assert coordinator("none") == Coordinator()
    assert coordinator("none").attention == 0.0


def test_party_has_the_declared_means_and_every_mechanism() -> None:
    party = coordinator("party")
    assert (party.attention, party.formalism, party.reach) == (24.0, 0.2, (1.0, 0.6, 0.6))
    assert party.legitimacy == (0.3, 0.3, 0.3)
    assert [getattr(party, mechanism) for mechanism in MECHANISMS] == [1.0] * 4


@pytest.mark.parametrize(
    ("arrangement", "differs_from_party_in"),
    [
        ("placebo", {"content": False}),
        (
            "equal_means",
            dict.fromkeys(MECHANISMS, 0.0) | {"handed_over": True, "formalism": 0.0},
        ),
        ("blind_hub", {"informed": False}),
        (
            "permuted_guidance",
            dict.fromkeys(("mobilisation", "resources", "integration"), 0.0) | {"informed": False},
        ),
        (
            "blind_pool",
            dict.fromkeys(("mobilisation", "guidance", "integration"), 0.0)
            | {"informed": False, "attention_cost": 0.0, "share_whistle": 0.0},
        ),
    ],
)
def test_comparators_differ_from_party_only_in_what_isolates_it(
    arrangement: str, differs_from_party_in: dict[str, object]
) -> None:
    expected = coordinator("party").model_copy(update=differs_from_party_in)
    assert coordinator(arrangement) == expected


@pytest.mark.parametrize("community", COMMUNITIES)
def test_an_arrangement_changes_nothing_but_the_coordinator(community: str) -> None:
    arms = ARRANGEMENTS if community == COMMUNITIES[-1] else ("none", "party", "outsourcing")
    cells = [compose([f"community={community}", f"arrangement={arm}"]) for arm in arms]
    places = [cell.parameters.model_copy(update={"coordinator": None}) for cell in cells]
    assert all(place == places[0] for place in places)
    assert [cell.arrangement for cell in cells] == list(arms)


def test_every_shipped_file_is_covered_here() -> None:
    configs = ROOT / "configs"
    assert {path.stem for path in (configs / "community").iterdir()} == set(COMMUNITIES)
    assert {path.stem for path in (configs / "arrangement").iterdir()} == set(ARRANGEMENTS)
    assert {path.stem for path in (configs / "shock").iterdir()} == set(SHOCKS)


@pytest.mark.parametrize("name", SHOCKS)
def test_a_shock_changes_nothing_but_its_own_kind(name: str) -> None:
    struck, calm = compose([f"shock={name}", "arrangement=party"]), compose(["arrangement=party"])
    assert struck.parameters.shock == Shock(**SHOCKS[name])
    assert struck.parameters.model_copy(update={"shock": Shock()}) == calm.parameters
    assert struck.arm == ("party" if name == "none" else f"party+{name}")


def test_kinds_of_shock_combine_and_are_checked() -> None:
    both = compose(["shock=lockdown", "shock.budget_cut=0.3"]).parameters.shock
    assert (both.lockdown, both.budget_cut) == (0.8, 0.3)
    assert "shock = flood: must be one of agenda_captured," in refused("shock=flood")
    assert refused("shock.lockdown=2") == "shock.lockdown = 2: must be a number in [0, 1]"
    assert refused("shock.duration=0").endswith("must be a whole number in [1, 100000]")
    assert "did you mean shock.lockdown" in refused("shock.lock_down=1")


def test_an_override_beats_the_file_it_was_chosen_from() -> None:
    cell = compose(["coordinator.attention=7", "arrangement=party", "community.households=9"])
    assert cell.parameters.coordinator.attention == 7.0
    assert cell.parameters.community.households == 9


@pytest.mark.parametrize(
    ("override", "value"),
    [
        ("coordinator.reach=[1,.5,0]", (1.0, 0.5, 0.0)),
        ("coordinator.formalism=1", 1.0),
        ("coordinator.formalism=1e-3", 0.001),
        ("coordinator.informed=false", False),
        ("coordinator.payers=[0,0,0]", (0.0, 0.0, 0.0)),
        ("consent.rules=[none,none,none,none,none,double_majority]",
         (*(("none",) * 5), "double_majority")),
        ("forming.needs=[[1,2,3,4],[0,0,0,0],[0,0,0,0],[0,0,0,0],[0,0,0,0],[0,0,0,5]]",
         ((1.0, 2.0, 3.0, 4.0), *(((0.0,) * 4,) * 4), (0.0, 0.0, 0.0, 5.0))),
    ],
)  # fmt: skip
def test_every_kind_of_value_can_be_overridden(override: str, value: object) -> None:
    group, field = override.partition("=")[0].split(".")
    assert getattr(getattr(compose([override]).parameters, group), field) == value


@pytest.mark.parametrize("seed", [0, 1, LARGEST_SEED])
def test_every_seed_of_the_generator_is_allowed(seed: int) -> None:
    assert compose([f"seed={seed}"]).seed == seed
    assert LARGEST_SEED == SEED_LIMIT - 1


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["1.5", "-0.1", "nan", "inf", "-inf", "true", "'0.5'", "null", "[1,2]", "{a: 1}", ""]
)
def test_a_number_out_of_range_or_of_another_type_is_refused(value: str) -> None:
    line = refused(f"coordinator.formalism={value}")
    assert line.startswith("coordinator.formalism = ")
    assert line.endswith(": must be a number in [0, 1]")


@pytest.mark.parametrize(
    ("override", "line"),
    [
        ("seed=-1", "seed = -1: must be a whole number in [0, 4294967295]"),
        ("seed=4294967296", "seed = 4294967296: must be a whole number in [0, 4294967295]"),
        ("seed=1.0", "seed = 1.0: must be a whole number in [0, 4294967295]"),
        ("replicates=0", "replicates = 0: must be a whole number in [1, 1000000]"),
        ("processes=257", "processes = 257: must be a whole number in [1, 256]"),
        ("horizon=0", "horizon = 0: must be a whole number in [1, 5000]"),
        ("community.households=1e3",
         "community.households = 1000.0: must be a whole number in [1, 2000000]"),
        ("coordinator.informed=1", "coordinator.informed = 1: must be true or false"),
        ("coordinator.reach=[1,3,0]", "coordinator.reach[1] = 3: must be a number in [0, 1]"),
        ("coordinator.reach=[1,0]",
         "coordinator.reach = [1, 0]: must be a list of 3, each a number in [0, 1]"),
        ("coordinator.reach=[1,0,0,0]",
         "coordinator.reach = [1, 0, 0, 0]: must be a list of 3, each a number in [0, 1]"),
        ("coordinator.reach=.5",
         "coordinator.reach = 0.5: must be a list of 3, each a number in [0, 1]"),
        ("consent.rules=[none,none,none,none,none,nobody]",
         'consent.rules[5] = "nobody": must be one of none, double_majority, '
         "two_thirds_no_objection"),
        ("community=nowhere",
         "community = nowhere: must be one of jinsong_north, sanhe_nanli, village, zaoyuan_daxing"),
        ("arrangement=nobody",
         "arrangement = nobody: must be one of blind_hub, blind_pool, equal_means, firm_hub, "
         "government_hub, none, npo_hub, outsourcing, party, permuted_guidance, and 6 more"),
        ("arrangement=part",
         "arrangement = part: must be one of blind_hub, blind_pool, equal_means, firm_hub, "
         "government_hub, none, npo_hub, outsourcing, party, permuted_guidance, and 6 more; "
         "did you mean party?"),
    ],
)  # fmt: skip
def test_a_refusal_names_field_value_and_what_is_allowed(override: str, line: str) -> None:
    assert refused(override) == line


@pytest.mark.parametrize("name", ["../x", "a/b", "'a b'", ".hidden", "-x", "''", "12"])
def test_a_study_name_that_is_no_folder_name_is_refused(name: str) -> None:
    assert "name = " in refused(f"name={name}")


@pytest.mark.parametrize(
    ("override", "hint"),
    [
        ("coordinator.formalsm=.1", "did you mean coordinator.formalism?"),
        ("formalism=.1", "did you mean coordinator.formalism"),
        ("arangement=party", "did you mean arrangement?"),
        ("coordinator.zzz=1", "coordinator has start_week, end_week, attention"),
        ("coordinator.reach.0=1", "coordinator.reach.0: unknown"),
        ("zzz=1", "configuration has community, arrangement, shock, seed"),
        ("coordinator=5", "give one of its values: start_week"),
        ("hydra.run.dir=x", "nothing of hydra is set here"),
    ],
)
def test_an_unknown_name_is_refused_with_what_was_meant(override: str, hint: str) -> None:
    assert hint in refused(override)


@pytest.mark.parametrize(
    "override",
    ["x", "", "a=[1", "--help", "+coordinator.foo=1", "++seed=1", "~seed", "~arrangement",
     "seed=1,2", "horizon=range(1,5)", "community@place=village", "community=null", "community=",
     "community=[village,jinsong_north]", "community=../config", "horizon=${nothing}",
     "horizon=???"],
)  # fmt: skip
def test_anything_but_name_and_value_is_refused(override: str) -> None:
    refused(override)


def test_several_faults_are_named_together_and_the_rest_counted() -> None:
    faults = ["seed=-1", "replicates=0", "horizon=0", "areas=0", "coordinator.guidance=2"]
    line = refused(*faults)
    assert all(f"{name} = " in line for name in ("seed", "replicates", "horizon"))
    assert line.endswith("; and 2 more")


# -- a folder of one's own -------------------------------------------------------------------------


def own_community(folder: Path, text: str | bytes) -> Path:
    """A folder of configurations with ``community/mine.yaml`` in it."""
    (folder / "community").mkdir(parents=True)
    content = text.encode() if isinstance(text, str) else text
    (folder / "community" / "mine.yaml").write_bytes(content)
    return folder


@pytest.mark.parametrize("folder", ["plain", "it's, 'mine' [1]", '我的"社区"'])
def test_a_folder_of_ones_own_adds_a_community(tmp_path: Path, folder: str) -> None:
    place = own_community(tmp_path / folder, "households: 77\nbuildings: 3\n")
    cell = compose(["community=mine"], place)
    assert cell.community == "mine"
    assert cell.parameters.community.households == 77
    assert "mine" in refused("community=nowhere", config_dir=place)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("homes: 77", "community.homes: unknown"),
        ("households: .nan", "community.households = NaN"),
        ('households: "77"', 'community.households = "77"'),
        ("households: [", "not a plain YAML file"),
        (b"\xff\xfe\x00", "not text"),
        ("- 1", "no entries"),
    ],
)
def test_a_faulty_file_of_ones_own_is_refused(
    tmp_path: Path, content: str | bytes, hint: str
) -> None:
    assert hint in refused("community=mine", config_dir=own_community(tmp_path, content))


@pytest.mark.parametrize(("content", "shown"), [("5", "5"), ("", "null")])
def test_what_an_own_file_has_in_place_of_a_group_is_refused_whatever_is_given_of_the_group(
    tmp_path: Path, content: str, shown: str
) -> None:
    folder = tmp_path / "arrangement"
    folder.mkdir()
    (folder / "mine.yaml").write_text(f"# @package _global_\ncoordinator: {content}\n")
    found = refused("arrangement=mine", "coordinator.attention=3", config_dir=tmp_path)
    assert found == f"coordinator = {shown}: must be a group of named values"


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refused(config_dir=tmp_path / "missing")


# -- what it leaves behind -------------------------------------------------------------------------


def test_composing_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    compose(["arrangement=party"])
    refused("arrangement=nobody")
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_does_not_spoil_the_next_composition() -> None:
    before = compose(["arrangement=party"])
    for fault in ("community=nowhere", "horizon=${nothing}", "seed=-1"):
        refused(fault)
    assert compose(["arrangement=party"]) == before
