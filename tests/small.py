"""A small community for tests: about sixty households, sixty weeks, projects made by hand."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import consent, delivery, mandates, negotiation, practices
from sim import model as model_module
from sim.advance import advance
from sim.forming import need_of
from sim.base.luck import Process, process_word, project_code
from sim.model import CoProductionModel, run
from sim.parameters import Parameters
from sim.projects import Project, Stage, missing_of
from sim.measure.records import RunId, RunRecord
from sim.base.vocabulary import Role

HOUSEHOLDS = 60
WEEKS = 60
SMALL = {
    "horizon": WEEKS,
    "community.households": HOUSEHOLDS,
    "community.buildings": 6,
    "forming.panel_size": 10,
}
PARTY = {
    "coordinator.attention": 24.0,
    "coordinator.formalism": 0.2,
    "coordinator.legitimacy": (0.3, 0.3, 0.3),
    "coordinator.reach": (1.0, 0.6, 0.6),
    "coordinator.mobilisation": 1.0,
    "coordinator.guidance": 1.0,
    "coordinator.resources": 1.0,
    "coordinator.integration": 1.0,
}
EVERYWHERE = {"coordinator.reach": (1.0, 1.0, 1.0)}
STRONG = {**PARTY, **EVERYWHERE, "coordinator.formalism": 0.0}
TABLE = (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER)
NOBODY = {
    f"organisations.{role}": 0
    for role in (
        "departments", "street_offices", "residents_committees", "lead_enterprises",
        "property_companies", "vendors", "owners_committees", "social_organisations",
        "volunteer_teams", "designers",
    )
}  # fmt: skip
Changes = dict[str, Any]


def small(changes: Changes | None = None) -> Parameters:
    """Parameters of the small community with dotted ``changes``."""
    tree = Parameters().model_dump()
    for path, value in {**SMALL, **(changes or {})}.items():
        *groups, name = path.split(".")
        node = tree
        for group in groups:
            node = node[group]
        assert name in node, path
        node[name] = value
    return Parameters(**tree)


def made(
    changes: Changes | None = None, replicate: int = 0, seed: int = 0, speaking: bool = True
) -> CoProductionModel:
    """A model at its start; with ``speaking``, residents have voiced their first needs."""
    model = CoProductionModel(small(changes), RunId(seed, replicate))
    model_module._forget(model)
    if speaking:
        model.needs_and_voice()
    return model


def stepped(changes: Changes | None = None, weeks: int = 20, replicate: int = 0) -> Any:
    """A model after some weeks."""
    model = made(changes, replicate, speaking=False)
    for _ in range(weeks):
        model.step()
    return model


def record_of(changes: Changes | None = None, replicate: int = 0, seed: int = 0) -> RunRecord:
    """The record of a run of the small community; equal calls share one run."""
    return _recorded(small(changes).model_dump_json(), replicate, seed)


@lru_cache(maxsize=4096)
def _recorded(parameters: str, replicate: int, seed: int) -> RunRecord:
    return run(Parameters.model_validate_json(parameters), RunId(seed, replicate))


def one_of(model: CoProductionModel, role: Role, number: int = 0) -> int:
    """Row of an organisation by role."""
    return int(np.flatnonzero(model.bodies.role == role)[number])


def invite_only(project: Project, members: list[int]) -> None:
    """These were asked already, and nobody else."""
    project.invited[:] = False
    project.invited[members] = True


def project_with(
    model: CoProductionModel,
    members: list[int],
    scope: Any = None,
    size: float = 1.0,
    pledged: bool = True,
) -> Project:
    """A project under way in every building; ``pledged``: members carry equal parts, endowed."""
    scope = np.full(6, 1.0 / 6.0) if scope is None else np.asarray(scope, float)
    code = project_code(int(model.bodies.code[members[0]]), model.week)
    project = Project(
        model.tables, code=code, area=0, initiator=members[0], week=model.week, size=size,
        scope=scope, need=need_of(scope, model.needs_table, size), sensed=scope,
        buildings=np.arange(model.people.population.buildings),
        first=model.people.population.first,
    )  # fmt: skip
    model.add(project)
    project.members = list(members)
    invite_only(project, members)
    for c in members:
        project.sectors |= 1 << int(model.bodies.sector[c])
    if pledged:
        share = project.need / len(members)
        for table in (project.pledged, project.reserved, project.owed):
            table[members] = share
        model.accounts.enter(project.need)
        project.formed_week = model.week
        project.tied = model.ties.trust > 0.0
    return project


def live(model: CoProductionModel, project: Project) -> None:
    """The project lives one week; nobody else does."""
    model.order = np.array([project.row])
    advance(model, model.order)


def pay_week(model: CoProductionModel, project: Project) -> tuple[np.ndarray, np.ndarray]:
    """Members pay or don't this week: a code and the labour broken of each; nothing follows."""
    delivery.delivery_week(
        model.tables.columns, project.row, model.week, model.organisation_columns,
        model.plain_rules, practices.covenant(model.coordinator), 1.0,
        process_word(Process.HONOUR, project.area), *model.luck.key,
    )  # fmt: skip
    mine = project.row, slice(len(project.members))
    return model.tables.done[mine].copy(), model.tables.shortfall[mine].copy()


