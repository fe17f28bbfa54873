"""What figures are drawn from: the parts that a study gives."""

from dataclasses import dataclass

from experiments.compare import Comparison


@dataclass(frozen=True)
class Material:
    """One part for each kind of question; None where the study doesn't give it."""

    comparison: Comparison | None = None
