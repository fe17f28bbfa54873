"""A community's own tables in the model: what they say is taken, what they leave out is drawn."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from small import differing, small

from experiments.config.place.columns import TABLES
from experiments.config.place.read import place_of, read_place
from experiments.config.place.use import furnished
from experiments.config.place.write import as_csv, as_excel, community_at_start, tables_of
from experiments.words.speech import speak
from sim.base.vocabulary import SECTORS, Role
from sim.measure.records import RunId
from sim.model import CoProductionModel
from sim.parameters import Parameters
from sim.simulation import run
from sim.state.ties import as_graph
from sim.week.income import replace_staff
from sim.week.voice import needs_and_voice

SEED, REPLICATE = 3, 4
BY_KEY = {table.key: table for table in TABLES}


def parameters_of(folder: Path, changes=None) -> Parameters:
    """The small community's parameters with the tables of a folder."""
    values = Parameters().model_dump() | {"place": folder.name}
    for group in ("horizon", "forming"):
        values[group] = small(changes).model_dump()[group]
    for path, value in (changes or {}).items():
        group, _, name = path.partition(".")
        values[group][name] = value
    return Parameters.model_validate(furnished(values, [f"file://{folder.parent}"]))


def write_out(folder: Path, parameters: Parameters, form: str, lang: str) -> None:
    """The community that a run of these would draw, as files."""
    community = community_at_start(parameters, SEED, REPLICATE)
    for key, rows in tables_of(community, parameters).items():
        table = BY_KEY[key]
        excel = form == "xlsx"
        data = (
            as_excel(table, rows, speak(lang)) if excel else as_csv(table, rows, speak(lang), form)
        )
        suffix = "xlsx" if form == "xlsx" else "csv"
        (folder / f"{table.names[lang == 'zh']}.{suffix}").write_bytes(data)


@pytest.mark.parametrize(
    "form, lang", [("utf-8", "en"), ("utf-8", "zh"), ("gb18030", "zh"), ("xlsx", "zh")]
)
def test_a_drawn_community_written_out_and_read_back_gives_the_same_run_to_the_bit(
    tmp_path: Path, form: str, lang: str
) -> None:
    write_out(tmp_path, small(), form, lang)
    place, problems = read_place(tmp_path)
    assert [problem.said(speak("en")) for problem in problems] == []
    assert place.fixed["community.households"] == 60 and place.fixed["community.buildings"] == 6
    run_id = RunId(SEED, REPLICATE)
    own = parameters_of(tmp_path)
    assert own.place == place
    assert differing(run(small(), run_id), run(own, run_id)) == []


def test_the_normal_form_is_the_same_whatever_the_file_and_gives_the_same_place(
    tmp_path: Path,
) -> None:
    texts = []
    for form, lang in (("utf-8", "en"), ("gb18030", "zh"), ("xlsx", "zh")):
        folder = tmp_path / form
        folder.mkdir()
        write_out(folder, small(), form, lang)
        texts.append(read_place(folder)[0].texts)
    assert texts[0] == texts[1] == texts[2]
    again = place_of(texts[0])
    assert again.texts == texts[0]


def model_of(parameters: Parameters) -> CoProductionModel:
    return CoProductionModel(parameters)


HOUSEHOLDS = "id,building,group\n" + "".join(
    f"{b}-{n},{b},{group}\n"
    for b in (1, 2, 10)
    for n, group in enumerate(["elderly", "other", "elderly", "young_renter"])
)


def households_with(tmp_path: Path, text: str, name: str) -> CoProductionModel:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "households.csv").write_text(text, encoding="utf-8")
    return model_of(parameters_of(folder))


def by_key(model: CoProductionModel, what: str) -> dict[int, float]:
    people = model.world.people
    return dict(zip(people.key.tolist(), getattr(people, what).tolist(), strict=True))


