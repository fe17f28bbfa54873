"""What there is to watch in a language: names, and stories in the words of ``coprod explain``."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.app.watching import SHOWN_FROM, Shown, Watched
from experiments.report.explain import story
from experiments.report.explain.words import label
from experiments.words.speech import Speaker

Pick = tuple[int, str, int]
"""What was chosen in a picture: which arm, node or project, and its number."""
NOTHING: Shown = {"title": "", "arm": 0, "lines": [], "weeks": [], "projects": []}


def read_pick(watched: Watched, sent: Any) -> Pick | None:
    """What a browser says was chosen; None where there is no such thing."""
    match sent:
        case [int(arm), "node" | "project" as kind, int(n)] if 0 <= arm < len(watched.cases):
            arms = list(watched.cases.values())
            many = len(watched.shown["nodes"] if kind == "node" else arms[arm])
            return (arm, kind, n) if 0 <= n < many else None
    return None


def told(shown: Shown, say: Speaker) -> Shown:
    """What is drawn, with names in a language."""
    nodes = shown["nodes"]
    names = [label(node["name"], say) for node in nodes]
    arms = [
        {
            **arm,
            "label": say.arm(name),
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
    """What is told of what was chosen: title, lines, weeks to go to, an organisation's projects.

    run: what ``told`` gives of the same replicate.
    """
    if pick is None:
        return NOTHING
    number, kind, n = pick
    arm = run["arms"][number]
    if kind == "node":
        title, lines = run["names"][n], arm["stories"][n]
        projects = [
            {"n": i, "label": f"{each['name']}: {each['ending']}"}
            for i, each in enumerate(arm["projects"])
            if each["initiator"] == n or takes_part(each, n)
        ]
        weeks = []
    else:
        title, projects = arm["projects"][n]["name"], []
        lines = story(list(watched.cases.values())[number][n], say)
        weeks = _weeks(arm["projects"][n], say)
    title = f"{title} · {arm['label']}"
    return {"title": title, "arm": number, "lines": lines, "weeks": weeks, "projects": projects}


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
