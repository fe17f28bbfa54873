"""What is told of mechanisms and acts."""

import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.document.blocks import Prose, Table
from experiments.document.cells import rate, words
from experiments.document.terminal import Told
from experiments.studies.mechanisms_analysis import BEING_THERE, TOGETHER
from experiments.studies.mechanisms_design import ACTS, MECHANISMS
from experiments.words.speech import Speaker
from sim.measure.records import ENDS

LINES = (BEING_THERE, *MECHANISMS, TOGETHER)
LEAST = 0.005
"""Per opportunity: an end that no mechanism moves by as much isn't told."""
SHOWN = "failure"


def document(
    shapley: pd.DataFrame, main: pd.DataFrame, heading: str, left_out: int, say: Speaker
) -> list[Told]:
    """The sentence, Shapley shares, what is traded for what, interactions, acts."""
    told: list[Told] = [Prose(heading), Prose(sentence(shapley, say)), _shares(shapley, say)]
    told += [_ends(shapley, say), _pairs(main, say), _acts(main, say)]
    if left_out:
        told.append(Prose(say("mechanisms.left_out", number=left_out)))
    return [*told, Prose(say("mechanisms.note"))]


def sentence(shapley: pd.DataFrame, say: Speaker) -> str:
    """Which mechanisms surely lower failure, and which raise it."""
    rows = shapley[shapley["measure"] == SHOWN].set_index("name").loc[list(MECHANISMS)]
    lowers = [name_of(str(n), say) for n in rows.index[rows["high"] < 0.0]]
    raises = [name_of(str(n), say) for n in rows.index[rows["low"] > 0.0]]
    none = say("mechanisms.no_one")
    join = say("population.and").join
    return say("mechanisms.sentence", lowers=join(lowers) or none, raises=join(raises) or none)


def name_of(name: str, say: Speaker) -> str:
    """A mechanism, or a line beside them."""
    return say(f"mechanisms.name.{name}")


def _shares(shapley: pd.DataFrame, say: Speaker) -> Table:
    by_key = shapley.set_index(["name", "measure"])
    rows = [
        [name_of(name, say), *(_cell(by_key, (name, measure), say) for measure in PRIMARY)]
        for name in LINES
    ]
    header = [say("mechanisms.header.name"), *words(say, "measure", PRIMARY)]
    return Table(say("mechanisms.shares"), header, rows)


def _cell(by_key: pd.DataFrame, key: tuple[str, str], say: Speaker) -> str:
    return rate(by_key.loc[key].to_dict(), say, 1, True)


def _ends(shapley: pd.DataFrame, say: Speaker) -> Table:
    """Ends down, lines across: what a mechanism trades for what."""
    by_key = shapley.set_index(["name", "measure"])
    most = shapley["value"].abs().groupby(shapley["measure"]).max()
    moved = [end for end in ENDS if most[end] > LEAST]
    rows = [
        [say(f"end.{end}"), *(_plain(by_key, (name, end), say) for name in LINES)] for end in moved
    ]
    header = [say("column.end"), *(name_of(name, say) for name in LINES)]
    return Table(say("mechanisms.ends"), header, rows)


def _plain(by_key: pd.DataFrame, key: tuple[str, str], say: Speaker) -> str:
    """The share, with a star where its interval leaves 0 out."""
    row = by_key.loc[key]
    mark = "*" if row["low"] > 0.0 or row["high"] < 0.0 else ""
    return say.number(row["value"], 1, 100.0, True) + mark


def _pairs(main: pd.DataFrame, say: Speaker) -> Table:
    own = main[(main["of"] == "mechanism") & (main["kind"] == "pair")]
    by_key = own.set_index(["name", "measure"])
    names = own["name"].drop_duplicates()
    rows = [
        [pair_name(str(name), say),
         *(_cell(by_key, (str(name), measure), say) for measure in PRIMARY)]
        for name in names
    ]  # fmt: skip
    header = [say("mechanisms.header.pair"), *words(say, "measure", PRIMARY)]
    return Table(say("mechanisms.pairs"), header, rows)


def pair_name(name: str, say: Speaker) -> str:
    """Two mechanisms, from their names with a plus between."""
    return say("population.and").join(name_of(part, say) for part in name.split("+"))


def _acts(main: pd.DataFrame, say: Speaker) -> Table:
    own = main[(main["of"] == "act") & (main["kind"] == "main")]
    by_key = own.set_index(["name", "measure"])
    rows = [
        [act_name(act, say), *(_cell(by_key, (act, measure), say) for measure in PRIMARY)]
        for act in ACTS
    ]
    header = [say("mechanisms.header.act"), *words(say, "measure", PRIMARY)]
    return Table(say("mechanisms.acts"), header, rows)


def act_name(act: str, say: Speaker) -> str:
    """An act of the coordinator."""
    return say.known(f"mechanisms.act.{act}", say(f"token.{act}"))
