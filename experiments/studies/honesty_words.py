"""What the experiments found, as a table for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.studies.honesty_declared import Experiment
from experiments.words.speech import Speaker
from experiments.words.text_table import bracketed, number, text_table

COLUMNS = ("experiment", "reference", "failure", "breakdown", "finding", "finding_breakdown")
DIGITS = 1
_ENDS = ("low", "high")


def heading(table: pd.DataFrame, community: str, say: Speaker) -> str:
    """What is shown, where, over how many pairs."""
    pairs = sorted({int(n) for n in table["pairs"]})
    told = str(pairs[0]) if len(pairs) == 1 else f"{pairs[0]}–{pairs[-1]}"
    return say("honesty.title", community=place_name(community, say), pairs=told)


def place_name(community: str, say: Speaker) -> str:
    """A community as readers know it; one that the catalogue doesn't know by its own name."""
    return say.known(f"community.{community}", community)


def label(name: str, experiment: Experiment, say: Speaker) -> str:
    """An experiment in a few words, with the week from which it is judged."""
    text = experiment.name.said(say)
    if experiment.after is None:
        return text
    return say("honesty.after", name=text, week=experiment.after)


def difference_table(
    table: pd.DataFrame, experiments: Mapping[str, Experiment], community: str, say: Speaker
) -> str:
    """Title and one line an experiment."""
    header = [say(f"honesty.header.{name}") for name in COLUMNS]
    rows = [cells_of(name, table, each, say) for name, each in experiments.items()]
    return text_table(heading(table, community, say), header, rows)


def cells_of(name: str, table: pd.DataFrame, experiment: Experiment, say: Speaker) -> list[str]:
    """The line of an experiment, in the order of COLUMNS."""
    mine = table[table["experiment"] == name].set_index("measure")
    failure, breakdown = (mine.loc[measure].to_dict() for measure in ("failure", "breakdown"))
    return [
        label(name, experiment, say),
        number(failure["control"], DIGITS, PER_HUNDRED),
        *(bracketed(row, DIGITS, PER_HUNDRED, sign=True) for row in (failure, breakdown)),
        *(say(f"honesty.finding.{row['finding']}") for row in (failure, breakdown)),
    ]


def told_failed(
    table: pd.DataFrame, experiments: Mapping[str, Experiment], say: Speaker
) -> Iterator[str]:
    """A line for each difference that failed runs leave open, with its bounds."""
    rows: list[dict[str, Any]] = table[table["failed"] > 0].to_dict("records")
    for row in rows:
        low, high = (number(row[f"bound_{end}"], DIGITS, PER_HUNDRED, True) for end in _ENDS)
        yield say(
            "honesty.failed",
            name=label(row["experiment"], experiments[row["experiment"]], say),
            failed=row["failed"], measure=say(f"measure.{row['measure']}"),
            low=low, high=high,
        )  # fmt: skip