@pytest.mark.parametrize("what", ["group", "owner", "member", "baseline", "floor_area"])
def test_another_household_or_building_or_order_of_rows_changes_nobody_elses_attributes(
    tmp_path: Path, what: str
) -> None:
    lines = HOUSEHOLDS.splitlines()
    more = [lines[0], *reversed(lines[1:]), "0-new,0,elderly", "1-new,1,other"]
    before = by_key(households_with(tmp_path, HOUSEHOLDS, "before"), what)
    after = by_key(households_with(tmp_path, "\n".join(more), "after"), what)
    assert len(after) == len(before) + 2
    assert {key: after[key] for key in before} == before


def test_another_household_and_building_change_nobody_elses_needs_and_climate(
    tmp_path: Path,
) -> None:
    def arrived(model: CoProductionModel) -> dict[int, list[int]]:
        for _ in range(60):
            needs_and_voice(model.world)
            model.world.now["week"] += 1
        waiting = model.world.residents.waiting
        return {int(k): waiting[:, i].tolist() for i, k in enumerate(model.world.people.key)}

    before = households_with(tmp_path, HOUSEHOLDS, "before")
    after = households_with(tmp_path, HOUSEHOLDS + "0-new,0,elderly\n1-new,1,other\n", "after")
    assert after.world.places.key[1:].tolist() == [0, 1, 9]
    assert np.array_equal(after.world.places.climate[1:], before.world.places.climate)
    first, second = arrived(before), arrived(after)
    assert {key: second[key] for key in first} == first
    assert any(max(weeks) >= 0 for weeks in first.values())


ORGANISATIONS = (
    "name,role,number,elder_care,accessibility,parking,public_space,convenience_retail,"
    "property_management,income_funds,stock_labour,attention,honouring\n"
    "Street,street_office,,,,,,,,,,,\n"
    "Firm,vendor,3,0,0,1,0,3,0,2.5,7,4,0.9\n"
    "Shop,vendor,1,,,,,,,,,,\n"
    "Team,volunteer_team,,,,,,,,,,,\n"
)


def with_organisations(tmp_path: Path, text: str, ties: str = "") -> CoProductionModel:
    folder = tmp_path / f"organisations-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    (folder / "organisations.csv").write_text(text, encoding="utf-8")
    if ties:
        (folder / "ties.csv").write_text(ties, encoding="utf-8")
    return model_of(parameters_of(folder))


def test_what_is_said_of_an_organisation_is_taken_and_the_rest_is_drawn(tmp_path: Path) -> None:
    model = with_organisations(tmp_path, ORGANISATIONS)
    said, free = model.world.organisations, model.world.standing.free
    assert [each.name for each in model.organisations] == ["Street", "Shop", "Firm", "Team"]
    assert said.code.tolist() == [64, 320, 322, 512]
    assert said.goals[2].tolist() == [0.0, 0.0, 0.25, 0.0, 0.75, 0.0]
    assert said.income[2, 0] == 2.5 and free[2, 1] == 7.0
    assert said.attention[2] == 4.0 and said.honouring[2] == 0.9
    drawn = model_of(small())
    shop = drawn.simulation.names().index("vendor_1")
    for name in ("goals", "income", "attention", "honouring"):
        other = getattr(drawn.world.organisations, name)
        assert np.array_equal(getattr(said, name)[1], other[shop]), name
    for name in ("free", "attention", "honouring"):
        one, other = (getattr(m.world.standing, name) for m in (model, drawn))
        assert np.array_equal(one[1], other[shop]), name


def test_an_organisation_less_changes_no_numbered_others_luck(tmp_path: Path) -> None:
    more = with_organisations(tmp_path, ORGANISATIONS).world
    fewer = with_organisations(
        tmp_path, ORGANISATIONS.replace("Street,street_office,,,,,,,,,,,\n", "")
    ).world
    assert np.array_equal(more.organisations.goals[1:], fewer.organisations.goals)
    assert np.array_equal(more.ties.trust[1:, 1:], fewer.ties.trust)


def test_a_tie_holds_both_ways_unless_the_other_way_is_given(tmp_path: Path) -> None:
    ties = "from,to,trust\nFirm,Shop,0.5\nTeam,Firm,0.25\nFirm,Team,0\n"
    trust = with_organisations(tmp_path, ORGANISATIONS, ties).world.ties.trust
    expected = np.zeros((4, 4))
    expected[1, 2] = expected[2, 1] = 0.5
    expected[3, 2] = 0.25
    assert np.array_equal(trust, expected)


