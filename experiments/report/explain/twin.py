"""Where the twin first differed: the community, then the project, and how it ended there."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.report.explain.life import Life, Twin
from experiments.report.explain.words import end_label, labels, listed
from experiments.words.speech import Speaker
from sim.base.vocabulary import End
from sim.measure.records import HISTORY_OUTPUTS, WEEKLY_OUTPUTS

NEVER = -1
COURSE = ("members", "buildings", "stage", "signatures", "mediated", "rounds", "asked", "kept")
"""Columns of a project's weeks that tell its course, in the order in which one is told."""
NUMBERS = ("scope", "pledged", "spread", "paid")
MOST_NAMED = 3
"""Kinds of columns of the community's record that are named."""
_KIND = re.compile("[:：]")


def twin_story(life: Life, twin: Twin | None, say: Speaker) -> list[str]:
    """What the paired twin adds; one sentence where there is none."""
    if twin is None:
        return [say("twin.none")]
    return [_community(twin, say), *_project(life, twin.life, say), _end(twin.life, say)]


def _community(twin: Twin, say: Speaker) -> str:
    arm = say.arm(twin.arm)
    if twin.week == NEVER:
        return say("twin.same_community", arm=arm)
    columns = listed(_named(twin.columns, say)[:MOST_NAMED], say)
    return say("twin.community", arm=arm, week=twin.week, columns=columns)


def _named(columns: Sequence[str], say: Speaker) -> list[str]:
    """What columns record, each kind once; after the colon stands a category, group or sector."""
    words = {o.name: say.output(o.name, o.en) for o in (*HISTORY_OUTPUTS, *WEEKLY_OUTPUTS)}
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


def _project(life: Life, other: Life, say: Speaker) -> list[str]:
    anything = parted(life, other, (*COURSE, *NUMBERS))
    if anything is None:
        return [say("twin.same")]
    lines = [say("twin.numbers", week=anything[0])]
    course = parted(life, other, COURSE)
    if course is not None:
        week, name = course
        rows = (each.weeks[each.weeks["week"] == week].iloc[0] for each in (life, other))
        mine, his = (_told(row, name, say) for row in rows)
        difference = say(f"differs.{name}", mine=mine, other=his)
        lines.append(say("twin.course", week=week, difference=difference))
    return lines


def _told(row: Mapping[str, Any], name: str, say: Speaker) -> str:
    if name == "members":
        return labels(row[name], say)
    if name == "stage":
        return say(f"stage.{row[name]}")
    return str(len(row[name]) if name == "signatures" else row[name])


def _end(life: Life, say: Speaker) -> str:
    if life.project["end"] == End.OPEN:
        return say("twin.open")
    return say("twin.end", week=int(life.project["end_week"]), end=end_label(life, say))
