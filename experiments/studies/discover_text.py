"""What is told of boxes: a sentence for each side, what they hold on other points, and a tree."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.discover_analysis import LEAF, Discovered
from experiments.studies.population_points import LEVELS
from experiments.studies.population_verdict import SIDES
from experiments.studies.ranges import label
from experiments.words.speech import Speaker

SHOWN = "failure"
DIGITS = 3
BOXES = ("side", "support", "share", "judged_share", "outside_share", "inside", "outside", "use")
LEAVES = ("leaf", "support", "lowers", "raises", "judged_lowers", "judged_raises")


def document(found: Discovered, heading: str, say: Speaker) -> list[Told]:
    """Both sentences, what the boxes hold, the tree."""
    told: list[Told] = [Prose(heading), *(Prose(sentence(found, side, say)) for side in SIDES)]
    told += [_boxes(found, say), _tree(found.leaves, say)]
    failed = int(found.boxes["failed"].max())
    if failed:
        told.append(Prose(say("discover.failed", number=failed)))
    return [*told, Prose(say("discover.note"))]


def sentence(found: Discovered, side: str, say: Speaker) -> str:
    """Where the hub lowers, or raises, failure, as far as a box says so."""
    row = found.boxes.set_index("side").loc[side]
    if not row["found"]:
        return say(f"discover.none.{side}", overall=per_100(_overall(row), say, 0))
    holds = row["judged_share_low"] > row["outside_share_high"]
    return say(
        f"discover.box.{side}", limits=limits(found.limits[found.limits["side"] == side], say),
        share=rate(_of(row, "judged_share"), say, 0), other=rate(_of(row, "outside_share"), say, 0),
        support=per_100(row["judged_support"], say, 0),
        difference=rate(_of(row, "inside"), say, 1, True),
        held=say("discover.held" if holds else "discover.not_held"),
    )  # fmt: skip


def _overall(row: Mapping[str, float]) -> float:
    """Share of all other points that are beyond."""
    inside = row["judged_support"]
    parts = ((inside, row["judged_share"]), (1.0 - inside, row["outside_share"]))
    return float(np.nansum([weight * share for weight, share in parts]))


def _of(row: Mapping[str, float], name: str) -> dict[str, float]:
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}


def limits(table: pd.DataFrame, say: Speaker) -> str:
    """Limits in words, joined; everywhere where there is none."""
    if table.empty:
        return say("discover.everywhere")
    join = say("discover.and").join
    return join(limit(row, say) for row in table.to_dict("records"))


def limit(row: Mapping[str, object], say: Speaker) -> str:
    """One limit."""
    column = str(row["column"])
    name, out = label(column, say), str(row["left_out"]).split()
    if column in LEVELS:
        left = [say(f"token.{level}") for level in LEVELS[column] if level not in out]
        return say("discover.level", name=name, levels=say("discover.or").join(left))
    ends = {end: float(str(row[end])) for end in ("low", "high")}
    written = {end: f"{value:.{DIGITS}g}" for end, value in ends.items()}
    kind = "between" if all(map(np.isfinite, ends.values())) else (
        "from" if np.isfinite(ends["low"]) else "upto")  # fmt: skip
    return say(f"discover.{kind}", name=name, **written)


def _boxes(found: Discovered, say: Speaker) -> Table:
    rows = [
        [say(f"discover.side.{row['side']}"), per_100(row["support"], say, 0),
         per_100(row["share"], say, 0),
         *(rate(_of(row, name), say, 0) for name in ("judged_share", "outside_share")),
         *(rate(_of(row, name), say, 1, True) for name in ("inside", "outside")),
         say("discover.use", own=per_100(row["use"], say), chance=per_100(row["chance"], say))]
        for row in found.boxes.to_dict("records")
    ]  # fmt: skip
    return Table(say("discover.boxes"), words(say, "discover.header", BOXES), rows)


def _tree(leaves: pd.DataFrame, say: Speaker) -> Table:
    rows = []
    for _, own in leaves.groupby(LEAF, sort=True):
        first = own.iloc[0]
        rows.append([limits(own, say), *(per_100(first[name], say, 0) for name in LEAVES[1:])])
    return Table(say("discover.tree"), words(say, "discover.header", LEAVES), rows)
