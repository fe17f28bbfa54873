"""What can be paired is paired; what can't is refused, saying why."""

from pathlib import Path
from typing import Any

import pytest
from known import plan, planted_cell

from experiments.analysis.pairing import (
    SET_UP,
    compare_cells,
    flat,
    matched,
    partners,
    refuse_unpaired,
    varied,
)
from experiments.base.errors import InputError
from experiments.store import Cell, Study
from sim.parameters import Parameters

PLANS = [plan(30, 40, of=80)] * 2


def changed(path: str, value: Any) -> Parameters:
    """Default parameters but for one, by its dotted name."""
    tree = Parameters().model_dump()
    group, _, name = path.rpartition(".")
    (tree[group] if group else tree)[name] = value
    return Parameters(**tree)


def cell(folder: Path, arm: str = "none", **options: Any) -> Cell:
    return planted_cell(Study(folder), arm, PLANS, **options)


def test_every_set_up_parameter_exists() -> None:
    assert set(SET_UP) <= flat(Parameters()).keys()


REFUSED = {
    "horizon": 160,
    "community.households": 3000,
    "community.buildings": 42,
    "organisations.vendors": 3,
    "slate.enabled": True,
}


@pytest.mark.parametrize("path", REFUSED)
def test_cells_set_up_otherwise_share_no_luck(tmp_path: Path, path: str) -> None:
    one = cell(tmp_path)
    other = cell(tmp_path, "party", parameters=changed(path, REFUSED[path]))
    said = f"a and b can't be paired: {path} is {flat(Parameters())[path]} in a and {REFUSED[path]}"
    with pytest.raises(InputError, match=said):
        refuse_unpaired("a", one, "b", other)


def test_cells_of_different_seeds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="seed is 0 in none and 7 in party"):
        compare_cells({"none": cell(tmp_path), "party": cell(tmp_path, "party", seed=7)}, "party")


def test_cells_of_other_input_files_are_refused(tmp_path: Path) -> None:
    one, study = cell(tmp_path), Study(tmp_path)
    other = study.open_cell(Parameters(), 0, "party", "planted", {"ties": "abc"})
    with pytest.raises(InputError, match=r"inputs is {} in one and {'ties': 'abc'} in"):
        refuse_unpaired("one", one, "other", other)


def test_replicates_without_overlap_are_refused(tmp_path: Path) -> None:
    early, late = cell(tmp_path), cell(tmp_path, "party", first=30)
    said = r"no replicate ran both in 'party' \(30 to 31\) and in 'none' \(0 to 1\)"
    with pytest.raises(InputError, match=said):
        compare_cells({"none": early, "party": late}, "party")


def test_what_differs_in_behaviour_only_is_paired(tmp_path: Path) -> None:
    one = cell(tmp_path)
    for path, value in (("forming.panel_size", 10), ("market.purchasing_power", 2.0)):
        refuse_unpaired("a", one, "b", cell(tmp_path, "party", parameters=changed(path, value)))


def test_a_sweep_is_matched_cell_by_cell_whatever_the_order(tmp_path: Path) -> None:
    values = (0.5, 1.0, 2.0)
    points = [changed("market.purchasing_power", value) for value in values]
    nones = [cell(tmp_path, "none", parameters=each) for each in points]
    parties = [cell(tmp_path, "party", parameters=each) for each in reversed(points)]
    pairs = matched([*parties, *nones], "party", "none")
    assert [one.hash for one, _ in pairs] == [each.hash for each in parties]
    assert [other.hash for _, other in pairs] == [each.hash for each in reversed(nones)]
    table = varied([one for one, _ in pairs])
    assert table.to_dict("list") == {"market.purchasing_power": list(reversed(values))}


def test_one_reference_serves_every_setting_of_the_coordinator(tmp_path: Path) -> None:
    study, base = Study(tmp_path), Parameters()
    none = cell(tmp_path)
    hubs = [base.coordinator.model_copy(update={"attention": value}) for value in (6.0, 12.0)]
    parties = [
        study.open_cell(base.model_copy(update={"coordinator": hub}), 0, f"party-{i:03d}", "x")
        for i, hub in enumerate(hubs)
    ]
    assert matched([none, *parties], "party", "none") == [(each, none) for each in parties]


def test_two_hubs_that_are_swept_alike_are_paired_setting_by_setting(tmp_path: Path) -> None:
    study, base = Study(tmp_path), Parameters()
    attention = (6.0, 12.0, 24.0)

    def swept(arm: str) -> list[Cell]:
        hubs = [base.coordinator.model_copy(update={"attention": value}) for value in attention]
        if arm == "blind_hub":
            hubs = [hub.model_copy(update={"formalism": 0.1}) for hub in hubs]
        return [
            study.open_cell(base.model_copy(update={"coordinator": hub}), 0, f"{arm}-{i:03d}", "x")
            for i, hub in enumerate(hubs)
        ]

    mine, theirs = swept("party"), swept("blind_hub")
    assert partners([*mine, *reversed(theirs)], "party", "blind_hub") == list(
        zip(mine, theirs, strict=True)
    )


def test_a_cell_without_its_match_is_refused(tmp_path: Path) -> None:
    cells = [cell(tmp_path), cell(tmp_path, "party", seed=3)]
    with pytest.raises(InputError, match="no cell of none has its seed"):
        matched(cells, "party", "none")
    with pytest.raises(InputError, match="arm = blind_hub: not in the study; there are: none, pa"):
        matched(cells, "blind_hub", "none")


def test_cells_of_other_input_files_are_no_partners(tmp_path: Path) -> None:
    study, hub = Study(tmp_path), changed("coordinator.attention", 12.0)
    ties = {"ties": "abc"}
    party = study.open_cell(hub, 0, "party", "planted", ties)
    none = study.open_cell(Parameters(), 0, "none", "planted")
    alike = study.open_cell(Parameters(), 0, "none", "planted", ties)
    assert partners([party, alike, none], "party", "none") == [(party, alike)]
    assert partners([party, none], "party", "none") == []
