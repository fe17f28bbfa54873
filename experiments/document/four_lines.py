"""The answer in four lines, over all arms: whether it helps, how much, when, and what follows.

The one home of these words: terminal, page, report and brief show the same blocks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import floor, log10

import pandas as pd

from experiments.analysis.answer import (
    Answer,
    answer_of,
    pairs_to_settle,
    serves_more,
)
from experiments.analysis.answer_numbers import DIGITS, counts, more
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.estimates import UNDECIDED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.analysis.verdict import (
    HARM,
    HELP,
    LEAST_PAIRS,
    MEASURES,
    MIXED,
    OPEN,
    RULED_OUT,
    together,
)
from experiments.document.blocks import Line, Lines, Table
from experiments.document.cells import per_100, words
from experiments.words.speech import MISSING, Speaker

Telling = Callable[[Speaker], list[str]]
"""Sentences, in a language; the first is the answer."""
DIRECTIONS = {HELP: "help", HARM: "harm", MIXED: "mixed", RULED_OUT: "unclear", OPEN: "unclear"}
FIGURES_OF_YUAN = 2
"""Figures of an amount in yuan that are told: it is no surer than that."""
SHOWN = ("completed", "failure", "breakdown")
TELLING = ("equal_means", "blind_hub", "placebo", "blind_pool", "permuted_guidance")
"""Arms made to tell one thing apart from another: what isn't shown where they do as much."""


@dataclass(frozen=True)
class Asked:
    """A comparison, and what is stored beside it.

    rate: yuan of one unit of funds; None where that has no stated source. when: under which
    conditions it holds. acts: what in the coordinator does it.
    """

    comparison: Comparison
    rate: float | None
    when: Telling
    acts: Telling


def four_lines(asked: Asked, say: Speaker) -> Lines:
    """The four lines; one that nothing can be said, where nobody could be followed."""
    found = answer_of(asked.comparison)
    if found is None:
        return Lines([_nothing(asked.comparison, say)])
    return Lines(
        [
            _helps(asked.comparison, found, say),
            _how_much(asked, found, say),
            _when(asked, say),
            _follows(asked, found, say),
        ]
    )


def _nothing(comparison: Comparison, say: Speaker) -> Line:
    values = {"weeks": comparison.weeks, "followed": comparison.definition.followed}
    return Line(say("four.helps"), say("headline.nothing", **values), direction="unclear")


def listed(texts: Iterable[str], say: Speaker) -> str:
    """Parts of a sentence, one after the other."""
    return say("list.separator").join(texts)


def names(comparison: Comparison, say: Speaker) -> dict[str, str]:
    """The two arms of the question, as readers call them."""
    return {
        "treated": say.arm(comparison.treated),
        "reference": say.arm(comparison.reference),
    }


def _points(say: Speaker) -> str:
    return per_100(SMALLEST_EFFECT, say, 0)


def _measures(chosen: Iterable[str], say: Speaker) -> str:
    return listed(words(say, "measure", chosen), say)


def _helps(comparison: Comparison, found: Answer, say: Speaker) -> Line:
    reasons = [
        *_more(comparison, found, say),
        *_rest(comparison, found, say),
        *_failed(comparison, found, say),
        *_rivals(comparison, found, say),
    ]
    answer = verdict(comparison, found, say)
    return Line(say("four.helps"), answer, reasons, DIRECTIONS[found.kind])


def verdict(comparison: Comparison, found: Answer, say: Speaker) -> str:
    """Whether the treated arm helps residents against the reference, in a sentence."""
    both, points = names(comparison, say), _points(say)
    if found.kind in (RULED_OUT, OPEN):
        return say(f"four.{found.kind}", points=points, **both)
    does = {kind: _does(found, kind, say) for kind in (HELP, HARM)}
    if found.kind == MIXED:
        worse = found.found["failure"] == HARM
        key = "four.mixed_harm" if worse else "four.mixed"
        return say(key, help=does[HELP], harm=does[HARM], **both)
    return say(f"four.{_extent(found)}", does=does[found.kind], **both)


def _extent(found: Answer) -> str:
    """Help or harm, and whether it is one to how many are served, or in part only."""
    return found.kind if found.found["failure"] == found.kind else f"{found.kind}_part"


