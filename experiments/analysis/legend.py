"""What the columns of an exported table mean: name, unit and meaning, in either language."""

from collections.abc import Sequence

from experiments.analysis.cell_table import SHARES
from experiments.base.describe import describe_field
from experiments.store.tables import TABLES
from experiments.words.speech import Speaker

ENDINGS = ("bound_low", "bound_high", "low", "high")
UNITS = {"seconds": "s", "memory_mb": "MB", "week": "week"}
Row = tuple[str, str, str]


def legend(columns: Sequence[str], table: str | None, say: Speaker) -> list[Row]:
    """Rows of the legend, its header first. table: a raw table; None: the summary."""
    header = tuple(say(f"column.{key}") for key in ("name", "unit", "meaning"))
    outputs = {output.name: output for output in TABLES.get(table or "", ())}
    rows = []
    for name in columns:
        if name in outputs:
            output = outputs[name]
            rows.append((name, output.unit, say.output(name, output.en)))
        else:
            rows.append(_other(name, say))
    return [(header[0], header[1], header[2]), *rows]


def _other(name: str, say: Speaker) -> Row:
    share = next((each for each in SHARES if name == each or name.startswith(f"{each}_")), None)
    if share is not None:
        return name, "", _share(share, name.removeprefix(share).removeprefix("_"), say)
    if say.knows(f"meaning.{name}"):
        return name, UNITS.get(name, ""), say(f"meaning.{name}")
    field = describe_field(name.partition("[")[0])
    return name, field.unit, say.parameter(field.path, field.en)


def _share(share: str, ending: str, say: Speaker) -> str:
    if ending in ENDINGS:
        return say(f"meaning.{ending}", what=say(f"measure.{share}"))
    return say(f"meaning.{share}")
