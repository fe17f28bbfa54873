"""Where in the declared ranges the coordinator helps, does little, or harms.

Ranges and sizes are declared in ``configs/harm.yaml``. Both arms run at each point of a Latin
hypercube over them and the accepted set.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.settings import CONFIGS
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.declared import Count, Size, read_declared
from experiments.studies.drawn import Drawn
from experiments.studies.ground import Ground, ground_of, paired, point_table, specs_at
from experiments.studies.harm_analysis import STRONGEST, associations, regions
from experiments.studies.harm_figure import harm
from experiments.studies.protocol import Plan
from experiments.studies.ranges import Range, check_ranges, hypercube, label
from experiments.words.speech import Speaker

STUDY = "harm"
DECLARATION = CONFIGS / "harm.yaml"
CORRELATION_DIGITS = 2


class Declaration(Size):
    """The ground, and the size of the map."""

    points: Count
    ranges: dict[str, Range]


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    check_ranges(declared.ranges, f"{path}: ranges")
    return declared


@dataclass(frozen=True)
class Map(Drawn):
    """points: as ``point_table`` gives it."""

    ground: Ground
    points: pd.DataFrame
    name = STUDY

    @cached_property
    def regions(self) -> pd.DataFrame:
        """Shares of the space, as ``harm_analysis.regions`` gives them."""
        return regions(self.points)

    @cached_property
    def associations(self) -> pd.DataFrame:
        """What harm goes with, as ``harm_analysis.associations`` gives it."""
        columns = list(self.points.columns)
        return associations(self.points, columns[columns.index("reference") + 2 :])

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        found = {"points": self.points, "shares": self.regions, "parameters": self.associations}
        return {f"harm-{name}": table for name, table in found.items()}

    def figure(self, say: Speaker) -> Figure:
        return harm(self.regions, self.associations, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        told: list[Told] = [_shares(self, say), *map(Prose, _failed(self.regions, say))]
        told.append(Prose(say("harm.note")))
        if len(self.associations):
            told += [_associations(self.associations, say), Prose(say("harm.exploratory_note"))]
        return [*told, Prose(say("note.conditional"))]

    def heading(self, say: Speaker) -> str:
        """What is mapped, over how many points and replicates."""
        one, other = self.ground.treated, self.ground.reference
        return say(
            "harm.title", community=say.known(f"community.{one.community}", one.community),
            points=self.points["point"].nunique(), treated=say.arm(one.arrangement),
            reference=say.arm(other.arrangement), replicates=one.replicates,
        )  # fmt: skip


def study(
    overrides: list[str], config_dir: Path | None = None, points: int | None = None
) -> Plan[Map]:
    """The map over so many points, as many as declared unless said."""
    declared = read_declaration()
    ground = ground_of(declared, STUDY, declared.ranges, overrides, config_dir)
    wanted, number = ground.treated, declared.points if points is None else points
    drawn = hypercube(declared.ranges, len(ground.treated_points), number, wanted.seed)
    return Plan(
        wanted.name,
        wanted,
        specs_at(ground, drawn, wanted.seed, wanted.replicates),
        lambda cells: Map(ground, point_table(paired(cells), drawn, wanted.replicates)),
    )


def _shares(found: Map, say: Speaker) -> Table:
    """A row a measure and region."""
    header = words(say, "harm.header", ("share", "expected", "estimated", "clear"))
    rows = [_region(row, say) for row in found.regions.to_dict("records")]
    return Table(found.heading(say), header, rows)


def _region(row: Mapping[str, Any], say: Speaker) -> list[str]:
    measure, region = say(f"measure.{row['measure']}"), say(f"harm.region.{row['region']}")
    return [
        say("harm.row", measure=measure, region=region),
        rate({**row, "value": row["expected"]}, say, 0),
        *(per_100(row[name], say, 0) for name in ("estimated", "clear")),
    ]


def _failed(found: pd.DataFrame, say: Speaker) -> Iterator[str]:
    """A line for each measure that failed or unknown runs leave open."""
    harms = found[(found["region"] == "harms") & ((found["failed"] > 0) | (found["unknown"] > 0))]
    for row in harms.to_dict("records"):
        shares = {key: per_100(row[key], say, 0) for key in ("certain", "possible")}
        counts = {key: row[key] for key in ("failed", "unknown", "points")}
        yield say("harm.failed", measure=say(f"measure.{row['measure']}"), **counts, **shares)


def _associations(found: pd.DataFrame, say: Speaker) -> Table:
    """The strongest associations, a row each."""
    shown = found.head(STRONGEST)
    header = words(say, "harm.header", ("parameter", "rank_correlation", "lowest", "highest"))
    title = say("harm.exploratory", shown=len(shown), number=len(found))
    return Table(title, header, [_association(row, say) for row in shown.to_dict("records")])


def _association(row: Mapping[str, Any], say: Speaker) -> list[str]:
    return [
        label(row["parameter"], say) + ("*" if row["clear"] else ""),
        say.bracketed({**row, "value": row["rank_correlation"]}, CORRELATION_DIGITS, sign=True),
        *(_third(row, f"harms_{third}", say) for third in ("lowest", "highest")),
    ]


def _third(row: Mapping[str, Any], name: str, say: Speaker) -> str:
    return rate(
        {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}, say, 0
    )
