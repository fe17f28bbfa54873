"""What there is to watch in a language: names, and stories in the words of ``coprod explain``."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.app.building_story import building_story, busiest
from experiments.app.watching import Shown, Watched
from experiments.figures.network import SHOWN_FROM
from experiments.report.explain import story
from experiments.report.explain.words import label
from experiments.words.speech import Speaker

Pick = tuple[int, str, int]
"""What was chosen in a picture: which arm, node, project or building, and its number."""
NOTHING: Shown = {
    "title": "", "arm": 0, "lines": [], "weeks": [], "projects": [], "buildings": [],
    "beside": None,
}  # fmt: skip


def read_pick(watched: Watched, sent: Any) -> Pick | None:
    """What a browser says was chosen; None where there is no such thing."""
    match sent:
        case [int(arm), "node" | "project" | "building" as kind, int(n)] if (
            0 <= arm < len(watched.cases)
        ):
            return (arm, kind, n) if 0 <= n < _many(watched, arm, kind) else None
    return None


def _many(watched: Watched, arm: int, kind: str) -> int:
    """How many of a kind there are to choose in an arm."""
    if kind == "node":
        return len(watched.shown["nodes"])
    name = list(watched.cases)[arm]
    return len(watched.cases[name] if kind == "project" else watched.buildings[name].names)


def told(shown: Shown, say: Speaker) -> Shown:
    """What is drawn, with names in a language."""
    nodes = shown["nodes"]
    names = [label(node["name"], say) for node in nodes]
    arms = [
        {
            **arm,
            "label": say.arm(name),
            "coordinated": any(arm["acts"]),
            "projects": [
                {
                    **each,
                    "name": _called(each, names, say),
                    "ending": say(f"end.{each['end']}"),
                }
                for each in arm["projects"]
            ],
            "stories": [
                organisation_story(arm, i, names[i], node["sector"], say)
                for i, node in enumerate(nodes)
            ],
        }
        for name, arm in shown["arms"].items()
    ]
    return {**shown, "names": names, "arms": arms, "trust": SHOWN_FROM}


def _called(project: Mapping[str, Any], names: Sequence[str], say: Speaker) -> str:
    values = {"who": names[project["initiator"]], "week": project["start_week"]}
    service = say(f"service.{project['service']}")
    return say("app.watch.project", service=service, **values)


def panel(watched: Watched, run: Shown, pick: Pick | None, say: Speaker) -> Shown:
    """What is told of what was chosen: title, lines, weeks to go to, projects and buildings to
    choose; and beside a project the course of a building that it came to.

    run: what ``told`` gives of the same replicate.
    """
    if pick is None:
        return NOTHING
    number, kind, n = pick
    tellers = {"node": _of_organisation, "project": _of_project, "building": _of_building}
    found = tellers[kind](watched, run["arms"][number], list(watched.cases)[number], n, say)
    title = f"{found['title']} · {run['arms'][number]['label']}"
    return {**NOTHING, **found, "title": title, "arm": number}


def _of_organisation(watched: Watched, arm: Shown, name: str, n: int, say: Speaker) -> Shown:
    projects = [
        i for i, each in enumerate(arm["projects"]) if each["initiator"] == n or takes_part(each, n)
    ]
    title = label(watched.shown["nodes"][n]["name"], say)
    return {"title": title, "lines": arm["stories"][n], "projects": _links(arm, projects)}


def _of_project(watched: Watched, arm: Shown, name: str, n: int, say: Speaker) -> Shown:
    """The project's story, and that of the building there with most open needs at its start."""
    project, notes = arm["projects"][n], watched.buildings[name]
    found: Shown = {
        "title": project["name"],
        "lines": story(watched.cases[name][n], say),
        "weeks": _weeks(project, say),
        "buildings": [
            {"n": b, "label": say("app.story.building", name=notes.names[b])}
            for b in notes.visits.get(n, [])
        ],
    }
    building = busiest(notes, n, project["start_week"])
    if building is not None:
        marks = [each["week"] for each in found["weeks"]]
        found["beside"] = building_story(watched.buildings, name, building, marks, say)
    return found


def _of_building(watched: Watched, arm: Shown, name: str, n: int, say: Speaker) -> Shown:
    notes = watched.buildings[name]
    visits = [project for project, buildings in notes.visits.items() if n in buildings]
    beside = building_story(watched.buildings, name, n, [], say)
    return {"title": beside["title"], "projects": _links(arm, visits), "beside": beside}


def _links(arm: Shown, projects: Sequence[int]) -> list[Shown]:
    """Projects to choose."""
    return [
        {"n": n, "label": f"{arm['projects'][n]['name']}: {arm['projects'][n]['ending']}"}
        for n in projects
    ]


def _weeks(project: Mapping[str, Any], say: Speaker) -> list[Shown]:
    """Weeks of a project that can be gone to."""
    return [
        {"week": project[key], "label": say(f"app.story.{key}", week=project[key])}
        for key in ("start_week", "formed_week", "end_week")
        if project[key] >= 0
    ]


def organisation_story(
    arm: Mapping[str, Any], index: int, who: str, sector: str, say: Speaker
) -> list[str]:
    """What an organisation started and took part in, what became of it, and whether it left."""
    mine = [project for project in arm["projects"] if project["initiator"] == index]
    joined = [project for project in arm["projects"] if takes_part(project, index)]
    served, broken = (sum(p["kind"] == kind for p in mine) for kind in ("served", "broken"))
    counts = {"started": len(mine), "served": served, "broken": broken, "joined": len(joined)}
    other = len(mine) - served - broken
    named = say(f"sector.{sector}")
    lines = [say("app.story.organisation", who=who, sector=named, other=other, **counts)]
    acts = sum(n for week in arm["acts"] for i, n in week if i == index)
    tables = sum(index in table for week in arm["tables"] for table in week)
    if acts or tables:
        lines.append(say("app.story.helped", acts=acts, tables=tables))
    week = left_in(arm["absent"], index)
    if week is not None:
        lines.append(say("app.story.left", week=week))
    return lines


def takes_part(project: Mapping[str, Any], index: int) -> bool:
    """Whether an organisation joined what another started."""
    others = (who for who, _, _ in project["members"])
    return project["initiator"] != index and index in others


def left_in(absent: Sequence[Sequence[int]], index: int) -> int | None:
    """The first week at whose end an organisation is gone."""
    return next((week for week, gone in enumerate(absent) if index in gone), None)
