"""Numbers and names as a story writes them."""

import re
from collections.abc import Iterable, Mapping

from experiments.report.explain.life import Life
from experiments.words.speech import Speaker
from sim.base.vocabulary import CATEGORIES, RESOURCES, Role
from sim.measure.records import ENDS

FUNDS_DIGITS, NEAR_DIGITS = 2, 3
PER_CENT = 100.0
LEAST_NAMED = 0.05
"""Share of a scope from which a service is named."""
_ROLES = "|".join(role.name.lower() for role in Role)
_MODELS_NAME = re.compile(rf"({_ROLES})_(\d+)(?:_area_(\d+))?")


def funds(value: float, say: Speaker) -> str:
    """Units of funds."""
    return say.number(value, FUNDS_DIGITS)


def near(value: float, say: Speaker) -> str:
    """A distance, or a size."""
    return say.number(value, NEAR_DIGITS)


def label(name: str, say: Speaker) -> str:
    """An organisation such as ``vendor_2``, or ``vendor_2_area_1``, as people call it; those of a
    community's own have names already."""
    found = _MODELS_NAME.fullmatch(name)
    if found is None:
        return name
    role, order, area = found.groups()
    key = "explain.organisation_in_area" if area else "explain.organisation"
    return say(key, role=say(f"role.{role}"), order=order, area=area)


def listed(parts: Iterable[str], say: Speaker) -> str:
    """Parts in a row."""
    return say("explain.list").join(parts)


def labels(names: Iterable[str], say: Speaker) -> str:
    """Several organisations; a dash where there is none."""
    return listed((label(name, say) for name in names), say) or "-"


def scope_text(scope: Iterable[float], say: Speaker) -> str:
    """Services in order of their share, small ones left out."""
    named = sorted(zip(scope, CATEGORIES, strict=True), key=lambda each: -each[0])
    return listed(
        (
            say(
                "explain.share",
                name=say(f"service.{name}"),
                share=say.number(share, 0, PER_CENT),
            )
            for share, name in named
            if share >= LEAST_NAMED
        ),
        say,
    )


def resources_text(amounts: Mapping[str, float], say: Speaker) -> str:
    """Amounts by resource."""
    return listed(
        (
            say("explain.amount", name=say(f"resource.{r}"), amount=funds(amounts[r], say))
            for r in RESOURCES
        ),
        say,
    )


def end_label(life: Life, say: Speaker) -> str:
    """How it ended."""
    return say(f"end.{ENDS[int(life.project['end'])]}")
