"""Step 5: attention is asked for by all projects, then granted by priority and luck.

One act costs one unit of attention, whoever does it. Who is asked first, the coordinator or
organisations, which have attention of their own, is a contested rule; what the first leave undone,
in whole or in part, goes on to the others.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.vocabulary import LABOUR, SMALL, Act, AskedFirst, Stage
from sim.state.projects import NOT_ASKED
from sim.week.acts import ask_hub, content_luck
from sim.week.hub import is_active
from sim.week.lifecycle import end_help
from sim.week.peers import ask_peers

FAIR = 0.5


class Requests(NamedTuple):
    """Acts wanted this week, n of them, by project in its row.

    row, act, waited: int64 (n,); weeks waited so far. luck: (n,), breaks ties. content: (n,), the
    uniform that decides whether the coordinator's act has content. to_hub: bool (n,), whether the
    coordinator is asked first.
    """

    row: NDArray[np.int64]
    act: NDArray[np.int64]
    waited: NDArray[np.int64]
    luck: NDArray[np.float64]
    content: NDArray[np.float64]
    to_hub: NDArray[np.bool_]


@part
def outstanding_labour(world, p):
    """Labour that members owe beyond what they have set aside."""
    members = world.members
    owed, reserved = 0.0, 0.0
    for c in range(members.owed.shape[1]):
        owed += members.owed[p, c, LABOUR]
        reserved += members.reserved[p, c, LABOUR]
    return owed - reserved


@part
def wants(world, p, act):
    """Does a project ask for an act at its stage?"""
    life = world.projects.life[p]
    if life.stage == Stage.FORMING:
        if act == Act.PANEL:
            return not life.sampled
        seeks = act == Act.INTRODUCTION or act == Act.TRANSFER
        return seeks and world.now.week > life.start_week
    if life.stage == Stage.SIGN_OFF:
        return act == Act.WHISTLE and life.signing != 0
    if life.stage == Stage.NEGOTIATING:
        return act == Act.MEDIATION or act == Act.GUIDANCE
    if act == Act.BACKSTOP:
        return outstanding_labour(world, p) > SMALL
    return act == Act.MONITORING


@part
def no_requests(most):
    """Room for so many."""
    whole = np.empty((3, most), np.int64)
    lots = np.empty((2, most))
    return Requests(whole[0], whole[1], whole[2], lots[0], lots[1], np.empty(most, np.bool_))


@part
def first_of(requests, count):
    """The first ``count`` of them."""
    return Requests(
        requests.row[:count], requests.act[:count], requests.waited[:count], requests.luck[:count],
        requests.content[:count], requests.to_hub[:count],
    )  # fmt: skip


@part
def is_put_to_hub(world, p, act):
    """Is a request put to the coordinator first? Where to both together, a fair lot says so."""
    rule = world.rules.structure.asked_first
    if rule != AskedFirst.TOGETHER:
        return rule == AskedFirst.HUB
    code, week = world.projects.life[p].code, world.now.week
    return uniform(world.luck, Process.ASKED_FIRST, code, act, week, 0) < FAIR


@kernel
def collect(world):
    """All requests of the week, counted; one not granted before has waited a week longer."""
    projects, week = world.projects, world.now.week
    live, waits = projects.live[: projects.count.live], projects.waits
    requests, n = no_requests(len(live) * waits.shape[1]), 0
    for p in live:
        end_help(world, p)
        code = projects.life[p].code
        for act in range(waits.shape[1]):
            if not wants(world, p, act):
                waits[p, act] = NOT_ASKED
                continue
            waits[p, act] += 1
            requests.row[n], requests.act[n], requests.waited[n] = p, act, waits[p, act]
            requests.luck[n] = uniform(world.luck, Process.GRANT, code, act, week, 0)
            requests.content[n] = content_luck(world, p, act)
            requests.to_hub[n] = is_put_to_hub(world, p, act)
            world.diary.asked[act] += 1.0
            n += 1
    return first_of(requests, n)


@kernel
def attention(world):
    """5, attention: the coordinator's acts where it is asked first, the organisations' own, and the
    coordinator's where it is asked after them."""
    requests = collect(world)
    undone, is_there = np.ones(len(requests.row), np.bool_), is_active(world)
    if is_there:
        ask_hub(world, requests, requests.to_hub, undone)
    ask_peers(world, requests, undone)
    if is_there:
        ask_hub(world, requests, ~requests.to_hub & undone, undone)
