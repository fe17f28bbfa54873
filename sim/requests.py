"""Requests for attention: collected from all projects, then granted by priority, ties by luck.

One act costs one unit of attention, whoever does it. The coordinator is asked first; what it does
not do, or does without content, goes on to organisations, which have attention of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.acts import act_until_decision, count_done
from sim.equations import congestion, fall
from sim.kernel import kernel
from sim.luck import Process, process_word, uniform
from sim.peers import ONE_ACT, help_one_another, rank_of
from sim.practices import ordered_by, reorders
from sim.projects import SMALL, Project, Stage
from sim.tables import NOBODY_MEDIATES, NOT_ASKED
from sim.vocabulary import CATEGORIES, LABOUR, Act

if TYPE_CHECKING:
    from sim.model import CoProductionModel

HUB_ONLY = (Act.TRANSFER, Act.BACKSTOP, Act.GUIDANCE)
PEER_ORDER = (Act.MEDIATION, Act.MONITORING, Act.INTRODUCTION, Act.WHISTLE, Act.PANEL)
assert PEER_ORDER[-1] == Act.PANEL  # a panel changes need and stock, so all others come before
PEER_RANK = rank_of((*PEER_ORDER, *HUB_ONLY))


_HUB_ONLY = np.isin(np.arange(len(Act)), HUB_ONLY)


def _bits(*acts: Act) -> int:
    return sum(1 << act for act in acts)


PANEL = _bits(Act.PANEL)
PARTNERS = _bits(Act.INTRODUCTION, Act.TRANSFER)
SIGNATURES = _bits(Act.WHISTLE)
TALKS = _bits(Act.MEDIATION, Act.GUIDANCE)
PAYMENTS = _bits(Act.MONITORING)
PAYMENTS_AND_LABOUR = _bits(Act.MONITORING, Act.BACKSTOP)
_FORMING, _SIGN_OFF, _NEGOTIATING = map(int, (Stage.FORMING, Stage.SIGN_OFF, Stage.NEGOTIATING))
_IN_ORDER = np.arange(len(CATEGORIES))


class Requests(NamedTuple):
    """Acts wanted this week, n of them, by project in its row of the tables.

    row, act, waited: int64 (n,); weeks waited so far. luck: (n,), breaks ties. content: (n,), the
    uniform that decides whether the coordinator's act has content.
    """

    row: NDArray[np.int64]
    act: NDArray[np.int64]
    waited: NDArray[np.int64]
    luck: NDArray[np.float64]
    content: NDArray[np.float64]


@kernel
def outstanding(owed, reserved, resource):
    """What members (M, R) owe of a resource beyond what they have set aside."""
    return np.sum(owed[:, resource]) - np.sum(reserved[:, resource])


@kernel
def wanted_acts(projects, p, week):
    """Which acts a project asks for at its stage, a bit for each act."""
    stage = projects.stage[p]
    if stage == _FORMING:
        panel = 0 if projects.sampled[p] else PANEL
        return panel | PARTNERS if week > projects.start_week[p] else panel
    if stage == _SIGN_OFF:
        return SIGNATURES if projects.signing[p] else 0
    if stage == _NEGOTIATING:
        return TALKS
    short = outstanding(projects.owed[p], projects.reserved[p], LABOUR) > SMALL
    return PAYMENTS_AND_LABOUR if short else PAYMENTS


@kernel
def end_help(projects, p):
    """Last week's help is over."""
    projects.whistled[p] = projects.mediated_by_hub[p] = False
    projects.backstopped[p] = projects.guided[p] = False
    projects.congestion[p] = NOBODY_MEDIATES
    projects.watched[p] = False
    projects.enforced[p] = 0.0
    projects.introduced[p] = 0.0


@kernel
def file_requests(rows, week, projects, row, act, waited, luck, content, asked, grant_word,
                  content_word, k0, k1):  # fmt: skip
    """List what projects in ``rows`` want, (n,) in each of five arrays; counts acts asked (A,).

    What was not granted before has waited a week longer. Returns how many requests there are.
    """
    n = 0
    for p in rows:
        end_help(projects, p)
        wanted = wanted_acts(projects, p, week)
        for a in range(len(asked)):
            if wanted >> a & 1:
                projects.waits[p, a] += 1
                row[n], act[n], waited[n] = p, a, projects.waits[p, a]
                luck[n] = uniform(projects.code[p], a, week, grant_word, k0, k1)
                content[n] = uniform(projects.code[p], a, week, content_word, k0, k1)
                asked[a] += 1.0
                n += 1
            else:
                projects.waits[p, a] = NOT_ASKED
    return n


