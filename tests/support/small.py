"""A small community for tests: about sixty households, sixty weeks, projects made by hand."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim.agents.project import Project
from sim.base.luck import project_code
from sim.base.vocabulary import Act, Role, Stage
from sim.measure.records import RunId, RunRecord
from sim.model import CoProductionModel
from sim.parameters import Parameters
from sim.rules.partners import missing_of, need_of
from sim.rules.votes import Ballot
from sim.simulation import run
from sim.week.acts import do_act, would_change
from sim.week.delivery import collect_instalments
from sim.week.income import income
from sim.week.learning import exits, learn
from sim.week.lifecycle import add, at_building, join
from sim.week.negotiation import hold_round
from sim.week.record import add_up_holdings
from sim.week.schedule import live_week
from sim.week.sign_off import tally
from sim.week.voice import needs_and_voice

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
EASY = {  # everybody gladly joins, signs, agrees and pays; needs are plenty
    "organisations.opportunity_rate": 0.05, "organisations.open_limit": 1000,
    "organisations.income_factor": 20.0, "organisations.patience": 10_000,
    "organisations.honouring_mean": 0.95, "organisations.goal_spread": 0.1,
    "community.arrival_rate": 0.5, "community.supply_ratio": 0.05, "delivery.trust": 2.0,
    "delivery.peers": 3.0, "delivery.peers_neutral": 0.6, "negotiation.disagreement": 2.0,
    "network.within_sector": 1.0, "network.cross_sector": 1.0,
    "network.weight_alpha": 100.0, "network.weight_beta": 1.0,
    "forming.benefit": 100.0, "forming.transaction_rate": 0.0, "forming.private_cost": 0.0,
    "forming.max_share": 0.4, "organisations.size_spread": 0.2, "sign_off.hazard": 1.0,
    "consent.rules": ("none",) * 6,
    "negotiation.confidence": 1.0, "negotiation.tolerance": 1.0,
    "delivery.alignment": 20.0, "delivery.temptation": 0.0, "delivery.weeks": 2,
}  # fmt: skip
NEEDY = {  # needs are plenty, and some projects come to every end
    "community.arrival_rate": 0.2, "organisations.opportunity_rate": 0.1, "forming.benefit": 9.0,
    "sign_off.hazard": 0.4, "consent.approval": 3.0, "organisations.honouring_mean": 0.8,
    "negotiation.tolerance": 0.3, "negotiation.confidence": 0.8, "negotiation.step": 0.25,
    "negotiation.pull_back": 0.03, "community.supply_ratio": 0.5, "forming.target_share": 0.5,
    "organisations.income_factor": 1.0, "forming.transaction_rate": 0.002,
    "forming.private_cost": 0.02, "network.within_sector": 0.9, "network.cross_sector": 0.9,
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


class Row(Project):
    """A project whose values can be set: ``project.size = 2.0``, ``project.scope = ...``."""

    def __init__(self, model: CoProductionModel, row: int) -> None:
        super().__init__(model.simulation, row)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("_simulation", "_row", "number"):
            object.__setattr__(self, name, value)
            return
        world = self._simulation.world
        for records in (world.projects.life, world.projects.course, world.projects.help):
            if name in records.dtype.names:
                records[name][self.row] = value
                return
        if name == "members":
            self._set_members(value)
            return
        table = world.plans if name in world.plans.fields else world.members
        getattr(table, name)[self.row] = value

    def _set_members(self, members: list[int]) -> None:
        world = self._simulation.world
        world.members.who[self.row, : len(members)] = members
        self.count = len(members)
        sectors = world.organisations.sector
        self.sectors = int(np.bitwise_or.reduce([1 << int(sectors[c]) for c in members]))

    @property
    def help(self) -> np.void:
        """What attention brought this week; its values can be set by name in brackets."""
        return self._simulation.world.projects.help[self.row]


def made(
    changes: Changes | None = None, replicate: int = 0, seed: int = 0, speaking: bool = True
) -> CoProductionModel:
    """A model at its start; with ``speaking``, residents have voiced their first needs."""
    model = CoProductionModel(small(changes), seed=seed, replicate=replicate)
    if speaking:
        needs_and_voice(model.world)
    return model


def stepped(changes: Changes | None = None, weeks: int = 20, replicate: int = 0) -> Any:
    """A model after some weeks."""
    model = made(changes, replicate, speaking=False)
    for _ in range(weeks):
        model.simulation.step()
    return model


def record_of(changes: Changes | None = None, replicate: int = 0, seed: int = 0) -> RunRecord:
    """The record of a run of the small community; equal calls share one run."""
    return _recorded(small(changes).model_dump_json(), replicate, seed)


@lru_cache(maxsize=4096)
def _recorded(parameters: str, replicate: int, seed: int) -> RunRecord:
    return run(Parameters.model_validate_json(parameters), RunId(seed, replicate))


def one_of(model: CoProductionModel, role: Role, number: int = 0) -> int:
    """Row of an organisation by role."""
    return int(np.flatnonzero(model.world.organisations.role == role)[number])


def invite_only(project: Row, members: list[int]) -> None:
    """These were asked already, and nobody else."""
    project.invited[:] = False
    project.invited[members] = True


def project_with(
    model: CoProductionModel,
    members: list[int],
    scope: Any = None,
    size: float = 1.0,
    pledged: bool = True,
) -> Row:
    """A project under way in every building; ``pledged``: members carry equal parts, endowed."""
    world = model.world
    scope = np.full(6, 1.0 / 6.0) if scope is None else np.asarray(scope, float)
    code = project_code(int(world.organisations.code[members[0]]), model.week, 0)
    project = Row(model, int(add(world, 0, members[0], code, size)))
    project.scope, project.sensed = scope, scope
    project.need = need_of(scope, world.needs, size)
    for building in range(len(world.places.key)):
        at_building(world, project.row, building)
    for c in members[1:]:
        join(world, project.row, c)
    invite_only(project, members)
    if pledged:
        share = project.need / len(members)
        for table in (project.pledged, project.reserved, project.owed):
            table[members] = share
        world.accounts.entered += project.need
        project.formed_week = model.week
        project.tied = world.ties.trust > 0.0
    return project


def live(model: CoProductionModel, project: Project) -> None:
    """The project lives one week; nobody else does."""
    _alone(model, project)
    live_week(model.world, project.row)


def _alone(model: CoProductionModel, project: Project) -> None:
    """This week's order is this project alone."""
    model.world.projects.order[0] = project.row
    model.world.projects.count["lived"] = 1


