"""A community's own configuration file: plain, safe to hand to Hydra, and within the schema."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError

from experiments.base.names import is_portable
from experiments.base.settings import CONFIG_GROUPS, CONFIGS, Settings
from experiments.config.place.content import (
    CHINESE,
    UnreadableError,
    encoding_of,
    read_bytes,
    refused,
)
from experiments.config.place.problem import Problem, shown
from experiments.config.place.refusal import reasons
from sim.parameters import Parameters

CONFIGURATIONS = "community"
"""The folder, in the community's, of its configurations; and the group that they give values of."""
TABLES_KEY = "place"
"""The entry of a configuration that says which folder its tables are in."""
GLOBAL = "# @package _global_"
"""The line that makes entries those of the whole configuration, not of the group alone."""
HEADER = re.compile(r"#\s*@package +_global_")
DIRECTIVE = re.compile(r"#\s*@")
"""What Hydra reads as such a line; the first of another kind, empty ones aside, ends them."""
PACKAGE = "@package"
ENDING = ".yaml"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
"""Names of communities; more than this, the command line would have to quote."""
MOST_YAML = 32 * 1024
MOST_DEPTH = 10
"""Of brackets and indentation; the schema has three, and what reads it calls itself each time."""
BYTE_ORDER_MARK = "\ufeff".encode()
COMPUTED = "${"
DEFAULTS = "defaults"
OPENING = (
    yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken,
)  # fmt: skip
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
ALIASES = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)
"""Of which bombs are made, and what code is called by."""


def is_place_name(name: str) -> bool:
    """Whether a community can be called so."""
    return NAME.fullmatch(name) is not None and is_portable(name)


def configurations(folder: Path) -> list[Path]:
    """The communities' configuration files in a folder."""
    return sorted((folder / CONFIGURATIONS).glob(f"*{ENDING}"))


def read_configuration(path: Path) -> tuple[str, list[Problem]]:
    """The folder of tables that a configuration names, or "", and all that is wrong with the file.

    Raises nothing, computes nothing and runs nothing, whatever the file holds.
    """
    problems: list[Problem] = []
    if not is_place_name(path.stem):
        problems.append(_problem(path, "configuration_name"))
    if path.stem in shipped(CONFIGURATIONS):
        problems.append(_problem(path, "taken", found=path.stem))
    text, content = _plain(path, problems)
    if content is None:
        return "", _placed(path, problems)
    named = {str(key): _named(value) for key, value in content.items()}
    whole = _whole(path, text, named, problems)
    tables = _tables(path, whole.pop(TABLES_KEY, ""), problems)
    _judge(path, whole, _rows(text), problems)
    return tables, _placed(path, problems)


def read_other(path: Path) -> list[Problem]:
    """What is wrong with an own file of another group: it must be plain, for Hydra would compute it
    before anything could be judged."""
    problems: list[Problem] = []
    if path.stem in shipped(path.parent.name):
        problems.append(_problem(path, "taken", found=path.stem))
    _plain(path, problems)
    return _placed(path, problems)


def has_defaults(path: Path) -> bool:
    """Whether a file has a list of defaults, by which further ones are read."""
    _, content = _plain(path, [])
    return content is not None and DEFAULTS in content


@cache
def shipped(group: str) -> frozenset[str]:
    """Options of a group that coprod has; Hydra would take those in place of own files."""
    return frozenset(path.stem for path in (CONFIGS / group).glob(f"*{ENDING}"))


def _problem(path: Path, what: str, row: int | None = None, **values: object) -> Problem:
    return refused(path, what, row, None, **values).problem


def _placed(path: Path, problems: list[Problem]) -> list[Problem]:
    """The same, with the file's folder."""
    return [replace(each, file=f"{path.parent.name}/{path.name}") for each in problems]


def _plain(path: Path, problems: list[Problem]) -> tuple[str, dict[Any, Any] | None]:
    """A file's text, and its entries; None where it isn't plain YAML."""
    try:
        data = read_bytes(path, MOST_YAML)
        encoding = encoding_of(path, data)
    except UnreadableError as error:
        problems.append(error.problem)
        return "", None
    if data.startswith(BYTE_ORDER_MARK):
        problems.append(_problem(path, "yaml_mark"))
    if encoding == CHINESE:
        problems.append(_problem(path, "yaml_encoding"))
    text = data.decode(encoding)
    return text, _entries(path, text, problems)


