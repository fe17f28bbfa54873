"""What the explorer holds: every computed setting of a study, as numbers told, in all languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.analysis.answer_numbers import DIGITS
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.explored import Answered, Axis, Explored, Levels, Pair, explored
from experiments.analysis.statistics import SMALLEST_EFFECT, Estimate
from experiments.analysis.verdict import MEASURES
from experiments.base.describe import describe_field
from experiments.base.errors import InputError
from experiments.base.shells import command_line
from experiments.document.explorer import explorer
from experiments.document.icons import GROUPS, counts_of
from experiments.document.links import named
from experiments.report.reading import tallied
from experiments.store import Cell, Study
from experiments.studies.setting import assigned, command_of
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, MISSING, Speaker, keys, speak
from sim import MODEL_VERSION

WORDS = "explore.page."
STEPS = 10
"""Places of a slider from one computed value to the next."""
FIGURES = 6
"""Figures of a value between computed ones."""
MOST_BYTES = 5_000_000
Json = dict[str, Any]


def explore(studies: Sequence[Study], first: str) -> str:
    """The explorer's file, of one study or of several together; ``first``: the language shown.

    InputError, one line, where there are no two arms to be compared, where settings lie on no
    line, and where there are more of them than a file should hold.
    """
    cells = _cells(studies)
    tallied(cells)
    places = " ".join(str(study.path) for study in studies)
    found = explored(cells)
    if not found:
        raise InputError(f"explore: {places}: no two arms with runs of the same luck to compare")
    _refuse_scattered(found, places)
    html = explorer(_data(found, first))
    if len(html.encode()) > MOST_BYTES:
        number = sum(len(pair.answers) for each in found for pair in each.pairs)
        raise InputError(
            f"explore: {places}: {number} settings make a file of over {MOST_BYTES} bytes;"
            " explore studies one by one, or with fewer arms"
        )
    return html


def _cells(studies: Sequence[Study]) -> list[Cell]:
    """Each cell once. InputError for a study without any."""
    found: dict[str, Cell] = {}
    for study in studies:
        mine = study.cells()
        if not mine:
            raise InputError(f"{study.path}: the study has no cells; run something in it first")
        found |= {cell.hash: cell for cell in mine}
    return list(found.values())


def _refuse_scattered(found: Sequence[Explored], places: str) -> None:
    for each in found:
        start = each.start
        settings = [setting for pair in each.pairs for setting in pair.answers]
        beside = (
            sum(a != b for a, b in zip(setting, start, strict=True)) == 1 for setting in settings
        )
        if each.axes and not any(beside):
            raise InputError(
                f"explore: {places}: no two settings differ in one parameter alone, so there is"
                " nothing to move along; explore a sweep of one or two axes at a time"
            )


def _data(found: Sequence[Explored], first: str) -> Json:
    """All that the page reads: see ``explore.js``."""
    return {
        "first": first,
        "version": MODEL_VERSION,
        "measures": list(MEASURES),
        "groups": list(GROUPS),
        "points": int(EN.number(SMALLEST_EFFECT, 0, PER_HUNDRED)),
        "digits": DIGITS,
        "languages": {lang: _words(speak(lang)) for lang in LANGUAGES},
        "places": [_place(each) for each in found],
    }


def _words(say: Speaker) -> Json:
    """The page's words in a language, their places unfilled."""
    page = {key.removeprefix(WORDS): say.text(key) for key in keys("explore.page.")}
    page |= {f"measure.{name}": say(f"measure.{name}") for name in MEASURES}
    page |= {f"icons.{group}": say(f"report.icons.{group}") for group in GROUPS}
    page |= {"conditional": say("note.conditional"), "alt": say.text("report.icons.alt")}
    return {"code": say("language.code"), "name": say("language.name"), "words": page}


def _place(each: Explored) -> Json:
    return {
        "seed": each.seed,
        "names": {lang: named("community", each.community, speak(lang)) for lang in LANGUAGES},
        "axes": [_axis(axis, each) for axis in each.axes],
        "start": _start(each),
        "pairs": [_pair(pair, each) for pair in each.pairs],
    }


