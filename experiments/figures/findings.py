"""What figures of a comparison conclude, in a sentence each: by the one rule of the verdict."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from experiments.analysis.answer import Answer, Found, answer_of
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.analysis.verdict import HARM, HELP, OPEN, RULED_OUT, VERDICTS
from experiments.words.speech import Speaker

Telling = Callable[[Comparison, Speaker], str]
ORDER = ("higher", "lower", "unclear")


def arms_of(comparison: Comparison, say: Speaker) -> dict[str, str]:
    """The two arms of the question, as readers call them."""
    sides = {"treated": comparison.treated, "reference": comparison.reference}
    return {side: say.arm(arm) for side, arm in sides.items()}


def points(say: Speaker) -> str:
    """The smallest effect of interest, of 100."""
    return say.number(SMALLEST_EFFECT, 0, PER_HUNDRED)


def listed(texts: Iterable[str], say: Speaker) -> str:
    """Names one after the other."""
    return say("list.separator").join(texts)


def nothing(comparison: Comparison, say: Speaker) -> str:
    """That nobody could be followed."""
    followed = comparison.definition.followed
    return say("headline.nothing", weeks=comparison.weeks, followed=followed)


def failing(comparison: Comparison, say: Speaker) -> str:
    """Whether fewer fail with the treated arm than with the reference; what other measures say
    against that, and with whom fewer yet fail."""
    found = answer_of(comparison)
    if found is None:
        return nothing(comparison, say)
    both, kind = arms_of(comparison, say), found.found["failure"]
    parts = [say(f"brief.finding.{kind}", points=points(say), **both)]
    parts += [
        say(f"four.does.{each}.{measure}")
        for measure, each in found.found.items()
        if measure != "failure" and each in (HELP, HARM) and each != kind
    ]
    ahead = [arm for arm in found.ahead if found.rivals[arm]["failure"] == HARM]
    ahead = [arm for arm in ahead if arm != comparison.reference]
    if ahead:
        arms = listed(map(say.arm, ahead), say)
        parts.append(say("figure.finding.ahead", arms=arms, **both))
    return say("figure.finding.separator").join(parts)


def residents(comparison: Comparison, say: Speaker) -> str:
    """What each arm is to residents against the reference, in failures."""
    return _of_arms(comparison, "residents", lambda found: found.effects, say)


def rivals(comparison: Comparison, say: Speaker) -> str:
    """Against which arms fewer fail with the treated one."""
    return _of_arms(comparison, "rivals", lambda found: found.rivals, say)


def _of_arms(
    comparison: Comparison,
    key: str,
    verdicts: Callable[[Answer], Mapping[str, Found]],
    say: Speaker,
) -> str:
    found = answer_of(comparison)
    if found is None:
        return nothing(comparison, say)
    by_kind = {kind: list[str]() for kind in (HELP, HARM, RULED_OUT, OPEN)}
    of = verdicts(found)
    for arm in found.order:
        if arm in of:
            by_kind[of[arm]["failure"]].append(say.arm(arm))
    return _kinds(by_kind, key, arms_of(comparison, say), say)


def _kinds(
    by_kind: Mapping[str, Sequence[str]], key: str, both: Mapping[str, str], say: Speaker
) -> str:
    """Arms by what was found of them; what isn't settled apart from what is ruled out."""
    parts = (
        say(f"figure.finding.{key}.{kind}", arms=listed(arms, say), points=points(say))
        for kind, arms in by_kind.items()
        if arms
    )
    told = say("figure.finding.separator").join(parts)
    return say(f"figure.finding.{key}", told=told, **both)


def levels(measures: Sequence[str]) -> Telling:
    """What of these measures is clearly higher or lower with the treated arm."""

    def telling(comparison: Comparison, say: Speaker) -> str:
        failed = comparison.arms.set_index("arm")["failed"]
        untold = failed[[comparison.treated, comparison.reference]].any()
        by_kind: dict[str, list[str]] = {kind: [] for kind in ORDER}
        for measure in measures:
            row = difference(comparison, comparison.reference, measure)
            kind = "unclear" if untold else VERDICTS[int(row["verdict"])]
            by_kind[kind].append(say(f"measure.{measure}"))
        return _kinds(by_kind, "levels", arms_of(comparison, say), say)

    return telling
