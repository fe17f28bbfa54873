"""What the columns of an exported table mean: name, unit and meaning, in either language."""

from collections.abc import Sequence

from experiments.analysis.cell_table import SHARES
from experiments.analysis.outcomes import IMBALANCES, LEVELS, RATES, REPORTED
from experiments.base.describe import describe_field
from experiments.base.finished import TABLES
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT
from sim.measure.records import WEEKLY_OUTPUTS

ENDINGS = ("bound_low", "bound_high", "low", "high")
UNITS = {"seconds": "s", "memory_mb": "MB", "week": "week", "weeks": "weeks"}
LEVEL_UNITS = {output.measure: output.unit for output in WEEKLY_OUTPUTS if output.averaged}
LEVEL_UNITS |= dict.fromkeys(IMBALANCES, "needs")
RULE = {"first": DEFAULT.first_week, "followed": DEFAULT.followed}
"""Of the cohort that rates are of."""
Row = tuple[str, str, str]


def legend(columns: Sequence[str], table: str | None, say: Speaker) -> list[Row]:
    """Rows of the legend, its header first. table: that of this name; None: the summary."""
    header = tuple(say(f"column.{key}") for key in ("name", "unit", "meaning"))
    outputs = {output.name: output for output in TABLES.get(table or "", ())}
    rows = []
    for name in columns:
        row = _of_run(name, say) if table not in (None, *TABLES) else None
        if name in outputs:
            output = outputs[name]
            row = name, output.unit, say.output(name, output.en)
        rows.append(row or _other(name, say))
    return [(header[0], header[1], header[2]), *rows]


def _of_run(name: str, say: Speaker) -> Row | None:
    """The row of an outcome of a run; None where the name says the same in other tables."""
    kind, _, what = name.partition("_")
    if name in LEVELS:
        key = "ratio" if name == REPORTED else "level"
        return name, LEVEL_UNITS.get(name, ""), say(f"meaning.{key}", what=say(f"measure.{name}"))
    if name in RATES:
        return name, "", say("meaning.count", what=say(f"measure.{name}"))
    if kind == "end":
        return name, "", say("meaning.count", what=say(f"end.{what}"))
    if kind in ("collapse", "recovery"):
        return name, "week", say(f"meaning.{kind}_week", what=say(f"sign.{what}"))
    if kind == "collapsed":
        late = DEFAULT.collapse_from
        return name, "share", say("meaning.collapsed_weeks", what=say(f"sign.{what}"), late=late)
    return None


def _other(name: str, say: Speaker) -> Row:
    share = next((each for each in SHARES if name == each or name.startswith(f"{each}_")), None)
    if share is not None:
        return name, "", _share(share, name.removeprefix(share).removeprefix("_"), say)
    if say.knows(f"meaning.{name}"):
        return name, UNITS.get(name, ""), say(f"meaning.{name}", **RULE)
    field = describe_field(name.partition("[")[0])
    return name, field.unit, say.parameter(field.path, field.en)


def _share(share: str, ending: str, say: Speaker) -> str:
    if ending in ENDINGS:
        return say(f"meaning.{ending}", what=say(f"measure.{share}"))
    return say(f"meaning.{share}")