def _start(each: Explored) -> list[int]:
    """The number of each axis's value at the start."""
    return [axis.values.index(value) for axis, value in zip(each.axes, each.start, strict=True)]


def _axis(axis: Axis, each: Explored) -> Json:
    english = describe_field(axis.name).en
    return {
        "name": axis.name,
        "labels": {lang: speak(lang).parameter(axis.name, english) for lang in LANGUAGES},
        "numeric": axis.numeric,
        "whole": axis.numeric and axis.whole,
        "values": list(axis.values),
        "stops": stops(axis, any(axis.name == name for p in each.pairs for name, _ in p.missed)),
        "options": {} if axis.numeric else _options(axis),
        "words": [command_line([assigned(axis.name, value)]) for value in axis.values],
    }


def _options(axis: Axis) -> Json:
    """What values that are no numbers are called."""
    return {
        lang: [speak(lang).known(f"token.{value}", str(value)) for value in axis.values]
        for lang in LANGUAGES
    }


def stops(axis: Axis, between: bool) -> list[Any]:
    """Where its slider can stop: at each computed value and, if wished, STEPS - 1 times between."""
    if not (axis.numeric and between):
        return list(axis.values)
    found: dict[float, None] = {}
    for low, high in zip(axis.values, axis.values[1:], strict=False):
        for step in range(STEPS):
            value = low + (high - low) * step / STEPS
            exact = value if step == 0 else float(f"{value:.{FIGURES}g}")
            found[round(value) if axis.whole else exact] = None
    return [*found, axis.values[-1]]


def _pair(pair: Pair, each: Explored) -> Json:
    two = pair.cells[next(iter(pair.answers))]
    replicates = max(answer.pairs for answer in pair.answers.values())
    axes = [axis.name for axis in each.axes]
    return {
        "names": {
            lang: [speak(lang).arm(pair.treated), speak(lang).arm(pair.reference)]
            for lang in LANGUAGES
        },
        "command": command_of((two[1], two[0]), axes, replicates),
        "settings": [_setting(setting, pair, each.axes) for setting in pair.answers],
        "missed": [
            {
                measure: _missed(pair, axis.name, measure)
                for measure in MEASURES
                if (axis.name, measure) in pair.missed
            }
            for axis in each.axes
        ],
    }


def _missed(pair: Pair, axis: str, measure: str) -> Json:
    missed = pair.missed[axis, measure]
    return {"number": missed.number, "mean": told(missed.mean), "most": told(missed.most)}


def _setting(setting: tuple[Any, ...], pair: Pair, axes: Sequence[Axis]) -> Json:
    """One computed setting: numbers of its values (``at``), and what is told of it."""
    answer = pair.answers[setting]
    return {
        "at": [axis.values.index(value) for axis, value in zip(axes, setting, strict=True)],
        "pairs": answer.pairs,
        "failed": answer.failed,
        "numbers": {measure: _numbers(answer, measure) for measure in MEASURES},
        "verdicts": dict(answer.verdicts),
        "ends": [_ends(answer.treated), _ends(answer.reference)],
    }


def _numbers(answer: Answered, measure: str) -> list[list[float | None]]:
    """Of the treated arm, the reference, and their difference: value, low, high of 100."""
    levels: list[Mapping[str, Estimate]] = [answer.treated.measures, answer.reference.measures]
    found = [_estimate(level[measure], sign=False) for level in levels]
    return [*found, _estimate(answer.differences[measure], sign=True)]


def _estimate(found: Estimate, sign: bool) -> list[float | None]:
    return [told(value, sign) for value in (found.value, found.low, found.high)]


def told(share: float, sign: bool = False) -> float | None:
    """A share of 100 as it is told everywhere: the same rounding."""
    text = EN.number(share, DIGITS, PER_HUNDRED, sign)
    return None if text == MISSING else float(text)


def _ends(levels: Levels) -> list[int]:
    return counts_of(levels.ends)
