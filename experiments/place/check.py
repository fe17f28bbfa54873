"""Check a community's folder: read, never executed; every problem at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from experiments.describe import refusal
from experiments.place.problem import Problem
from experiments.place.raw import UnreadableError, decoded, read_bytes
from experiments.place.read import read_place
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
    if not folder.is_dir():
        return [Problem(folder.name, None, None, "no_folder")]
    problems: list[Problem] = []
    used = [each for path in configurations(folder) for each in _checked(path, problems)]
    if not used and not problems:
        values = {"name": f"{CONFIGURATIONS}/{folder.name}.yaml", "entry": f"{TABLES_KEY}: {HERE}"}
        problems.append(Problem(folder.name, None, None, "no_configuration", values))
    for tables in dict.fromkeys(used):
        problems += read_place(folder / tables)[1]
    return problems


def configurations(folder: Path) -> list[Path]:
    """The communities' configuration files in a folder."""
    return sorted((folder / CONFIGURATIONS).glob("*.yaml"))


def _checked(path: Path, problems: list[Problem]) -> Iterator[str]:
    """The folder of tables that a configuration names; adds what is wrong with it."""
    file = f"{CONFIGURATIONS}/{path.name}"
    if not NAME.fullmatch(path.stem):
        problems.append(Problem(file, None, None, "configuration_name"))
        return
    try:
        text = decoded(path, read_bytes(path, MOST_YAML))
        content = _plain_yaml(text)
    except UnreadableError as error:
        found = error.problem
        problems.append(Problem(file, found.row, None, found.what, found.values))
        return
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = {"reason": str(getattr(error, "problem", None) or "aliases, or too deep")}
        row = None if mark is None else mark.line + 1
        problems.append(Problem(file, row, None, "not_yaml", reason))
        return
    content = _named(content)
    tables = content.pop(TABLES_KEY, None)
    content.pop(DEFAULTS, None)
    reason_text = _refused(content)
    if reason_text is not None:
        problems.append(Problem(file, None, None, "configuration", {"reason": reason_text}))
    if not isinstance(tables, str) or not tables:
        return
    if Path(tables).is_absolute() or ".." in Path(tables).parts:
        problems.append(Problem(file, None, TABLES_KEY, "outside", {"found": tables}))
    elif not (path.parent.parent / tables).is_dir():
        problems.append(Problem(file, None, TABLES_KEY, "no_tables_folder", {"found": tables}))
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
    return content


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
