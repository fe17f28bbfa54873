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
from experiments.words import arm_label, say
from sim.base.vocabulary import SECTORS, End

STAYED = -1


def story(case: Case, lang: str) -> list[str]:
    """The story in plain words, a sentence or two each; the last says what it is no account of."""
    life = case.life
    lines = [_title(case, lang)]
    if case.chosen:
        lines.append(say("explain.chosen", lang))
    lines += [_asked(life, lang), *_joined(life, lang), *_formed(life, lang)]
    lines += [*_talks(case, lang), *_paid(life, lang), *_hub(life, lang)]
    lines += [*turn(life, case.limits, lang), *_ended(life, lang)]
    lines += twin_story(life, case.twin, lang)
    return [line[:1].upper() + line[1:] for line in (*lines, say("explain.caveat", lang))]


def _title(case: Case, lang: str) -> str:
    return say(
        "explain.title", lang, arm=arm_label(case.arm, lang), replicate=case.replicate,
        seed=case.seed, name=case.life.key.name,
    )  # fmt: skip


def _asked(life: Life, lang: str) -> str:
    first = life.weeks.iloc[0]
    return say(
        "explain.asked", lang, week=first["week"], initiator=label(life.initiator, lang),
        size=near(life.project["size"]), buildings=first["buildings"],
        scope=scope_text(first["scope"], lang), need=funds(sum(life.need.values())),
        resources=resources_text(life.need, lang),
    )  # fmt: skip


def _joined(life: Life, lang: str) -> list[str]:
    lines = []
    for row in life.members.itertuples():
        how = "started" if row.name == life.initiator else "joined"
        key = f"explain.{how}" if row.left == STAYED else f"explain.{how}_left"
        sector = say(f"sector.{SECTORS[row.sector]}", lang)
        values = {"week": row.joined, "left": row.left, "pledged": funds(row.pledged)}
        lines.append(say(key, lang, name=label(row.name, lang), sector=sector, **values))
    return lines


def _formed(life: Life, lang: str) -> list[str]:
    papers = _in_stage(life, "sign_off")
    if papers.empty:
        return []
    passed = len(_in_stage(life, "negotiating")) + len(_in_stage(life, "delivering")) > 0
    week = int(papers["week"].iloc[-1]) + 1
    last = [say("explain.papers", lang, week=week)] if passed else []
    if life.project["formed_week"] < 0:
        return [say("explain.alone", lang), *last]
    formed, sectors = int(life.project["formed_week"]), _sectors_when_formed(life)
    return [say("explain.formed", lang, week=formed, sectors=sectors), *last]


def _sectors_when_formed(life: Life) -> int:
    row = life.weeks[life.weeks["week"] == life.project["formed_week"]].iloc[0]
    of = dict(zip(life.members["name"], life.members["sector"], strict=True))
    return len({of[name] for name in row["members"]})


def _in_stage(life: Life, stage: str) -> pd.DataFrame:
    return life.weeks[life.weeks["stage"] == stage]


def _talks(case: Case, lang: str) -> list[str]:
    project = case.life.project
    if project["rounds"] == 0:
        return []
    values = {"rounds": int(project["rounds"]), "mediated": int(project["mediated"])}
    lines = [say("explain.talks", lang, **values, cost=funds(project["transaction_cost"]))]
    spread = case.life.weeks["spread"].dropna()
    if len(spread):
        ends = {"first": near(spread.iloc[0]), "last": near(spread.iloc[-1])}
        tolerance = near(case.limits.tolerance)
        lines.append(say("explain.distance", lang, **ends, tolerance=tolerance))
    return lines


def _paid(life: Life, lang: str) -> list[str]:
    return [
        say(
            "explain.paid",
            lang,
            name=label(row.name, lang),
            kept=row.kept,
            asked=row.asked,
            paid=funds(row.paid),
        )
        for row in life.members.itertuples()
        if row.asked > 0
    ]


def _hub(life: Life, lang: str) -> list[str]:
    acts = int(life.project["hub_acts"])
    return [say("explain.hub", lang, acts=acts)] if acts else []


def _ended(life: Life, lang: str) -> list[str]:
    project = life.project
    if project["end"] == End.OPEN:
        return []
    lines = [say("explain.end", lang, week=int(project["end_week"]), end=end_label(life, lang))]
    if np.float32(project["lost"]) > 0:
        lines.append(say("explain.lost", lang, lost=funds(project["lost"])))
    return lines
