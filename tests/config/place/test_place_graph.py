"""A network from GraphML: what the file says holds, and what isn't read of it is told by name."""

from pathlib import Path

import pytest

from experiments.config.place.check import check_place
from experiments.config.place.read import read_place
from experiments.words.speech import speak

KEYS = {
    "name": '<key id="n" for="node" attr.name="name" attr.type="string"/>',
    "label": '<key id="l" for="node" attr.name="label" attr.type="string"/>',
    "role": '<key id="r" for="node" attr.name="role" attr.type="string"/>',
    "trust": '<key id="t" for="edge" attr.name="trust" attr.type="double"/>',
}
NODES = (
    '<node id="a"><data key="n">Street</data><data key="r">street_office</data></node>'
    '<node id="b"><data key="n">Shop</data><data key="r">vendor</data></node>'
    '<node id="c"><data key="n">Team</data><data key="r">volunteer_team</data></node>'
)
AB = '<edge source="a" target="b"><data key="t">0.25</data></edge>'
BC = '<edge source="b" target="c"><data key="t">0.5</data></edge>'
NAMES = ("Street", "Shop", "Team")
BOTH_WAYS = [[0.0, 0.25, 0.0], [0.25, 0.0, 0.5], [0.0, 0.5, 0.0]]
ONE_WAY = [[0.0, 0.25, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]]


def graph(inside: str, kind: str = "undirected") -> str:
    return f'<graph edgedefault="{kind}">{inside}</graph>'


def folder(tmp_path: Path, graphs: str, **keys: str) -> Path:
    """A community of this network alone; keys: those that are declared in another way."""
    (tmp_path / "community").mkdir()
    (tmp_path / "community/mine.yaml").write_text("# @package _global_\nplace: .\n")
    declared = "".join({**KEYS, **keys}.values())
    opened = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    (tmp_path / "ties.graphml").write_text(f"{opened}{declared}{graphs}</graphml>", "utf-8")
    return tmp_path


def network(tmp_path: Path, graphs: str, **keys: str) -> tuple[tuple[str, ...], list[list[float]]]:
    """Names of organisations and their trust, as read; in order of role."""
    place, problems = read_place(folder(tmp_path, graphs, **keys))
    assert [problem.said(speak("en")) for problem in problems] == []
    assert place.organisations is not None
    assert place.ties is not None
    return place.organisations.names, place.ties.tolist()


def told(tmp_path: Path, graphs: str, **keys: str) -> list[str]:
    """Every problem, in English."""
    return [each.said(speak("en")) for each in check_place(folder(tmp_path, graphs, **keys))]