def collect(model: CoProductionModel) -> Requests:
    """All requests of the week, counted; one not granted before has waited longer."""
    rows = model.rows()
    most = len(rows) * len(Act)
    whole, luck = np.empty((3, most), np.int64), np.empty((2, most))
    count = file_requests(
        rows, model.week, model.tables.columns, whole[0], whole[1], whole[2], luck[0], luck[1],
        model.diary.asked, process_word(Process.GRANT, 0), process_word(Process.CONTENT, 0),
        *model.luck.key,
    )  # fmt: skip
    return Requests(*whole[:, :count], *luck[:, :count])


@kernel
def by_rank(act, waited, luck, rank, order):
    """Requests by rank of their act (A,), then longest waiting, then luck, into order (n,)."""
    order[:] = np.argsort(luck, kind="mergesort")
    order[:] = order[np.argsort(-waited[order], kind="mergesort")]
    order[:] = order[np.argsort(rank[act[order]], kind="mergesort")]


def in_order(requests: Requests, rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """By priority, then longest waiting, then luck: (n,)."""
    order = np.empty(len(requests.act), np.int64)
    by_rank(requests.act, requests.waited, requests.luck, rank, order)
    return order


def hub_order(model: CoProductionModel, requests: Requests) -> NDArray[np.int64]:
    """The coordinator's own priorities, (n,); by lot alone where it is uninformed.

    Major matters go first, and equal ones by the yardstick of residents' satisfaction, where these
    practices are kept.
    """
    hub = model.coordinator
    if not hub.rules.informed:
        return np.argsort(requests.luck, kind="stable")
    if not reorders(hub.rules):
        return in_order(requests, hub.rank)
    places = {p.row: ordered_by(hub, p) for p in model.projects}
    ordered = np.array([places[row] for row in requests.row.tolist()], float)
    daily, content = ordered.reshape(-1, 2).T
    rank = hub.rank[requests.act]
    return np.lexsort((requests.luck, -requests.waited, content, rank, daily))


def grant(model: CoProductionModel) -> None:
    """Step 5, attention: the coordinator's acts, then the organisations' own."""
    if not model.projects:
        return
    requests = collect(model)
    order = in_order(requests, PEER_RANK)
    undone = ask_hub(model, requests) if model.coordinator.active else np.ones(len(order), bool)
    undone &= ~_HUB_ONLY[requests.act]
    ask_peers(model, requests, order[undone[order]])


def ask_hub(model: CoProductionModel, requests: Requests) -> NDArray[np.bool_]:
    """In its order, as long as it has attention; tells what it left undone, (n,)."""
    hub, tables = model.coordinator, model.tables
    undone = np.ones(len(requests.row), bool)
    if hub.left < ONE_ACT:
        return undone
    order = hub_order(model, requests)
    possible = hub.can(requests.row, requests.act)
    content = hub.has_content(requests.act, requests.content)
    at = 0
    while at < len(order):
        at, hub.left = act_until_decision(
            order, at, requests.row, requests.act, possible, content, hub.to_decide, hub.left,
            tables.columns, model.organisation_columns, hub.legitimacy, hub.reached, hub.pool,
            model.plain_rules, model.diary.hub, undone,
        )  # fmt: skip
        if at < len(order):
            i = order[at]
            undone[i] = not _by_hub(model, tables.at(requests.row[i]), Act(requests.act[i]))
            at += 1
    rows = model.rows()
    cases = rows[tables.mediated_by_hub[rows]]
    tables.congestion[cases] = fall(congestion(len(cases), hub.supply), hub.rules.online)
    return undone


def _by_hub(model: CoProductionModel, project: Project, act: Act) -> bool:
    """True where the coordinator did what it had to decide about; trying costs it attention too."""
    hub = model.coordinator
    hub.left -= ONE_ACT
    model.diary.hub[act] += 1
    if not hub.act(project, act):
        return False
    count_done(model.tables.columns, project.row, int(act))
    return True


def ask_peers(model: CoProductionModel, requests: Requests, order: NDArray[np.int64]) -> None:
    """In order, as long as anybody has attention for one act more."""
    bodies, rules = model.bodies, model.parameters.forming
    panels = np.empty(len(model.projects), np.int64)
    held = help_one_another(
        order, requests.row, requests.act, model.tables.columns, model.organisation_columns,
        bodies.attention_left, bodies.street_offices, model.elsewhere,
        model.parameters.network.acquainted, rules.introduced_tie, rules.reserve_share,
        rules.max_share, model.week, process_word(Process.HELPER, 0), *model.luck.key,
        model.diary.peer, panels,
    )  # fmt: skip
    for row in panels[:held].tolist():
        model.hold_panel(model.tables.at(row), _IN_ORDER)
