"""What came of a calibration: told by the command, kept in its folder and in the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.base.files import write_atomically, write_json
from experiments.config.accepted import ACCEPTED, RESULT
from experiments.document.blocks import Prose, Table
from experiments.document.cells import words
from experiments.document.markdown import markdown_of
from experiments.document.terminal import Told
from experiments.studies.calibration.accept import as_csv
from experiments.studies.calibration.run import stage_name
from experiments.studies.protocol import Findings
from experiments.words.speech import EN, Speaker

BEGIN = "<!-- result: begin -->"
END = "<!-- result: end -->"
PATTERN_COLUMNS = ("pattern", "says", "bounds", "values", "met", "alone", "emulated")
SET_COLUMNS = ("set", "accepted", "share", "effective", "lasting")
CHECK_COLUMNS = ("checked", "points", "expected", "again", "alone_again")
PARAMETER_COLUMNS = ("parameter", "prior", "medoid", "range", "narrowed")
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Calibrated(Findings):
    """points: accepted, as ``accept.accepted`` gives them, with their drift and whether they are
    stationary. content: all that is told of them."""

    points: pd.DataFrame
    content: Content

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {Path(ACCEPTED).stem: self.points}

    def keep(self, folder: Path) -> None:
        """The points in bytes that ``content`` has the hash of, and ``content``."""
        write_atomically(folder / ACCEPTED, as_csv(self.points))
        write_json(folder / RESULT, self.content)

    def document(self, say: Speaker) -> list[Told]:
        return document(self.content, say)


def document(content: Content, say: Speaker) -> list[Told]:
    """Patterns met, sets, checks, and how far parameters were narrowed."""
    return [
        _summary(content, say), _patterns(content, say), _sets(content, say),
        *_checks(content, say), _parameters(content, say),
    ]  # fmt: skip


def filled(page: str, content: Content) -> str:
    """``page`` with the result between its two marks. ValueError where they are missing."""
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n\n{markdown_of(document(content, EN))}\n\n{END}{after}"


def _summary(content: Content, say: Speaker) -> Prose:
    stages = say("calibration.between").join(
        say("calibration.stage", stage=stage_name(name, say), points=points)
        for name, points in content["stages"].items()
    )
    size, number = content["size"], content["accepted"]
    named = {name: content[name] for name in ("seed", "model_version", "sha256")}
    sizes = {name: size[name] for name in ("replicates", "doubled", "households", "horizon")}
    shares = {
        "kept_at": f"{content['kept_at']:g}", "effective": f"{content['effective']:.0f}",
        "stationary": f"{content['stationary']:.0%}", "drift": f"{content['drift'] * 100:g}",
    }  # fmt: skip
    last = {f"last_{name}": size["last"][name] for name in ("replicates", "doubled")}
    return Prose(
        say("calibration.summary", number=number, stages=stages, **named, **sizes, **last, **shares)
    )


def _patterns(content: Content, say: Speaker) -> Table:
    rows = [
        [name, say(f"calibration.pattern.{name}"), _bounds(bounds, say),
         *_pattern(content["patterns_met"][name], content, say),
         f"{content['emulators'][name]['within']:.0%}"]
        for name, bounds in content["patterns"].items()
    ]  # fmt: skip
    every = [say("calibration.all"), "", "", "", _met(content["prior_met_all"], content, say)]
    header = words(say, "calibration.header", PATTERN_COLUMNS)
    return Table(say("calibration.patterns"), header, [*rows, [*every, "", ""]])


def _pattern(row: Mapping[str, Any], content: Content, say: Speaker) -> list[str]:
    met = _met(row["met"], content, say)
    met = met if row["evidence"] else say("calibration.no_evidence", met=met)
    return [_numbers(row["values"]), met, f"{row['alone']}"]


def _met(number: int, content: Content, say: Speaker) -> str:
    return say("calibration.met", met=number, points=content["prior"])


def _sets(content: Content, say: Speaker) -> Table:
    rows = [
        [_levels(row, say), f"{row['accepted']}", f"{row['accepted'] / max(1, row['draws']):.2%}",
         f"{row['effective']:.1f}", f"{row['stationary']}"]
        for row in content["sets"]
    ]  # fmt: skip
    return Table(say("calibration.sets"), words(say, "calibration.header", SET_COLUMNS), rows)


def _levels(row: Mapping[str, Any], say: Speaker) -> str:
    levels = row["levels"].values()
    return say("calibration.levels_between").join(say(f"token.{level}") for level in levels)


def _checks(content: Content, say: Speaker) -> list[Table]:
    if not content["checks"]:
        return []
    rows = [
        [say(f"calibration.checked.{name}"), f"{row['points']}",
         *(f"{row[key]:.0%}" for key in ("expected", "again", "alone"))]
        for name, row in content["checks"].items()
    ]  # fmt: skip
    return [Table(say("calibration.checks"), words(say, "calibration.header", CHECK_COLUMNS), rows)]


def _bounds(bounds: Mapping[str, float | None], say: Speaker) -> str:
    least, most = bounds["least"], bounds["most"]
    low = "" if least is None else f"≥ {least:g}"
    high = "" if most is None else f"≤ {most:g}"
    return say("calibration.bounds", least=low, most=high) if low and high else low + high


def _parameters(content: Content, say: Speaker) -> Prose | Table:
    if content["medoid"] is None:
        return Prose(say("calibration.no_medoid"))
    rows = [
        [f"`{path}`", _numbers(content["parameters"][path]), f"{content['medoid'][path]:.4g}",
         _numbers([row["low"], row["high"]]), f"{row['narrowed']:.0%}",
         "" if row["identified"] else say("calibration.unidentified")]
        for path, row in content["narrowing"].items()
    ]  # fmt: skip
    header = [*words(say, "calibration.header", PARAMETER_COLUMNS), ""]
    return Table(say("calibration.parameters"), header, rows)


def _numbers(values: list[float]) -> str:
    return ", ".join(f"{value:.3g}" for value in values)
