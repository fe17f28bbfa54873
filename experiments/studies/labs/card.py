"""A lab's card as Markdown, from its declaration; nothing on it is written twice."""

from experiments.document.blocks import Bullets, Heading, Prose
from experiments.document.markdown import markdown_of
from experiments.document.terminal import Told
from experiments.studies.labs.declared import Lab
from experiments.studies.labs.words import contrast_text, range_text
from experiments.words.catalogue import LANGUAGES, SOURCE
from experiments.words.speech import Speaker, speak


def card(name: str, lab: Lab, say: Speaker) -> str:
    """The whole card in one language."""
    parts = [
        *before(lab, say),
        Heading(say("card.do")),
        *_what_to_do(name, lab, say),
        *predict(lab, say),
        *notice(lab, say),
        *after(lab, say),
        Prose(f"<!-- {say('card.generated', name=name)} -->"),
    ]
    return _page(name, lab.title.said(say), parts, say)


def _page(name: str, title: str, parts: list[Told], say: Speaker) -> str:
    """A page with links to the same in other languages."""
    others = [speak(lang) for lang in LANGUAGES if lang != say.lang]
    links = [f"[{other('language.name')}]({card_file(name, other)})" for other in others]
    return markdown_of([Prose(f"# {title}"), Prose(" | ".join(links)), *parts]) + "\n"


def card_file(name: str, say: Speaker) -> str:
    """File name of a card."""
    return _file(name, say, "md")


def notebook_file(name: str, say: Speaker) -> str:
    """File name of a notebook."""
    return _file(name, say, "ipynb")


def _file(name: str, say: Speaker, ending: str) -> str:
    return f"{name}.{ending}" if say.lang == SOURCE else f"{name}.{say.lang}.{ending}"


def before(lab: Lab, say: Speaker) -> list[Told]:
    """What it is and how it works."""
    parts = {"card.what": lab.card.what, "card.how": lab.card.how}
    return [
        block for key, text in parts.items() for block in (Heading(say(key)), Prose(text.said(say)))
    ]


def predict(lab: Lab, say: Speaker) -> list[Told]:
    """Questions to be answered before the run."""
    questions = [f"{i}. {each.said(say)}" for i, each in enumerate(lab.card.predict, 1)]
    return [Heading(say("card.predict")), Prose("\n".join(questions))]


def notice(lab: Lab, say: Speaker) -> list[Told]:
    """What is seen, and what one might expect and isn't."""
    told: list[Told] = [Heading(say("lab.notice")), _claims(lab, True, say)]
    if lab.noticed(False):
        told += [Heading(say("lab.unseen")), _claims(lab, False, say)]
    return told


def after(lab: Lab, say: Speaker) -> list[Told]:
    """Things to try, extending it, references."""
    return [
        Heading(say("card.try")),
        Bullets([f"`{each.command}`: {each.said(say)}" for each in lab.card.trials]),
        Heading(say("card.extend")),
        Prose(lab.card.extend.said(say)),
        Heading(say("card.references")),
        Bullets(lab.card.references),
        *conclusion(say),
    ]


def conclusion(say: Speaker) -> list[Told]:
    """How far what a card says can be trusted."""
    page = card_file("headline", say)
    unsettled = say("lab.one_point", page=f"[docs/{page}](../{page})")
    return [Prose(say("lab.conditional")), Prose(unsettled)]


def arms(lab: Lab, say: Speaker) -> list[Told]:
    """Who is compared, with what tells the arms apart."""
    compared = say(
        "card.arms", arms=len(lab.arms), replicates=lab.replicates, community=lab.community,
        seed=lab.seed,
    )  # fmt: skip
    items = []
    for arm in lab.arms.values():
        changed = {"arrangement": arm.arrangement, **lab.set, **arm.set}
        values = ", ".join(f"`{path}={value}`" for path, value in changed.items())
        items.append(f"{arm.said(say)}: {values}")
    return [Prose(compared), Bullets(items)]


def _what_to_do(name: str, lab: Lab, say: Speaker) -> list[Told]:
    command = f"coprod lab {name}" + (f" --lang {say.lang}" if say.lang != SOURCE else "")
    run = say("card.run", notebook=notebook_file(name, say))
    fenced = Prose(f"```\n{command}\n```")
    return [fenced, Prose(run), Prose(say("card.look")), *arms(lab, say)]


def _claims(lab: Lab, seen: bool, say: Speaker) -> Bullets:
    items = []
    for claim in lab.noticed(seen):
        contrast, ends = contrast_text(lab, claim, say), range_text(claim, say)
        checked = say("card.checked", contrast=contrast, range=ends)
        items.append(f"{claim.said(say)}\n  *{checked}*")
    return Bullets(items)


def labs_page(labs: dict[str, Lab], say: Speaker) -> str:
    """The list of all labs."""
    items = []
    for name, lab in labs.items():
        page, book = card_file(name, say), notebook_file(name, say)
        items.append(f"[{lab.title.said(say)}]({page}) (`coprod lab {name}`, [{book}]({book}))")
    parts: list[Told] = [Prose(say("labs.about")), Bullets(items), Prose(say("labs.notebooks"))]
    return _page("README", say("labs.title"), [*parts, *conclusion(say)], say)