@pytest.mark.parametrize("own_table", [True, False])
def test_a_network_that_networkx_wrote_gives_its_ties_and_its_organisations(
    tmp_path: Path, own_table: bool
) -> None:
    community = community_at_start(small(), SEED, REPLICATE)
    known, names = community.organisations, community.names
    community.trust[0, 1:] = 0.0  # one way only
    graph = as_graph(community.trust, names, known.sector, community.standing.present)
    for name, role, sector in zip(names, known.role, known.sector, strict=True):
        graph.nodes[name]["角色"] = Role(int(role)).name.lower()
        graph.nodes[name]["sector"] = SECTORS[sector]
    nx.write_graphml(graph, tmp_path / "ties.graphml")
    if own_table:
        rows = tables_of(community, small())["organisations"]
        data = as_csv(BY_KEY["organisations"], rows, speak("en"))
        (tmp_path / "organisations.csv").write_bytes(data)
    place, problems = read_place(tmp_path)
    assert [problem.said(speak("en")) for problem in problems] == []
    assert place.organisations is not None and place.ties is not None
    assert list(place.organisations.names) == names
    assert np.array_equal(place.ties, community.trust)
    assert place_of(place.texts).ties.tobytes() == place.ties.tobytes()


def test_new_staff_go_back_to_the_ties_of_the_table(tmp_path: Path) -> None:
    ties = "from,to,trust\nFirm,Shop,0.5\n"
    world = with_organisations(tmp_path, ORGANISATIONS, ties).world
    world.ties.trust[1, 2] = 0.9
    replace_staff(world, np.array([False, True, False, False]))
    assert world.ties.trust[1, 2] == 0.5


def test_rates_by_group_and_needs_open_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(HOUSEHOLDS, encoding="utf-8")
    (tmp_path / "needs.csv").write_text(
        "group,rate,elder_care,accessibility,parking,public_space,convenience_retail,"
        "property_management\nelderly,0.5,1,0,0,0,0,0\nyoung_renter,0,0,0,1,0,0,0\n"
        "other,0.25,0,1,0,0,0,0\n",
        encoding="utf-8",
    )
    (tmp_path / "open_needs.csv").write_text(
        "building,group,category,number,weeks\n2,elderly,parking,1,9\n2,,parking,2,3\n",
        encoding="utf-8",
    )
    model = model_of(parameters_of(tmp_path))
    assert model.parameters.community.arrival_rate == pytest.approx((6 * 0.5 + 3 * 0.25) / 12)
    people, first = model.world.people, model.world.places.first
    open_needs = model.world.residents.waiting
    two = slice(first[1], first[2])
    waiting = open_needs[2, two]
    assert sorted(waiting.tolist()) == [-1, 3, 3, 9]
    assert people.group[two][waiting == 9].tolist() == [0]
    assert (open_needs[:2] == -1).all() and (open_needs[2, : first[1]] == -1).all()
    for _ in range(100):
        needs_and_voice(model.world)
        model.world.now["week"] += 1
    assert (open_needs[0, people.group == 0] >= 0).all()
    assert (open_needs[1, people.group == 2] >= 0).all()
    assert (open_needs[2, : first[1]] == -1).all()
    assert (open_needs[:, people.group == 1][3:] == -1).all()


def test_entrances_that_are_given_are_those_that_vote(tmp_path: Path) -> None:
    text = "id,building,entrance,group\n1,A,2,other\n2,A,1,other\n3,A,2,other\n4,B,x,other\n"
    model = households_with(tmp_path, text, "entrances")
    places = model.world.places
    assert places.entrance.tolist() == [0, 1, 3, 4] and places.entrance_of.tolist() == [0, 2, 3]
    assert model.world.people.key.tolist() == [1, 0, 2, 3]


def test_parameters_that_contradict_the_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(HOUSEHOLDS, encoding="utf-8")
    with pytest.raises(ValueError, match="households = 99: the community's own tables say 12"):
        parameters_of(tmp_path, {"community.households": 99})