def _does(found: Answer, kind: str, say: Speaker) -> str:
    chosen = (measure for measure in MEASURES if found.found[measure] == kind)
    return listed((say(f"four.does.{kind}.{measure}") for measure in chosen), say)


def _rest(comparison: Comparison, found: Answer, say: Speaker) -> Iterator[str]:
    """What isn't settled, and what is ruled out, told apart; what is surely small."""
    clear = found.kind in (HELP, HARM, MIXED)
    for kind in (OPEN, RULED_OUT):
        chosen = [measure for measure in MEASURES if found.found[measure] == kind]
        if chosen and (clear or len(chosen) < len(MEASURES)):
            yield say(f"four.rest.{kind}", measures=_measures(chosen, say), points=_points(say))
    if found.small:
        yield say("four.rest.small", measures=_measures(found.small, say), points=_points(say))
    if difference(comparison, comparison.reference, "failure")["pairs"] < LEAST_PAIRS:
        yield say("answer.one_pair")


def _failed(comparison: Comparison, found: Answer, say: Speaker) -> Iterator[str]:
    """That failed runs could turn what the others say."""
    turned = _turned(comparison, found)
    if turned:
        own = comparison.arms["arm"].isin((comparison.treated, comparison.reference))
        failed = int(comparison.arms.loc[own, "failed"].sum())
        yield say("four.failed", number=failed, measures=_measures(turned, say))


def _turned(comparison: Comparison, found: Answer) -> list[str]:
    """Measures that aren't settled only because of failed runs."""
    rows = (difference(comparison, comparison.reference, name) for name in found.undecided)
    return [str(row["measure"]) for row in rows if row["finding"] != UNDECIDED]


def _more(comparison: Comparison, found: Answer, say: Speaker) -> Iterator[str]:
    """The arms that do more for residents than the treated one."""
    ahead = [_ahead(comparison, arm, found, say) for arm in found.ahead]
    if ahead:
        treated = say.arm(comparison.treated)
        yield say("four.ahead", arms=listed(ahead, say), treated=treated)


def _rivals(comparison: Comparison, found: Answer, say: Speaker) -> Iterator[str]:
    """The treated arm against the others."""
    treated = say.arm(comparison.treated)
    for kind in (MIXED, OPEN, RULED_OUT, HELP):
        others = [arm for arm in found.arms(kind) if arm != comparison.reference]
        if others:
            arms = listed(map(say.arm, others), say)
            yield say(f"four.rival.{kind}", arms=arms, treated=treated, points=_points(say))


def _ahead(comparison: Comparison, arm: str, found: Answer, say: Speaker) -> str:
    """An arm, and in what it does more, by how much."""
    measure = next(name for name in MEASURES if found.rivals[arm][name] == HARM)
    row = difference(comparison, arm, measure)
    return say(f"four.ahead.{measure}", arm=say.arm(arm), more=more(-row["value"], say))


def _how_much(asked: Asked, found: Answer, say: Speaker) -> Line:
    comparison = asked.comparison
    told = {name: _numbers(comparison, name, say) for name in MEASURES}
    level = comparison.levels.set_index(["arm", "measure"])["value"]
    order = (
        say("four.order.item", arm=say.arm(arm), share=per_100(level[arm, "failure"], say, DIGITS))
        for arm in found.order
    )
    reasons = [told["breakdown"], told["completed"]]
    if len(found.order) > len((comparison.treated, comparison.reference)):
        reasons.append(say("four.order", arms=listed(order, say)))
    reasons += _costs(asked, found, say)
    return Line(say("four.how_much"), told["failure"], reasons)


def _numbers(comparison: Comparison, measure: str, say: Speaker) -> str:
    row = difference(comparison, comparison.reference, measure)
    return say(f"four.numbers.{measure}", **counts(row, say), **names(comparison, say))


def _costs(asked: Asked, found: Answer, say: Speaker) -> Iterator[str]:
    """What a further completed service costs, of every arm that surely completes more."""
    reference = say.arm(asked.comparison.reference)
    more_of = [arm for arm in found.order if serves_more(found, arm) == HELP]
    if not more_of:
        yield say("four.cost.none", reference=reference)
        return
    services = asked.comparison.services.set_index("arm")
    told = (
        say("four.cost.item", arm=say.arm(arm), cost=_cost(services.loc[arm], asked.rate, say))
        for arm in more_of
    )
    yield say("four.cost", arms=listed(told, say), reference=reference)
    if asked.rate is None:
        yield say("four.no_yuan")


