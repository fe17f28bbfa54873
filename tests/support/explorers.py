"""Studies for the explorer with a known answer at each setting, and what a file of it holds."""

import json
import re
from pathlib import Path
from typing import Any

from known import plan, planted_cell

from experiments.store import Study
from sim.parameters import Parameters

SUPPLIES = (1.0, 2.0, 3.0)
BROKEN = {1.0: 40, 2.0: 30, 3.0: 10}
"""Of 100 opportunities with the hub, by supply; without it 50, and all others are completed."""
REPLICATES = 6


def along_supply(path: Path, **more: float) -> Study:
    """none and party at each of SUPPLIES. more: further parameters of the community."""
    study = Study(path)
    for supply in SUPPLIES:
        base = Parameters.model_validate({"community": {"supply_ratio": supply, **more}})
        for arm, broken in (("none", 50), ("party", BROKEN[supply])):
            plans = [plan(broken, 100 - broken)] * REPLICATES
            planted_cell(study, arm, plans, parameters=base)
    return study


def held(html: str) -> Any:
    """The data of a file."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])
