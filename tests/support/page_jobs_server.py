"""Stands for the page's server in tests that kill it: a job under way, a spare worker.

Workers import this file anew, so it imports nothing at its top, as the command line doesn't.
"""

if __name__ == "__main__":
    import sys
    import time
    from pathlib import Path

    from app_tasks import Waits

    from experiments.app.jobs import Jobs

    jobs = Jobs()
    jobs.get_ready()
    job = jobs.start(Waits(Path(sys.argv[1]) / "mark"))
    if sys.argv[2] == "running":
        while job.state.stage != "running":
            time.sleep(0.05)
        jobs.get_ready()
    while job.worker is None:
        time.sleep(0.01)
    print("begun", flush=True)
    time.sleep(600)
