"""A sweep by Mesa's ``batch_run``: ``mesa_batch RUNS numbers|weeks FILE`` writes it as Parquet."""

import sys

import mesa
import pandas as pd

from .recorded import ARMS, run

PROCESSES = 2


class Recorded(mesa.Model):
    """A model that has run already: its collector has a recorded run's values.

    rng: Mesa's batches hand one over from 3.5 on; a recorded run has no use for it.
    """

    def __init__(self, arm: str, replicate: int, weekly: bool, rng: object = None) -> None:
        super().__init__(rng=replicate)
        numbers, weeks = run(arm)
        columns = weeks if weekly else {name: [value] for name, value in numbers.items()}
        self.datacollector = mesa.DataCollector(dict.fromkeys(columns, ""))
        self.datacollector.model_vars = columns
        self.steps, self.running = len(next(iter(columns.values()))), False
        self.datacollector._collection_steps = list(range(self.steps))  # read from 3.5 on


def main() -> None:
    """What the command line says."""
    runs, weekly = int(sys.argv[1]), sys.argv[2] == "weeks"
    rows = mesa.batch_run(
        Recorded,
        {"arm": ARMS, "replicate": range(runs // len(ARMS)), "weekly": weekly},
        number_processes=PROCESSES,
        data_collection_period=1 if weekly else -1,
    )
    pd.DataFrame(rows).to_parquet(sys.argv[3])


if __name__ == "__main__":
    main()
