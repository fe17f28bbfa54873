"""Many cells in tables and a figure: shares by comparator, and every configuration."""

from collections.abc import Callable, Sequence

import pandas as pd

from experiments.analysis.pairing import arm_name, varied
from experiments.analysis.spread import REGIONS, shares, spread
from experiments.document.blocks import Block, Prose, Section, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.links import csv_download
from experiments.figures import gather
from experiments.report.answer import smallest
from experiments.report.parameters import label, shown
from experiments.report.phase import phase_material
from experiments.report.pictures import pictures
from experiments.report.space import PRIMARY, Space
from experiments.report.subject import Subject, cell_label
from experiments.words.speech import Speaker

MOST_ROWS = 40
"""Configurations that a table on the page shows; of more, as many of each end of the range."""
MOST_COLUMNS = 4
"""Swept parameters that name a configuration on the page; of more, its number does."""


def results_sections(space: Space, subject: Subject, say: Speaker) -> list[Section]:
    """Shares against each comparator where there is one, then every configuration."""
    cells = Section("cells", say("report.section.cells"), _cells(space, subject, say))
    if space.differences.empty:
        return [cells]
    note = Prose(say("space.spread.note"))
    diagram = pictures(phase_material(space, subject), ["phase"], say)
    curves = pictures(
        gather(subject.cells, ["responses"]), ["responses", "effects", "tornado"], say
    )
    blocks: list[Block] = [_shares(space, say), note, *diagram, *curves]
    return [Section("space", say("report.section.space"), blocks), cells]


def _shares(space: Space, say: Speaker) -> Table:
    rows = []
    for comparator in space.comparators:
        mine = space.against(comparator)
        if not mine.empty:
            parts = {str(name): part for name, part in mine.groupby("measure", sort=False)}
            rows += [_share_row(comparator, name, part, say) for name, part in parts.items()]
    names = (*REGIONS, "expected", "clear", "median", "error")
    header = [
        say("column.comparator"),
        say("column.measure"),
        *(say(f"space.column.{name}", size=smallest(say)) for name in names),
    ]
    caption = say("space.table.caption", treated=say.arm(space.treated))
    return Table(caption, header, rows)


def _share_row(comparator: str, measure: str, mine: pd.DataFrame, say: Speaker) -> list[str]:
    found = shares(mine).set_index("region").rename(columns={"share": "value"})
    whole = spread(mine).iloc[0].rename({"median": "value"})
    clear = mine["verdict"]
    return [
        say.arm(comparator),
        say(f"measure.{measure}"),
        *(rate(found.loc[region], say, 0) for region in REGIONS),
        " / ".join(per_100(found.loc[region, "expected"], say, 0) for region in REGIONS),
        f"{int((clear < 0).sum())} / {int((clear > 0).sum())}",
        rate(whole, say, sign=True),
        per_100(whole["monte_carlo"], say),
    ]


def _cells(space: Space, subject: Subject, say: Speaker) -> list[Block]:
    if space.differences.empty:
        return [_levels(space, subject, say)]
    comparator = next(name for name in space.comparators if not space.against(name).empty)
    wide = space.against(comparator).set_index(["point", "measure"])
    points = space.against(comparator)["point"].nunique()
    order = _by_size(space.against(comparator))
    header, name_of = _names(subject, say)
    rows = [
        [*name_of(point), *(rate(wide.loc[(point, name)], say, sign=True) for name in PRIMARY)]
        for point in order
    ]
    header = [*header, *words(say, "measure", PRIMARY)]
    caption = say("space.cells.caption")
    download = csv_download("configurations", space.differences, say)
    table = Table(caption, header, rows, download=download)
    if points == len(order):
        return [table]
    told = say("space.cells.extremes", shown=len(order), points=points)
    return [Prose(told), table]


def _by_size(found: pd.DataFrame) -> list[int]:
    """Points as they came; too many for a page: the highest and the lowest failure, harm first."""
    failure = found[found["measure"] == "failure"].set_index("point")["value"]
    if len(failure) <= MOST_ROWS:
        return list(failure.index)
    ordered = list(failure.sort_values(ascending=False, kind="stable").index)
    half = MOST_ROWS // 2
    return [*ordered[:half], *ordered[-half:]]


def _names(subject: Subject, say: Speaker) -> tuple[list[str], Callable[[int], Sequence[str]]]:
    """How the page names a configuration: by its swept values where they are few."""
    paths = _told_apart(subject)
    if not 0 < len(paths) <= MOST_COLUMNS:
        return [say("space.column.configuration")], lambda point: [
            cell_label(subject.cells[point], say)
        ]
    header = [label(path, say) for path in paths]
    return header, lambda point: [shown(subject.values[point][path], say) for path in paths]


def _told_apart(subject: Subject) -> list[str]:
    """Parameters by which cells of one arm differ."""
    arms = {arm_name(cell) for cell in subject.cells}
    found = {
        path
        for arm in arms
        for path in varied([cell for cell in subject.cells if arm_name(cell) == arm])
    }
    return [path for path in subject.differing if path in found]


def _levels(space: Space, subject: Subject, say: Speaker) -> Table:
    table = space.levels.set_index(["cell", "measure"])
    header, name_of = _names(subject, say)
    rows = [
        [
            *name_of(i),
            say.arm(cell.arm),
            *(rate(table.loc[(cell.hash, name)], say) for name in PRIMARY),
        ]
        for i, cell in enumerate(subject.cells[:MOST_ROWS])
    ]
    header = [*header, say("column.arm"), *words(say, "measure", PRIMARY)]
    download = csv_download("configurations", space.levels, say)
    return Table(say("space.levels.caption"), header, rows, download=download)
