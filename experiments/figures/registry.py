"""Every figure by name: what it needs, how it is drawn, its numbers, and what it says in words."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import (
    alt,
    arms,
    bars,
    definitions,
    groups,
    icons,
    incidence,
    intervals,
    network,
    phase,
    responses,
    weeks,
)
from experiments.words.speech import Speaker


class Kind(NamedTuple):
    """A figure. part: field of ``Material`` that is handed to the three functions.

    draw: (part, language) -> figure. data: part -> tidy table of every number drawn.
    alt: (part, language) -> what is to be seen, for who cannot see it.
    """

    part: str
    draw: Callable[[Any, Speaker], Figure]
    data: Callable[[Any], pd.DataFrame]
    alt: Callable[[Any, Speaker], str]


FIGURES: dict[str, Kind] = {
    "arms": Kind("comparison", arms.arms, arms.arms_data, arms.arms_alt),
    "icons": Kind("comparison", icons.icons, icons.icons_data, alt.icons),
    "ends": Kind("comparison", bars.ends, bars.ends_data, alt.ends),
    "rates": Kind("comparison", intervals.rates, intervals.rates_data, alt.rates),
    "differences": Kind(
        "comparison", intervals.differences, intervals.differences_data, alt.differences
    ),
    "survival": Kind("comparison", weeks.survival, weeks.survival_data, alt.survival),
    "incidence": Kind(
        "comparison", incidence.incidence, incidence.incidence_data, incidence.incidence_alt
    ),
    "imbalances": Kind("comparison", weeks.imbalances, weeks.imbalances_data, alt.imbalances),
    "resources": Kind("comparison", bars.resources, bars.resources_data, alt.resources),
    "weekly": Kind("comparison", weeks.weekly, weeks.weekly_data, alt.weekly),
    "groups": Kind("groups", groups.groups, groups.groups_data, groups.groups_alt),
    "phase": Kind("phase", phase.phase, phase.phase_data, phase.phase_alt),
    "responses": Kind(
        "responses", responses.responses, responses.responses_data, responses.responses_alt
    ),
    "effects": Kind(
        "responses", responses.effects, responses.effects_data, responses.responses_alt
    ),
    "tornado": Kind(
        "responses", responses.tornado, responses.responses_data, responses.tornado_alt
    ),
    "definitions": Kind(
        "definitions",
        definitions.definitions,
        definitions.definitions_data,
        definitions.definitions_alt,
    ),
    "network": Kind("networks", network.network, network.network_data, network.network_alt),
}
