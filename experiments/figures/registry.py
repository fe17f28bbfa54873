"""Every figure by name: what it needs, how it is drawn, its numbers, and what it says in words."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.outcomes import FLOWS, IMBALANCES
from experiments.figures import (
    alt,
    arms,
    bars,
    definitions,
    findings,
    groups,
    icons,
    incidence,
    intervals,
    network,
    phase,
    residents,
    responses,
    weeks,
)
from experiments.words.speech import Speaker


class Kind(NamedTuple):
    """A figure. part: field of ``Material`` that is handed to the four functions.

    draw: (part, language) -> figure. data: part -> tidy table of every number drawn.
    alt: (part, language) -> what is to be seen, for who cannot see it. finding: (part, language)
    -> what it concludes, in a sentence.
    """

    part: str
    draw: Callable[[Any, Speaker], Figure]
    data: Callable[[Any], pd.DataFrame]
    alt: Callable[[Any, Speaker], str]
    finding: Callable[[Any, Speaker], str]


FIGURES: dict[str, Kind] = {
    "arms": Kind("comparison", arms.arms, arms.arms_data, arms.arms_alt, findings.failing),
    "residents": Kind(
        "comparison",
        residents.residents,
        residents.residents_data,
        residents.residents_alt,
        findings.residents,
    ),
    "imbalances": Kind(
        "comparison",
        weeks.imbalances,
        weeks.imbalances_data,
        alt.imbalances,
        findings.levels(IMBALANCES),
    ),
    "weekly": Kind(
        "comparison", weeks.weekly, weeks.weekly_data, alt.weekly, findings.levels(weeks.WEEKLY)
    ),
    "groups": Kind(
        "groups", groups.groups, groups.groups_data, groups.groups_alt, groups.groups_finding
    ),
    "network": Kind(
        "networks",
        network.network,
        network.network_data,
        network.network_alt,
        network.network_finding,
    ),
    "icons": Kind("comparison", icons.icons, icons.icons_data, alt.icons, findings.failing),
    "ends": Kind("comparison", bars.ends, bars.ends_data, alt.ends, bars.ends_finding),
    "rates": Kind("comparison", intervals.rates, intervals.rates_data, alt.rates, findings.failing),
    "differences": Kind(
        "comparison",
        residents.differences,
        residents.differences_data,
        residents.differences_alt,
        findings.rivals,
    ),
    "survival": Kind(
        "comparison", weeks.survival, weeks.survival_data, alt.survival, weeks.collapsed
    ),
    "incidence": Kind(
        "comparison",
        incidence.incidence,
        incidence.incidence_data,
        incidence.incidence_alt,
        incidence.incidence_finding,
    ),
    "effort": Kind(
        "comparison", weeks.effort, weeks.effort_data, alt.effort, findings.levels(weeks.COSTING)
    ),
    "resources": Kind(
        "comparison", bars.resources, bars.resources_data, alt.resources, findings.levels(FLOWS)
    ),
    "phase": Kind("phase", phase.phase, phase.phase_data, phase.phase_alt, phase.phase_finding),
    "responses": Kind(
        "responses",
        responses.responses,
        responses.responses_data,
        responses.responses_alt,
        responses.responses_finding,
    ),
    "effects": Kind(
        "responses",
        responses.effects,
        responses.effects_data,
        responses.responses_alt,
        responses.responses_finding,
    ),
    "tornado": Kind(
        "responses",
        responses.tornado,
        responses.responses_data,
        responses.tornado_alt,
        responses.responses_finding,
    ),
    "definitions": Kind(
        "definitions",
        definitions.definitions,
        definitions.definitions_data,
        definitions.definitions_alt,
        definitions.definitions_finding,
    ),
}
BODY = ("arms", "residents", "imbalances", "weekly", "groups", "network")
"""Those that a report shows first; others are in its annex."""
