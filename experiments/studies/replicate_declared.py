"""What ``configs/replicate.yaml`` declares: how each published result is asked, and predictions."""

from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from experiments.base.settings import CONFIGS
from experiments.studies.declared import Count, Ends, Share, Size, Text, Words, read_declared
from sim.parameters.fields import Group, ToTuple

STUDY = "replicate"
DECLARATION = CONFIGS / "replicate.yaml"
THRESHOLD, CONFLICT, FORUM, COOPERATION = RESULTS = (
    "threshold", "conflict", "forum", "cooperation",
)  # fmt: skip
"""Published results, in the order in which they are told."""
Counts = Annotated[tuple[Count, ...], ToTuple, Field(min_length=1)]
Fewest = Annotated[int, Field(ge=2, le=1000)]


class Steps(Group):
    """Numbers at equal distances, the last among them."""

    first: Share = Field(alias="from")
    last: Share = Field(alias="to")
    by: Annotated[float, Field(gt=0.0)]

    @property
    def values(self) -> tuple[float, ...]:
        """All of them, rising."""
        number = round((self.last - self.first) / self.by)
        return tuple(np.round(self.first + self.by * np.arange(number + 1), 6).tolist())


class Threshold(Group):
    """Bounded confidence. step, pull_back: the variant's. still: a round that moves nobody farther
    ends it. consensus: how far the farthest may be from the mean."""

    starts: Fewest
    members: Counts
    confidence: Steps
    step: Share
    pull_back: Share
    rounds: Count
    still: Share
    consensus: Share


class Conflict(Group):
    """Agreement by heterogeneity of goals, the lowest first. few: rounds."""

    members: Fewest
    heterogeneity: Annotated[tuple[float, ...], ToTuple, Field(min_length=2)]
    few: Count


class Forum(Group):
    """Decisions after so many rounds of deliberation, the fewest first."""

    members: Fewest
    rounds: Annotated[tuple[int, ...], ToTuple, Field(min_length=2)]


class Cooperation(Group):
    """Instalments round by round. first: propensity to honour at the start."""

    members: Fewest
    rounds: Fewest
    first: Share


class Prediction(Ends):
    """Where an estimate should lie. seen: whether it was known when it was declared."""

    result: Text
    source: Text
    seen: bool
    says: Words


class Declaration(Size):
    """All that was declared before any of it was run."""

    threshold: Threshold
    conflict: Conflict
    forum: Forum
    cooperation: Cooperation
    predictions: dict[str, Prediction]


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    for name, prediction in declared.predictions.items():
        prediction.check_ends(f"{path}: predictions.{name}")
    return declared
