"""What is told of factors: which the effect hangs on, and how far each moves it."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.crossed import LUCK, VARIANCE, above
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.population_ground import REFERENCE, TREATED
from experiments.studies.population_points import COMMUNITY
from experiments.studies.population_variance import DUMMY
from experiments.studies.ranges import label
from experiments.studies.sensitivity_analysis import DIFFERENCE
from experiments.words.speech import Speaker

SHOWN = "failure"
INDICES = ("factor", "first", "total", "breakdown", "reference", "treated")
SCREENED = ("factor", "moved", "slope", "breakdown_moved")
GROUPS = (COMMUNITY, DUMMY)


def document(
    screened: pd.DataFrame, indices: pd.DataFrame, heading: str, box: bool, say: Speaker
) -> list[Told]:
    """The sentence, indices of variance, how far each factor moves the effect."""
    told: list[Told] = [Prose(heading), Prose(sentence(indices, say))]
    told += [_indices(indices, say), _screened(screened, say)]
    missing = int(indices["missing"].max())
    if missing:
        told.append(Prose(say("sensitivity.missing", number=missing)))
    return [*told, Prose(say("sensitivity.note_box" if box else "sensitivity.note"))]


def sentence(indices: pd.DataFrame, say: Speaker) -> str:
    """Factors whose share of the effect's variance is surely above the dummy's, largest first."""
    own = of(indices, DIFFERENCE, SHOWN)
    found = above(own, DUMMY)
    if not found:
        return say("sensitivity.nothing", measure=say(f"measure.{SHOWN}"))
    totals = own[own["kind"] == "total"].set_index("name")
    ranked = sorted(found, key=lambda name: -totals.loc[name, "value"])
    named = say("population.and").join(
        say("sensitivity.share", name=name_of(name, say), share=rate(totals.loc[name], say, 0))
        for name in ranked
    )
    return say("sensitivity.sentence", measure=say(f"measure.{SHOWN}"), factors=named)


def of(table: pd.DataFrame, output: str, measure: str) -> pd.DataFrame:
    """Rows of one output and measure."""
    return table[(table["output"] == output) & (table["measure"] == measure)]


def ranked(indices: pd.DataFrame) -> list[str]:
    """Factors by their total share of the difference in failure, the dummy last."""
    own = of(indices, DIFFERENCE, SHOWN)
    totals = own[own["kind"] == "total"].set_index("name")["value"]
    return [*totals.drop(DUMMY).sort_values(ascending=False, kind="stable").index, DUMMY]


def name_of(name: str, say: Speaker) -> str:
    """A factor as readers know it."""
    if name in GROUPS:
        return say(f"population.group.{name}")
    return label(name, say) if "." in name else say(f"sensitivity.{name}")


def _indices(indices: pd.DataFrame, say: Speaker) -> Table:
    told = [
        (DIFFERENCE, SHOWN, "first"), (DIFFERENCE, SHOWN, "total"),
        (DIFFERENCE, "breakdown", "total"), (REFERENCE, SHOWN, "total"), (TREATED, SHOWN, "total"),
    ]  # fmt: skip
    by_key = indices.set_index(["output", "measure", "kind", "name"]).sort_index()
    rows = [
        [name_of(name, say), *(rate(by_key.loc[(*key, name)], say, 0) for key in told)]
        for name in ranked(indices)
    ]
    heading = say("sensitivity.indices", **_spreads(by_key, say))
    return Table(heading, words(say, "sensitivity.header", INDICES), rows)


def _spreads(by_key: pd.DataFrame, say: Speaker) -> dict[str, str]:
    """Standard deviations of the effect over points, and of luck in one half."""
    values = {
        name: float(by_key.loc[(DIFFERENCE, SHOWN, kind, kind), "value"])
        for name, kind in (("spread", VARIANCE), ("luck", LUCK))
    }
    return {name: per_100(max(value, 0.0) ** 0.5, say) for name, value in values.items()}


def _screened(screened: pd.DataFrame, say: Speaker) -> Table:
    own = of(screened, DIFFERENCE, SHOWN).sort_values("moved", ascending=False, kind="stable")
    other = of(screened, DIFFERENCE, "breakdown").set_index("name")
    rows = [
        [name_of(row["name"], say), per_100(row["moved"], say), _slope(row, say),
         per_100(other.loc[row["name"], "moved"], say)]
        for row in own.to_dict("records")
    ]  # fmt: skip
    return Table(say("sensitivity.screened"), words(say, "sensitivity.header", SCREENED), rows)


def _slope(row: Mapping[str, float], say: Speaker) -> str:
    if pd.isna(row["slope"]):
        return ""
    return rate({**row, "value": row["slope"]}, say, 1, True)
