"""Names beside the ends of lines, in the lines' colours, none on another."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from experiments.figures.looks import look_of
from experiments.figures.style import short_label
from experiments.words.speech import Speaker

SIZE, LINE = 8, 0.17
"""Points of letters, and inches of a line of them."""


def label_ends(axes: Axes, ends: Mapping[str, float], height: float, say: Speaker) -> None:
    """Write each arm beside the panel where its line ends. height: of the panel, about, in inches.

    ends: by arm, where its line ends, in the axis's units; the axis has its limits already.
    """
    low, high = axes.get_ylim()
    names = {arm: short_label(arm, say) for arm in ends}
    lines = np.array([name.count("\n") + 1 for name in names.values()])
    wanted = (np.array(list(ends.values()), np.float64) - low) / (high - low)
    for (arm, name), place in zip(
        names.items(), apart(np.nan_to_num(wanted), lines * LINE / height), strict=True
    ):
        axes.annotate(
            name, (1.0, place), (4, 0), xycoords="axes fraction", textcoords="offset points",
            va="center", size=SIZE, color=look_of(arm).ink, linespacing=1.0,
            annotation_clip=False,
        )  # fmt: skip


def apart(wanted: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Places (n,) as near to those wanted as there is room for things of these sizes, in order."""
    order = np.argsort(wanted, kind="stable")
    places, least = np.array(wanted, np.float64), 0.0
    for i in order:
        places[i] = max(places[i], least + sizes[i] / 2)
        least = places[i] + sizes[i] / 2
    most = max(1.0, float(sizes.sum()))
    for i in order[::-1]:
        places[i] = min(places[i], most - sizes[i] / 2)
        most = places[i] - sizes[i] / 2
    return places
