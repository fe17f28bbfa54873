"""The part of the opening tab where a community of one's own is brought."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from experiments.app.choices import Choices
from experiments.app.service import TEMPLATE_ADDRESS, service
from experiments.app.texts import texts
from experiments.app.uploads import KINDS, MOST_UPLOADED, ZIP, Received, lines, receive
from experiments.words.speech import Speaker

Change = Callable[[Callable[[Choices], Choices]], None]


@solara.component_vue("upload.vue")
def Upload(
    texts: dict[str, str],
    blank: str,
    accept: str,
    most: int,
    accepted: str,
    read: list[str],
    problems: list[str],
    answered: int,
    event_send: Callable[[list[dict[str, str]]], None],
) -> None:
    """Chooses files, and tells what became of them."""


@solara.component
def UploadPart(say: Speaker, change: Change) -> None:
    """What comes in is checked at once; in order, it is the community that is chosen."""
    got, take = solara.use_state(Received())
    brought, bring = solara.use_state(frozenset[str]())
    answered, answer = solara.use_state(0)

    def send(sent: list[dict[str, Any]]) -> None:
        received = receive(service().results, sent, service().room, brought)
        take(received)
        answer(lambda number: number + 1)
        if received.place:
            bring(lambda before: before | {received.place})
            change(lambda old: replace(old, place=received.place, community=received.names[0]))

    Upload(
        texts=texts(say, "app.upload"),
        blank=f"{TEMPLATE_ADDRESS}/{say.lang}",
        accept=",".join((ZIP, *KINDS)),
        most=MOST_UPLOADED,
        accepted=say("app.upload.accepted", name=got.names[0]) if got.names else "",
        read=lines(got.read, say),
        problems=lines(got.problems, say),
        answered=answered,
        event_send=send,
    )
