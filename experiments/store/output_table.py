"""docs/outputs.md; ``python -m experiments.store.output_table`` writes it."""

from experiments.store.tables import schema
from experiments.words.markdown import markdown_table, write_document
from experiments.words.speech import speak
from sim.base.vocabulary import AREA_CODES, ROLE_CODES, SECTORS, End, Role
from sim.measure.breakdown import COMPOSITE, DEFAULT, INDICATORS
from sim.measure.records import (
    AREA_OUTPUTS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
    Averaged,
    Output,
)

DOCUMENT = "outputs.md"
HEADER = ("column", "unit", "type", "English", "中文")
COUNTED = (
    f"it starts from week {DEFAULT.first_week} to T - {DEFAULT.followed}, and is followed"
    f" {DEFAULT.followed} weeks"
)
TABLES = {
    "runs": ("One row a replicate.", RUN_OUTPUTS),
    "projects": (
        "One row an opportunity, in order of its start week. Exports tell besides whether it is"
        f" `counted`: {COUNTED}.",
        PROJECT_OUTPUTS,
    ),
    "history": ("One row a week; breakdown and collapse are computed from it.", HISTORY_OUTPUTS),
    "weekly": (
        "One row a week. Needs waiting and waiting too long are counted when the week's needs have"
        " arisen and none is served yet.",
        WEEKLY_OUTPUTS,
    ),
    "areas": (
        "One row an area and week, where there are several areas; the other tables are over all.",
        AREA_OUTPUTS,
    ),
}
INTRODUCTION = """# Outputs

Generated from `sim/measure/records.py` by `python -m experiments.store.output_table`; a test
fails when it is out of date. These are the columns of the stored tables of the same names, after
each table's keys.
"""


def render() -> str:
    """The whole document."""
    sections = [_section(name, *content) for name, content in TABLES.items()]
    return "\n".join([INTRODUCTION, *sections, _run_outcomes(), _codes()])


def _section(name: str, about: str, outputs: tuple[Output, ...]) -> str:
    rows = [
        (f"`{o.name}`", o.unit, o.dtype, o.en, speak("zh").output(o.name, o.en)) for o in outputs
    ]
    keys = ", ".join(f"`{key}`" for key in schema(name).names[: -len(outputs)])
    return f"## {name}\n\n{about} Keys: {keys}.\n\n{markdown_table(HEADER, rows)}\n"


def _run_outcomes() -> str:
    signs = ", ".join(f"`{name}`" for name in (*INDICATORS, COMPOSITE))
    rows = [
        ("status, weeks", "ok or failed; the horizon T"),
        ("counted", f"opportunities counted: {COUNTED}"),
        ("formed, breakdown, failure", "of those counted"),
        ("end_NAME", "of those counted, by end (see Codes)"),
        ("collapse_SIGN, recovery_SIGN", f"first week, -1 if it never came; signs: {signs}"),
        (
            "collapsed_SIGN",
            f"share of the weeks from {DEFAULT.collapse_from} on in which the network is collapsed",
        ),
        ("unmet, misplaced, overreach", f"the three imbalances, mean over {Averaged.COHORT.value}"),
        *((", ".join(names), f"mean over {weeks}") for weeks, names in _levels().items()),
        ("reported_over_real", "ratio of the run's totals"),
    ]
    about = "One row a run, made of the others when asked for (docs/store.md); nothing is stored."
    return f"## run_outcomes\n\n{about}\n\n{markdown_table(('column', 'meaning'), rows)}\n"


def _levels() -> dict[str, list[str]]:
    """Weekly measures that have a level, a family by its name, by the weeks they are means of."""
    return {
        how.value: list(dict.fromkeys(o.measure for o in WEEKLY_OUTPUTS if o.averaged is how))
        for how in Averaged
    }


def _codes() -> str:
    ends = ", ".join(f"{end.value} {end.name.lower()}" for end in End)
    roles = ", ".join(f"{role.value} {role.name.lower()}" for role in Role)
    sectors = ", ".join(f"{i} {name}" for i, name in enumerate(SECTORS))
    bits = ", ".join(f"{1 << i} {name}" for i, name in enumerate(SECTORS))
    rows = [
        ("end", ends),
        ("sector", sectors),
        ("sectors", f"sum of {bits}"),
        (
            "initiator",
            f"{ROLE_CODES} x role + number in the role, from 0, + {AREA_CODES} x its own area (0"
            f" where it is shared); roles: {roles}",
        ),
    ]
    return f"## Codes\n\n{markdown_table(('column', 'meaning'), rows)}\n"


if __name__ == "__main__":
    write_document(DOCUMENT, render())
