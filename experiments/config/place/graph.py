"""A network of organisations from GraphML, GEXF or GML, as tables: no entities, nothing fetched."""

import io
import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

from experiments.config.place.content import (
    DECLARATIONS,
    MEGABYTE,
    MOST_ROWS,
    decoded,
    read_bytes,
    refused,
)
from experiments.config.place.graph_gexf import as_graphml
from experiments.config.place.graph_xml import Document, FaultyError, document, root_of
from experiments.config.place.parse import plain
from experiments.config.place.problem import shown
from experiments.config.place.raw import (
    Raw,
)
from experiments.words.speech import Message

GRAPHML, GEXF, GML = GRAPHS = (".graphml", ".gexf", ".gml")
TRUST = ("trust", "信任", "weight")
NAME = ("name", "名称", "label")
ROLE = ("role", "角色")
GROUP_OF_GML = "isGroup"
"""How yEd marks a node that holds others in GML."""
MOST_GRAPH_BYTES = 5 * MEGABYTE
SAID_TO_BE_CHINESE = re.compile(rb"<\?xml[^>]*encoding=.gb", re.IGNORECASE)
"""Encodings that the parser of XML doesn't know: it is given text."""
HEADER = 1
"""The row of names of columns; what follows is counted on."""
Given = Mapping[str, Any]
"""Attributes of a node or an edge, by name."""


def read_graph(path: Path) -> tuple[Raw, Raw]:
    """Nodes, with what the file says of each, and ties. UnreadableError for what is no such file,
    and for what it holds beside one network.

    A node is called by the first of its name, 名称 or label that isn't empty, or else by its id.
    A tie's trust is its trust, 信任 or weight. Attributes' names are read as those of columns
    are, and their defaults hold. Ties of an undirected graph hold both ways. A group of yEd that
    has no role is no organisation.
    """
    data = read_bytes(path, MOST_GRAPH_BYTES)
    if any(each in data for each in DECLARATIONS):
        raise refused(path, "entities")
    text = decoded(path, data)
    graph, groups = _of_gml(path, text) if _ending(path) == GML else _of_xml(path, data, text)
    if graph.number_of_nodes() > MOST_ROWS or graph.number_of_edges() > MOST_ROWS:
        raise refused(path, "too_long", most=MOST_ROWS)
    if graph.number_of_nodes() == 0:
        raise refused(path, "empty")
    groups = {node for node in groups if not _first(graph.nodes[node], ROLE)}
    names = {node: _first(given, NAME) or str(node) for node, given in graph.nodes(data=True)}
    return _nodes(path.name, graph, names, groups), _edges(path.name, graph, names)


def _ending(path: Path) -> str:
    return path.suffix.lower()


def _of_xml(path: Path, data: bytes, text: str) -> tuple[Any, Iterable[str]]:
    """The network, with defaults filled in, and the nodes that hold others."""
    import networkx as nx

    try:
        root = root_of(text if SAID_TO_BE_CHINESE.match(data) else data)
        found = document(as_graphml(root) if _ending(path) == GEXF else root)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph = nx.read_graphml(io.BytesIO(tostring(found.root)))
    except FaultyError as error:
        raise refused(path, error.what, **error.values) from error
    except Exception as error:  # whatever the library makes of a file made to harm
        raise refused(path, "not_gexf" if _ending(path) == GEXF else "not_graphml") from error
    _fill(graph, found)
    return graph, found.groups


def _of_gml(path: Path, text: str) -> tuple[Any, Iterable[str]]:
    """As ``_of_xml``; the library itself refuses what is there twice, or isn't there."""
    import networkx as nx

    try:
        graph = nx.parse_gml(text, label="id")
    except Exception as error:
        reason = shown(str(error)) if isinstance(error, nx.NetworkXError) else type(error).__name__
        raise refused(path, "not_gml", reason=reason) from error
    groups = [node for node, given in graph.nodes(data=True) if given.get(GROUP_OF_GML) == 1]
    return graph, groups


def _fill(graph: Any, found: Document) -> None:
    for _, given in graph.nodes(data=True):
        given.update({**found.node_defaults, **given})
    for _, _, given in graph.edges(data=True):
        given.update({**found.edge_defaults, **given})


def _first(given: Given, names: Iterable[str]) -> str:
    """The first of these that is there and not empty."""
    known = [(plain(str(key)), _cell(value)) for key, value in given.items()]
    return next((cell for name in names for key, cell in known if key == name and cell), "")


def _cell(value: Any) -> str:
    return str(value).strip()


def _nodes(file: str, graph: Any, names: dict[Any, str], groups: set[str]) -> Raw:
    """Columns: the name, then whatever else nodes carry."""
    nodes = [(node, given) for node, given in graph.nodes(data=True) if node not in groups]
    others = {key: None for _, given in nodes for key in map(str, given)}
    keys = [key for key in others if plain(key) not in map(plain, NAME)]
    rows: list[tuple[int | None, list[str]]] = [
        (number, [names[node], *(_cell(given.get(key, "")) for key in keys)])
        for number, (node, given) in enumerate(nodes, HEADER + 1)
    ]
    called = {number: _node(names[node]) for number, (node, _) in enumerate(nodes, HEADER + 1)}
    return Raw(file, ["name", *keys], rows, called)


def _node(name: str) -> Message:
    return Message("place.node", {"name": shown(name)})


def _edges(file: str, graph: Any, names: dict[Any, str]) -> Raw:
    edges = [(names[a], names[b], given) for a, b, given in graph.edges(data=True)]
    rows: list[tuple[int | None, list[str]]] = [
        (number, [one, other, _first(given, TRUST)])
        for number, (one, other, given) in enumerate(edges, HEADER + 1)
    ]
    called = {number: _tie(one, other) for number, (one, other, _) in enumerate(edges, HEADER + 1)}
    if graph.is_directed():  # a tie that isn't there is none; in CSV it would hold both ways
        one_way = [(a, b) for a, b in graph.edges() if not graph.has_edge(b, a)]
        rows += [(None, [names[b], names[a], "0"]) for a, b in dict.fromkeys(one_way)]
    return Raw(file, ["from", "to", "trust"], rows, called)


def _tie(one: str, other: str) -> Message:
    return Message("place.tie", {"one": shown(one), "other": shown(other)})
