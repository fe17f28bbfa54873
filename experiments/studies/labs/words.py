"""Measures and claims of a lab in words, and numbers in the units shown."""

from collections.abc import Mapping

from experiments.studies.labs.declared import Claim, Lab
from experiments.studies.labs.measures import MEASURES, UNITS
from experiments.words.speech import Speaker


def measure_label(measure: str, say: Speaker) -> str:
    """A measure with its unit."""
    return say("lab.with_unit", name=say(f"lab_measure.{measure}"), unit=unit_of(measure, say))


def unit_of(measure: str, say: Speaker) -> str:
    """The unit in which a measure is shown."""
    return say(f"lab_unit.{MEASURES[measure].unit}")


def shown(measure: str, value: float, say: Speaker) -> str:
    """A number in the unit shown."""
    unit = UNITS[MEASURES[measure].unit]
    return say.number(value, unit.digits, unit.scale)


def bracketed(measure: str, row: Mapping[str, float], say: Speaker, sign: bool = False) -> str:
    """``value [low, high]`` in the unit shown."""
    unit = UNITS[MEASURES[measure].unit]
    return say.bracketed(row, unit.digits, unit.scale, sign)


def contrast_text(lab: Lab, claim: Claim, say: Speaker) -> str:
    """What is taken from what, such as ``sign-off: slow papers - base``."""
    parts: list[str] = []
    for arm, sign in claim.contrast.items():
        mark = ("+ " if parts else "") if sign > 0 else "- "
        parts.append(f"{mark}{lab.arms[arm].said(say)}")
    name = say(f"lab_measure.{claim.measure}")
    return say("lab.contrast", measure=name, arms=" ".join(parts))


def range_text(claim: Claim, say: Speaker) -> str:
    """The declared range in words, in the unit shown."""
    ends = {"least": claim.least, "most": claim.most}
    said = {name: shown(claim.measure, end, say) for name, end in ends.items() if end is not None}
    key = "lab.range.both" if len(said) > 1 else f"lab.range.{next(iter(said))}"
    return say(key, unit=unit_of(claim.measure, say), **said)
