"""Messages of the page as a part of it takes them: by their last names, in one language."""

from experiments.words import MESSAGES

Texts = dict[str, str]


def texts(lang: str, *prefixes: str) -> Texts:
    """Messages under these prefixes, by what follows the prefix; places stay as they are."""
    return {
        key.removeprefix(f"{prefix}."): str(getattr(text, lang))
        for prefix in prefixes
        for key, text in MESSAGES.items()
        if key.startswith(f"{prefix}.")
    }
