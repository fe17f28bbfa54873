"""A network of organisations from GraphML, as tables: no entities, no network access, in limits."""

import io
import warnings
from pathlib import Path
from typing import Any

from experiments.place.parse import plain
from experiments.place.raw import (
    DECLARATIONS,
    MEGABYTE,
    MOST_ROWS,
    Raw,
    decoded,
    read_bytes,
    refused,
)

GRAPHML = ".graphml"
TRUST = ("trust", "信任", "weight")
NAME = ("name", "名称", "label")
MOST_DEPTH = 50
MOST_GRAPH_BYTES = 5 * MEGABYTE


def read_graph(path: Path) -> tuple[Raw, Raw]:
    """Nodes, with what the file says of each, and ties. UnreadableError for all but GraphML.

    A node is called by its name, 名称 or label, or else by its id. A tie's trust is its trust, 信任
    or weight. Ties of an undirected graph hold both ways.
    """
    data = read_bytes(path, MOST_GRAPH_BYTES)
    if any(each in data for each in DECLARATIONS):
        raise refused(path, "entities")
    decoded(path, data)
    graph = _parsed(path, data)
    if graph.number_of_nodes() > MOST_ROWS or graph.number_of_edges() > MOST_ROWS:
        raise refused(path, "too_long", most=MOST_ROWS)
    if graph.number_of_nodes() == 0:
        raise refused(path, "empty")
    names = {node: _first(data, NAME) or str(node) for node, data in graph.nodes(data=True)}
    return _nodes(path.name, graph, names), _edges(path.name, graph, names)


def _parsed(path: Path, data: bytes) -> Any:
    import networkx as nx

    try:
        _refuse_depth(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nx.read_graphml(io.BytesIO(data))
    except Exception as error:  # whatever the library makes of a file made to harm
        raise refused(path, "not_graphml") from error


def _refuse_depth(data: bytes) -> None:
    from xml.etree.ElementTree import XMLPullParser

    depth = 0
    parser: Any = XMLPullParser(("start", "end"))
    for start in range(0, len(data), 2**16):
        parser.feed(data[start : start + 2**16])
        for event, element in parser.read_events():
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise ValueError(depth)
            if event == "end":
                element.clear()
    parser.close()


def _first(data: dict[str, Any], names: tuple[str, ...]) -> str:
    """The first of these that is given."""
    return next((_cell(data[name]) for name in names if name in data), "")


def _cell(value: Any) -> str:
    return str(value).strip()


def _nodes(file: str, graph: Any, names: dict[Any, str]) -> Raw:
    """Columns: the name, then whatever else nodes carry."""
    others = {key: None for _, data in graph.nodes(data=True) for key in map(str, data)}
    keys = [key for key in others if plain(key) not in map(plain, NAME)]
    rows: list[tuple[int | None, list[str]]] = [
        (None, [names[node], *(_cell(data.get(key, "")) for key in keys)])
        for node, data in graph.nodes(data=True)
    ]
    return Raw(file, ["name", *keys], rows)


def _edges(file: str, graph: Any, names: dict[Any, str]) -> Raw:
    rows: list[tuple[int | None, list[str]]] = [
        (None, [names[one], names[other], _first(data, TRUST)])
        for one, other, data in graph.edges(data=True)
    ]
    if graph.is_directed():  # a tie that isn't there is none; in CSV it would hold both ways
        one_way = [(a, b) for a, b in graph.edges() if not graph.has_edge(b, a)]
        rows += [(None, [names[b], names[a], "0"]) for a, b in dict.fromkeys(one_way)]
    return Raw(file, ["from", "to", "trust"], rows)
