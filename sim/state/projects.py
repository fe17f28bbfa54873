"""Projects under way, side by side: one row a project, its own until the week after its end.

What a project is and how far it has come stands in records and vectors by row (P); what each
organisation promises, holds and hears in it in tables by row and organisation (P, M).
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel
from sim.base.struct import Struct
from sim.base.vocabulary import CATEGORIES, RESOURCES, Act
from sim.measure.records import PROJECT_OUTPUTS

FIRST_ROWS = 16
NOT_ASKED = -1
NO_WEEK = -1
NOBODY_MEDIATES = np.nan
_R, _K = len(RESOURCES), len(CATEGORIES)
S = TypeVar("S", bound=Struct)


def _record(**kinds: str) -> np.dtype[np.void]:
    names = [(name, kind) for kind, group in kinds.items() for name in group.split()]
    return np.dtype(names, align=True)


LIFE = _record(
    i8="number code area initiator tenure start_week stage stage_start formed_week end end_week"
    " count sectors signing",
    f8="size",
    b1="consent_due replacing sampled",
)
"""number: its place in the history. count: of members. sectors: theirs, a bit each. signing:
departments still to sign, a bit each. tenure: weeks for which who holds the initiator's seat did
when it began; NO_WEEK where nobody did. sampled: had it a panel?"""
COURSE = _record(
    i8="rounds mediated met_week paid_week hub_acts served reached acted misguided",
    f8="spread transaction_cost used supplied over misplaced",
    b1="repeated",
)
"""met_week, paid_week: of the last round, the last instalments. spread: how far the farthest member
was from the mean. used: what was paid in when it ended, in funds. reached: its stages so far, a bit
each; acted: that in which a coordinator acted first. misguided: sectors that guidance has left
unmoved, a bit each."""
HELP = _record(f8="congestion", b1="whistled mediated_by_hub backstopped guided")
"""What attention brought this week. congestion: load of who mediates."""
HISTORY = np.dtype([(output.name, np.float64) for output in PROJECT_OUTPUTS])
COUNTS = _record(i8="live ended bygone free started most lived")
"""How many projects are under way, ended this week, ended last week; how many rows are free; how
many have started so far, and start in one week at most; how many lived this week."""


class Projects(Struct):
    """Records by row (P,), of the types above; who is under way; and the history of all.

    live, ended, bygone, free: int64 (P,), rows, as many as ``count`` says: under way in order of
    start, ended this week, ended last week, free. order: (P,), rows under way in this week's lot.
    history: HISTORY (opportunities,), a row for each in order of start.
    """

    life: NDArray[np.void]
    course: NDArray[np.void]
    help: NDArray[np.void]
    waits: NDArray[np.int64]
    """(P, A), weeks for which an act has been asked for in vain; NOT_ASKED where it isn't."""
    live: NDArray[np.int64]
    ended: NDArray[np.int64]
    bygone: NDArray[np.int64]
    free: NDArray[np.int64]
    order: NDArray[np.int64]
    count: np.void
    history: NDArray[np.void]


class Plans(Struct):
    """What projects are about and have, by row: shares over categories (P, K), funds (P, R).

    sensed: public need as the initiator took it; sample: as a panel found it. pooled, sunk: held
    from the pool; paid in so far. mean: of positions after a round; target: what a coordinator
    that guides asks for.
    """

    scope: NDArray[np.float64]
    need: NDArray[np.float64]
    sensed: NDArray[np.float64]
    sample: NDArray[np.float64]
    pooled: NDArray[np.float64]
    sunk: NDArray[np.float64]
    mean: NDArray[np.float64]
    target: NDArray[np.float64]


