"""The map as tables for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.studies.harm_analysis import STRONGEST
from experiments.studies.harm_space import label
from experiments.studies.honesty_words import place_name
from experiments.words.speech import Speaker
from experiments.words.text_table import bracketed, number, text_table

CORRELATION_DIGITS = 2


class Size(NamedTuple):
    """What was run."""

    community: str
    treated: str
    reference: str
    points: int
    replicates: int


def heading(size: Size, say: Speaker) -> str:
    """What is mapped, over how many points and replicates."""
    return say(
        "harm.title",
        community=place_name(size.community, say), points=size.points,
        treated=say.arm(size.treated), reference=say.arm(size.reference),
        replicates=size.replicates,
    )  # fmt: skip


def share_table(found: pd.DataFrame, size: Size, say: Speaker) -> str:
    """Title and one line a measure and region."""
    columns = ("share", "expected", "estimated", "clear")
    header = [say(f"harm.header.{name}") for name in columns]
    rows = [_shares(row, say) for row in found.to_dict("records")]
    return text_table(heading(size, say), header, rows)


def _shares(row: Mapping[str, Any], say: Speaker) -> list[str]:
    measure, region = (
        say(f"{kind}.{row[kind.rpartition('.')[2]]}") for kind in ("measure", "harm.region")
    )
    with_error = {"value": row["expected"], "low": row["low"], "high": row["high"]}
    return [
        say("harm.row", measure=measure, region=region),
        bracketed(with_error, 0, PER_HUNDRED),
        *(number(row[name], 0, PER_HUNDRED) for name in ("estimated", "clear")),
    ]


def told_failed(found: pd.DataFrame, say: Speaker) -> Iterator[str]:
    """A line for each measure that failed or unknown runs leave open."""
    harms = found[(found["region"] == "harms") & ((found["failed"] > 0) | (found["unknown"] > 0))]
    for row in harms.to_dict("records"):
        ends = {key: number(row[key], 0, PER_HUNDRED) for key in ("certain", "possible")}
        counts = {key: row[key] for key in ("failed", "unknown", "points")}
        measure = say(f"measure.{row['measure']}")
        yield say("harm.failed", measure=measure, **counts, **ends)


def association_table(found: pd.DataFrame, say: Speaker) -> str:
    """The strongest associations, one line each."""
    shown = found.head(STRONGEST)
    columns = ("parameter", "rank_correlation", "lowest", "highest")
    header = [say(f"harm.header.{name}") for name in columns]
    title = say("harm.exploratory", shown=len(shown), number=len(found))
    return text_table(title, header, [_association(row, say) for row in shown.to_dict("records")])


def _association(row: Mapping[str, Any], say: Speaker) -> list[str]:
    rho = {"value": row["rank_correlation"], "low": row["low"], "high": row["high"]}
    return [
        label(row["parameter"], say) + ("*" if row["clear"] else ""),
        bracketed(rho, CORRELATION_DIGITS, sign=True),
        *(_share(row, f"harms_{third}") for third in ("lowest", "highest")),
    ]


def _share(row: Mapping[str, Any], name: str) -> str:
    ends = {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}
    return bracketed(ends, 0, PER_HUNDRED)
