"""The workload with AMBER: its vectorised lane over a column of the population."""

import ambr
import numpy as np

from .workload import SIGMA, Steps, Trajectory, Workload, moved

PACKAGES = ("ambr", "polars")
FORM = "vectorised lane, sparse product"


class Diffusion(ambr.Model):
    """One column for the state."""

    def __init__(self, workload: Workload) -> None:
        super().__init__({"seed": workload.luck, "show_progress": False})
        self.workload = workload

    def setup(self) -> None:
        """Agents and whom they read."""
        self.add_agents(self.workload.agents, x=self.workload.start())
        self.averaging = self.workload.averaging()
        self.noise = np.random.default_rng(self.workload.luck)

    def step_vectorized(self) -> None:
        """All agents at once."""
        x = self.agents.numpy("x")
        noise = self.noise.normal(0.0, SIGMA, len(x))
        x = moved(x, self.averaging @ x, noise)
        self.agents.x = x
        self.record_model("mean", x.mean())
        self.record_model("variance", x.var())


def prepare(workload: Workload) -> Steps:
    """Set up."""
    model = Diffusion(workload)
    model.run(steps=0)

    def run() -> Trajectory:
        rows = model.run(steps=workload.steps).model
        return Trajectory(rows["mean"].to_numpy(), rows["variance"].to_numpy())

    return run
