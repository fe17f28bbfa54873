"""A community's own configuration file: plain, safe to hand to Hydra, and within the schema."""

import os
import re
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError

from experiments.base.describe import refusal
from experiments.base.errors import InputError
from experiments.base.settings import CONFIG_GROUPS, Settings
from experiments.config.place.content import (
    UnreadableError,
    decoded,
    read_bytes,
    refused,
)
from experiments.config.place.problem import Problem, shown
from experiments.words.speech import EN
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
OPENING = (
    yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken,
)  # fmt: skip
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
ALIASES = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)
"""Of which bombs are made, and what code is called by."""


def configurations(folder: Path) -> list[Path]:
    """The communities' configuration files in a folder."""
    return sorted((folder / CONFIGURATIONS).glob(f"*{ENDING}"))


def read_configuration(path: Path) -> tuple[str, list[Problem]]:
    """The folder of tables that a configuration names, or "", and what is wrong with the file.

    Raises nothing, computes nothing and runs nothing, whatever the file holds.
    """
    try:
        if not NAME.fullmatch(path.stem):
            raise refused(path, "configuration_name")
        content, rows = _content(path)
        tables = _tables(path, content.pop(TABLES_KEY, ""))
        _refuse(path, content, rows)
    except UnreadableError as error:
        told = error.problem
        file = f"{CONFIGURATIONS}/{path.name}"
        return "", [Problem(file, told.row, told.column, told.what, told.values)]
    return tables, []


def refuse_file(path: Path) -> None:
    """InputError, one line, where an own file of another group isn't plain: Hydra would compute
    it before anything could be judged."""
    try:
        _plain(path)
    except UnreadableError as error:
        told = error.problem
        file = f"{path.parent.name}/{path.name}"
        problem = Problem(file, told.row, told.column, told.what, told.values)
        raise InputError(f"{path.parents[1]}: {problem.said(EN)}") from error


def _content(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The entries of the whole configuration, and the rows of the file's.

    UnreadableError for what isn't plain YAML.
    """
    text, content = _plain(path)
    named = {str(key): _named(value) for key, value in content.items()}
    return _whole(path, text, named), _rows(text)


def _plain(path: Path) -> tuple[str, dict[Any, Any]]:
    """A file's text, and its entries. UnreadableError for what isn't plain YAML."""
    data = read_bytes(path, MOST_YAML)
    text = decoded(path, data)
    if data.startswith(BYTE_ORDER_MARK):
        raise refused(path, "yaml_mark")
    try:
        data.decode()
        _refuse_unplain(path, text)
        content: Any = OmegaConf.to_container(OmegaConf.create(text))
    except UnicodeDecodeError as error:
        raise refused(path, "yaml_encoding") from error
    except (yaml.YAMLError, OmegaConfBaseException, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        row = None if mark is None else mark.line + 1
        reason = shown(getattr(error, "problem", None) or "a value that nobody can read")
        raise refused(path, "not_yaml", row, reason=reason) from error
    if not isinstance(content, dict) or not yaml.safe_load(text):
        raise refused(path, "yaml_entries")
    return text, content


def _rows(text: str) -> dict[str, int]:
    """The row of each entry."""
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = top.value if isinstance(top, yaml.MappingNode) else ()
    return {str(key.value): key.start_mark.line + 1 for key, _ in entries}


def _refuse_unplain(path: Path, text: str) -> None:
    """UnreadableError for aliases, tags, ``${...}`` and what is too deep, with its row."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        row = token.start_mark.line + 1
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > MOST_DEPTH:
            raise refused(path, "yaml_deep", row, most=MOST_DEPTH)
        if isinstance(token, ALIASES):
            raise refused(path, "yaml_alias", row)
        if isinstance(token, yaml.ScalarToken) and COMPUTED in token.value:
            raise refused(path, "yaml_computed", row, found=shown(token.value))


def _named(content: Any) -> Any:
    """The same with keys that are text, as a configuration's are."""
    if isinstance(content, dict):
        return {str(key): _named(value) for key, value in content.items()}
    return [_named(value) for value in content] if isinstance(content, list) else content


def _whole(path: Path, text: str, content: dict[str, Any]) -> dict[str, Any]:
    """Without the line that says otherwise, Hydra takes entries for those of the group."""
    lines = [line.strip() for line in text.splitlines()]
    directives = list(takewhile(lambda line: not line or DIRECTIVE.match(line) is not None, lines))
    for row, line in enumerate(lines, 1):
        read = row <= len(directives) or (line.startswith("#") and PACKAGE in line)
        if line and read and not HEADER.fullmatch(line):
            raise refused(path, "yaml_line", row, line=GLOBAL)
    if any(directives):
        return content
    groups = {*Parameters.model_fields, *Settings.model_fields, TABLES_KEY}
    for name in content:
        if name in groups and name not in type(Parameters().community).model_fields:
            raise refused(path, "yaml_package", 1, found=name, line=GLOBAL)
    return {CONFIGURATIONS: content}


def _tables(path: Path, named: Any) -> str:
    """The folder of tables, unless it is outside or isn't there."""
    if not isinstance(named, str):
        raise _column(path, "tables_folder", found=shown(str(named)))
    if Path(named).is_absolute() or ".." in Path(named).parts:
        raise _column(path, "outside", found=shown(named))
    if not os.path.isdir(path.parent.parent / named):  # unlike Path.is_dir, it raises nothing
        raise _column(path, "no_tables_folder", found=shown(named))
    return named


def _column(path: Path, what: str, **values: object) -> UnreadableError:
    return UnreadableError(Problem(path.name, None, TABLES_KEY, what, values))


def _refuse(path: Path, content: dict[str, Any], rows: dict[str, int]) -> None:
    """UnreadableError for what isn't a community's to say, and what the schema refuses."""
    for name, value in content.items():
        if name == "defaults":
            raise refused(path, "yaml_defaults", rows.get(name))
        if name in Settings.model_fields or (name in CONFIG_GROUPS and name != CONFIGURATIONS):
            raise refused(path, "yaml_setting", rows.get(name), found=name)
        if value is None and name in Parameters.model_fields:
            raise refused(path, "yaml_group", rows.get(name), found=name)
    try:
        Parameters.model_validate(content)
    except ValidationError as error:
        reason = refusal(error.errors(include_url=False))
        raise refused(path, "configuration", reason=reason) from error