def talk_once(model: CoProductionModel, project: Project) -> float:
    """Members hold a round: how far the farthest is from the mean; nothing follows."""
    hub = model.coordinator
    negotiation.talks_week(
        model.tables.columns, project.row, model.week, model.organisation_columns,
        model.plain_rules, mandates.command(hub), hub.legitimacy, hub.reached,
        model.accounts.spent, np.zeros(1), hub.unmoved,
    )  # fmt: skip
    return float(model.tables.spread[project.row])


def saw(model: CoProductionModel, project: Project, done: list[int]) -> None:
    """Partners see this week's instalments, a code a member."""
    model.tables.done[project.row, : len(done)] = done
    model.tables.paid_week[project.row] = model.week
    model.order = np.array([project.row])


def met_with_a_mediator(model: CoProductionModel, project: Project) -> None:
    """Members held a round under a mediator this week."""
    project.help.congestion = 0.0
    model.tables.met_week[project.row] = model.week
    model.order = np.array([project.row])


def votes(
    model: CoProductionModel, project: Project, category: int, paid: float = 0.0
) -> list[consent.Ballot]:
    """The ballot of every building, voting as a whole."""
    voters = [(group, (group.start, group.stop)) for group in model.resident_groups]
    return consent.ballots(model, project, category, paid, voters)


def missing(project: Project) -> np.ndarray:
    """What no pledge covers yet, by resource."""
    return missing_of(project.need, project.pledged, project.pooled)


def introduced(project: Project) -> dict[int, float]:
    """Whom this week's introductions bring, with the trust that comes with it."""
    ties = project.help.introduced
    return {int(c): float(ties[c]) for c in np.flatnonzero(ties)}


def tie_all(model: CoProductionModel, trust: float) -> None:
    """Everybody trusts everybody alike."""
    model.ties.trust[:] = trust
    np.fill_diagonal(model.ties.trust, 0.0)


def hub(
    changes: Changes | None = None, stage: Stage = Stage.FORMING, trust: float = 0.5
) -> tuple[CoProductionModel, Project]:
    """A model with a strong hub whose week has begun, and a project of three sectors at a stage."""
    model = made({**STRONG, **(changes or {})})
    tie_all(model, trust)
    model.income()
    members = [one_of(model, role) for role in TABLE]
    project = project_with(model, members, pledged=stage > Stage.FORMING)
    project.stage = stage
    return model, project


def tables(record: RunRecord) -> dict[str, np.ndarray]:
    """All columns of a record by a name that says the table."""
    groups = {"project": record.projects, "history": record.history, "weekly": record.weekly}
    return {f"{t}.{name}": col for t, columns in groups.items() for name, col in columns.items()}


def differing(first: RunRecord, second: RunRecord) -> list[str]:
    """Columns (and run values) in which two records differ by a bit."""
    one, other = tables(first), tables(second)
    found = [name for name in one if one[name].tobytes() != other[name].tobytes()]
    return found + [f"run.{n}" for n in first.run if first.run[n] != second.run[n]]
