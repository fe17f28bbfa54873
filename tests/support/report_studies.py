"""Small stored studies for tests of the report."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fakes

from experiments.run.attempt import Run
from experiments.run.runner import run_cells
from experiments.store import Study
from sim.parameters import Parameters

HUB = {"attention": 24.0, "mobilisation": 1.0, "guidance": 1.0}
HORIZON = 100
VILLAGE = {"households": 200, "buildings": 12}


class Unshown:
    """A meter that shows nothing."""

    def __call__(self, runs: int = 1) -> None: ...

    def found(self, runs: int) -> None: ...

    def compiling(self, what: str) -> None: ...


@contextmanager
def quietly(_: int) -> Iterator[Unshown]:
    yield Unshown()


def parameters(arm: str, horizon: int = HORIZON, **hub: float) -> Parameters:
    """A village with a hub, or without one in the arm ``none``."""
    coordinator = {} if arm.startswith("none") else HUB | hub
    return Parameters.model_validate(
        {"horizon": horizon, "community": VILLAGE, "coordinator": coordinator}
    )


def stored(
    path: Path,
    cells: Sequence[tuple[str, Parameters]],
    replicates: int = 4,
    seed: int = 0,
    run: Run = fakes.run,
    weekly: Any = "runs",
) -> Study:
    """A study of these cells (arm, parameters) at ``path``, with its runs."""
    study = Study(path)
    opened = [study.open_cell(each, seed, arm, "village") for arm, each in cells]
    run_cells(opened, replicates, 1, quietly, weekly, run)
    return study


def two_arms(path: Path, **options: Any) -> Study:
    """none and party, with luck of the fakes' own."""
    return stored(path, [(arm, parameters(arm)) for arm in ("none", "party")], **options)


def sweep(
    path: Path, attentions: Sequence[float], trusts: Sequence[float], **options: Any
) -> Study:
    """none and party over a grid of the hub's attention and a trait of the community."""
    cells = []
    for trust in trusts:
        for arm, values in (("none", attentions[:1]), ("party", attentions)):
            for attention in values:
                base = parameters(arm, attention=attention)
                consent = base.consent.model_copy(update={"turnout": trust})
                cells.append((arm, base.model_copy(update={"consent": consent})))
    return stored(path, cells, **options)