def test_a_network_is_read_one_way_or_both(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    assert network(tmp_path, graph(NODES + AB + BC)) == (NAMES, BOTH_WAYS)
    assert network(tmp_path / "one", graph(NODES + AB + BC, "directed")) == (NAMES, ONE_WAY)


def test_an_attribute_that_is_left_out_has_its_default(tmp_path: Path) -> None:
    attention = (
        '<key id="x" for="node" attr.name="attention" attr.type="double">'
        "<default>6.0</default></key>"
    )
    trust = KEYS["trust"].replace("/>", "><default>0.5</default></key>")
    nodes = NODES.replace('"a">', '"a"><data key="x">9</data>')
    found = folder(
        tmp_path,
        graph(nodes + AB + '<edge source="b" target="c"/>'),
        trust=trust,
        attention=attention,
    )
    place, problems = read_place(found)
    assert problems == []
    assert place.ties is not None
    assert place.organisations is not None
    assert place.ties.tolist() == BOTH_WAYS
    assert place.organisations.attention.tolist() == [9.0, 6.0, 6.0]


@pytest.mark.parametrize("kind", ["all", None])
def test_a_default_holds_whatever_its_key_says_it_is_for(tmp_path: Path, kind: str | None) -> None:
    trust = KEYS["trust"].replace("/>", "><default>0.5</default></key>")
    edges = AB + '<edge source="b" target="c"/>'
    trust = trust.replace('for="edge" ', "" if kind is None else f'for="{kind}" ')
    assert network(tmp_path, graph(NODES + edges), trust=trust) == (NAMES, BOTH_WAYS)


def test_names_of_attributes_are_read_as_those_of_columns_are(tmp_path: Path) -> None:
    keys = {
        "name": KEYS["name"].replace('"name"', '"Ｎａｍｅ "'),
        "role": KEYS["role"].replace('"role"', '"角色"'),
        "trust": KEYS["trust"].replace('"trust"', '"WEIGHT"'),
    }
    assert network(tmp_path, graph(NODES + AB + BC), **keys) == (NAMES, BOTH_WAYS)


def test_an_empty_name_leaves_the_label_and_an_empty_label_the_id(tmp_path: Path) -> None:
    nodes = NODES.replace(">Street<", "> <").replace(">Shop<", "><")
    nodes = nodes.replace('"a">', '"a"><data key="l">Office</data>')
    names, ties = network(tmp_path, graph(nodes + AB + BC))
    assert names == ("Office", "b", "Team")
    assert ties == BOTH_WAYS


@pytest.mark.parametrize("kind", ["group", "folder"])
def test_what_a_group_of_yed_holds_is_read_whether_it_is_open_or_closed(
    tmp_path: Path, kind: str
) -> None:
    held = graph(NODES + AB)
    group = f'<node id="g" yfiles.foldertype="{kind}"><data key="n">Group</data>{held}</node>'
    assert network(tmp_path, graph(group + BC)) == (NAMES, BOTH_WAYS)


def test_edges_may_all_have_another_direction_than_the_graph_says(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    both = (AB + BC).replace("<edge", '<edge directed="false"')
    one = (AB + BC).replace("<edge", '<edge directed="true"')
    assert network(tmp_path, graph(NODES + both, "directed")) == (NAMES, BOTH_WAYS)
    assert network(tmp_path / "one", graph(NODES + one)) == (NAMES, ONE_WAY)


def test_edges_of_both_directions_are_told_with_the_first_that_differs(tmp_path: Path) -> None:
    edges = AB + BC.replace("<edge", '<edge id="e2" directed="false"')
    assert told(tmp_path, graph(NODES + edges, "directed")) == [
        "ties.graphml: edge “e2” is undirected, others are directed;"
        " all must be the one or the other"
    ]


HYPER = '<hyperedge><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge>'
NOT_READ = {
    "second": (graph(NODES + AB) + graph(NODES), "more than one network (graph); keep one"),
    "inside": (
        graph(f'{NODES}<node id="g">{graph(AB)}</node>'),
        "“g” holds a network (graph) of its own; only a group of yEd may",
    ),
    "inside an edge": (
        graph(NODES + AB.replace("</edge>", f"{graph('')}</edge>")),
        "“a – b” holds a network (graph) of its own; only a group of yEd may",
    ),
    "hyperedge": (
        graph(NODES + AB + HYPER),
        "a hyperedge (a – b – c); a tie is between two, so give an edge for each pair",
    ),
    "node twice": (graph(NODES + '<node id="b"/>'), "node “b” is there twice; each once"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_told_and_nothing_else(tmp_path: Path, name: str) -> None:
    graphs, what = NOT_READ[name]
    assert told(tmp_path, graphs) == [f"ties.graphml: {what}"]


def test_a_problem_names_its_tie_or_its_node(tmp_path: Path) -> None:
    edges = AB.replace("0.25", "much") + BC.replace("0.5", "")
    nodes = NODES.replace("volunteer_team", "crew")
    lines = told(tmp_path, graph(nodes + edges))
    allowed = "a number from 0 to 1"
    assert lines[0].startswith("ties.graphml, node Team, column role: “crew”; allowed is one of")
    assert lines[1:] == [
        f"ties.graphml, tie Street – Shop, column trust: “much”; allowed is {allowed}",
        f"ties.graphml, tie Shop – Team, column trust: empty; {allowed} is needed",
    ]


def test_a_tie_to_a_group_and_to_nobody_is_told(tmp_path: Path) -> None:
    group = f'<node id="g" yfiles.foldertype="folder">{graph(NODES)}</node>'
    edges = AB.replace('"a"', '"g"') + BC.replace('"c"', '"z"')
    nobody = told(tmp_path, graph(group + edges))
    assert nobody[0].startswith("ties.graphml, node z, column role: empty; one of department")
    (tmp_path / "organisations.csv").write_text("name,role\nShop,vendor\nTeam,volunteer_team\n")
    assert [each.said(speak("en")) for each in check_place(tmp_path)] == [
        "ties.graphml, tie g – Shop, column from: “g” is not among the organisations",
        "ties.graphml, tie Shop – z, column to: “z” is not among the organisations",
    ]
