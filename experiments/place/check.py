"""Check a community's folder: read, never executed; every problem at once."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from experiments.describe import refusal
from experiments.messages.text import Text
from experiments.place.problem import Problem
from experiments.place.raw import UnreadableError, decoded, read_bytes
from experiments.place.read import read_place, table_files, tables_read
from experiments.settings import Settings
from sim.parameters import Parameters

CONFIGURATIONS = "community"
"""The folder, in the community's, of its configurations."""
TABLES_KEY = "place"
"""The entry of a configuration that says which folder its tables are in."""
HERE = "."
DEFAULTS = "defaults"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
"""Names of communities; more than this, the command line would have to quote."""
MOST_YAML = 32 * 1024
MOST_BRACKETS = 200
"""Of a configuration: more is deeper than any is, and slow to read."""


def check_place(folder: Path) -> list[Problem]:
    """Every problem of the tables and configurations in ``folder``; none: it can be used.

    Whatever is in the folder, this raises nothing, runs nothing and writes nothing; files over
    the size limits are told and left unread.
    """
    if not os.path.isdir(folder):  # unlike Path.is_dir, it raises nothing
        return [Problem(folder.name, None, None, "no_folder")]
    problems: list[Problem] = []
    used = [each for path in configurations(folder) for each in _checked(path, problems)]
    if not used and not problems:
        values = {"name": f"{CONFIGURATIONS}/{folder.name}.yaml", "entry": f"{TABLES_KEY}: {HERE}"}
        problems.append(Problem(folder.name, None, None, "no_configuration", values))
    if not used and table_files(folder, []):
        used = [HERE]  # the configuration is broken: what is wrong with the tables is told too
    for tables in dict.fromkeys(used):
        problems += read_place(folder / tables)[1]
    return problems


def tables_of(folder: Path) -> list[tuple[str, Text, Text]]:
    """Folders of tables that configurations name: each with the tables read and those drawn."""
    used = [each for path in configurations(folder) for each in _checked(path, [])]
    return [(tables, *tables_read(folder / tables)) for tables in dict.fromkeys(used)]


def configurations(folder: Path) -> list[Path]:
    """The communities' configuration files in a folder."""
    return sorted((folder / CONFIGURATIONS).glob("*.yaml"))


def _checked(path: Path, problems: list[Problem]) -> Iterator[str]:
    """The folder of tables that a configuration names; adds what is wrong with it."""
    file = f"{CONFIGURATIONS}/{path.name}"

    def complain(what: str, row: int | None = None, **values: object) -> None:
        column = TABLES_KEY if "found" in values else None
        problems.append(Problem(file, row, column, what, values))

    if not NAME.fullmatch(path.stem):
        complain("configuration_name")
        return
    try:
        content = _plain_yaml(decoded(path, read_bytes(path, MOST_YAML)))
    except UnreadableError as error:
        complain(error.problem.what, error.problem.row, **error.problem.values)
        return
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or "aliases, or too deep")
        complain("not_yaml", None if mark is None else mark.line + 1, reason=reason)
        return
    tables = content.pop(TABLES_KEY, None)
    content.pop(DEFAULTS, None)
    refused = _refused(content)
    if refused is not None:
        complain("configuration", reason=refused)
    if isinstance(tables, str) and tables:
        yield from _inside(path.parent.parent, tables, complain)


def _inside(root: Path, tables: str, complain: Callable[..., None]) -> Iterator[str]:
    """The folder of tables, unless it is outside of ``root`` or isn't there."""
    if Path(tables).is_absolute() or ".." in Path(tables).parts:
        complain("outside", found=tables)
    elif not os.path.isdir(root / tables):
        complain("no_tables_folder", found=tables)
    else:
        yield tables


def _plain_yaml(text: str) -> dict[str, Any]:
    """A mapping without aliases (of which bombs are made) or tags."""
    if sum(map(text.count, "[{")) > MOST_BRACKETS:
        raise ValueError(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken | yaml.TagToken):
            raise ValueError(token)
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        raise ValueError(content)
    named: dict[str, Any] = _named(content)
    return named


def _named(content: Any) -> Any:
    """The same with keys that are text, as a configuration's are."""
    if isinstance(content, dict):
        return {str(key): _named(value) for key, value in content.items()}
    return [_named(value) for value in content] if isinstance(content, list) else content


def _refused(content: dict[str, Any]) -> str | None:
    """What the schema refuses of a configuration that is laid over the defaults."""
    errors: list[Any] = []
    settings = {key: content[key] for key in Settings.model_fields if key in content}
    groups = {key: value for key, value in content.items() if key not in settings}
    for model, values in ((Settings, settings), (Parameters, groups)):
        try:
            model.model_validate(values)
        except ValidationError as error:
            errors += error.errors(include_url=False)
    return refusal(errors) if errors else None
