"""What figures are drawn from: the parts that a study gives, and why it doesn't give others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from experiments.analysis.compare import REFERENCE, TREATED, Comparison, compare
from experiments.analysis.definitions import definitions
from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_name, arm_of
from experiments.figures.definitions import DefinitionMap
from experiments.figures.groups import Groups, groups_of
from experiments.figures.network import Networks, common_replicates, networks_of
from experiments.figures.phase import PhaseMap
from experiments.figures.phase_table import phase_map, phase_refusal
from experiments.figures.reason import Reason
from experiments.figures.responses_table import Responses, responses, responses_refusal
from experiments.store import Cell
from sim.base.vocabulary import GROUPS


@dataclass(frozen=True)
class Material:
    """One part for each kind of question; None where the study doesn't give it."""

    comparison: Comparison | None = None
    groups: Groups | None = None
    phase: PhaseMap | None = None
    definitions: DefinitionMap | None = None
    networks: Networks | None = None
    responses: Responses | None = None


OF_SWEEPS = {"phase": phase_refusal, "responses": responses_refusal}
"""Parts of which cells of one arm are many, and why they aren't given."""
PARTS = tuple(field.name for field in fields(Material))
FOR_ONE_ARM = ("groups", "responses")
FROM_WEEKS = ("comparison", "groups")
"""Parts for which weekly measures must be kept run by run."""


def refusal(part: str, cells: Sequence[Cell]) -> Reason | None:
    """Why these cells of a study don't give a part of ``Material``; None when they do."""
    names = [arm_name(cell) for cell in cells]
    if not cells:
        return Reason("plot.empty", {})
    if len(set(names)) < 2 and part not in FOR_ONE_ARM:
        return Reason("plot.one_arm", {"arm": names[0]})
    if part in OF_SWEEPS:
        return OF_SWEEPS[part](*sides(cells))
    several = [name for name in names if names.count(name) > 1]
    if several:
        return Reason("plot.several_cells", {"arm": several[0], "number": names.count(several[0])})
    return _refusal_of_runs(part, cells)


def _refusal_of_runs(part: str, cells: Sequence[Cell]) -> Reason | None:
    for cell in cells:
        if not (cell.runs()["status"] == "ok").any():
            return Reason("plot.no_runs", {"arm": cell.arm})
        if part in FROM_WEEKS and cell.weekly().empty:
            return Reason("plot.no_weeks", {"arm": cell.arm})
    horizons = {cell.parameters.horizon for cell in cells}
    if len(horizons) > 1:
        return Reason("plot.horizons", {"weeks": ", ".join(map(str, sorted(horizons)))})
    if part == "networks" and not common_replicates(_pair(cells)):
        return Reason("plot.no_pair", {})
    return None


def sides(cells: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Cells of the treated arm, and of the reference if any: those that ``compare`` would take."""
    names = list(dict.fromkeys(map(arm_name, cells)))
    treated = TREATED if TREATED in names else names[-1]
    others = [name for name in names if name != treated]
    reference = REFERENCE if REFERENCE in others else next(iter(others), None)
    mine, theirs = ([c for c in cells if arm_name(c) == name] for name in (treated, reference))
    return mine, theirs


def _pair(cells: Sequence[Cell]) -> list[Cell]:
    """The reference's cell and the treated one's."""
    (treated,), (reference,) = sides(cells)
    return [reference, treated]


def gather(cells: Sequence[Cell], parts: Iterable[str] = PARTS) -> Material:
    """Read what these parts need; a part that the cells don't give stays None."""
    given = [part for part in parts if refusal(part, cells) is None]
    arms = [_arm(cell, given) for cell in cells] if set(given) - {*OF_SWEEPS, "networks"} else []
    makers: dict[str, Callable[[], Any]] = {
        "comparison": lambda: compare(arms, sides(cells)[0][0].arm),
        "groups": lambda: groups_of(arms, _households(cells), sides(cells)[0][0].arm),
        "phase": lambda: phase_map(*sides(cells)),
        "definitions": lambda: _definitions(arms, cells),
        "responses": lambda: responses(*sides(cells)),
        "networks": lambda: networks_of(_pair(cells)),
    }
    return Material(**{part: makers[part]() for part in given})


def _arm(cell: Cell, parts: Sequence[str]) -> Arm:
    weekly = bool(set(parts) & set(FROM_WEEKS))
    return arm_of(cell, weekly=weekly)


def _definitions(arms: Sequence[Arm], cells: Sequence[Cell]) -> DefinitionMap:
    by_name = {arm.name: arm for arm in arms}
    reference, treated = (cell.arm for cell in _pair(cells))
    table = definitions(by_name[treated], by_name[reference])
    return DefinitionMap(treated, reference, table)


def _households(cells: Sequence[Cell]) -> dict[str, dict[str, float]]:
    """Households expected of each group, by arm."""
    return {cell.arm: _expected(cell) for cell in cells}


def _expected(cell: Cell) -> dict[str, float]:
    community = cell.parameters.community
    total = sum(community.group_shares)
    shares = zip(GROUPS, community.group_shares, strict=True)
    households = cell.parameters.areas * community.households
    return {group: households * share / total for group, share in shares}
