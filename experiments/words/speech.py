"""Speaking one language: bound once, handed down."""

from functools import cache

from experiments.words import LANGUAGES, MESSAGES


class Speaker:
    """Says messages in one language: ``say = speak("zh")``, then ``say("column.arm")``.

    lang: the language, where it names a file or marks a page.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"lang = {lang!r}: must be one of {', '.join(LANGUAGES)}")
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The message ``key`` with its places filled. KeyError for an unknown one."""
        return str(getattr(MESSAGES[key], self.lang)).format(**values)

    def __reduce__(self) -> tuple[object, ...]:
        return speak, (self.lang,)

    def knows(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in MESSAGES

    def arm(self, name: str) -> str:
        """An arm as readers call it, with its shock after a plus; what the catalogue doesn't know
        is called by its own name."""
        arrangement, plus, shock = name.partition("+")
        return self._named("arm", arrangement) + plus + self._named("shock", shock)

    def _named(self, kind: str, name: str) -> str:
        key = f"{kind}.{name}"
        return self(key) if self.knows(key) else name


@cache
def speak(lang: str) -> Speaker:
    """The speaker of a language. ValueError for an unknown one."""
    return Speaker(lang)
