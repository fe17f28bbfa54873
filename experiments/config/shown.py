"""The configuration of a cell as YAML, as ``--cfg job`` prints it."""

import math

import yaml

from sim.parameters import Parameters


def cell_yaml(
    parameters: Parameters, arm: str, community: str, seed: int, replicates: int | None
) -> str:
    """All that is set of a cell, by the names that set it, behind the files that were chosen.

    Tables of a community's own are not among it.
    """
    values = parameters.model_dump(mode="json", exclude={"place"})
    text = yaml.safe_dump(
        {"seed": seed, "replicates": replicates} | values,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=math.inf,
    )
    return f"# arm {arm}, community {community}\n{text}"
