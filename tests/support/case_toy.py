"""A case of made-up runs in which luck decides whether facts are met: its effects are known."""

import numpy as np
import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.studies import case_analysis as analysis

OPPORTUNITIES = 100.0
REFUSAL = analysis.Refusal(50, 0.05)


def outcomes(failure: np.ndarray) -> pd.DataFrame:
    """Runs with so many failures, and as many breakdowns, of OPPORTUNITIES."""
    columns = {"opportunities": np.full(len(failure), OPPORTUNITIES)}
    return pd.DataFrame({**columns, **dict.fromkeys(PRIMARY, failure)})


class Toy:
    """Particles in which the hub changes failure by ``effect`` and luck by 10 (of 100) in each arm;
    the one fact is that few failed."""

    def __init__(self, effect: float, particles: int = 20_000) -> None:
        luck = np.random.default_rng(7)
        runs = [50.0 + luck.normal(0.0, 10.0, particles) for _ in range(4)]
        self.treated, self.reference, *fresh = (outcomes(each) for each in runs)
        self.treated[list(PRIMARY)] += effect
        fresh[0][list(PRIMARY)] += effect
        this = analysis.differences(self.treated, self.reference)
        self.effects = analysis.Effects(this, analysis.differences(*fresh))

    def ladder(self, arm: pd.DataFrame) -> pd.DataFrame:
        """Failure of 40 or less, and up to 45 at two tolerances."""
        off = pd.DataFrame({"few": (arm["failure"] - 35.0).clip(lower=0.0) / 5.0})
        return analysis.ladder(off, self.effects, (1.0, 2.0), REFUSAL)