def _entries(path: Path, text: str, problems: list[Problem]) -> dict[Any, Any] | None:
    """What a plain file says; None, with the problems told, where it isn't plain."""
    before, content = len(problems), None
    try:
        for problem in _unplain(path, text):
            problems.append(problem)
        if len(problems) > before:
            return None
        content = OmegaConf.to_container(OmegaConf.create(text))
    except (yaml.YAMLError, OmegaConfBaseException, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        row = None if mark is None else mark.line + 1
        reason = shown(getattr(error, "problem", None) or "a value that nobody can read")
        problems.append(_problem(path, "not_yaml", row, reason=reason))
        return None
    if not isinstance(content, dict) or not yaml.safe_load(text):
        problems.append(_problem(path, "yaml_entries"))
        return None
    return content


def _rows(text: str) -> dict[str, int]:
    """The row of each entry, by its dotted name."""
    rows: dict[str, int] = {}

    def note(node: yaml.Node | None, before: str) -> None:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            name = f"{before}{key.value}"
            rows[name] = key.start_mark.line + 1
            note(value, f"{name}.")

    note(yaml.compose(text, Loader=yaml.SafeLoader), "")
    return rows


def _unplain(path: Path, text: str) -> Iterator[Problem]:
    """Aliases, tags, ``${...}`` and what is too deep, each with its row."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        row = token.start_mark.line + 1
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > MOST_DEPTH:
            yield _problem(path, "yaml_deep", row, most=MOST_DEPTH)
            return
        if isinstance(token, ALIASES):
            yield _problem(path, "yaml_alias", row)
        if isinstance(token, yaml.ScalarToken) and COMPUTED in token.value:
            yield _problem(path, "yaml_computed", row, found=shown(token.value))


def _named(content: Any) -> Any:
    """The same with keys that are text, as a configuration's are."""
    if isinstance(content, dict):
        return {str(key): _named(value) for key, value in content.items()}
    return [_named(value) for value in content] if isinstance(content, list) else content


def _whole(
    path: Path, text: str, content: dict[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    """Entries of the whole configuration: without the line that says so, Hydra takes them for
    those of the group."""
    lines = [line.strip() for line in text.splitlines()]
    directives = list(takewhile(lambda line: not line or DIRECTIVE.match(line) is not None, lines))
    for row, line in enumerate(lines, 1):
        read = row <= len(directives) or (line.startswith("#") and PACKAGE in line)
        if line and read and not HEADER.fullmatch(line):
            problems.append(_problem(path, "yaml_line", row, line=GLOBAL))
            return content
    if any(directives):
        return content
    groups = {*Parameters.model_fields, *Settings.model_fields, TABLES_KEY}
    own = [n for n in content if n in groups and n not in type(Parameters().community).model_fields]
    if own:
        problems.append(_problem(path, "yaml_package", 1, found=own[0], line=GLOBAL))
        return content
    return {CONFIGURATIONS: content}


def _tables(path: Path, named: Any, problems: list[Problem]) -> str:
    """The folder of tables; "" where it is outside or isn't there."""
    if not isinstance(named, str):
        what = "tables_folder"
    elif Path(named).is_absolute() or ".." in Path(named).parts:
        what = "outside"
    elif not os.path.isdir(path.parent.parent / named):  # unlike Path.is_dir, it raises nothing
        what = "no_tables_folder"
    else:
        return named
    problems.append(Problem(path.name, None, TABLES_KEY, what, {"found": shown(str(named))}))
    return ""


def _judge(
    path: Path, content: dict[str, Any], rows: Mapping[str, int], problems: list[Problem]
) -> None:
    """What isn't a community's to say, and each value that the schema refuses."""
    ours = dict(content)
    for name, value in content.items():
        if name == DEFAULTS:
            problems.append(_problem(path, "yaml_defaults", rows.get(name)))
        elif name in Settings.model_fields or (name in CONFIG_GROUPS and name != CONFIGURATIONS):
            problems.append(_problem(path, "yaml_setting", rows.get(name), found=name))
        elif value is None and name in Parameters.model_fields:
            problems.append(_problem(path, "yaml_group", rows.get(name), found=name))
        else:
            continue
        del ours[name]
    try:
        Parameters.model_validate(ours)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for each, reason in zip(errors, reasons(errors), strict=True):
            name = ".".join(part for part in each["loc"] if isinstance(part, str))
            row = rows.get(name, rows.get(name.partition(".")[2]))
            problems.append(_problem(path, "configuration", row, reason=reason))
