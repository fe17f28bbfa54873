"""The main parameters: which can be turned on the page, and over which part of their range."""

from dataclasses import dataclass
from typing import Any

from experiments.base.describe import describe_field, kind
from experiments.config.compose import Composed
from experiments.words.speech import Speaker


@dataclass(frozen=True)
class Slider:
    """A parameter on the page: its heading there; low and high lie in the schema's range."""

    group: str
    path: str
    low: float
    high: float
    step: float

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return kind(self.path) == "integer"

    def holds(self, value: float) -> bool:
        """Whether the page may set this value."""
        return self.low <= value <= self.high and (not self.whole or value == int(value))


SLIDERS = {
    slider.path: slider
    for slider in (
        Slider("hub", "coordinator.attention", 0.0, 60.0, 1.0),
        Slider("hub", "coordinator.formalism", 0.0, 1.0, 0.05),
        Slider("hub", "coordinator.agenda_bias", 0.0, 1.0, 0.05),
        Slider("hub", "coordinator.sensing_noise", 0.0, 2.0, 0.1),
        Slider("hub", "coordinator.attention_cost", 0.0, 0.1, 0.005),
        Slider("community", "community.supply_ratio", 0.2, 3.0, 0.1),
        Slider("community", "community.arrival_rate", 0.0, 0.1, 0.005),
        Slider("community", "residents.selectivity", 0.0, 1.0, 0.05),
        Slider("community", "market.space_area", 0.0, 5000.0, 50.0),
        Slider("community", "market.purchasing_power", 0.0, 3.0, 0.1),
        Slider("organisations", "organisations.heterogeneity", 0.5, 2.0, 0.1),
        Slider("organisations", "organisations.attention", 0.0, 2.0, 0.1),
        Slider("organisations", "organisations.income_factor", 0.2, 2.0, 0.1),
        Slider("organisations", "organisations.honouring_mean", 0.4, 0.95, 0.05),
        Slider("organisations", "network.cross_sector", 0.0, 0.6, 0.05),
        Slider("study", "horizon", 104, 312, 26),
    )
}
"""Around what calibration took for possible; anything else is set on the command line."""
PERCENT = ("share", "probability")
"""Units of parameters that the page shows in percent."""
BARE = ("ratio", "factor", "log units")
"""Units that tell nothing beside a number."""


def value_of(path: str, composed: Composed) -> float:
    """What a configuration has for a slider's parameter."""
    value: Any = composed.parameters
    for name in path.split("."):
        value = getattr(value, name)
    return float(value)


def shown(slider: Slider, value: float, changed: bool, say: Speaker) -> dict[str, Any]:
    """What the page needs to show a slider: label, unit, range, where its value comes from."""
    about = describe_field(slider.path)
    label = say.parameter(about.path, about.en)
    percent = about.unit in PERCENT
    return {
        "path": slider.path,
        "label": label,
        "percent": percent,
        "unit": "" if percent or about.unit in BARE else say(f"parameter_unit.{about.unit}"),
        "low": slider.low,
        "high": slider.high,
        "step": slider.step,
        "value": value,
        "changed": changed,
        "hint": say(
            "app.slider.hint",
            low=f"{100 * slider.low:g}%" if percent else f"{slider.low:g}",
            high=f"{100 * slider.high:g}%" if percent else f"{slider.high:g}",
        ),
        "origin": say(
            "app.slider.origin",
            label=label,
            source=say(f"report.source.{about.source}"),
            path=slider.path,
        ),
    }