class Members(Struct):
    """What organisations are to projects: (P, M), by organisation, but for the first four.

    who: int64 (P, M), organisations in order of joining, the first ``count``; leaving, paid,
    broken: by member in that order: gives up after a round, what became of its instalment (Paid),
    labour it broke. invited: asked already. pledged, reserved, owed: (P, M, R) promised in all, set
    aside, still to be paid. kept, asked, given: instalments honoured and due, and their sum in
    funds. positions: (P, M, K). tied: (P, M, M), who had a tie to whom when all was pledged.
    talked, talks: what rounds cost it so far, in funds, and how many they were. swayed: weight of
    the guidance that it heard this week, 0 where it heard none.
    watched, enforced, introduced: what attention brings this week: whether it is watched, the share
    collected of what it would break, trust that comes with an introduction (0: none).
    entrance: bool (P, E), whose residents take part.
    """

    who: NDArray[np.int64]
    leaving: NDArray[np.bool_]
    paid: NDArray[np.int8]
    broken: NDArray[np.float64]
    invited: NDArray[np.bool_]
    pledged: NDArray[np.float64]
    reserved: NDArray[np.float64]
    owed: NDArray[np.float64]
    kept: NDArray[np.float64]
    asked: NDArray[np.float64]
    given: NDArray[np.float64]
    positions: NDArray[np.float64]
    tied: NDArray[np.bool_]
    talked: NDArray[np.float64]
    talks: NDArray[np.float64]
    swayed: NDArray[np.float64]
    watched: NDArray[np.bool_]
    enforced: NDArray[np.float64]
    introduced: NDArray[np.float64]
    entrance: NDArray[np.bool_]


def _members_shapes(m: int, entrances: int) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape of a row and type of each table, for M organisations and E entrances."""
    by_stock = {name: ((m, _R), float) for name in ("pledged", "reserved", "owed")}
    amounts = (
        "broken", "kept", "asked", "given", "enforced", "introduced", "talked", "talks", "swayed"
    )  # fmt: skip
    flags = ("leaving", "invited", "watched")
    return {
        "who": ((m,), np.int64), "paid": ((m,), np.int8), "positions": ((m, _K), float),
        "tied": ((m, m), bool), "entrance": ((entrances,), bool), **by_stock,
        **{name: ((m,), float) for name in amounts}, **{name: ((m,), bool) for name in flags},
    }  # fmt: skip


def empty_members(rows: int, organisations: int, entrances: int) -> Members:
    """Tables of so many rows with nobody in them."""
    shapes = _members_shapes(organisations, entrances)
    return Members(**{n: np.zeros((rows, *shape), kind) for n, (shape, kind) in shapes.items()})


def empty_plans(rows: int) -> Plans:
    """Plans of so many rows, all 0."""
    by_resource = ("need", "pooled", "sunk")
    return Plans(**{n: np.zeros((rows, _R if n in by_resource else _K)) for n in Plans.fields})


def empty_projects(rows: int, opportunities: int, most: int) -> Projects:
    """Room for so many projects at a time, so many opportunities in all and ``most``
    in a week; none has begun."""
    lists = {name: np.zeros(rows, np.int64) for name in ("live", "ended", "bygone", "order")}
    count = np.zeros(1, COUNTS)
    count["free"], count["most"] = rows, most
    return Projects(
        life=np.zeros(rows, LIFE),
        course=np.zeros(rows, COURSE),
        help=np.zeros(rows, HELP),
        waits=np.zeros((rows, len(Act)), np.int64),
        free=np.arange(rows - 1, -1, -1, dtype=np.int64),
        count=count[0],
        history=np.zeros(opportunities + FIRST_ROWS, HISTORY),  # some may be added by hand
        **lists,
    )


def wider(old: S, rows: int) -> S:
    """The same with so many rows; what is not counted by row stays as it is."""
    before = len(getattr(old, type(old).fields[0]))

    def grown(column: NDArray[np.generic]) -> NDArray[np.generic]:
        wide = np.zeros((rows, *column.shape[1:]), column.dtype)
        wide[:before] = column
        return wide

    kept = ("count", "history")
    made: S = type(old)(**{
        name: getattr(old, name) if name in kept else grown(getattr(old, name))
        for name in type(old).fields
    })  # fmt: skip
    return made


def with_free_rows(projects: Projects, rows: int) -> Projects:
    """Projects with room for so many at a time."""
    before = len(projects.life)
    grown = wider(projects, rows)
    free = int(grown.count["free"])
    grown.free[free : free + rows - before] = np.arange(rows - 1, before - 1, -1)
    grown.count["free"] = free + rows - before
    return grown


@kernel
def members_of(projects, members, p):
    """Members of a project as rows of organisations, in order of joining, (m,)."""
    return members.who[p, : projects.life[p].count]


@kernel
def in_stage(life, week):
    """Weeks since its stage began."""
    return week - life.stage_start


@kernel
def dependence(course):
    """Share of a project's rounds that went through a mediator, in [0, 1]."""
    return course.mediated / course.rounds if course.rounds > 0 else 0.0
