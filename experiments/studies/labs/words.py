"""What a lab says: its table, what to notice in this run, and numbers in the units shown."""

from collections.abc import Mapping
from typing import Any

from experiments.studies.labs.declared import Claim, Lab
from experiments.studies.labs.measures import MEASURES, UNITS
from experiments.studies.labs.run import Found
from experiments.words.speech import Speaker
from experiments.words.text_table import number, text_table


def measure_label(measure: str, say: Speaker) -> str:
    """A measure with its unit."""
    unit = say(f"lab_unit.{MEASURES[measure].unit}")
    return say("lab.with_unit", name=say(f"lab_measure.{measure}"), unit=unit)


def shown(measure: str, value: float, sign: bool = False) -> str:
    """A number in the unit shown."""
    unit = UNITS[MEASURES[measure].unit]
    return number(value, unit.digits, unit.scale, sign)


def bracket(row: Mapping[str, Any], sign: bool = False) -> str:
    """Value and interval of a row."""
    value, low, high = (shown(row["measure"], row[name], sign) for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def heading(found: Found, say: Speaker) -> str:
    """Title of table and figure."""
    return say("lab.heading", title=found.lab.title.in_(say), runs=found.replicates)


def level_table(found: Found, say: Speaker) -> str:
    """Arms down, measures across by number, with their names below."""
    measures = found.lab.measures
    header = [say("lab.arm"), *(f"({i})" for i in range(1, len(measures) + 1))]
    rows = [
        [arm.in_(say), *(bracket(level(found, name, m)) for m in measures)]
        for name, arm in found.lab.arms.items()
    ]
    legend = [
        "  " + say("lab.legend", number=i, measure=measure_label(measure, say))
        for i, measure in enumerate(measures, 1)
    ]
    return "\n".join([text_table(heading(found, say), header, rows), *legend])


def level(found: Found, arm: str, measure: str) -> Mapping[str, Any]:
    """One row of the levels."""
    table = found.levels
    row: dict[str, Any] = table[(table["arm"] == arm) & (table["measure"] == measure)].iloc[0]
    return row


def contrast_text(lab: Lab, claim: Claim, say: Speaker) -> str:
    """What is taken from what, such as ``sign-off: slow papers - base``."""
    parts: list[str] = []
    for arm, sign in claim.contrast.items():
        mark = ("+ " if parts else "") if sign > 0 else "- "
        parts.append(f"{mark}{lab.arms[arm].in_(say)}")
    name = say(f"lab_measure.{claim.measure}")
    return say("lab.contrast", measure=name, arms=" ".join(parts))


def range_text(claim: Claim, say: Speaker) -> str:
    """The declared range in words, in the unit shown."""
    unit = say(f"lab_unit.{MEASURES[claim.measure].unit}")
    ends = {"least": claim.least, "most": claim.most}
    said = {name: shown(claim.measure, end) for name, end in ends.items() if end is not None}
    key = "lab.range.both" if len(said) > 1 else f"lab.range.{next(iter(said))}"
    return say(key, unit=unit, **said)


def notice_text(found: Found, say: Speaker) -> str:
    """Every claim with its numbers of this run, and whether it holds in it."""
    lines = [say("lab.notice")]
    lines += _claims(found, True, say)
    if found.lab.noticed(False):
        lines += ["", say("lab.unseen"), *_claims(found, False, say)]
    return "\n".join(lines)


def _claims(found: Found, seen: bool, say: Speaker) -> list[str]:
    lines = []
    for row in found.claims.to_dict("records"):
        claim = found.lab.claims[row["claim"]]
        if claim.seen == seen:
            mark = ("+" if seen else "-") if row["holds"] else "?"
            lines += [f"  {mark} {claim.in_(say)}", f"    {_measured(found, claim, row, say)}"]
    return lines


def _measured(found: Found, claim: Claim, row: Mapping[str, Any], say: Speaker) -> str:
    verdict = ("lab.holds" if claim.seen else "lab.absent") if row["holds"] else "lab.fails"
    return say(
        "lab.measured", contrast=contrast_text(found.lab, claim, say),
        numbers=bracket(row, sign=True), verdict=say(verdict),
        unit=say(f"lab_unit.{MEASURES[claim.measure].unit}"),
    )  # fmt: skip
