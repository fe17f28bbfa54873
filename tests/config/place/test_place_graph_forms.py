"""A network is the same in GraphML, GEXF and GML, and what is wrong with it is told by name."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from place_folders import CONFIGURATION

from experiments.config.place.check import check_place
from experiments.config.place.read import read_place
from experiments.words.speech import speak

WRITERS: dict[str, Callable[..., Any]] = {
    ".graphml": nx.write_graphml,
    ".gexf": nx.write_gexf,
    ".gml": nx.write_gml,
}
NAMES = ("Street", "小店 & Co", "Team")
ROLES = ("street_office", "vendor", "volunteer_team")
BOTH_WAYS = [[0.0, 0.25, 0.0], [0.25, 0.0, 0.5], [0.0, 0.5, 0.0]]
ONE_WAY = [[0.0, 0.25, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]]


def folder(tmp_path: Path, ending: str, content: str | bytes) -> Path:
    """A community of this network alone."""
    (tmp_path / "community").mkdir()
    (tmp_path / "community/mine.yaml").write_text(CONFIGURATION)
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / f"ties{ending}").write_bytes(data)
    return tmp_path


def told(tmp_path: Path, ending: str, content: str | bytes) -> list[str]:
    """Every problem, in English."""
    return [each.said(speak("en")) for each in check_place(folder(tmp_path, ending, content))]


def network(tmp_path: Path, ending: str, content: str | bytes) -> tuple[Any, Any, Any]:
    """Names of organisations, their attention, trust."""
    place, problems = read_place(folder(tmp_path, ending, content))
    assert [problem.said(speak("en")) for problem in problems] == []
    assert place.organisations is not None and place.ties is not None
    attention = place.organisations.attention.tolist()
    return place.organisations.names, attention, place.ties.tolist()


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("ending", WRITERS)
def test_what_networkx_writes_is_read_the_same_in_every_form(
    tmp_path: Path, ending: str, directed: bool
) -> None:
    graph = (nx.DiGraph if directed else nx.Graph)()
    for name, role in zip(NAMES, ROLES, strict=True):
        graph.add_node(name, role=role, attention=5.5)
    graph.add_edge(*NAMES[:2], weight=0.25)
    graph.add_edge(*NAMES[1:], trust=0.5)
    sink = io.BytesIO()
    WRITERS[ending](graph, sink)
    found = network(tmp_path, ending, sink.getvalue())
    assert found == (NAMES, [5.5, 5.5, 5.5], ONE_WAY if directed else BOTH_WAYS)


NODES = (
    '<node id="0" label="Street"><attvalues><attvalue for="0" value="street_office"/>'
    '<attvalue for="1" value="9"/></attvalues></node>'
    '<node id="1" label="Shop"><attvalues><attvalue for="0" value="vendor"/></attvalues></node>'
    '<node id="2" label="Team"><attvalues><attvalue for="0" value="volunteer_team"/></attvalues>'
    "</node>"
)
DECLARED = (
    '<attributes class="node"><attribute id="0" title="Role" type="string"/>'
    '<attribute id="1" title="注意力" type="double"><default>6</default></attribute></attributes>'
    '<attributes class="edge"><attribute id="0" title="trust" type="double">{}</attribute>'
    "</attributes>"
)
AB = '<edge id="0" source="0" target="1" weight="0.25"/>'
BC = '<edge id="0" source="1" target="2" weight="0.5"/>'


def gexf(edges: str, kind: str = "undirected", nodes: str = NODES, default: str = "") -> str:
    """As Gephi writes it, with a default of trust."""
    inside = f"{DECLARED.format(default)}<nodes>{nodes}</nodes><edges>{edges}</edges>"
    graph = f'<graph defaultedgetype="{kind}">{inside}</graph>'
    return f'<gexf xmlns="http://gexf.net/1.3" version="1.3">{graph}</gexf>'


def test_defaults_of_gexf_hold_and_its_values_are_those_of_their_own_element(
    tmp_path: Path,
) -> None:
    edges = '<edge source="0" target="1"/>' + BC.replace("weight", "label") + ""
    edges = edges.replace(
        '<edge source="0" target="1"/>',
        '<edge source="0" target="1"><attvalues><attvalue for="0" value="0.25"/></attvalues>'
        "</edge>",
    )
    content = gexf(edges, default="<default>0.5</default>")
    found = network(tmp_path, ".gexf", content)
    assert found == (("Street", "Shop", "Team"), [9.0, 6.0, 6.0], BOTH_WAYS)


@pytest.mark.parametrize(
    ("kind", "edges", "trust"),
    [
        ("undirected", AB + BC, BOTH_WAYS),
        ("directed", AB + BC, ONE_WAY),
        ("mutual", AB + BC, BOTH_WAYS),
        ("undirected", (AB + BC).replace("<edge", '<edge type="directed"'), ONE_WAY),
        ("directed", (AB + BC).replace("<edge", '<edge type="mutual"'), BOTH_WAYS),
        (
            "directed",
            AB.replace("<edge", '<edge type="mutual"') + BC,
            [[0.0, 0.25, 0.0], [0.25, 0.0, 0.5], [0.0, 0.0, 0.0]],
        ),
    ],
)
def test_every_direction_of_gexf_holds(
    tmp_path: Path, kind: str, edges: str, trust: list[list[float]]
) -> None:
    assert network(tmp_path, ".gexf", gexf(edges, kind))[2] == trust


def test_what_a_node_of_gexf_holds_is_read_and_it_is_no_organisation_without_a_role(
    tmp_path: Path,
) -> None:
    held = f'<node id="g" label="Group"><nodes>{NODES}</nodes><edges>{AB}</edges></node>'
    assert network(tmp_path, ".gexf", gexf(BC, nodes=held))[2] == BOTH_WAYS


LATER = (
    '<edge source="0" target="1"><attvalues><attvalue for="0" value="0.1" start="1"/>'
    '<attvalue for="0" value="0.9" start="2"/></attvalues></edge>'
)
SHOWN = "a number from 0 to 1"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (gexf(AB + BC.replace(' weight="0.5"', "")), f"trust: empty; {SHOWN} is needed"),
        (gexf(AB + BC.replace("0.5", "much")), f"trust: “much”; allowed is {SHOWN}"),
        (gexf(LATER), f"tie Street – Shop, column trust: “0.1; 0.9”; allowed is {SHOWN}"),
        (gexf(AB + AB), "tie Street – Shop, column from: “Street / Shop” is there twice"),
        (gexf(AB + BC, nodes=NODES + NODES), "node “0” is there twice; each once"),
        (
            gexf(AB + BC.replace('id="0"', 'id="e" type="directed"')),
            "edge “e” is directed, others are undirected; all must be the one or the other",
        ),
        (gexf(AB.replace('"1"', '"7"')), "node 7, column Role: empty"),
        (gexf(AB).replace("<graph", "<graph/><graph"), "more than one network (graph); keep one"),
        (gexf(AB).replace('for="0"', 'for="8"'), "not a GEXF file of a network"),
        ("<gexf", "not a GEXF file of a network"),
        ("<graphml/>", "not a GEXF file of a network"),
        ("<gexf/>", "not a GEXF file of a network"),
        (gexf("", nodes=""), "empty"),
    ],
)
def test_what_is_wrong_in_gexf_is_told_by_name(tmp_path: Path, content: str, line: str) -> None:
    lines = told(tmp_path, ".gexf", content)
    assert len(lines) == 1 and lines[0].startswith("ties.gexf") and line in lines[0]


A, B, C = (
    f'node [ id {number} label "{name}" role "{role}" ]\n'
    for number, (name, role) in enumerate(zip(("Street", "Shop", "Team"), ROLES, strict=True))
)
TIES = "edge [ source 0 target 1 trust .25 ]\nedge [ source 1 target 2 weight .5 ]\n"
GROUP = 'node [ id 9 label "Group" isGroup 1 graphics [ x 1.0 ] ]\n'


@pytest.mark.parametrize("head", ["", "directed 0 ", GROUP, "multigraph 1 "])
def test_gml_is_read_with_and_without_what_programs_add(tmp_path: Path, head: str) -> None:
    assert network(tmp_path, ".gml", f"graph [ {head}{A}{B}{C}{TIES}]")[2] == BOTH_WAYS


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (A + B + TIES, "edge #1 has undefined target 2"),
        (A + B + B, "node id 1 is duplicated"),
        (A + B + C + TIES + TIES, "edge #2 (0--1) is duplicated"),
        (f"multigraph 1 {A}{B}{C}{TIES}{TIES}", "“Street / Shop” is there twice"),
        (
            A + B + C + TIES.replace("trust .25", ""),
            f"tie Street – Shop, column trust: empty; {SHOWN}",
        ),
        (A + B + C + TIES + "]\ngraph [", "more than one graph"),
        (A + "node [ id", "found EOF"),
        ("a [ " * 5000, "RecursionError"),
    ],
)
def test_what_is_wrong_in_gml_is_told_by_name(tmp_path: Path, inside: str, line: str) -> None:
    lines = told(tmp_path, ".gml", f"graph [ {inside}]")
    assert lines[0].startswith("ties.gml") and line in lines[0]


def test_two_edges_of_one_id_between_the_same_ends_are_told_not_made_one(tmp_path: Path) -> None:
    edge = '<edge id="e" source="a" target="b"><data key="t">0.{}</data></edge>'
    keys = '<key id="r" for="node" attr.name="role"/><key id="t" for="edge" attr.name="trust"/>'
    nodes = "".join(f'<node id="{name}"><data key="r">vendor</data></node>' for name in ("a", "b"))
    inside = f'<graph edgedefault="undirected">{nodes}{edge.format(2)}{edge.format(7)}</graph>'
    content = f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}{inside}</graphml>'
    assert "“a / b” is there twice" in told(tmp_path, ".graphml", content)[0]


def test_a_document_that_says_it_is_in_gb2312_is_read(tmp_path: Path) -> None:
    content = f'<?xml version="1.0" encoding="GB2312"?>{gexf(AB + BC)}'.replace("Shop", "小店")
    found = network(tmp_path, ".gexf", content.encode("gb2312"))
    assert found == (("Street", "小店", "Team"), [9.0, 6.0, 6.0], BOTH_WAYS)