def _cost(row: pd.Series, rate: float | None, say: Speaker) -> str:
    cost = float(row["cost_per_service"])
    funds = say.number(abs(cost), DIGITS)
    key = "four.funds" if cost >= 0.0 else "four.funds_saved"
    if rate is None:
        return say(key, funds=funds)
    return say(f"{key}.yuan", funds=funds, yuan=say.count(rounded(abs(cost) * rate)))


def rounded(amount: float) -> int:
    """An amount to FIGURES_OF_YUAN figures."""
    if amount < 1.0:
        return round(amount)
    return int(round(amount, FIGURES_OF_YUAN - 1 - floor(log10(amount))))


def _when(asked: Asked, say: Speaker) -> Line:
    answer, *reasons = asked.when(say)
    return Line(say("four.when"), answer, reasons)


def _follows(asked: Asked, found: Answer, say: Speaker) -> Line:
    comparison = asked.comparison
    key = _extent(found) if found.kind in (HELP, HARM) else found.kind
    key = "ahead" if found.kind == HELP and found.ahead else key
    arms = listed(map(say.arm, found.ahead), say)
    answer = say(f"four.follows.{key}", arms=arms, **names(comparison, say))
    reasons = [*_to_settle(comparison, found, say), *asked.acts(say), *_not_shown(found, say)]
    return Line(say("four.follows"), answer, [*reasons, say("four.conditional")])


def _to_settle(comparison: Comparison, found: Answer, say: Speaker) -> Iterator[str]:
    pairs = pairs_to_settle(comparison, found)
    if found.kind == OPEN and pairs is not None:
        yield say("four.to_settle", pairs=pairs, points=_points(say))
    if _turned(comparison, found):
        yield say("four.run_again")


def _not_shown(found: Answer, say: Speaker) -> Iterator[str]:
    """What a clear help doesn't show: arms made to tell it apart do as much, or aren't told from
    the treated one."""
    if found.kind != HELP:
        return
    level = [arm for arm in TELLING if found.against(arm) not in (None, HELP)]
    for arm in level:
        yield say(f"four.not_shown.{arm}", arm=say.arm(arm))


def standings(asked: Asked, say: Speaker) -> Table:
    """All arms, best first: what came of 100 opportunities, what each is to residents against the
    reference, and what a further service costs."""
    comparison = asked.comparison
    found = answer_of(comparison)
    header = [
        say("column.arm"),
        *words(say, "measure", SHOWN),
        say("four.column.residents", reference=say.arm(comparison.reference)),
        say("four.column.cost"),
    ]
    rows = [] if found is None else [_standing(asked, found, arm, say) for arm in found.order]
    return Table(say("four.table"), header, rows)


def _standing(asked: Asked, found: Answer, arm: str, say: Speaker) -> list[str]:
    level = asked.comparison.levels.set_index(["arm", "measure"])["value"]
    shares = (per_100(level[arm, measure], say, DIGITS) for measure in SHOWN)
    if arm not in found.effects:
        return [say.arm(arm), *shares, MISSING, MISSING]
    kind = together(found.effects[arm].values())
    serves = found.effects[arm]["completed"]
    services = asked.comparison.services.set_index("arm")
    is_told = serves == HELP
    cost = _cost(services.loc[arm], asked.rate, say) if is_told else say(f"four.cell.{serves}")
    return [say.arm(arm), *shares, say(f"four.residents.{kind}", points=_points(say)), cost]


def one_arm(arm: str, shares: Mapping[str, Mapping[str, float]], say: Speaker) -> Lines:
    """The four lines of an arm by itself: nothing is compared. shares: of MEASURES."""
    name = say.arm(arm)
    levels = {measure: per_100(shares[measure]["value"], say, DIGITS) for measure in MEASURES}
    return Lines(
        [
            Line(say("four.helps"), say("four.alone.helps", arm=name), direction="unclear"),
            Line(say("four.how_much"), say("four.alone.how_much", arm=name, **levels)),
            Line(say("four.when"), say("four.alone.when")),
            Line(
                say("four.follows"), say("four.alone.follows", arm=name), [say("four.conditional")]
            ),
        ]
    )
