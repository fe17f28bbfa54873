"""A lab's card as Markdown, from its declaration; nothing on it is written twice."""

from experiments.studies.labs.declared import Claim, Lab
from experiments.studies.labs.words import contrast_text, range_text
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak

"""What a reader of the language calls it."""


def card(name: str, lab: Lab, say: Speaker) -> str:
    """The whole card in one language."""
    other = _other(say)
    parts = [
        f"# {lab.title.in_(say)}",
        f"[{other('language.name')}]({card_file(name, other)})",
        *sections(name, lab, say),
        f"<!-- {say('card.generated', name=name)} -->",
    ]
    return "\n\n".join(parts) + "\n"


def _other(say: Speaker) -> Speaker:
    (lang,) = (lang for lang in LANGUAGES if lang != say.lang)
    return speak(lang)


def card_file(name: str, say: Speaker) -> str:
    """File name of a card."""
    return f"{name}.md" if say.lang == "en" else f"{name}.{say.lang}.md"


def notebook_file(name: str, say: Speaker) -> str:
    """File name of a notebook."""
    return f"{name}.ipynb" if say.lang == "en" else f"{name}.{say.lang}.ipynb"


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
    what, how = lab.card.what.in_(say), lab.card.how.in_(say)
    return "\n\n".join((_headed("card.what", what, say), _headed("card.how", how, say)))


def predict(lab: Lab, say: Speaker) -> str:
    """Questions to be answered before the run."""
    questions = [f"{i}. {each.in_(say)}" for i, each in enumerate(lab.card.predict, 1)]
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
    trials = [f"- `{each.command}`: {each.in_(say)}" for each in lab.card.trials]
    references = [f"- {each}" for each in lab.card.references]
    return "\n\n".join(
        (
            _headed("card.try", "\n".join(trials), say),
            _headed("card.extend", lab.card.extend.in_(say), say),
            _headed("card.references", "\n".join(references), say),
            conclusion(say),
        )
    )


def conclusion(say: Speaker) -> str:
    """How far what a card says can be trusted."""
    page = card_file("headline", say)
    unsettled = say("lab.unsettled", page=f"[docs/{page}](../{page})")
    return "\n\n".join((say("lab.conditional"), unsettled))


def arms_text(lab: Lab, say: Speaker) -> str:
    """Who is compared, with what tells the arms apart."""
    lines = [
        say(
            "card.arms", arms=len(lab.arms), replicates=lab.replicates,
            community=lab.community, seed=lab.seed,
        ),
        "",
    ]  # fmt: skip
    for arm in lab.arms.values():
        changed = [f"`arrangement={arm.arrangement}`"]
        changed += [f"`{path}={value}`" for path, value in {**lab.set, **arm.set}.items()]
        lines.append(f"- {arm.in_(say)}: {', '.join(changed)}")
    return "\n".join(lines)


def _what_to_do(name: str, lab: Lab, say: Speaker) -> str:
    command = f"coprod lab {name}" + (f" --lang {say.lang}" if say.lang != "en" else "")
    return "\n\n".join(
        (
            f"```\n{command}\n```",
            say("card.run", notebook=notebook_file(name, say)),
            say("card.look"),
            arms_text(lab, say),
        )
    )


def _claims(lab: Lab, claims: list[Claim], say: Speaker) -> str:
    lines = []
    for claim in claims:
        checked = say(
            "card.checked", contrast=contrast_text(lab, claim, say),
            range=range_text(claim, say),
        )  # fmt: skip
        lines.append(f"- {claim.in_(say)}\n  *{checked}*")
    return "\n".join(lines)


def _headed(key: str, text: str, say: Speaker) -> str:
    return f"## {say(key)}\n\n{text}"


def labs_page(labs: dict[str, Lab], say: Speaker) -> str:
    """The list of all labs."""
    other = _other(say)
    lines = [
        f"- [{lab.title.in_(say)}]({card_file(name, say)}) (`coprod lab {name}`,"
        f" [{notebook_file(name, say)}]({notebook_file(name, say)}))"
        for name, lab in labs.items()
    ]
    return (
        "\n\n".join(
            (
                f"# {say('labs.title')}",
                f"[{other('language.name')}]({card_file('README', other)})",
                say("labs.about"),
                "\n".join(lines),
                say("labs.notebooks"),
                conclusion(say),
            )
        )
        + "\n"
    )
