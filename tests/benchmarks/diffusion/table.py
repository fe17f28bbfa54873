"""The table of the figures, in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

BASE = "coprod_way"


def table(
    lines: Sequence[Mapping[str, Any]], skipped: Mapping[str, str], load: Sequence[float]
) -> str:
    """Versions by cost at the first size, with their ratio to coprod's way at each size."""
    sizes = list(dict.fromkeys(line["agents"] for line in lines))
    at = {(line["framework"], line["agents"]): line for line in lines}
    names = {line["framework"] for line in lines}
    head = ["version", "form"]
    for agents in sizes:
        head += [f"{agents:,} agents: ns (least)", "ratio"]
    rows = [head, ["---"] * 2 + ["---:"] * 2 * len(sizes)]
    for name in sorted(names, key=lambda name: at[name, sizes[0]]["ns_median"]):
        row = [at[name, sizes[0]]["version"], at[name, sizes[0]]["form"]]
        for agents in sizes:
            ns = at[name, agents]["ns_median"]
            ratio = ns / at[BASE, agents]["ns_median"]
            row += [f"{ns:,.1f} ({at[name, agents]['ns_min']:,.1f})", f"{ratio:,.2f}"]
        rows.append(row)
    text = ["| " + " | ".join(row) + " |" for row in rows]
    text += ["", f"Load of the machine: {load[0]:.1f} before, {load[-1]:.1f} after."]
    text += [f"Not run: {name}: {reason}." for name, reason in skipped.items()]
    return "\n".join(text)


def between_markers(document: str, text: str, name: str = "diffusion") -> str:
    """``document`` with ``text`` in the place that is marked with a name."""
    start, end = f"<!-- {name}: start -->", f"<!-- {name}: end -->"
    before, rest = document.split(start)
    _, after = rest.split(end)
    return f"{before}{start}\n\n{text}\n\n{end}{after}"
