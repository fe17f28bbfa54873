"""The launcher ``ray``: a cell a task on one processor, on this machine or a cluster that is up."""

import os
import secrets
import socket
from collections.abc import Sequence
from typing import Any

from experiments.base.errors import InputError
from experiments.run.sweep.remote import EngineLauncher, Reason, Work, one_line

LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Off, Ray takes 127.0.0.1 as its node's address, and all its servers listen there only."""
NO_STATISTICS = {"RAY_USAGE_STATS_ENABLED": "0"}
QUIET = {"log_to_driver": False, "logging_level": "error"}
TOKEN_BYTES = 32
SECONDS_TO_ANSWER = 10.0


class RayLauncher(EngineLauncher):
    """Tasks of one processor each. See ``configs/launcher/ray.yaml``.

    address: of a cluster that is up; None: Ray is started here, for this sweep, on loopback only.
    """

    engine = "ray"

    def __init__(self, address: str | None, processes: int) -> None:
        self.address, self.processes = address, processes

    def setup(self, **given: Any) -> None:
        """What Ray reads when it is imported must be said before."""
        os.environ.update(NO_STATISTICS if self.address else self._alone())
        super().setup(**given)
        refuse_silent(self.address)

    def run(self, works: Sequence[Work]) -> list[Reason]:
        """Start or join Ray, and wait until every task has ended, well or not."""
        import ray

        self._begin(ray)
        try:
            return self._run(ray, works)
        finally:
            ray.shutdown()

    def _begin(self, ray: Any) -> None:
        if self.address is None:
            ray.init("local", num_cpus=self.processes, include_dashboard=False, **QUIET)
            return
        try:
            ray.init(self.address, **QUIET)
        except (ConnectionError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise InputError(f"hydra.launcher.address = {self.address}: {reason}") from error

    def _run(self, ray: Any, works: Sequence[Work]) -> list[Reason]:
        # Not tried again: what took a worker with it once would do so again, unseen.
        task = ray.remote(num_cpus=1, max_retries=0)(_run)
        waiting = {task.remote(work): number for number, work in enumerate(works)}
        found: dict[int, Reason] = {}
        try:
            while waiting:
                (reference,), _ = ray.wait(list(waiting), num_returns=1)
                found[waiting.pop(reference)] = _brought(ray, reference)
        finally:
            for reference in waiting:
                ray.cancel(reference)
        return [found[number] for number in range(len(works))]

    def _alone(self) -> dict[str, str]:
        """A Ray of our own: nobody else's business, and no token of it is left in the home."""
        token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(TOKEN_BYTES)}
        return {**NO_STATISTICS, **token, LOOPBACK: "0"}


def refuse_silent(address: str | None) -> None:
    """InputError where nobody listens at HOST:PORT: Ray itself would try for many minutes."""
    host, colon, port = (address or "").rpartition(":")
    if not (colon and port.isdigit()):
        return
    try:
        socket.create_connection((host, int(port)), SECONDS_TO_ANSWER).close()
    except OSError as error:
        raise InputError(
            f"hydra.launcher.address = {address}: {error.strerror or error}"
        ) from error


def _run(work: Work) -> Reason:
    return work()


def _brought(ray: Any, reference: Any) -> Reason:
    try:
        reason: Reason = ray.get(reference)
        return reason
    except ray.exceptions.RayTaskError as error:  # raised there: its last line says what
        return f"Ray task: {str(error).strip().splitlines()[-1]}"
    except ray.exceptions.RayError as error:
        return f"Ray task: {one_line(error)}"
