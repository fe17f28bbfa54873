"""What a search found, as tables for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.config.hub import HUB
from experiments.studies.harm_space import Range, label
from experiments.studies.honesty_words import place_name
from experiments.studies.search_run import MEASURE
from experiments.words.speech import Speaker
from experiments.words.text_table import bracketed, number, text_table

DIGITS = 1
_ENDS = ("low", "high")
COLUMNS = ("rank", "trial", "searched", "fresh", "fresh_breakdown", "without")


class Effort(NamedTuple):
    """What was run, and which way was looked."""

    direction: str
    community: str
    treated: str
    reference: str
    trials: int
    startup: int
    replicates: int
    fresh_replicates: int


def heading(effort: Effort, say: Speaker) -> str:
    """What was looked for, where, with how much effort."""
    return say(
        f"search.title.{effort.direction}",
        community=place_name(effort.community, say),
        treated=say.arm(effort.treated), reference=say.arm(effort.reference),
        trials=effort.trials, replicates=effort.replicates, fresh=effort.fresh_replicates,
    )  # fmt: skip


def finalist_table(found: pd.DataFrame, effort: Effort, say: Speaker) -> str:
    """One line a finalist: as the search saw it, and from fresh luck."""
    header = [say(f"search.header.{name}") for name in COLUMNS]
    ranks = found.set_index(["rank", "measure"])
    rows = [
        _finalist(int(rank), ranks.loc[rank, MEASURE], ranks.loc[rank, "breakdown"])
        for rank in found["rank"].unique()
    ]
    return text_table(heading(effort, say), header, rows)


def _finalist(rank: int, failure: Mapping[str, Any], breakdown: Mapping[str, Any]) -> list[str]:
    return [
        str(rank),
        str(int(failure["trial"])),
        number(failure["searched"], DIGITS, PER_HUNDRED, sign=True),
        bracketed(failure, DIGITS, PER_HUNDRED, sign=True),
        bracketed(breakdown, DIGITS, PER_HUNDRED, sign=True),
        number(failure["control"], DIGITS, PER_HUNDRED),
    ]


def setting_table(found: pd.DataFrame, ranges: Mapping[str, Range], say: Speaker) -> str:
    """The coordinator of the first finalist: value and range of each parameter."""
    first = found.iloc[0]
    header = [say(f"search.header.{name}") for name in ("parameter", "value", "range")]
    rows = [
        [label(name, say), f"{first[name]:.3g}", f"{each.low:g}–{each.high:g}"]
        for name, each in ranges.items()
        if name.startswith(HUB)
    ]
    return text_table(say("search.setting", trial=int(first["trial"])), header, rows)


def told_failed(trials: pd.DataFrame, found: pd.DataFrame, say: Speaker) -> Iterator[str]:
    """Lines for what failed runs leave open: trials not searched further, bounds of finalists."""
    mine = trials[trials["measure"] == MEASURE]
    failed, unknown = int(mine["failed"].sum()), int(mine["value"].isna().sum())
    if failed or unknown:
        yield say("search.failed", failed=failed, unknown=unknown)
    for row in found[(found["measure"] == MEASURE) & (found["failed"] > 0)].to_dict("records"):
        low, high = (number(row[f"bound_{end}"], DIGITS, PER_HUNDRED, True) for end in _ENDS)
        yield say("search.bounds", rank=row["rank"], failed=row["failed"], low=low, high=high)
