"""The story of a building over time, in one arm beside another, and beside a project's."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.app.buildings import COURSES, Buildings
from experiments.words.speech import Speaker

DIGITS = {"waiting": 0, "satisfaction": 2, "participation": 2}
Shown = dict[str, Any]


def busiest(notes: Buildings, project: int, week: int) -> int | None:
    """Of the buildings that a project came to, the one with most open needs in a week."""
    visited = notes.visits.get(project, [])
    return max(visited, key=lambda b: notes.courses(b)["waiting"][week], default=None)


def building_story(
    arms: Mapping[str, Buildings], arm: str, building: int, marks: Sequence[int], say: Speaker
) -> Shown:
    """What is told of a building of an arm: sentences, and its course in every arm. marks: weeks
    of a project's, to be marked."""
    notes = arms[arm]
    mine = notes.courses(building)
    last = len(mine["waiting"]) - 1
    values = {
        f"{name}_{when}": say.number(mine[name][week], DIGITS[name])
        for name in COURSES
        for when, week in (("first", 0), ("last", last))
    }
    who = say("app.story.building", name=notes.names[building])
    households = notes.households[building]
    lines = [say("app.story.lives", building=who, households=households, week=last, **values)]
    for other, theirs in arms.items():
        if other != arm:
            course = theirs.courses(building)
            ends = {name: say.number(course[name][last], DIGITS[name]) for name in COURSES}
            lines.append(say("app.story.beside", arm=say.arm(other), week=last, **ends))
    courses = [
        {
            "name": say(f"app.story.{name}"),
            "lines": {say.arm(each): own.courses(building)[name] for each, own in arms.items()},
            "most": max(max(own.courses(building)[name]) for own in arms.values()),
        }
        for name in COURSES
    ]
    return {"title": who, "lines": lines, "courses": courses, "marks": list(marks)}
