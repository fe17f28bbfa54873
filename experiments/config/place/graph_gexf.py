"""A GEXF document as the GraphML document that says the same, so that one rule reads both."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from experiments.config.place.graph_xml import FOLDER, GROUP, local

GRAPHML_NAMES = "{http://graphml.graphdrawing.org/xmlns}"
LABEL, WEIGHT = "label", "weight"
"""What GEXF says in an attribute of the element itself."""
SEVERAL = "; "
"""Between values that an attribute takes at several times; none of them is meant more."""
Titles = dict[tuple[str, str], str]
"""An attribute's title by whose it is, node or edge, and its id."""


def as_graphml(root: Element) -> Element:
    """The same networks, attributes, defaults and directions. ValueError for no such document."""
    if local(root) != "gexf":
        raise ValueError(root.tag)
    made = Element(f"{GRAPHML_NAMES}graphml")
    titles: Titles = {}
    graphs = [each for each in root if local(each) == "graph"]
    for graph in graphs:
        _declare(made, graph, titles)
    for name, kind in ((LABEL, "node"), (WEIGHT, "edge")):
        _key(made, kind, name, name)
    for graph in graphs:
        made.append(_graph(graph, graph.get("defaultedgetype", "undirected"), titles))
    return made


def _declare(made: Element, graph: Element, titles: Titles) -> None:
    for declared in (each for each in graph if local(each) == "attributes"):
        kind = declared.get("class", "node")
        for each in (child for child in declared if local(child) == "attribute"):
            name = each.get("id", "")
            titles[kind, name] = each.get("title") or name
            key = _key(made, kind, f"={name}", titles[kind, name])
            for default in (child for child in each if local(child) == "default"):
                SubElement(key, f"{GRAPHML_NAMES}default").text = default.text


def _key(made: Element, kind: str, name: str, title: str) -> Element:
    given: Any = {"id": f"{kind} {name}", "for": kind, "attr.name": title, "attr.type": "string"}
    return SubElement(made, f"{GRAPHML_NAMES}key", given)


def _graph(inside: Element, usual: str, titles: Titles) -> Element:
    made = Element(f"{GRAPHML_NAMES}graph", {"edgedefault": "undirected"})
    for node in _listed(inside, "node"):
        ours = SubElement(made, f"{GRAPHML_NAMES}node", {"id": node.get("id", "")})
        _say(ours, "node", LABEL, node.get(LABEL))
        _say_values(ours, "node", node, titles)
        if any(local(each) == "nodes" for each in node):
            ours.set(FOLDER, GROUP)
            ours.append(_graph(node, usual, titles))
    for edge in _listed(inside, "edge"):
        kind = edge.get("type") or usual
        ends = [edge.get("source", ""), edge.get("target", "")]
        for source, target in (ends, ends[::-1]) if kind == "mutual" else (ends,):
            directed = str(kind in ("mutual", "directed")).lower()
            given = {"source": source, "target": target, "directed": directed}
            named = {"id": name} if (name := edge.get("id")) else {}
            ours = SubElement(made, f"{GRAPHML_NAMES}edge", {**given, **named})
            _say(ours, "edge", WEIGHT, edge.get(WEIGHT))
            _say_values(ours, "edge", edge, titles)
    return made


def _listed(inside: Element, kind: str) -> Iterator[Element]:
    """The nodes, or edges, of a graph or of a node that holds others."""
    for each in inside:
        if local(each) == f"{kind}s":
            yield from (child for child in each if local(child) == kind)


def _say(made: Element, kind: str, name: str, value: str | None) -> None:
    if value is not None:
        SubElement(made, f"{GRAPHML_NAMES}data", {"key": f"{kind} {name}"}).text = value


def _say_values(made: Element, kind: str, element: Element, titles: Titles) -> None:
    """What the element's list of values says, by the attributes that were declared."""
    values: dict[str, list[str]] = {}
    for held in (each for each in element if local(each) == "attvalues"):
        for each in (child for child in held if local(child) == "attvalue"):
            values.setdefault(each.get("for", ""), []).append(each.get("value", ""))
    for name, several in values.items():
        if (kind, name) not in titles:
            raise ValueError(name)
        _say(made, kind, f"={name}", SEVERAL.join(several))
