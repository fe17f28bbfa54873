"""The stored headline as an answer in four lines, with its figure: what a reader is shown first.

Taken from the user's own results where a headline of this model version is there, otherwise from
``configs/results``: tables as printed in the documents, each with what made it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.answer_numbers import DIGITS, between, more
from experiments.analysis.notes import capital
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.base.files import read_json
from experiments.base.settings import CONFIGS
from experiments.document.blocks import Line, Lines
from experiments.document.cells import per_100
from experiments.document.four_lines import listed
from experiments.studies.beside import SHOWN, Beside, Tables, hanging_rule
from experiments.studies.population_ground import REFERENCE, TREATED, read_declaration
from experiments.studies.population_points import rule_name
from experiments.studies.population_verdict import BOTH, LEVEL, verdict
from experiments.words.speech import EN, Speaker
from sim import MODEL_VERSION

BROUGHT = CONFIGS / "results"
"""Studies that the package brings, in folders as those of results."""
KIND = "population"
DIRECTIONS = {"lowers": "help", "raises": "harm", "depends": "mixed", "cancels": "mixed"}
FOLLOWS = {"raises": "four.follows.harm", "small": "four.follows.ruled_out",
           "open": "four.follows.open", "depends": "opening.follows.depends",
           "cancels": "opening.follows.depends"}  # fmt: skip
NOT_SHOWN = "equal_means"
"""The arm without a coordinator: where it does as much, none is shown to be needed."""


@dataclass(frozen=True)
class Bar:
    """One row of the figure: an arm, and how many fewer or more of 100 fail with the treated one.

    share, low, high: in percent of the figure's half, below 0 where fewer fail.
    """

    arm: str
    text: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Opening:
    """A stored headline. made: what is known of how it was made; own: it is the user's."""

    beside: Beside
    tables: Tables
    made: dict[str, str]
    own: bool

    def lines(self, say: Speaker) -> Lines:
        """Whether it helps, how much, when, and what follows."""
        return Lines([self._helps(say), self._how_much(say), self._when(say), self._follows(say)])

    def about(self, say: Speaker) -> list[str]:
        """What made it, and where it is from."""
        community = say.known(f"community.{self.beside.community}", self.beside.community)
        told = say("opening.about", community=community, version=MODEL_VERSION, **self.made)
        return [told] if self.own else [told, say("opening.brought")]

    def title(self, say: Speaker) -> str:
        """What the figure shows, in a sentence."""
        fewer, more_of = self._sides()
        both = {"fewer": self._arms(fewer, say), "more": self._arms(more_of, say)}
        kind = {(True, True): "both", (True, False): "fewer", (False, True): "more"}
        key = kind.get((bool(fewer), bool(more_of)), "neither")
        return capital(say(f"opening.figure.{key}", treated=say.arm(TREATED), **both))

    def bars(self, say: Speaker) -> list[Bar]:
        """The treated arm against each other: where it does most first."""
        own = self._failure().sort_values("value")
        most = float(np.abs(own[["low", "high"]].to_numpy()).max())
        return [
            Bar(
                str(arm), say("opening.figure.row", difference=more(row["value"], say),
                              interval=between(row["low"], row["high"], say)),
                *(round(100.0 * row[name] / most, 1) for name in ("value", "low", "high")),
            )
            for arm, row in own.iterrows()
        ]  # fmt: skip

    def _failure(self) -> pd.DataFrame:
        arms = self.tables["arms"]
        return arms[arms["measure"] == SHOWN].set_index("against")

    def _sides(self) -> tuple[list[str], list[str]]:
        """Arms with which surely more fail than with the treated one, and surely fewer."""
        own = self._failure()
        return list(own.index[own["high"] < 0.0]), list(own.index[own["low"] > 0.0])

    def _arms(self, arms: list[str], say: Speaker) -> str:
        return listed(map(say.arm, arms), say)

    def _named(self, say: Speaker) -> dict[str, str]:
        return {"treated": say.arm(TREATED), "reference": say.arm(REFERENCE)}

    def _helps(self, say: Speaker) -> Line:
        found = verdict(self.tables["shares"], self.tables["levels"])
        both = self.tables["shares"].set_index("measure").loc[BOTH]
        values = {name: per_100(both[name], say, 0) for name in ("lowers", "raises")}
        rules = listed((rule_name(rule, say) for rule in found.rules), say)
        points = per_100(SMALLEST_EFFECT, say, 0)
        answer = say(
            f"opening.verdict.{found.kind}",
            rules=rules,
            points=points,
            **values,
            **self._named(say),
        )
        direction = DIRECTIONS.get(found.kind, "unclear")
        return Line(say("four.helps"), answer, list(self._ahead(say)), direction)

    def _ahead(self, say: Speaker) -> Iterator[str]:
        """Arms that do more for residents than the treated one, and nearly as much."""
        own, treated = self._failure(), say.arm(TREATED)
        _, ahead = self._sides()
        if ahead:
            told = (
                say("four.ahead.failure", arm=say.arm(arm), more=more(-own.loc[arm, "value"], say))
                for arm in ahead
            )
            yield say("four.ahead", arms=listed(told, say), treated=treated)
        near = (own["low"] > -SMALLEST_EFFECT) & (own["high"] < SMALLEST_EFFECT)
        if near.any():
            arms, points = self._arms(list(own.index[near]), say), per_100(SMALLEST_EFFECT, say, 0)
            yield say("opening.near", arms=arms, treated=treated, points=points)

    def _how_much(self, say: Speaker) -> Line:
        rows = self.tables["shares"].set_index("measure")
        told = {name: self._median(name, rows.loc[name], say) for name in PRIMARY}
        return Line(say("four.how_much"), told[SHOWN], [told["breakdown"]])

    def _median(self, name: str, row: pd.Series, say: Speaker) -> str:
        reach = LEVEL * row["median_error"]
        spread = {end: per_100(row[end], say, DIGITS, sign=True) for end in ("low", "high")}
        return say(
            f"opening.median.{name}", difference=more(row["median"], say),
            interval=between(row["median"] - reach, row["median"] + reach, say),
            **spread, **self._named(say),
        )  # fmt: skip

    def _when(self, say: Speaker) -> Line:
        answer, *reasons = self.beside.where(say)
        rule = hanging_rule(self.tables["levels"], say)
        return Line(say("four.when"), answer, [*reasons, *rule])

    def _follows(self, say: Speaker) -> Line:
        kind = verdict(self.tables["shares"], self.tables["levels"]).kind
        _, ahead = self._sides()
        key = FOLLOWS.get(kind, "four.follows.ahead" if ahead else "four.follows.help")
        answer = say(key, arms=self._arms(ahead, say), **self._named(say))
        reasons = [*self.beside.acts(say)]
        if NOT_SHOWN in ahead:
            reasons.append(say(f"four.not_shown.{NOT_SHOWN}", arm=say.arm(NOT_SHOWN)))
        return Line(say("four.follows"), answer, [*reasons, say("opening.conditional")])


