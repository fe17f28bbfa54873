"""What is stored beside a comparison, in the same folder of results: when it holds, what does it.

Read from the tables that these studies keep, where they are of the same community and model
version, and the comparison is of the same two arms. Where one isn't there, the command that makes
it is told, and nothing is claimed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from experiments.analysis.compare import Comparison
from experiments.analysis.funds import yuan_per_unit
from experiments.base.errors import InputError
from experiments.base.files import read_json
from experiments.config.arms import NO_HUB, TREATED
from experiments.document.cells import per_100
from experiments.document.four_lines import Asked, listed
from experiments.store import Cell
from experiments.studies.discover_analysis import Discovered
from experiments.studies.discover_text import sentence as discover_sentence
from experiments.studies.mechanisms_text import act_name
from experiments.studies.mechanisms_text import sentence as mechanisms_sentence
from experiments.studies.population_points import rule_name
from experiments.studies.population_verdict import BOTH, LEVEL, SIDES, verdict
from experiments.studies.ranges import label
from experiments.studies.sensitivity_text import sentence as sensitivity_sentence
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

Tables = Mapping[str, pd.DataFrame]
COMMANDS = {
    "population": "headline", "harm": "harm", "mechanisms": "mechanisms", "discover": "discover",
    "sensitivity": "sensitivity",
}  # fmt: skip
NEEDED = {
    "population": ("shares", "levels"),
    "harm": ("shares", "parameters"),
    "mechanisms": ("shapley", "effects"),
    "discover": ("boxes", "limits"),
    "sensitivity": ("indices",),
}
"""Tables that are read of each study, by the name with which their files begin."""
OPTIONAL = ("parameters",)
"""Tables that are empty, and so not written well, where a study is small."""
WORDS = {"left_out": str}
"""Columns that may be empty and are no numbers."""
SHOWN = "failure"


@dataclass(frozen=True)
class Beside:
    """Where stored studies are looked for, and what they must be about."""

    results: Path
    community: str
    same_arms: bool
    also: Path | None = None
    """A further folder of studies; what is in ``results`` comes first."""

    @property
    def folders(self) -> list[Path]:
        """Where studies are looked for, in this order."""
        return [self.results, *([] if self.also is None else [self.also])]

    def when(self, say: Speaker) -> list[str]:
        """Under which conditions the arms' difference holds; the answer first."""
        if not self.same_arms:
            return [say("beside.unknown"), say("beside.other_arms")]
        population, command = self._told("population", _population, say)
        boxes, _ = self._told("discover", _discover, say)
        harm, other = self._told("harm", _harm, say)
        told = [*population, *boxes, *harm]
        return [*(told or [say("beside.unknown")]), *command, *other]

    def acts(self, say: Speaker) -> list[str]:
        """What in the coordinator lowers failure."""
        if not self.same_arms:
            return []
        told, command = self._told("mechanisms", _mechanisms, say)
        return [*told, *command]

    def where(self, say: Speaker) -> list[str]:
        """Under which conditions the hub lowers failure, and raises it; or the command."""
        told, command = self._told("discover", _discover, say)
        return [*told, *command]

    def why(self, say: Speaker) -> list[str]:
        """What does it, where, and on what it hangs; a line each, or the command that tells."""
        kinds = {"mechanisms": _mechanisms, "discover": _discover, "sensitivity": _sensitivity}
        lines = []
        for kind, tell in kinds.items():
            told, command = self._told(kind, tell, say)
            lines.append(say(f"beside.why.{kind}", answer=" ".join([*told, *command])))
        return lines

    def _told(
        self, kind: str, tell: Callable[[Tables, Speaker], Iterator[str]], say: Speaker
    ) -> tuple[list[str], list[str]]:
        """What a stored study tells; where there is none, the command that would make it."""
        found = self.stored(kind)
        if found is None:
            command = f"coprod {COMMANDS[kind]} community={self.community}"
            return [], [say(f"beside.command.{kind}", command=command)]
        folder, tables = found
        try:
            return [*tell(tables(), say)], []
        except (OSError, ValueError, LookupError, TypeError):
            return [say("beside.unreadable", folder=folder.name)], []

    def stored(self, kind: str) -> tuple[Path, Callable[[], Tables]] | None:
        """The folder of such a study of this community and model version, and how to read its
        tables; None where there is none."""
        for results in self.folders:
            for path in sorted(results.glob(f"*/{kind}-{NEEDED[kind][0]}.csv")):
                if self._fits(path.parent):
                    return path.parent, partial(_tables, path.parent, kind)
        return None

    def _fits(self, folder: Path) -> bool:
        try:
            content = read_json(folder / "study.json")
        except InputError:
            return False
        if not isinstance(content, dict) or content.get("model_version") != MODEL_VERSION:
            return False
        cells = content.get("cells") or []
        return bool(cells) and all(cell.get("community") == self.community for cell in cells)


