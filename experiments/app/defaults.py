"""Where sliders stand before they are touched: what community and arrangement have."""

from functools import lru_cache
from pathlib import Path

from experiments.app.sliders import SLIDERS, value_of
from experiments.config.arms import NO_HUB, TREATED
from experiments.config.compose import compose

KEPT = 64


@lru_cache(KEPT)
def slider_values(
    community: str, arms: tuple[str, ...], folder: Path | None = None
) -> dict[str, float]:
    """The value of every slider's parameter in the arm that is treated, or the last with a hub."""
    hubs = [arm for arm in arms if arm != NO_HUB]
    arm = TREATED if TREATED in hubs or not hubs else hubs[-1]
    composed = compose([f"community={community}", f"arrangement={arm}"], folder)
    return {path: value_of(path, composed) for path in SLIDERS}