def pay_week(model: CoProductionModel, project: Project) -> tuple[np.ndarray, np.ndarray]:
    """Members pay or don't this week: a code and the labour broken of each; nothing follows."""
    collect_instalments(model.world, project.row)
    mine = project.row, slice(len(project.members))
    return model.world.members.paid[mine].copy(), model.world.members.broken[mine].copy()


def talk_once(model: CoProductionModel, project: Project) -> float:
    """Members hold a round: how far the farthest is from the mean; nothing follows."""
    return float(hold_round(model.world, project.row).spread)


def saw(model: CoProductionModel, project: Row, paid: list[int]) -> None:
    """Partners see this week's instalments, a code a member."""
    model.world.members.paid[project.row, : len(paid)] = paid
    project.paid_week = model.week
    _alone(model, project)


def met_with_a_mediator(model: CoProductionModel, project: Row) -> None:
    """Members held a round under a mediator this week."""
    project.congestion, project.met_week = 0.0, model.week
    _alone(model, project)


def votes(model: CoProductionModel, project: Row, category: int, paid: float = 0.0) -> list[Ballot]:
    """The ballot of every building, voting as a whole."""
    places, found = model.world.places, []
    for b in range(len(places.key)):
        rows = int(places.first[b]), int(places.first[b + 1])
        climate = float(places.climate[b, category])
        found.append(tally(model.world, project.row, category, rows, climate, paid))
    return found


def learn_week(model: CoProductionModel) -> None:
    """All that a week teaches, and who leaves."""
    learn(model.world)
    exits(model.world)


def held(model: CoProductionModel) -> np.ndarray:
    """All stocks by resource, wherever they are."""
    add_up_holdings(model.world)
    return model.world.accounts.held.copy()


def missing(project: Row) -> np.ndarray:
    """What no pledge covers yet, by resource."""
    return missing_of(project.need, project.pledged, project.pooled)


def introduced(project: Row) -> dict[int, float]:
    """Whom this week's introductions bring, with the trust that comes with it."""
    return {int(c): float(project.introduced[c]) for c in np.flatnonzero(project.introduced)}


def hub_does(model: CoProductionModel, project: Row, act: Act) -> bool:
    """The coordinator does an act with content; was there anything to do?"""
    if not would_change(model.world, project.row, int(act)):
        return False
    do_act(model.world, project.row, int(act))
    return True


def hub_hears(model: CoProductionModel, shares: Any) -> None:
    """Residents voice these shares, and the coordinator hears them without noise."""
    model.world.rules["coordinator"]["sensing_noise"] = 0.0
    model.world.voices.voiced[:] = 0.0
    model.world.voices.voiced[0] = shares


def only_at(project: Row, building: int) -> None:
    """The project comes to one building alone."""
    project.entrance = False
    at_building(project._simulation.world, project.row, building)


def tie_all(model: CoProductionModel, trust: float) -> None:
    """Everybody trusts everybody alike."""
    model.world.ties.trust[:] = trust
    np.fill_diagonal(model.world.ties.trust, 0.0)


def hub(
    changes: Changes | None = None, stage: Stage = Stage.FORMING, trust: float = 0.5
) -> tuple[CoProductionModel, Row]:
    """A model with a strong hub whose week has begun, and a project of three sectors at a stage."""
    model = made({**STRONG, **(changes or {})})
    tie_all(model, trust)
    income(model.world)
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


def hand_made(trust: dict[tuple[int, int], float], size: int = 4) -> np.ndarray:
    """Trust of so many in one another."""
    matrix = np.zeros((size, size))
    for pair, value in trust.items():
        matrix[pair] = value
    return matrix
