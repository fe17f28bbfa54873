"""What a user has chosen on the page. It stands in the page's address, so a reload loses nothing.

What an address says is never trusted: what isn't allowed there is left out, and the page shows
the default instead.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from experiments.app.sliders import SLIDERS
from experiments.base.names import is_portable
from experiments.base.settings import LARGEST_SEED
from experiments.base.shells import command_line
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN

TABS = ("compare", "watch", "library")
FEWEST_ARMS, MOST_ARMS = 2, 4
FEWEST, MOST = 2, 200
"""Replicates that the page runs; more are run on the command line."""
NAME = re.compile(r"\w[\w.-]{0,63}")
"""Names of studies: nothing in them leads out of the folder of results."""
HASHED = 8
UPLOADED = "communities"
"""Where uploaded communities are, in the folder of results."""
RESULTS = Path("results")
"""Where the command line looks unless told otherwise."""
Own = Mapping[str, tuple[str, ...]]
NONE: Own = {}


@dataclass(frozen=True)
class Choices:
    """Everything chosen. values: what differs from the community's and the arrangements' own.

    place: folder of the uploaded community, "" for those of coprod's own. study: the study whose
    answer the Compare tab shows, "" for none. opened: what the Library shows: one study, or two
    cells STUDY/CELL to compare. watched: replicate of the Watch tab.
    """

    lang: str = LANGUAGES[0]
    tab: str = TABS[0]
    community: str = "village"
    place: str = ""
    arms: tuple[str, ...] = ("none", "equal_means", "party")
    replicates: int = 20
    seed: int = 0
    values: tuple[tuple[str, float], ...] = ()
    study: str = ""
    opened: tuple[str, ...] = ()
    watched: int = 0
    watched_arm: str = "party"

    @property
    def overrides(self) -> list[str]:
        """What ``coprod compare`` takes, but for the study's name."""
        turned = [f"{path}={shortest(path, value)}" for path, value in self.values]
        arms = f"arms={','.join(self.arms)}"
        fixed = [f"seed={self.seed}", f"replicates={self.replicates}"]
        return [f"community={self.community}", arms, *turned, *fixed]

    @property
    def name(self) -> str:
        """The study of these choices. More replicates of the same go into the same study."""
        told = [self.community, self.place, self.arms, self.seed, self.values]
        code = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:HASHED]
        return f"page-{self.community}-{code}"

    def command(self, results: Path) -> str:
        """The command that does the same, to the bit, beside the folder ``results``."""
        results = named(results)
        out = [] if results == RESULTS else ["--out", str(results)]
        if self.place:
            out += ["--config-dir", str(results / UPLOADED / self.place)]
        words = ["coprod", "compare", *self.overrides, "--study", self.name, *out]
        return command_line([*words, "--lang", self.lang])

    def turned(self, path: str, value: float | None) -> "Choices":
        """The same with a slider at ``value``; None: back to its own value."""
        others = tuple(pair for pair in self.values if pair[0] != path)
        mine = () if value is None or not SLIDERS[path].holds(value) else ((path, value),)
        return replace(self, values=tuple(sorted((*others, *mine))))

    def query(self) -> str:
        """The choices as the part of an address after its question mark."""
        told: dict[str, Any] = {
            "lang": self.lang,
            "tab": self.tab,
            "community": self.community,
            "place": self.place,
            "arms": ",".join(self.arms),
            "replicates": self.replicates,
            "seed": self.seed,
            "set": ",".join(f"{path}:{shortest(path, value)}" for path, value in self.values),
            "study": self.study,
            "open": ",".join(self.opened),
            "watch": self.watched,
            "with": self.watched_arm,
        }
        return urlencode({key: value for key, value in told.items() if value != ""}, safe=":,/")


def named(results: Path) -> Path:
    """The folder of results as a page names it: where on this machine it is tells nobody else."""
    return Path(results.name) if results.is_absolute() or ".." in results.parts else results


def shortest(path: str, value: float) -> str:
    """A value as it is written for its parameter."""
    return str(int(value)) if SLIDERS[path].whole else f"{value:.12g}"


@cache
def options(group: str) -> tuple[str, ...]:
    """Names of the files of ``configs/group``."""
    folder = resources.files("configs") / group
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def arrangements() -> tuple[str, ...]:
    """Arrangements that the page offers: those the catalogue names; others are for checks."""
    return tuple(name for name in options("arrangement") if EN.knows(f"arm.{name}"))


def read(query: str, lang: str, own: Own = NONE) -> Choices:
    """Choices of an address; what isn't there or isn't allowed is as it is at first.

    own: configurations of uploaded communities, by folder.
    """
    given = {key: values[-1] for key, values in parse_qs(query.lstrip("?")).items()}
    first = Choices(lang=lang if lang in LANGUAGES else LANGUAGES[0])
    arms = tuple(dict.fromkeys(given.get("arms", "").split(",")))
    opened = tuple(name for name in given.get("open", "").split(",") if is_cell(name))
    return replace(
        first,
        lang=_one_of(LANGUAGES, given.get("lang"), first.lang),
        tab=_one_of(TABS, given.get("tab"), first.tab),
        **_community(given.get("community"), given.get("place", ""), own),
        arms=arms if are_arms(arms) else first.arms,
        replicates=_whole(given.get("replicates"), FEWEST, MOST, first.replicates),
        seed=_whole(given.get("seed"), 0, LARGEST_SEED, first.seed),
        values=_values(given.get("set", "")),
        study=name if is_name(name := given.get("study", "")) else "",
        opened=opened if len(opened) <= FEWEST_ARMS else (),
        watched=_whole(given.get("watch"), 0, MOST, first.watched),
        watched_arm=_one_of(arrangements(), given.get("with"), first.watched_arm),
    )


def _community(name: str | None, place: str, own: Own) -> dict[str, str]:
    """A community and its folder; nothing where there is none of this name."""
    known = own.get(place, ()) if place else options("community")
    return {"community": name, "place": place} if name is not None and name in known else {}


def are_arms(arms: tuple[str, ...]) -> bool:
    """Whether these can be compared: known, each once, neither too few nor too many."""
    known = set(arms) <= set(arrangements()) and len(set(arms)) == len(arms)
    return known and FEWEST_ARMS <= len(arms) <= MOST_ARMS


def is_name(name: str) -> bool:
    """Whether this can be the name of a study, or of an uploaded community."""
    return NAME.fullmatch(name) is not None and is_portable(name)


def is_cell(name: str) -> bool:
    """Whether this names a study, or a cell of one as STUDY/CELL."""
    study, slash, cell = name.partition("/")
    return is_name(study) and (not slash or re.fullmatch(r"[\w+.-]{1,80}", cell) is not None)


def _one_of(allowed: tuple[str, ...], value: str | None, otherwise: str) -> str:
    return value if value in allowed and value is not None else otherwise


def _whole(text: str | None, low: int, high: int, otherwise: int) -> int:
    if text is None or not re.fullmatch(r"\d{1,10}", text):
        return otherwise
    return min(max(int(text), low), high)


def _values(text: str) -> tuple[tuple[str, float], ...]:
    choices = Choices()
    for pair in text.split(","):
        path, _, number = pair.partition(":")
        if path in SLIDERS and re.fullmatch(r"\d{1,7}(\.\d{1,12})?", number):
            choices = choices.turned(path, float(number))
    return choices.values
