"""A case as sentences: pure, from recorded tables and the catalogue alone."""

import numpy as np
import pandas as pd

from experiments.report.explain.life import Case, Life
from experiments.report.explain.turn import turn
from experiments.report.explain.twin import twin_story
from experiments.report.explain.words import (
    end_label,
    funds,
    label,
    near,
    resources_text,
    scope_text,
)
from experiments.words.speech import Speaker
from sim.base.vocabulary import SECTORS, End

STAYED = -1


def story(case: Case, say: Speaker) -> list[str]:
    """The story in plain words, a sentence or two each; the last says what it is no account of."""
    life = case.life
    lines = [_title(case, say)]
    if case.chosen:
        lines.append(say("explain.chosen"))
    lines += [_asked(life, say), *_joined(life, say), *_formed(life, say)]
    lines += [*_talks(case, say), *_paid(life, say), *_hub(life, say)]
    lines += [*turn(life, case.limits, say), *_ended(life, say)]
    lines += twin_story(life, case.twin, say)
    return [line[:1].upper() + line[1:] for line in (*lines, say("explain.caveat"))]


def _title(case: Case, say: Speaker) -> str:
    return say(
        "explain.title", arm=say.arm(case.arm), replicate=case.replicate,
        seed=case.seed, name=case.life.key.name,
    )  # fmt: skip


def _asked(life: Life, say: Speaker) -> str:
    first = life.weeks.iloc[0]
    return say(
        "explain.asked", week=first["week"], initiator=label(life.initiator, say),
        size=near(life.project["size"], say), buildings=first["buildings"],
        scope=scope_text(first["scope"], say), need=funds(sum(life.need.values()), say),
        resources=resources_text(life.need, say),
    )  # fmt: skip


def _joined(life: Life, say: Speaker) -> list[str]:
    lines = []
    for row in life.members.itertuples():
        how = "started" if row.name == life.initiator else "joined"
        key = f"explain.{how}" if row.left == STAYED else f"explain.{how}_left"
        sector = say(f"sector.{SECTORS[row.sector]}")
        values = {"week": row.joined, "left": row.left, "pledged": funds(row.pledged, say)}
        lines.append(say(key, name=label(row.name, say), sector=sector, **values))
    return lines


def _formed(life: Life, say: Speaker) -> list[str]:
    papers = _in_stage(life, "sign_off")
    if papers.empty:
        return []
    passed = len(_in_stage(life, "negotiating")) + len(_in_stage(life, "delivering")) > 0
    week = int(papers["week"].iloc[-1]) + 1
    last = [say("explain.papers", week=week)] if passed else []
    if life.project["formed_week"] < 0:
        return [say("explain.alone"), *last]
    formed, sectors = int(life.project["formed_week"]), _sectors_when_formed(life)
    return [say("explain.formed", week=formed, sectors=sectors), *last]


def _sectors_when_formed(life: Life) -> int:
    row = life.weeks[life.weeks["week"] == life.project["formed_week"]].iloc[0]
    of = dict(zip(life.members["name"], life.members["sector"], strict=True))
    return len({of[name] for name in row["members"]})


def _in_stage(life: Life, stage: str) -> pd.DataFrame:
    return life.weeks[life.weeks["stage"] == stage]


def _talks(case: Case, say: Speaker) -> list[str]:
    project = case.life.project
    if project["rounds"] == 0:
        return []
    values = {"rounds": int(project["rounds"]), "mediated": int(project["mediated"])}
    lines = [say("explain.talks", **values, cost=funds(project["transaction_cost"], say))]
    spread = case.life.weeks["spread"].dropna()
    if len(spread):
        ends = {"first": near(spread.iloc[0], say), "last": near(spread.iloc[-1], say)}
        tolerance = near(case.limits.tolerance, say)
        lines.append(say("explain.distance", **ends, tolerance=tolerance))
    return lines


def _paid(life: Life, say: Speaker) -> list[str]:
    return [
        say(
            "explain.paid",
            name=label(row.name, say),
            kept=row.kept,
            asked=row.asked,
            paid=funds(row.paid, say),
        )
        for row in life.members.itertuples()
        if row.asked > 0
    ]


def _hub(life: Life, say: Speaker) -> list[str]:
    acts = int(life.project["hub_acts"])
    return [say("explain.hub", acts=acts)] if acts else []


def _ended(life: Life, say: Speaker) -> list[str]:
    project = life.project
    if project["end"] == End.OPEN:
        return []
    lines = [say("explain.end", week=int(project["end_week"]), end=end_label(life, say))]
    if np.float32(project["lost"]) > 0:
        lines.append(say("explain.lost", lost=funds(project["lost"], say)))
    return lines
