"""Published results as experiments, each by the model's own functions; configs/replicate.yaml."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.errors import InputError
from experiments.config.compose import Composed
from experiments.document.blocks import Prose, Table
from experiments.document.terminal import Told
from experiments.studies.declared import Setting
from experiments.studies.drawn import Drawn
from experiments.studies.protocol import Work
from experiments.studies.replicate_conflict import conflict
from experiments.studies.replicate_cooperation import cooperation
from experiments.studies.replicate_declared import (
    RESULTS,
    STUDY,
    Declaration,
    Prediction,
    read_declaration,
)
from experiments.studies.replicate_figure import replicate
from experiments.studies.replicate_forum import forum
from experiments.studies.replicate_found import Found, verdict
from experiments.studies.replicate_kept import keep, kept, path_of
from experiments.studies.replicate_threshold import threshold
from experiments.words.speech import Speaker

ARM = "none"
DIGITS = 3
READ = (
    "community", "seed", "replicates", "name", "negotiation.step", "negotiation.confidence",
    "negotiation.tolerance", "negotiation.pull_back", "negotiation.rounds", "delivery.peers",
    "delivery.peers_neutral", "delivery.reciprocity", "delivery.imperfection",
    "organisations.heterogeneity", "organisations.goal_spread", "organisations.goals",
)  # fmt: skip
"""Everything that an experiment reads, and nothing else may be given."""


@dataclass(frozen=True)
class Replicated(Drawn):
    """judged: a row a prediction, with value, low, high, least, most, verdict, seen and units.
    curves: as ``replicate_found.point`` gives them."""

    judged: pd.DataFrame
    curves: pd.DataFrame
    predictions: Mapping[str, Prediction]
    groups: int
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {STUDY: self.judged, "replicate-curves": self.curves}

    def figure(self, say: Speaker) -> Figure:
        return replicate(self.curves, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        told: list[Told] = [Prose(self.heading(say))]
        told += [self._part(result, say) for result in RESULTS]
        return [*told, Prose(say("replicate.note"))]

    def heading(self, say: Speaker) -> str:
        """How many predictions were met, and over how many groups."""
        met = int((self.judged["verdict"] == "met").sum())
        return say("replicate.title", met=met, all=len(self.judged), groups=self.groups)

    def _part(self, result: str, say: Speaker) -> Table:
        own = self.judged[self.judged["result"] == result]
        keys = ("prediction", "range", "found", "verdict")
        header = [say(f"replicate.header.{key}") for key in keys]
        rows = [self._row(row, say) for row in own.to_dict("records")]
        return Table(say(f"replicate.result.{result}"), header, rows)

    def _row(self, row: Mapping[str, object], say: Speaker) -> list[str]:
        prediction = self.predictions[str(row["name"])]
        numbers = {key: float(str(row[key])) for key in ("value", "low", "high")}
        return [
            prediction.says.said(say),
            range_of(prediction, say),
            say.bracketed(numbers, DIGITS) if row["units"] else say("replicate.nothing"),
            say(f"pattern_verdict.{row['verdict']}")
            + (say("replicate.seen") if prediction.seen else ""),
        ]


def range_of(prediction: Prediction, say: Speaker) -> str:
    """Where the interval should lie."""
    least, most = prediction.least, prediction.most
    known = {"least": f"{least}", "most": f"{most}"}
    if least is None or most is None:
        return say("replicate.below" if least is None else "replicate.above", **known)
    return say("replicate.between", **known)


@dataclass(frozen=True)
class Replication:
    """The study: everything that is declared, with the parameters and the size of ``wanted``."""

    name: str
    wanted: Composed
    declared: Declaration

    def conduct(self, work: Work) -> Replicated:
        """Run every experiment that isn't kept yet, and judge all; the same in any order."""
        parts, found = self._parts(), []
        with work.progress(sum(ticks for ticks, _ in parts.values())) as meter:
            for name, (ticks, experiment) in parts.items():
                path = path_of(work.study.path, name, self._determinants(name))
                part = kept(path)
                if part is None:
                    part = experiment(tick=meter)
                    keep(path, part)
                else:
                    meter.found(ticks)
                found.append(part)
        return judged(found, self.declared.predictions, self.wanted.replicates)

    def _determinants(self, name: str) -> dict[str, Any]:
        return {
            "asked": getattr(self.declared, name).model_dump(mode="json"),
            "parameters": self.wanted.parameters.model_dump(mode="json"),
            "seed": self.wanted.seed,
            "groups": self.wanted.replicates,
        }

    def _parts(self) -> dict[str, tuple[int, Callable[..., Found]]]:
        """Each experiment with its steps; a step takes from a millisecond to some seconds."""
        asked, rules = self.declared, self.wanted.parameters
        seed, groups = self.wanted.seed, self.wanted.replicates
        bounded = asked.threshold
        starts = len(bounded.members) * bounded.starts * len(bounded.confidence.values)
        return {
            "threshold": (starts, partial(threshold, rules, bounded, seed)),
            "conflict": (groups, partial(conflict, rules, asked.conflict, seed, groups)),
            "forum": (groups, partial(forum, rules, asked.forum, seed, groups)),
            "cooperation": (groups, partial(cooperation, rules, asked.cooperation, seed, groups)),
        }


def study(overrides: list[str], config_dir: Path | None = None) -> Replication:
    """All that is declared."""
    declared = read_declaration()
    _refuse_unread(overrides)
    arms = declared.compose(STUDY, {ARM: Setting(arrangement=ARM)}, overrides, config_dir)
    return Replication(arms[ARM].name, arms[ARM], declared)


def _refuse_unread(overrides: Sequence[str]) -> None:
    """InputError for what these experiments don't look at, lest it be thought to matter."""
    for override in overrides:
        name = override.partition("=")[0]
        if name not in READ:
            raise InputError(f"{name}: no experiment reads it; they read {', '.join(READ)}")


def judged(found: list[Found], predictions: Mapping[str, Prediction], groups: int) -> Replicated:
    """What the experiments come to."""
    estimates = {name: each for part in found for name, each in part.estimates.items()}
    rows = []
    for name, prediction in predictions.items():
        estimate, units = estimates[name]
        ends = {"least": prediction.ends[0], "most": prediction.ends[1]}
        rows.append(
            {"name": name, "result": prediction.result, "value": estimate.value}
            | {"low": estimate.low, "high": estimate.high} | ends
            | {"verdict": verdict(estimate, prediction.ends), "seen": prediction.seen}
            | {"units": units, "source": prediction.source}
        )  # fmt: skip
    curves = pd.DataFrame([row for part in found for row in part.curves])
    return Replicated(pd.DataFrame(rows), curves, predictions, groups)
