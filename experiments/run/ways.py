"""The ways in which commands use the model, each a small run: what they call is compiled by them.

``python -m experiments.run.ways ways FOLDER`` goes a share of them, ``... steps FOLDER`` compiles a
share of the week's steps: what no other process has taken, as files in the folder tell. Status 1
where what was compiled could not be kept. ``experiments.run.compiling`` starts such processes.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SMALL: dict[str, Any] = {"horizon": 30, "community": {"households": 60, "buildings": 4}}
"""Large enough that projects come to every kind of end."""
_HUB = {
    "attention": 24.0,
    **dict.fromkeys(("mobilisation", "guidance", "resources", "integration"), 1.0),
}
HUB: dict[str, Any] = {**SMALL, "coordinator": _HUB}
WAYS: Mapping[str, dict[str, Any]] = {
    "hub": HUB,
    "alone": SMALL,
    "areas": {**HUB, "areas": 2},
    "tables": HUB,
    "slate": {**SMALL, "slate": {"enabled": True}},
    "funder": {
        **HUB,
        "coordinator": {**_HUB, "transfer_share": 0.5},
        "shock": {"firm_leaves": True, "start_week": 5},
        "organisations": {"patience": 1},
    },
    "blind": {**HUB, "coordinator": {**_HUB, "informed": False}},
}
"""Parameters by name. What comes up only by chance in longer runs may be missing; it is little, and
compiled when it does."""
OWN_TABLES = "tables"
STEPS, ALL = "steps", "ways"
"""What processes share out: the steps of the week, which are most of what is compiled; the ways."""


def go(name: str) -> None:
    """Go one of the WAYS."""
    from sim.measure.records import RunId
    from sim.parameters import Parameters
    from sim.simulation import run

    values = {**WAYS[name], **_example()} if name == OWN_TABLES else WAYS[name]
    run(Parameters.model_validate(values), RunId(0, 0))


def compile_steps(taken: Path) -> None:
    """Compile the steps of the week that no other process has taken.

    Each step is compiled with all it calls, whichever was before: processes that share them out do
    little twice.
    """
    from numba import typeof

    from sim.measure.records import RunId
    from sim.parameters import Parameters
    from sim.simulation import Simulation
    from sim.week.schedule import WEEK

    world = Simulation(Parameters.model_validate(HUB), RunId(0, 0)).world
    kind = typeof(world)  # type: ignore[no-untyped-call]
    steps: tuple[Any, ...] = WEEK
    for step in reversed(steps):  # the last takes longest, and should not be begun last
        if _take(taken / step.__name__):
            step.way_in.compile((kind,))


def go_ways(taken: Path) -> None:
    """Go the ways that no other process has taken."""
    for name in WAYS:
        if _take(taken / name):
            go(name)


def _take(place: Path) -> bool:
    """Whether this process is the first that asks."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _example() -> dict[str, Any]:
    """The example community with its own tables, and the parameters that follow from them."""
    from experiments.config.place.build import build_place
    from experiments.config.place.example import example_tables
    from experiments.config.place.parse import Parsed
    from experiments.words.speech import EN

    tables = example_tables(EN).items()
    place = build_place({t.key: Parsed(t, t.key, list(enumerate(rows))) for t, rows in tables})
    values: dict[str, Any] = {"horizon": SMALL["horizon"], "place": place}
    for path, value in place.fixed.items():
        group, _, name = path.partition(".")
        values.setdefault(group, {})[name] = value
    return values


if __name__ == "__main__":
    from experiments.base.kernel_files import NOT_KEPT

    {STEPS: compile_steps, ALL: go_ways}[sys.argv[1]](Path(sys.argv[2]))
    sys.exit(1 if NOT_KEPT else 0)
