"""What is told before a study: what is assumed, pairs needed, and what numbers of pairs can do."""

from experiments.analysis import power as of
from experiments.analysis.power import MOST, USUAL
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, words
from experiments.document.terminal import Told
from experiments.studies.power import Assumed, Given
from experiments.words.speech import MISSING, Speaker

WANTED = (USUAL, 0.9, 0.95)
"""Chances for which the pairs needed are told."""
LADDER = (25, 50, 100, 200, 400, 800)
"""Pairs of which is told what they can do, unless a number is given."""


def document(given: Given, found: Assumed, say: Speaker) -> list[Told]:
    """What is assumed, pairs needed, and what numbers of pairs can do."""
    told: list[Told] = [Prose(_title(given, found, say))]
    if found.source is not None:
        treated, control, pairs = found.source
        arms = {"treated": say.arm(treated), "control": say.arm(control)}
        told.append(Prose(say("power.stored", pairs=pairs, **arms)))
    told.append(Prose(_spread(found, say)))
    return [*told, _needed(given, found, say), _reach(given, found, say), Prose(say("power.note"))]


def _title(given: Given, found: Assumed, say: Speaker) -> str:
    return say(
        "power.title", measure=say(f"measure.{given.measure}"),
        rate=per_100(found.treated.rate, say), other=per_100(found.control.rate, say),
        difference=per_100(found.difference, say, sign=True),
    )  # fmt: skip


def _spread(found: Assumed, say: Speaker) -> str:
    return say(
        "power.spread", opportunities=say.number(found.opportunities, 1),
        treated=say.number(found.treated.overdispersion, 2),
        control=say.number(found.control.overdispersion, 2),
        correlation=say.number(found.correlation, 2),
        deviation=per_100(found.pair.deviation, say),
    )  # fmt: skip


def _needed(given: Given, found: Assumed, say: Speaker) -> Table:
    pair, difference = found.pair, found.difference

    def told(power: of.Power, wanted: float) -> str:
        pairs = of.needed(power, wanted)
        return say("power.beyond", most=say.count(MOST)) if pairs is None else f"{pairs}"

    rows = [
        [
            per_100(wanted, say, 0),
            told(lambda n: of.seeing(difference, pair, n), wanted) if difference else MISSING,
            told(lambda n: of.excluding(given.margin, 0.0, pair, n), wanted),
        ]
        for wanted in WANTED
    ]
    header = [
        say("power.header.chance"),
        say("power.header.see", difference=per_100(difference, say, sign=True)),
        say("power.header.exclude", margin=per_100(given.margin, say)),
    ]
    return Table(say("power.needed"), header, rows)


def _reach(given: Given, found: Assumed, say: Speaker) -> Table:
    numbers = LADDER if given.replicates is None else (given.replicates,)
    header = words(say, "power.reach.header", ("pairs", "width", "smallest", "see", "exclude"))
    rows = [_can(pairs, given, found, say) for pairs in numbers]
    return Table(say("power.reach", margin=per_100(given.margin, say)), header, rows)


def _can(pairs: int, given: Given, found: Assumed, say: Speaker) -> list[str]:
    pair, difference = found.pair, found.difference
    smallest = of.smallest(pair, pairs)
    seeing = per_100(of.seeing(difference, pair, pairs), say, 0) if difference else MISSING
    return [
        f"{pairs}",
        per_100(of.half_width(pair, pairs), say),
        MISSING if smallest is None else per_100(smallest, say),
        seeing,
        per_100(of.excluding(given.margin, 0.0, pair, pairs), say, 0),
    ]
