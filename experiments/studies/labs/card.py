"""A lab's card as Markdown, from its declaration; nothing on it is written twice."""

from experiments.studies.labs.declared import Claim, Lab
from experiments.studies.labs.words import contrast_text, range_text
from experiments.words.catalogue import LANGUAGES, SOURCE
from experiments.words.speech import Speaker, speak


def card(name: str, lab: Lab, say: Speaker) -> str:
    """The whole card in one language."""
    generated = f"<!-- {say('card.generated', name=name)} -->"
    return _page(name, lab.title.said(say), [*sections(name, lab, say), generated], say)


def _page(name: str, title: str, parts: list[str], say: Speaker) -> str:
    """A page with a link to the same in the other language."""
    (lang,) = (lang for lang in LANGUAGES if lang != say.lang)
    other = speak(lang)
    link = f"[{other('language.name')}]({card_file(name, other)})"
    return "\n\n".join([f"# {title}", link, *parts]) + "\n"


def card_file(name: str, say: Speaker) -> str:
    """File name of a card."""
    return _file(name, say, "md")


def notebook_file(name: str, say: Speaker) -> str:
    """File name of a notebook."""
    return _file(name, say, "ipynb")


def _file(name: str, say: Speaker, ending: str) -> str:
    return f"{name}.{ending}" if say.lang == SOURCE else f"{name}.{say.lang}.{ending}"


def sections(name: str, lab: Lab, say: Speaker) -> list[str]:
    """All sections, each with its heading."""
    return [
        before(lab, say),
        _headed("card.do", _what_to_do(name, lab, say), say),
        predict(lab, say),
        notice(lab, say),
        after(lab, say),
    ]


def before(lab: Lab, say: Speaker) -> str:
    """What it is and how it works."""
    parts = {"card.what": lab.card.what, "card.how": lab.card.how}
    return "\n\n".join(_headed(key, text.said(say), say) for key, text in parts.items())


def predict(lab: Lab, say: Speaker) -> str:
    """Questions to be answered before the run."""
    questions = [f"{i}. {each.said(say)}" for i, each in enumerate(lab.card.predict, 1)]
    return _headed("card.predict", "\n".join(questions), say)


def notice(lab: Lab, say: Speaker) -> str:
    """What is seen, and what one might expect and isn't."""
    parts = [_headed("lab.notice", _claims(lab, lab.noticed(True), say), say)]
    unseen = lab.noticed(False)
    if unseen:
        parts.append(_headed("lab.unseen", _claims(lab, unseen, say), say))
    return "\n\n".join(parts)


def after(lab: Lab, say: Speaker) -> str:
    """Things to try, extending it, references."""
    trials = [f"- `{each.command}`: {each.said(say)}" for each in lab.card.trials]
    references = [f"- {each}" for each in lab.card.references]
    parts = (
        _headed("card.try", "\n".join(trials), say),
        _headed("card.extend", lab.card.extend.said(say), say),
        _headed("card.references", "\n".join(references), say),
        conclusion(say),
    )
    return "\n\n".join(parts)


def conclusion(say: Speaker) -> str:
    """How far what a card says can be trusted."""
    page = card_file("headline", say)
    unsettled = say("lab.unsettled", page=f"[docs/{page}](../{page})")
    return "\n\n".join((say("lab.conditional"), unsettled))


def arms_text(lab: Lab, say: Speaker) -> str:
    """Who is compared, with what tells the arms apart."""
    compared = say(
        "card.arms", arms=len(lab.arms), replicates=lab.replicates, community=lab.community,
        seed=lab.seed,
    )  # fmt: skip
    lines = [compared, ""]
    for arm in lab.arms.values():
        changed = [f"`arrangement={arm.arrangement}`"]
        changed += [f"`{path}={value}`" for path, value in {**lab.set, **arm.set}.items()]
        lines.append(f"- {arm.said(say)}: {', '.join(changed)}")
    return "\n".join(lines)


def _what_to_do(name: str, lab: Lab, say: Speaker) -> str:
    command = f"coprod lab {name}" + (f" --lang {say.lang}" if say.lang != SOURCE else "")
    parts = (
        f"```\n{command}\n```",
        say("card.run", notebook=notebook_file(name, say)),
        say("card.look"),
        arms_text(lab, say),
    )
    return "\n\n".join(parts)


def _claims(lab: Lab, claims: list[Claim], say: Speaker) -> str:
    lines = []
    for claim in claims:
        contrast, ends = contrast_text(lab, claim, say), range_text(claim, say)
        checked = say("card.checked", contrast=contrast, range=ends)
        lines.append(f"- {claim.said(say)}\n  *{checked}*")
    return "\n".join(lines)


def _headed(key: str, text: str, say: Speaker) -> str:
    return f"## {say(key)}\n\n{text}"


def labs_page(labs: dict[str, Lab], say: Speaker) -> str:
    """The list of all labs."""
    lines = []
    for name, lab in labs.items():
        page, book = card_file(name, say), notebook_file(name, say)
        lines.append(f"- [{lab.title.said(say)}]({page}) (`coprod lab {name}`, [{book}]({book}))")
    parts = [say("labs.about"), "\n".join(lines), say("labs.notebooks"), conclusion(say)]
    return _page("README", say("labs.title"), parts, say)
