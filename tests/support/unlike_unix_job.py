"""Two jobs of the page, by workers that import this file anew: one is done, one is stopped."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.app import tasks

STEP, STEPS = 0.02, 30_000


def shown(task: object, tell: Any) -> None:
    """In the place of drawing, which takes long and is the same everywhere."""
    tell("html", "en", "<p>shown</p>")


tasks.ShowStudy.__call__ = shown


@dataclass(frozen=True)
class Plods:
    """Goes on in small steps until it is stopped, and then writes a file."""

    mark: Path
    key: str = "plods"

    def __call__(self, tell: Any) -> None:
        try:
            for done in range(STEPS):
                tell("runs", done, STEPS, None)
                time.sleep(STEP)
        finally:
            self.mark.write_text("kept", "utf-8")


if __name__ == "__main__":
    import sys
    import threading

    from experiments.app.jobs import Jobs

    folder = Path(sys.argv[1])
    community = ("community=village", "horizon=66", "replicates=2", "processes=1")
    jobs = Jobs()
    job = jobs.start(tasks.CompareArms(folder, "page", (*community, "arms=none,party"), ("en",)))
    job.ended.wait()
    print(job.state.stage, job.state.html["en"])
    plods, running = jobs.start(Plods(folder / "mark")), threading.Event()
    plods.listen(lambda: running.set() if plods.state.stage == "running" else None)
    running.wait()
    plods.cancel()
    plods.ended.wait()
    print(plods.state.stage, (folder / "mark").read_text("utf-8"))
    jobs.close()