def _tables(folder: Path, kind: str) -> Tables:
    paths = {name: folder / f"{kind}-{name}.csv" for name in NEEDED[kind]}
    return {
        name: pd.read_csv(path, converters=WORDS)
        for name, path in paths.items()
        if name not in OPTIONAL or path.is_file()
    }


def asked(comparison: Comparison, cells: Sequence[Cell]) -> Asked:
    """The comparison of these cells, with what is stored beside them."""
    beside = beside_of(comparison, cells)
    return Asked(comparison, yuan_per_unit(cells), beside.when, beside.acts)


def beside_of(comparison: Comparison, cells: Sequence[Cell]) -> Beside:
    """What may stand beside the comparison of these cells, where the study of the first one is."""
    first = cells[0]
    communities = {cell.community for cell in cells}
    pair = (comparison.treated, comparison.reference) == (TREATED, NO_HUB)
    results = first.folder.parent.parent.parent
    return Beside(results, first.community, pair and len(communities) == 1)


def _population(tables: Tables, say: Speaker) -> Iterator[str]:
    shares, levels = tables["shares"], tables["levels"]
    found = verdict(shares, levels)
    by_measure = shares.set_index("measure")
    rules = listed((rule_name(rule, say) for rule in found.rules), say)
    both = {name: per_100(by_measure.loc[BOTH, name], say, 0) for name in ("lowers", "raises")}
    yield say(f"population.verdict.{found.kind}", rules=rules, **both)
    yield from hanging_rule(levels, say)


def hanging_rule(levels: pd.DataFrame, say: Speaker) -> Iterator[str]:
    """The rule by whose levels failure's median differs most, where it surely does."""
    levels = levels[levels["measure"] == SHOWN]
    widest, told = 0.0, None
    for rule, rows in levels.groupby("rule", sort=False):
        least, most = rows.loc[rows["median"].idxmin()], rows.loc[rows["median"].idxmax()]
        gap = float(most["median"] - least["median"])
        error = float((most["median_error"] ** 2 + least["median_error"] ** 2) ** 0.5)
        if gap > LEVEL * error and gap > widest:
            widest, told = gap, (str(rule), least, most)
    if told is not None:
        rule, least, most = told
        values = {
            f"{name}{part}": text
            for name, row in (("least", least), ("most", most))
            for part, text in (
                ("", say(f"token.{row['level']}")),
                ("_median", per_100(row["median"], say, sign=True)),
            )
        }
        yield say("beside.rule", rule=rule_name(rule, say), **values)


def _harm(tables: Tables, say: Speaker) -> Iterator[str]:
    shares = tables["shares"]
    rows = shares[shares["measure"] == SHOWN].set_index("region")
    told = {name: per_100(rows.loc[name, "expected"], say, 0) for name in ("helps", "harms")}
    interval = {end: per_100(rows.loc["harms", end], say, 0) for end in ("low", "high")}
    yield say("beside.harm", **told, **interval)
    clear = tables["parameters"]
    clear = clear[clear["clear"].astype(bool)] if "clear" in clear else clear
    if len(clear):
        row = clear.iloc[0]
        side = "more" if row["rank_correlation"] > 0 else "less"
        yield say(f"beside.harm.{side}", parameter=label(row["parameter"], say))


def _discover(tables: Tables, say: Speaker) -> Iterator[str]:
    nothing = pd.DataFrame()
    found = Discovered(tables["boxes"], tables["limits"], nothing, nothing)
    yield from (discover_sentence(found, side, say) for side in SIDES)


def _sensitivity(tables: Tables, say: Speaker) -> Iterator[str]:
    yield sensitivity_sentence(tables["indices"], say)


def _mechanisms(tables: Tables, say: Speaker) -> Iterator[str]:
    yield mechanisms_sentence(tables["shapley"], say)
    main = tables["effects"]
    acts = main[(main["of"] == "act") & (main["kind"] == "main") & (main["measure"] == SHOWN)]
    lowering = acts[acts["high"] < 0.0].sort_values("value")
    if len(lowering):
        row = lowering.iloc[0]
        effect = say.bracketed(row, 1, 100.0, True)
        yield say("beside.act", act=act_name(str(row["name"]), say), effect=effect)
