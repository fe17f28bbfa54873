"""``coprod list``: what can be named on a command line."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.commands import options as shared
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak

KINDS = (
    "communities", "arms", "shocks", "parameters", "measures", "experiments", "figures",
)  # fmt: skip
GROUPS = {"communities": "community", "arms": "arrangement", "shocks": "shock"}
"""Kinds that are files of a group of configurations."""
EXAMPLES = """  coprod list arms
  coprod list parameters --search trust
  coprod list shocks --lang zh"""


class Named(NamedTuple):
    """Something by name. said: what it is, in each language. more: what else stands behind it."""

    name: str
    said: dict[str, str]
    more: str = ""

    def has(self, word: str) -> bool:
        """Whether a word is part of its name, or of what it is called in any language."""
        return any(word.casefold() in text.casefold() for text in (self.name, *self.said.values()))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("kind", choices=KINDS, help="what to list")
    parser.add_argument(
        "--search", metavar="WORD", help="only those with this in their name or words, in any"
        " language",
    )  # fmt: skip
    parser.add_argument(
        "--config-dir", type=Path, metavar="DIR", help="a folder that adds to the configurations"
    )
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """List them; status 1 where nothing has the word that is searched for."""
    say = shared.speaker(options)
    word = options.search or ""
    found = [each for each in _all(options.kind, options.config_dir) if each.has(word)]
    if not found:
        print(say("list.none", word=word))
        return 1
    print("\n".join([say(f"list.{options.kind}"), *lines_of(found, say)]))
    return 0


def lines_of(found: Sequence[Named], say: Speaker) -> list[str]:
    """A line each: its name, what it is, and what stands behind it."""
    width = max((len(each.name) for each in found), default=0)
    return [f"  {one.name:{width}}  {one.said[say.lang]}{one.more}".rstrip() for one in found]


def _all(kind: str, config_dir: Path | None) -> list[Named]:
    if kind in GROUPS:
        group = GROUPS[kind]
        prefix = "arm" if kind == "arms" else group
        return [_named(name, f"{prefix}.{name}") for name in _files(group, config_dir)]
    if kind == "experiments":
        return ready_studies(config_dir)
    return list({"parameters": _parameters, "measures": _measures, "figures": _figures}[kind]())


def _files(group: str, config_dir: Path | None) -> list[str]:
    """Options of a group, the project's and those of one's own folder."""
    from experiments.base.settings import CONFIGS

    folders = [CONFIGS, *([] if config_dir is None else [config_dir])]
    return sorted({path.stem for folder in folders for path in (folder / group).glob("*.yaml")})


def ready_studies(config_dir: Path | None) -> list[Named]:
    """What ``experiment=`` can be in a sweep, and what each asks."""
    from experiments.base.settings import EXPERIMENT

    return [_named(name, f"experiment.{name}") for name in _files(EXPERIMENT, config_dir)]


def _named(name: str, key: str, more: str = "") -> Named:
    """What is called by a message; what the catalogue doesn't know goes by its name alone."""
    return Named(name, {lang: speak(lang).known(key, "") for lang in LANGUAGES}, more)


def _parameters() -> Iterator[Named]:
    import json

    from experiments.base.describe import describe_field, field_paths
    from experiments.base.settings import Settings
    from experiments.config.parameter_table import default_of

    for path in field_paths():
        if path not in Settings.model_fields:
            field = describe_field(path)
            said = {lang: speak(lang).parameter(path, field.en) for lang in LANGUAGES}
            unit = f" {field.unit}" if field.unit else ""
            yield Named(path, said, f" [{json.dumps(default_of(path))}{unit}; {field.allowed}]")


def _measures() -> Iterator[Named]:
    from experiments.analysis.cell_table import SHARES
    from experiments.analysis.outcomes import LEVELS
    from sim.measure.records import WEEKLY_OUTPUTS

    yield from (_named(name, f"measure.{name}") for name in (*SHARES, *LEVELS))
    for output in WEEKLY_OUTPUTS:
        if output.name not in LEVELS:
            said = {lang: speak(lang).output(output.name, output.en) for lang in LANGUAGES}
            yield Named(output.name, said, f" [{output.unit}]")


def _figures() -> Iterator[Named]:
    from experiments.figures import FIGURES

    yield from (_named(name, f"figure.{name}.name") for name in FIGURES)
