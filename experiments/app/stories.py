"""The story of a project or an organisation in plain words, from what the run recorded of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.app.texts import organisation
from experiments.app.watching import SHOWN_FROM, Payload
from experiments.messages import arm_label, say

Line = tuple[int, str]
"""A week, and what happened in it."""


def told(payload: Payload, lang: str) -> Payload:
    """What there is to watch, with names and stories in a language."""
    nodes = payload["nodes"]
    names = [organisation(node["role"], node["number"], lang) for node in nodes]
    arms = [
        {
            **arm,
            "label": arm_label(name, lang),
            "projects": [
                {
                    **project,
                    "name": say("app.watch.project", lang, n=n, who=names[project["initiator"]]),
                    "ending": say(f"end.{project['end']}", lang),
                    "story": project_story(project, names[project["initiator"]], lang),
                }
                for n, project in enumerate(arm["projects"], 1)
            ],
            "stories": [
                organisation_story(arm, i, names[i], node["sector"], lang)
                for i, node in enumerate(nodes)
            ],
        }
        for name, arm in payload["arms"].items()
    ]
    return {**payload, "names": names, "arms": arms, "trust": SHOWN_FROM}


def project_story(project: Mapping[str, Any], who: str, lang: str) -> list[Line]:
    """What happened, in order, each with its week, so that no more is told than was seen."""
    number = {key: f"{value:g}" for key, value in project.items() if isinstance(value, int | float)}

    def line(week: str, key: str, **values: str) -> Line:
        return int(project[week]), say(f"app.story.{key}", lang, week=number[week], **values)

    lines = [line("start_week", "start", who=who, size=number["size"])]
    if project["formed_week"] >= 0:
        names = [say(f"sector.{sector}", lang) for sector in project["sectors"]]
        sectors = say("list.separator", lang).join(names)
        lines.append(line("formed_week", "formed", members=number["members"], sectors=sectors))
    if project["end"] == "open":
        return lines
    ended = "end_week"
    lines.append(line(ended, "end", end=say(f"end.{project['end']}", lang)))
    if project["formed_week"] < 0:
        lines.append(line(ended, "never_formed"))
    if project["rounds"]:
        told_of = {"rounds": number["rounds"], "mediated": number["mediated"]}
        lines.append(line(ended, "talk", cost=number["transaction_cost"], **told_of))
    if project["hub_acts"]:
        lines.append(line(ended, "hub", acts=number["hub_acts"]))
    if project["supplied"]:
        keys = ("supplied", "served", "misplaced", "spent")
        lines.append(line(ended, "served", **{key: number[key] for key in keys}))
    if project["lost"]:
        lines.append(line(ended, "lost", lost=number["lost"]))
    return lines


def organisation_story(
    arm: Mapping[str, Any], index: int, who: str, sector: str, lang: str
) -> list[str]:
    """What an organisation started and what became of it, and whether it left."""
    mine = [project for project in arm["projects"] if project["initiator"] == index]
    served, broken = (sum(p["kind"] == kind for p in mine) for kind in ("served", "broken"))
    counts = {"started": len(mine), "served": served, "broken": broken}
    other = len(mine) - served - broken
    named = say(f"sector.{sector}", lang)
    lines = [say("app.story.organisation", lang, who=who, sector=named, other=other, **counts)]
    week = left_in(arm["absent"], index)
    if week is not None:
        lines.append(say("app.story.left", lang, week=week))
    return lines


def left_in(absent: Sequence[Sequence[int]], index: int) -> int | None:
    """The first week at whose end an organisation is gone."""
    return next((week for week, gone in enumerate(absent) if index in gone), None)