def opening(results: Path) -> Opening | None:
    """The stored headline, the user's own first; None where there is none of this version that can
    be read."""
    community = read_declaration().community
    beside = Beside(results, community, same_arms=True, also=BROUGHT)
    for place in beside.folders:
        found = Beside(place, community, same_arms=True).stored(KIND)
        if found is None:
            continue
        try:
            return _read(beside, *found)
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return None


def _read(beside: Beside, folder: Path, read: Callable[[], Tables]) -> Opening:
    """What is stored in a folder; an error of its tables where it can't be told."""
    tables = {**read(), "arms": pd.read_csv(folder / f"{KIND}-arms.csv")}
    made = Opening(beside, tables, _made(folder, tables), folder.parent != BROUGHT)
    for tell in (made.lines, made.bars):
        tell(EN)
    return made


def _made(folder: Path, tables: Tables) -> dict[str, str]:
    """Points, date and command; of what ``coprod headline`` stored the date of its tables."""
    points = int(tables["shares"]["n"].max())
    whole = points == read_declaration().whole.points
    stored = date.fromtimestamp((folder / f"{KIND}-shares.csv").stat().st_mtime).isoformat()
    content = read_json(folder / "study.json")
    assert isinstance(content, dict)  # it was read before
    return {
        "points": f"{points:,}",
        "date": str(content.get("date", stored)),
        "command": "coprod headline --whole" if whole else "coprod headline",
    }
