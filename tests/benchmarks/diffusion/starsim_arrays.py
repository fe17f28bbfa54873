"""The workload as a Starsim module: a state array and a distribution, stepped by its loop."""

import numpy as np
import starsim

from .workload import SIGMA, Steps, Trajectory, Workload, moved

PACKAGES = ("starsim",)
FORM = "module on state arrays, sparse product"


class Diffusion(starsim.Module):
    """One state for each agent."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.define_states(starsim.FloatArr("x", default=0.0))
        self.noise = starsim.normal(loc=0.0, scale=SIGMA)
        self.first = workload.start()
        self.averaging = workload.averaging()
        self.means: list[float] = []
        self.variances: list[float] = []

    def init_post(self) -> None:
        """First states, once there are agents."""
        super().init_post()
        self.x[:] = self.first

    def step(self) -> None:
        """All agents at once."""
        x = self.x.values
        x = moved(x, self.averaging @ x, self.noise.rvs(self.sim.people.auids))
        self.x[:] = x
        self.means.append(x.mean())
        self.variances.append(x.var())


def prepare(workload: Workload) -> Steps:
    """Set up."""
    module = Diffusion(workload)
    sim = starsim.Sim(
        modules=module,
        n_agents=workload.agents,
        start=0,
        stop=workload.steps - 1,
        dt=1,
        rand_seed=workload.luck,
        copy_inputs=False,
        people_results=False,
        verbose=0,
    )
    sim.init()

    def run() -> Trajectory:
        sim.loop.run()
        return Trajectory(np.array(module.means), np.array(module.variances))

    return run
