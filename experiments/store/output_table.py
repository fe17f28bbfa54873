"""docs/outputs.md and its twins; ``python -m experiments.store.output_table`` writes them."""

from collections.abc import Sequence
from enum import Enum

from experiments.base.finished import TABLES
from experiments.store.tables import schema
from experiments.words.catalogue import LANGUAGES, SOURCE
from experiments.words.markdown import (
    document,
    languages,
    markdown_table,
    named,
    titled,
    write_document,
)
from experiments.words.speech import EN, Speaker, speak
from sim.base.vocabulary import AREA_CODES, ROLE_CODES, SECTORS, End, Role
from sim.measure.breakdown import COMPOSITE, DEFAULT, INDICATORS
from sim.measure.records import (
    WEEKLY_OUTPUTS,
    Averaged,
    Output,
)

NAME = "outputs"


def documents() -> dict[str, str]:
    """The document in every language, by its file's name."""
    return {document(NAME, say): render(say) for say in map(speak, LANGUAGES)}


def render(say: Speaker = EN) -> str:
    """The whole document."""
    about = titled(say("document.outputs.about"), NAME, say)
    sections = [_section(name, outputs, say) for name, outputs in TABLES.items()]
    return "\n".join([about, *sections, _run_outcomes(say), _codes(say)])


def _counted(say: Speaker) -> str:
    first, followed = DEFAULT.first_week, DEFAULT.followed
    return say("document.outputs.counted", first=first, followed=followed)


def _section(name: str, outputs: Sequence[Output], say: Speaker) -> str:
    rows = [_row(output, say) for output in outputs]
    keys = say("list.separator").join(f"`{key}`" for key in schema(name).names[: -len(outputs)])
    about = say(f"document.outputs.{name}", counted=_counted(say))
    gap = " " if say.lang == SOURCE else ""
    header = [say(f"document.column.{column}") for column in ("column", "unit", "type")]
    header += [each("language.name") for each in languages(say)]
    table = markdown_table(header, rows)
    told = f"{about}{gap}{say('document.outputs.keys', keys=keys)}"
    return f"## {name}\n\n{told}\n\n{table}\n"


def _row(output: Output, say: Speaker) -> list[str]:
    unit = output.unit if say.lang == SOURCE else say(f"parameter_unit.{output.unit}")
    labels = [each.output(output.name, output.en) for each in languages(say)]
    return [f"`{output.name}`", unit, output.dtype, *labels]


def _run_outcomes(say: Speaker) -> str:
    signs = say("list.separator").join(f"`{name}`" for name in (*INDICATORS, COMPOSITE))
    rows = [
        ("status, weeks", say("document.outputs.status")),
        ("counted", say("document.outputs.opportunities", counted=_counted(say))),
        ("formed, breakdown, failure", say("document.outputs.of_counted")),
        ("end_NAME", say("document.outputs.by_end")),
        ("collapse_SIGN, recovery_SIGN", say("document.outputs.first_week", signs=signs)),
        ("collapsed_SIGN", say("document.outputs.collapsed", late=DEFAULT.collapse_from)),
        (
            "unmet, misplaced, overreach",
            say("document.outputs.imbalances", weeks=_weeks(Averaged.COHORT, say)),
        ),
        *(
            (", ".join(names), say("document.outputs.mean", weeks=_weeks(how, say)))
            for how, names in _levels().items()
        ),
        ("reported_over_real", say("document.outputs.ratio")),
    ]
    return _meanings("run_outcomes", say("document.outputs.run_outcomes"), rows, say)


def _weeks(how: Averaged, say: Speaker) -> str:
    return say(f"document.outputs.weeks.{how.name.lower()}")


def _meanings(title: str, about: str, rows: Sequence[tuple[str, str]], say: Speaker) -> str:
    header = [say("document.column.column"), say("document.column.meaning")]
    parts = [f"## {title}", *([about] if about else []), f"{markdown_table(header, rows)}\n"]
    return "\n\n".join(parts)


def _levels() -> dict[Averaged, list[str]]:
    """Weekly measures that have a level, a family by its name, by the weeks they are means of."""
    return {
        how: list(dict.fromkeys(o.measure for o in WEEKLY_OUTPUTS if o.averaged is how))
        for how in Averaged
    }


def _codes(say: Speaker) -> str:
    comma = say("list.separator")
    bits = (f"{1 << i} {named('sector', name, say)}" for i, name in enumerate(SECTORS))
    sectors = (f"{i} {named('sector', name, say)}" for i, name in enumerate(SECTORS))
    rows = [
        ("end", _listed("end", End, say)),
        ("sector", comma.join(sectors)),
        ("sectors", say("document.outputs.sectors", bits=comma.join(bits))),
        (
            "initiator",
            say(
                "document.outputs.initiator",
                roles_code=ROLE_CODES,
                areas_code=AREA_CODES,
                roles=_listed("role", Role, say),
            ),
        ),
    ]
    return _meanings(say("document.outputs.codes"), "", rows, say)


def _listed(kind: str, codes: type[Enum], say: Speaker) -> str:
    names = (f"{each.value} {named(kind, each.name.lower(), say)}" for each in codes)
    return say("list.separator").join(names)


if __name__ == "__main__":
    for file, text in documents().items():
        write_document(file, text)
