"""A GraphML document before networkx reads it: what it would pass over is told or made plain."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from experiments.config.place.problem import shown
from experiments.words.speech import Message

MOST_DEPTH = 50
FOLDER, GROUP, CLOSED = "yfiles.foldertype", "group", "folder"
"""How yEd marks a node that holds others, and what it says of one that is drawn closed."""
WAYS = {True: Message("place.directed"), False: Message("place.undirected")}


class FaultyError(Exception):
    """What a document says that isn't read; ``what`` is a message of the catalogue."""

    def __init__(self, what: str, **values: object) -> None:
        super().__init__(what)
        self.what = what
        self.values: dict[str, Any] = dict(values)


@dataclass(frozen=True)
class Document:
    """A document made plain: its root; defaults of attributes by name; ids of nodes that hold
    others."""

    root: Element
    node_defaults: dict[str, str]
    edge_defaults: dict[str, str]
    groups: frozenset[str]


def document(root: Element) -> Document:
    """The document plain: attributes as text, closed folders open, one direction, edges nameless.

    FaultyError for several graphs, one inside a node that is no group of yEd, hyperedges, a node
    that is there twice and edges of both directions.
    """
    keys = [each for each in root if local(each) == "key"]
    groups = frozenset(_groups(root))
    _refuse_hyperedges(root)
    _refuse_same_nodes(root)
    _make_directions_one(root)
    for edge in (each for each in root.iter() if local(each) == "edge"):
        edge.attrib.pop("id", None)  # of two between the same ends with one id, one would be lost
    nodes, edges = (_defaults(keys, kind) for kind in ("node", "edge"))
    for key in keys:
        key.set("attr.type", "string")  # what a cell may hold is judged where it is told by place
        for default in [*key]:
            key.remove(default)  # networkx notes defaults but doesn't apply them
    return Document(root, nodes, edges, groups)


def local(element: Element) -> str:
    """A tag without its namespace."""
    return element.tag.rpartition("}")[2]


def root_of(data: bytes | str) -> Element:
    """The root of a document. ParseError for no XML, ValueError where it is nested deeper than any
    network is."""
    depth = 0
    root: Element | None = None
    parser: Any = XMLPullParser(("start", "end"))
    for start in range(0, len(data), 2**16):
        parser.feed(data[start : start + 2**16])
        for event, element in parser.read_events():
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise ValueError(depth)
    parser.close()
    if root is None:
        raise ValueError(data)
    return root


def _defaults(keys: list[Element], kind: str) -> dict[str, str]:
    """What attributes of nodes, or of edges, are where none is given."""
    return {
        key.get("attr.name", ""): (default.text or "").strip()
        for key in keys
        if key.get("for", "all") in (kind, "all")
        for default in key
        if local(default) == "default"
    }


def _groups(root: Element) -> Iterator[str]:
    """Ids of yEd's groups, open or closed; networkx reads on only in open ones."""
    if sum(local(each) == "graph" for each in root) > 1:
        raise FaultyError("graph_second")
    for parent in root.iter():
        if parent is root or not any(local(each) == "graph" for each in parent):
            continue
        if parent.get(FOLDER) not in (GROUP, CLOSED):
            raise FaultyError("graph_inside", found=shown(_called(parent)))
        parent.set(FOLDER, GROUP)
        yield parent.get("id", "")


def _refuse_hyperedges(root: Element) -> None:
    for each in root.iter():
        if local(each) == "hyperedge":
            ends = (end.get("node", "?") for end in each if local(end) == "endpoint")
            raise FaultyError("graph_hyperedge", found=shown(" – ".join(ends)))


def _refuse_same_nodes(root: Element) -> None:
    seen: set[str] = set()
    for each in root.iter():
        if local(each) == "node":
            name = each.get("id", "")
            if name in seen:
                raise FaultyError("graph_node_twice", found=shown(name))
            seen.add(name)


def _make_directions_one(root: Element) -> None:
    """The graph's direction becomes that of its edges, each of which may say its own."""
    graphs = [each for each in root.iter() if local(each) == "graph"]
    ways: dict[bool, Element] = {}
    for graph in graphs:
        for edge in (each for each in graph if local(each) == "edge"):
            usual = graph.get("edgedefault") == "directed"
            ways.setdefault(
                {"true": True, "false": False}.get(edge.get("directed", ""), usual), edge
            )
            edge.attrib.pop("directed", None)
    if len(ways) > 1:
        (first, _), (other, edge) = ways.items()
        raise FaultyError(
            "graph_directions", found=shown(_called(edge)), way=WAYS[other], others=WAYS[first]
        )
    for graph in graphs:
        for directed in ways:
            graph.set("edgedefault", "directed" if directed else "undirected")


def _called(element: Element) -> str:
    """A node's or edge's id, or else an edge's ends."""
    ends = f"{element.get('source', '?')} – {element.get('target', '?')}"
    return element.get("id") or ends
