"""The command that runs two stored cells again, whatever study they came from."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from experiments.analysis.pairing import arm_name, flat
from experiments.base.errors import InputError
from experiments.base.shells import command_line
from experiments.config.alike import composed_alike
from experiments.config.arms import split_arms
from experiments.config.compose import of_files
from experiments.store import Cell
from experiments.store.identity import effective


def command_of(two: Sequence[Cell], axes: Collection[str], replicates: int) -> str | None:
    """The command line that compares these cells, the treated one last, but for the values of
    ``axes``; None where what comes with coprod doesn't compose them, such as a community's own."""
    community, seed = two[0].community, two[0].seed
    try:
        own: dict[str, Any] = {}
        for cell in two:
            own |= _own(cell, axes)
        overrides = [f"community={community}", *(assigned(*item) for item in own.items())]
        if not _composes(two, overrides, axes):
            return None
    except InputError:
        return None
    size = [f"seed={seed}", f"replicates={replicates}"]
    return command_line(["coprod", "compare", overrides[0], _arms(two), *overrides[1:], *size])


def assigned(name: str, value: Any) -> str:
    """``name=value`` as the command line takes it."""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return f"{name}={text}"


def _arms(two: Sequence[Cell]) -> str:
    return f"arms={','.join(map(arm_name, two))}"


def _own(cell: Cell, axes: Collection[str]) -> dict[str, Any]:
    """What of a cell its community's and arrangement's files don't say."""
    files = of_files([f"community={cell.community}", f"arrangement={arm_name(cell)}"])
    usual = flat(effective(files.parameters))
    values = flat(cell.parameters)
    return {
        name: values[name] for name in values if name not in axes and values[name] != usual[name]
    }


def _composes(two: Sequence[Cell], overrides: list[str], axes: Collection[str]) -> bool:
    """Whether these overrides, with the treated cell's values of the axes, are these cells."""
    values: dict[str, Any] = {}
    for cell in two:
        values |= {name: value for name, value in flat(cell.parameters).items() if name in axes}
    at = [assigned(name, value) for name, value in values.items()]
    made, _ = composed_alike(*split_arms([_arms(two), *overrides, *at]), None)
    return all(
        effective(each.parameters) == cell.parameters for each, cell in zip(made, two, strict=True)
    )
