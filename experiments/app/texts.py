"""Messages of the page as a part of it takes them: by their last names, in one language."""

from experiments.words.speech import Speaker, keys

Texts = dict[str, str]


def texts(say: Speaker, *prefixes: str) -> Texts:
    """Messages under these prefixes, by what follows the prefix; places stay as they are."""
    return {
        key.removeprefix(f"{prefix}."): say.text(key)
        for prefix in prefixes
        for key in keys(f"{prefix}.")
    }
