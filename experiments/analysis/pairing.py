"""Which cells can be paired, replicate by replicate, and comparing any that can.

Luck is a function of (seed, replicate, process, week, keys), so runs of equal number share it
wherever they have the same seed and the same things to draw for: households, buildings, ties,
organisations, opportunities. Where they don't, equal numbers mean nothing, and pairing is refused.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from experiments.analysis.compare import Comparison, compare
from experiments.analysis.outcomes import Arm
from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.files import read_json
from experiments.config.hub import HUB
from experiments.store import Cell
from experiments.store.manifest import MANIFEST
from sim.measure.breakdown import DEFAULT, Definition
from sim.parameters import Parameters

SET_UP = (
    "areas",
    "community.households",
    "community.buildings",
    "community.households_per_entrance",
    "community.ties_in_building",
    "community.ties_outside",
    "organisations.departments",
    "organisations.street_offices",
    "organisations.residents_committees",
    "organisations.lead_enterprises",
    "organisations.property_companies",
    "organisations.vendors",
    "organisations.owners_committees",
    "organisations.social_organisations",
    "organisations.volunteer_teams",
    "organisations.designers",
    "organisations.shared",
    "slate.enabled",
)
"""Parameters that say what luck is drawn for."""
MADE_FROM = ("model_version", "inputs")
"""Entries of a cell's manifest that pairs must share."""
_NUMBERED = re.compile(r"(.+)-\d{3,}")


def arm_of(
    cell: Cell, replicates: int | None = None, label: str | None = None, weekly: bool = True
) -> Arm:
    """The tables of a cell's first replicates (default: all), for statistics.

    label: name of the arm; the cell's own unless said. weekly: whether weekly measures are read.
    """
    return Arm(
        cell.arm if label is None else label,
        cell.runs(replicates),
        cell.projects(replicates),
        cell.history(replicates),
        cell.weekly(replicates) if weekly else pd.DataFrame(),
        cell.areas(replicates) if weekly else pd.DataFrame(),
    )


def compare_cells(
    cells: Mapping[str, Cell],
    treated: str,
    replicates: int | None = None,
    definition: Definition = DEFAULT,
) -> Comparison:
    """Compare cells under labels of one's own, from one study or several.

    cells: by label, in the order to be shown. treated: label of the one the others are compared
    with. Raises InputError, saying why, where two can't be paired.
    """
    for (one, first), (other, second) in combinations(cells.items(), 2):
        refuse_unpaired(one, first, other, second)
    arms = [arm_of(cell, replicates, label) for label, cell in cells.items()]
    return compare(arms, treated, definition)


def refuse_unpaired(one: str, first: Cell, other: str, second: Cell) -> None:
    """Raise InputError, saying why, where runs of these cells with equal numbers share no luck."""
    for name, mine, theirs in _determinants(first, second):
        if mine != theirs:
            raise InputError(
                f"{one} and {other} can't be paired: {name} is {mine} in {one} and {theirs} in"
                f" {other}, so runs of the same number share no luck; compare cells alike in it"
            )


def _determinants(first: Cell, second: Cell) -> list[tuple[str, Any, Any]]:
    made = [read_json(cell.folder / MANIFEST) or cell.determinants for cell in (first, second)]
    parameters = [flat(cell.parameters) for cell in (first, second)]
    return [
        *((name, *(manifest.get(name) for manifest in made)) for name in MADE_FROM),
        ("seed", first.seed, second.seed),
        *((name, *(each[name] for each in parameters)) for name in ("horizon", *SET_UP)),
    ]


def flat(parameters: Parameters) -> dict[str, Any]:
    """Parameters by dotted name."""
    found: dict[str, Any] = {}
    for name, value in parameters.model_dump().items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": each for inner, each in value.items()}
        else:
            found[name] = value
    return found


def matched(cells: Sequence[Cell], treated: str, reference: str) -> list[tuple[Cell, Cell]]:
    """Each cell of the treated arm with the one of the reference arm that is alike in all else.

    As ``partners``, but InputError where an arm is missing or a cell has no match.
    """
    known = dict.fromkeys(arm_name(cell) for cell in cells)
    for name in (treated, reference):
        if name not in known:
            raise InputError(f"arm = {name}: not in the study; there are: {offered(name, known)}")
    pairs = partners(cells, treated, reference)
    paired = {one.hash for one, _ in pairs}
    for cell in cells:
        if arm_name(cell) == treated and cell.hash not in paired:
            raise InputError(
                f"{treated} ({cell.hash}): no cell of {reference} has its seed and, but for the"
                " coordinator's, its parameters; run it, or name the cells to be compared"
            )
    return pairs


def partners(cells: Sequence[Cell], treated: str, reference: str) -> list[tuple[Cell, Cell]]:
    """Cells of ``treated``, each with the ``reference`` cell that is alike; others are left out.

    Alike: same seed, same input files, and same parameters but the coordinator's; of these too
    those that both arms vary, as where two hubs are swept. cells: of a sweep, or several; arms are
    told by ``arm_name``.
    """
    mine, theirs = ([c for c in cells if arm_name(c) == arm] for arm in (treated, reference))
    both = [name for name in varied(mine) if name in varied(theirs) and name.startswith(HUB)]
    by_key = {alike(cell, both): cell for cell in theirs}
    keys = ((cell, alike(cell, both)) for cell in mine)
    return [(cell, by_key[key]) for cell, key in keys if key in by_key]


def alike(cell: Cell, besides: Sequence[str]) -> tuple[object, ...]:
    """What cells to be paired have in common; besides: parameters of the coordinator, too."""
    values = flat(cell.parameters)
    return but_hub(cell), *(values[name] for name in besides)


def arm_name(cell: Cell) -> str:
    """The arm of a cell; one that was numbered by its point has the number taken off."""
    numbered = _NUMBERED.fullmatch(cell.arm)
    return numbered[1] if numbered else cell.arm


def but_hub(cell: Cell) -> tuple[object, ...]:
    """All that makes a cell but its coordinator: cells alike in it differ by their hub alone."""
    values = flat(cell.parameters).items()
    inputs = tuple(sorted(cell.inputs.items()))
    return (cell.seed, inputs, *(value for name, value in values if not name.startswith(HUB)))


def varied(cells: Sequence[Cell]) -> pd.DataFrame:
    """Parameters in which these cells differ, by dotted name: a row a cell, in their order."""
    table = pd.DataFrame([flat(cell.parameters) for cell in cells])
    kept = [name for name in table if len(set(map(str, table[name]))) > 1]
    return table[kept]
