"""Where the twin first differed: the community, then the project, and how it ended there."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.report.explain.life import Life, Twin
from experiments.report.explain.words import end_label, labels, listed
from experiments.words import arm_label, say
from sim.base.vocabulary import End
from sim.measure.records import HISTORY_OUTPUTS, WEEKLY_OUTPUTS

NEVER = -1
COURSE = ("members", "buildings", "stage", "signatures", "mediated", "rounds", "asked", "kept")
"""Columns of a project's weeks that tell its course, in the order in which one is told."""
NUMBERS = ("scope", "pledged", "spread", "paid")
MOST_NAMED = 3
"""Kinds of columns of the community's record that are named."""
_KIND = re.compile("[:：]")


def twin_story(life: Life, twin: Twin | None, lang: str) -> list[str]:
    """What the paired twin adds; one sentence where there is none."""
    if twin is None:
        return [say("twin.none", lang)]
    return [_community(twin, lang), *_project(life, twin.life, lang), _end(twin.life, lang)]


def _community(twin: Twin, lang: str) -> str:
    arm = arm_label(twin.arm, lang)
    if twin.week == NEVER:
        return say("twin.same_community", lang, arm=arm)
    columns = listed(_named(twin.columns, lang)[:MOST_NAMED], lang)
    return say("twin.community", lang, arm=arm, week=twin.week, columns=columns)


def _named(columns: Sequence[str], lang: str) -> list[str]:
    """What columns record, each kind once; after the colon stands a category, group or sector."""
    words = {o.name: str(getattr(o, lang)) for o in (*HISTORY_OUTPUTS, *WEEKLY_OUTPUTS)}
    return list(dict.fromkeys(_KIND.split(words[name])[0] for name in columns))


def parted(life: Life, other: Life, columns: Sequence[str]) -> tuple[int, str] | None:
    """Week and first of some columns in which the project's weeks differ; None: they never do."""
    mine, his = (each.weeks.to_dict("records") for each in (life, other))
    for row, twin_row in zip(mine, his, strict=False):
        for name in columns:
            if _differ(row[name], twin_row[name]):
                return int(row["week"]), name
    return None


def _differ(one: Any, other: Any) -> bool:
    return bool(one != other and not (one != one and other != other))  # nan is equal to nan here


def _project(life: Life, other: Life, lang: str) -> list[str]:
    anything = parted(life, other, (*COURSE, *NUMBERS))
    if anything is None:
        return [say("twin.same", lang)]
    lines = [say("twin.numbers", lang, week=anything[0])]
    course = parted(life, other, COURSE)
    if course is not None:
        week, name = course
        rows = (each.weeks[each.weeks["week"] == week].iloc[0] for each in (life, other))
        mine, his = (_told(row, name, lang) for row in rows)
        difference = say(f"differs.{name}", lang, mine=mine, other=his)
        lines.append(say("twin.course", lang, week=week, difference=difference))
    return lines


def _told(row: Mapping[str, Any], name: str, lang: str) -> str:
    if name == "members":
        return labels(row[name], lang)
    if name == "stage":
        return say(f"stage.{row[name]}", lang)
    return str(len(row[name]) if name == "signatures" else row[name])


def _end(life: Life, lang: str) -> str:
    if life.project["end"] == End.OPEN:
        return say("twin.open", lang)
    return say("twin.end", lang, week=int(life.project["end_week"]), end=end_label(life, lang))
