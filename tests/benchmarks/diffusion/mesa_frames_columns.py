"""The workload with mesa-frames: an agent set that is a Polars frame, neighbours gathered."""

from __future__ import annotations

import numpy as np
import polars
from mesa_frames import AgentSetPolars, ModelDF

from .workload import NEIGHBOURS, RATE, SIGMA, Steps, Trajectory, Workload

PACKAGES = ("mesa-frames", "polars")
FORM = "Polars frame, neighbours gathered"


class People(AgentSetPolars):
    """All agents as one frame."""

    def __init__(self, model: Diffusion, workload: Workload) -> None:
        super().__init__(model)
        columns = {f"neighbour_{k}": row for k, row in enumerate(workload.neighbours().T)}
        ids = np.arange(workload.agents, dtype=np.int64)
        self.add(polars.DataFrame({"unique_id": ids, "x": workload.start(), **columns}))
        x = polars.col("x")
        self.around = sum(x.gather(polars.col(name)) for name in columns) / NEIGHBOURS

    def step(self) -> None:
        """All agents at once, as one expression."""
        x = polars.col("x")
        noise = polars.lit(polars.Series(self.model.random.normal(0.0, SIGMA, len(self))))
        self["x"] = (x + RATE * (self.around - x) + noise).clip(0.0, 1.0)


class Diffusion(ModelDF):
    """A model of one agent set."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(seed=workload.luck)
        self.people = People(self, workload)
        self.agents += self.people


def prepare(workload: Workload) -> Steps:
    """Set up."""
    model = Diffusion(workload)
    people = model.get_agents_of_type(People)

    def run() -> Trajectory:
        record = np.empty((2, workload.steps))
        for step in range(workload.steps):
            model.step()
            x = people["x"]
            record[:, step] = x.mean(), x.var(ddof=0)
        return Trajectory(*record)

    return run
