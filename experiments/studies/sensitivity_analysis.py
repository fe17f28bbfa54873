"""Pure: how far a factor moves rates and their difference, with luck kept out.

Every figure is of rates seen with two halves of luck. A rate that is missing, because its runs
failed or nothing was counted, is carried as what it may be at least and at most.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special  # not stats, whose import takes longer than many a study's runs

from experiments.analysis.answer import PRIMARY
from experiments.analysis.crossed import Seen, shares
from experiments.analysis.statistics import LEVEL
from experiments.studies.population_ground import REFERENCE, TREATED
from experiments.studies.sensitivity_design import Factor, Floats

DIFFERENCE = "difference"
OUTPUTS = (DIFFERENCE, REFERENCE, TREATED)
FILLS = {"middle": (0.5, 0.5), "low": (0.0, 1.0), "high": (1.0, 0.0)}
"""What a missing rate of the treated and of the reference arm is taken to be."""


class Rates(NamedTuple):
    """Of a sample: rates by measure, (points, 2) each, of both arms; nan where missing."""

    treated: Mapping[str, Floats]
    reference: Mapping[str, Floats]

    def missing(self, measure: str) -> NDArray[np.bool_]:
        """Where a rate of either arm is, (points, 2)."""
        return np.isnan(self.treated[measure]) | np.isnan(self.reference[measure])

    def output(self, name: str, measure: str, fill: tuple[float, float]) -> Floats:
        """One of OUTPUTS, (points, 2), missing rates filled."""
        treated, reference = (
            np.where(np.isnan(rates[measure]), value, rates[measure])
            for rates, value in zip((self.treated, self.reference), fill, strict=True)
        )
        return {DIFFERENCE: treated - reference, TREATED: treated, REFERENCE: reference}[name]


def each_output() -> Iterator[tuple[str, str]]:
    """Output and measure of all that is told."""
    return ((output, measure) for output in OUTPUTS for measure in PRIMARY)


def screening(
    a: Rates, mixed: Mapping[str, Rates], factors: Mapping[str, Factor | None], step: Floats
) -> pd.DataFrame:
    """A row an output, measure and factor.

    step: from A to B, (points, dimensions). Columns: output, measure, name; moved: root mean
    square of the change when the factor is drawn anew, by products across the halves of luck;
    slope, low, high: change over its whole range, of a factor that has one, else nan.
    """
    rows = []
    for output, measure in each_output():
        at = a.output(output, measure, FILLS["middle"])
        for name, sample in mixed.items():
            change = sample.output(output, measure, FILLS["middle"]) - at
            found = {"output": output, "measure": measure, "name": name, "moved": _root(change)}
            factor, line = factors[name], dict.fromkeys(("slope", "low", "high"), float("nan"))
            if factor is not None and factor.ranged:
                line = slope(step[: len(at), factor.columns[0]], change.mean(axis=1))
            rows.append(found | line)
    return pd.DataFrame(rows)


def _root(change: Floats) -> float:
    return math.sqrt(max(float(np.mean(change[:, 0] * change[:, 1])), 0.0))


def slope(step: Floats, change: Floats) -> dict[str, float]:
    """Change (n,) by step (n,), by least squares through 0, with a 95% interval from residuals left
    one out (HC3: MacKinnon & White 1985), since they spread more at some points than at others."""
    length = float(step @ step)
    value = float(step @ change) / length
    left_out = (change - value * step) / (1.0 - step**2 / length)
    error = float(np.sum((step * left_out) ** 2)) ** 0.5 / length
    reach = float(special.stdtrit(len(step) - 1, (1.0 + LEVEL) / 2.0)) * error
    return {"slope": value, "low": value - reach, "high": value + reach}


def strongest(screened: pd.DataFrame, names: Sequence[str], kept: int) -> list[str]:
    """The factors of ``names`` that move the difference most, both measures together, the first
    one first."""
    own = screened[(screened["output"] == DIFFERENCE) & screened["name"].isin(names)]
    total = (own["moved"] ** 2).groupby(own["name"]).sum()
    return sorted(names, key=lambda name: (-total[name], names.index(name)))[:kept]


def indices(a: Rates, b: Rates, mixed: Mapping[str, Rates], seed: int) -> pd.DataFrame:
    """As ``crossed.shares`` tells them, of each output and measure; intervals hold what missing
    rates may have been, all at their least or all at their most. Columns besides: output, measure,
    missing (rates)."""
    parts = []
    for output, measure in each_output():
        samples = [a, b, *mixed.values()]
        missing = sum(int(each.missing(measure).sum()) for each in samples)
        fills = list(FILLS) if missing else ["middle"]
        tables = [shares(_seen(a, b, mixed, output, measure, FILLS[f]), seed) for f in fills]
        found = tables[0].assign(
            low=np.min([table["low"] for table in tables], axis=0),
            high=np.max([table["high"] for table in tables], axis=0),
            output=output, measure=measure, missing=missing,
        )  # fmt: skip
        parts.append(found)
    return pd.concat(parts, ignore_index=True)


def _seen(
    a: Rates,
    b: Rates,
    mixed: Mapping[str, Rates],
    output: str,
    measure: str,
    fill: tuple[float, float],
) -> Seen:
    at = {name: each.output(output, measure, fill) for name, each in mixed.items()}
    return Seen(a.output(output, measure, fill), b.output(output, measure, fill), at)
