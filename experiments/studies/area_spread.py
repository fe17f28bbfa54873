"""What spreads between areas; ``python -m experiments.studies.area_spread`` writes docs/areas*.

Declared after a pilot with another seed (30 replicates, without broken pledges): village, three
areas, area 0 struck from week 26 on for the rest of the run, by each kind of shock that can strike
one area, at full size (needs four times as fast), and by none. Estimand: failure and breakdown per
opportunity of the cohort, struck less calm, paired by replicate, in the struck area and in the
others. Nothing else differs between the two.
"""

import sys
from functools import partial
from pathlib import Path

import pandas as pd

from experiments.analysis.outcomes import Arm, opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.analysis.statistics import Estimate, ratio_difference
from experiments.base.files import write_atomically
from experiments.config.compose import compose
from experiments.run.progress import shown
from experiments.run.runner import run_cells
from experiments.store import Study
from experiments.words.markdown import DOCS, markdown_table
from sim.measure.breakdown import DEFAULT

STUDY = "area_spread"
REPLICATES = 25
STRUCK = 0
ARMS = ("none", "party")
STRIKES = {
    "calm": "shock=none",
    "demand_surge": "shock.demand_surge=3.0",
    "budget_cut": "shock.budget_cut=1.0",
    "staff_turnover": "shock.staff_turnover=1.0",
    "lockdown": "shock.lockdown=1.0",
    "pledges_broken": "shock.pledges_broken=1.0",
}
SETTING = (
    "community=village", "areas=3", f"shock.area={STRUCK}", "shock.start_week=26",
    "shock.duration=130",
)  # fmt: skip
MEASURES = ("failure", "breakdown")
BEGIN, END = "<!-- spread: begin -->", "<!-- spread: end -->"
HEADERS = {
    "areas.md": (
        "arm", "strike on area 0", "failure, area 0", "failure, other areas",
        "breakdown, area 0", "breakdown, other areas",
    ),
    "areas.zh.md": (
        "方案", "片区0所受冲击",
        "片区0失败率", "其他片区失败率", "片区0合作破坏率", "其他片区合作破坏率",
    ),
}  # fmt: skip


def run(folder: Path, replicates: int) -> dict[tuple[str, str], Arm]:
    """Each arm under each strike; what is stored isn't run again."""
    study, cells = Study(folder / STUDY), {}
    for arm in ARMS:
        for strike, override in STRIKES.items():
            made = compose([f"arrangement={arm}", *SETTING, override])
            name = f"{arm}+{strike}"
            cells[arm, strike] = study.open_cell(made.parameters, made.seed, name, made.community)
    run_cells(list(cells.values()), replicates, 2, partial(shown, STUDY), weekly="none")
    return {key: arm_of(cell, replicates, weekly=False) for key, cell in cells.items()}


def part(arm: Arm, struck: bool) -> pd.DataFrame:
    """Counts by replicate of the struck area's opportunities, or of the others'."""
    mine = arm.projects[(arm.projects["area"] == STRUCK) == struck]
    return opportunity_counts(Arm(arm.name, arm.runs, mine, arm.history, arm.weekly), DEFAULT)


def difference(struck: Arm, calm: Arm, measure: str, in_struck: bool) -> Estimate:
    """Struck less calm, paired by replicate, in the struck area or in the others."""
    one, other = part(struck, in_struck), part(calm, in_struck)
    return ratio_difference(
        one[measure], one["opportunities"], other[measure], other["opportunities"]
    )


def rows(arms: dict[tuple[str, str], Arm]) -> list[list[str]]:
    """A row an arm and strike, in points with 95% intervals."""
    return [
        [arm, f"`{strike}`"]
        + [
            _points(difference(arms[arm, strike], arms[arm, "calm"], measure, mine))
            for measure in MEASURES
            for mine in (True, False)
        ]
        for arm in ARMS
        for strike in STRIKES
        if strike != "calm"
    ]


def _points(estimate: Estimate) -> str:
    value, low, high = (100 * x for x in (estimate.value, estimate.low, estimate.high))
    return f"{value:+.1f} [{low:+.1f}, {high:+.1f}]"


def write(found: list[list[str]]) -> None:
    """Put the table into the documents, between its marks."""
    for name, header in HEADERS.items():
        path = DOCS / name
        before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        text = f"{before}{BEGIN}\n{markdown_table(header, found)}\n{END}{after}"
        write_atomically(path, text.encode())


def main(folder: Path = Path("results"), replicates: int = REPLICATES) -> None:
    """Run, and put the table into the documents."""
    write(rows(run(folder, replicates)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path("results"))
