"""The treated arm against the reference at every point that calibration accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.spread import landscape, shares, spread
from experiments.config.accepted import points_of
from experiments.config.alike import composed_alike
from experiments.config.study_name import named_after
from experiments.document.blocks import Prose
from experiments.document.cells import ends, per_100
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies.protocol import Findings, Plan
from experiments.words.speech import Speaker

ARMS = ("none", "party")
REFERENCE, TREATED = ARMS
SUFFIX = "accepted"


@dataclass(frozen=True)
class Spread(Findings):
    """table: a row for each point and measure, as ``landscape`` gives it."""

    table: pd.DataFrame
    replicates: int

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {SUFFIX: self.table}

    def document(self, say: Speaker) -> list[Told]:
        primary = self.table[self.table["measure"].isin(PRIMARY)]
        told = [*self._spread(spread(primary), say), *_shares(shares(primary), say)]
        return [*map(Prose, told), Prose(say("note.conditional"))]

    def _spread(self, found: pd.DataFrame, say: Speaker) -> Iterator[str]:
        for row in found.to_dict("records"):
            yield say(
                "command.spread", measure=say(f"measure.{row['measure']}"), number=row["points"],
                replicates=self.replicates, error=per_100(row["monte_carlo"], say),
                treated=say.arm(TREATED), reference=say.arm(REFERENCE),
                **{key: per_100(row[key], say, sign=True) for key in ("median", "low", "high")},
                **{k: per_100(row[k], say, 0) for k in ("lowers", "within", "raises", "negative")},
            )  # fmt: skip
            if row["failed"]:
                yield _bounds(row, say)


def study(overrides: list[str], config_dir: Path | None = None) -> Plan[Spread]:
    """Both arms with the same luck at every accepted point."""
    arms, spared = composed_alike(ARMS, overrides, config_dir)
    wanted, points = arms[0], [points_of(each.parameters) for each in arms]
    specs = [
        Spec(parameters, wanted.seed, f"{arm}-{n:03d}", wanted.community, wanted.replicates)
        for n, point in enumerate(zip(*points, strict=True))
        for arm, parameters in zip(ARMS, point, strict=True)
    ]
    name = f"{named_after(arms, overrides, ARMS, config_dir)}-{SUFFIX}"

    def judge(cells: list[Cell]) -> Spread:
        pairs = list(zip(cells[1::2], cells[::2], strict=True))
        return Spread(landscape(pairs, wanted.replicates), wanted.replicates)

    return Plan(name, wanted, specs, judge, spared=spared)


def _bounds(row: dict[str, Any], say: Speaker) -> str:
    return say(
        "command.spread_bounds", measure=say(f"measure.{row['measure']}"), failed=row["failed"],
        **{f"bound_{end}": text for end, text in ends(row, say, sign=True).items()},
        **{key: per_100(row[f"lowers_{key}"], say, 0) for key in ("certain", "possible")},
    )  # fmt: skip


def _shares(found: pd.DataFrame, say: Speaker) -> Iterator[str]:
    for row in found.to_dict("records"):
        parts = ("share", "low", "high", "clear", "expected", "monte_carlo")
        values = {name: per_100(row[name], say, 0) for name in parts}
        measure = say(f"measure.{row['measure']}")
        yield say(f"command.share.{row['region']}", measure=measure, **values)
