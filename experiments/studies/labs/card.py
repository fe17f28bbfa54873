"""A lab's card as Markdown, from its declaration; nothing on it is written twice."""

from experiments.studies.labs.declared import Claim, Lab
from experiments.studies.labs.words import contrast_text, range_text
from experiments.words import say

LANGUAGES = ("en", "zh")
NAMES = {"en": "English", "zh": "中文"}
"""What a reader of the language calls it."""


def card(name: str, lab: Lab, lang: str) -> str:
    """The whole card in one language."""
    other = LANGUAGES[1 - LANGUAGES.index(lang)]
    parts = [
        f"# {lab.title.in_(lang)}",
        f"[{NAMES[other]}]({card_file(name, other)})",
        *sections(name, lab, lang),
        f"<!-- {say('card.generated', lang, name=name)} -->",
    ]
    return "\n\n".join(parts) + "\n"


def card_file(name: str, lang: str) -> str:
    """File name of a card."""
    return f"{name}.md" if lang == "en" else f"{name}.{lang}.md"


def notebook_file(name: str, lang: str) -> str:
    """File name of a notebook."""
    return f"{name}.ipynb" if lang == "en" else f"{name}.{lang}.ipynb"


def sections(name: str, lab: Lab, lang: str) -> list[str]:
    """All sections, each with its heading."""
    return [
        before(lab, lang),
        _headed("card.do", _what_to_do(name, lab, lang), lang),
        predict(lab, lang),
        notice(lab, lang),
        after(lab, lang),
    ]


def before(lab: Lab, lang: str) -> str:
    """What it is and how it works."""
    what, how = lab.card.what.in_(lang), lab.card.how.in_(lang)
    return "\n\n".join((_headed("card.what", what, lang), _headed("card.how", how, lang)))


def predict(lab: Lab, lang: str) -> str:
    """Questions to be answered before the run."""
    questions = [f"{i}. {each.in_(lang)}" for i, each in enumerate(lab.card.predict, 1)]
    return _headed("card.predict", "\n".join(questions), lang)


def notice(lab: Lab, lang: str) -> str:
    """What is seen, and what one might expect and isn't."""
    parts = [_headed("lab.notice", _claims(lab, lab.noticed(True), lang), lang)]
    unseen = lab.noticed(False)
    if unseen:
        parts.append(_headed("lab.unseen", _claims(lab, unseen, lang), lang))
    return "\n\n".join(parts)


def after(lab: Lab, lang: str) -> str:
    """Things to try, extending it, references."""
    trials = [f"- `{each.command}`: {each.in_(lang)}" for each in lab.card.trials]
    references = [f"- {each}" for each in lab.card.references]
    return "\n\n".join(
        (
            _headed("card.try", "\n".join(trials), lang),
            _headed("card.extend", lab.card.extend.in_(lang), lang),
            _headed("card.references", "\n".join(references), lang),
            conclusion(lang),
        )
    )


def conclusion(lang: str) -> str:
    """How far what a card says can be trusted."""
    page = card_file("headline", lang)
    unsettled = say("lab.unsettled", lang, page=f"[docs/{page}](../{page})")
    return "\n\n".join((say("lab.conditional", lang), unsettled))


def arms_text(lab: Lab, lang: str) -> str:
    """Who is compared, with what tells the arms apart."""
    lines = [
        say(
            "card.arms", lang, arms=len(lab.arms), replicates=lab.replicates,
            community=lab.community, seed=lab.seed,
        ),
        "",
    ]  # fmt: skip
    for arm in lab.arms.values():
        changed = [f"`arrangement={arm.arrangement}`"]
        changed += [f"`{path}={value}`" for path, value in {**lab.set, **arm.set}.items()]
        lines.append(f"- {arm.in_(lang)}: {', '.join(changed)}")
    return "\n".join(lines)


def _what_to_do(name: str, lab: Lab, lang: str) -> str:
    command = f"coprod lab {name}" + (f" --lang {lang}" if lang != "en" else "")
    return "\n\n".join(
        (
            f"```\n{command}\n```",
            say("card.run", lang, notebook=notebook_file(name, lang)),
            say("card.look", lang),
            arms_text(lab, lang),
        )
    )


def _claims(lab: Lab, claims: list[Claim], lang: str) -> str:
    lines = []
    for claim in claims:
        checked = say(
            "card.checked", lang, contrast=contrast_text(lab, claim, lang),
            range=range_text(claim, lang),
        )  # fmt: skip
        lines.append(f"- {claim.in_(lang)}\n  *{checked}*")
    return "\n".join(lines)


def _headed(key: str, text: str, lang: str) -> str:
    return f"## {say(key, lang)}\n\n{text}"


def labs_page(labs: dict[str, Lab], lang: str) -> str:
    """The list of all labs."""
    other = LANGUAGES[1 - LANGUAGES.index(lang)]
    lines = [
        f"- [{lab.title.in_(lang)}]({card_file(name, lang)}) (`coprod lab {name}`,"
        f" [{notebook_file(name, lang)}]({notebook_file(name, lang)}))"
        for name, lab in labs.items()
    ]
    return (
        "\n\n".join(
            (
                f"# {say('labs.title', lang)}",
                f"[{NAMES[other]}]({card_file('README', other)})",
                say("labs.about", lang),
                "\n".join(lines),
                say("labs.notebooks", lang),
                conclusion(lang),
            )
        )
        + "\n"
    )
