"""Every word that figures and printed results show, in English and Chinese.

A message is a pair, so no language can lack one. ``say`` fills its named places.
"""

from experiments.words.alternatives import ALTERNATIVES
from experiments.words.answer import ANSWER
from experiments.words.app import APP
from experiments.words.arrangements import ARRANGEMENTS
from experiments.words.commands import COMMANDS
from experiments.words.compiling import COMPILING
from experiments.words.doctor import DOCTOR
from experiments.words.explain import EXPLAIN
from experiments.words.figures import FIGURES
from experiments.words.harm import HARM
from experiments.words.honesty import HONESTY
from experiments.words.lab import LAB
from experiments.words.parameter_words import PARAMETER_WORDS
from experiments.words.patterns import PATTERNS
from experiments.words.place import PLACE
from experiments.words.report import REPORT
from experiments.words.report_methods import REPORT_METHODS
from experiments.words.report_origin import REPORT_ORIGIN
from experiments.words.report_space import REPORT_SPACE
from experiments.words.results import RESULTS
from experiments.words.search import SEARCH
from experiments.words.study import STUDY
from experiments.words.sweep import SWEEP
from experiments.words.text import Text
from experiments.words.words import WORDS

LANGUAGES = ("en", "zh")
CATALOGUES: tuple[dict[str, Text], ...] = (
    WORDS, ALTERNATIVES, ANSWER, APP, ARRANGEMENTS, COMMANDS, COMPILING, DOCTOR, EXPLAIN, FIGURES,
    HARM, HONESTY, LAB, PARAMETER_WORDS, PATTERNS, PLACE, REPORT, REPORT_METHODS,
    REPORT_ORIGIN, REPORT_SPACE, RESULTS, SEARCH, STUDY, SWEEP,
)  # fmt: skip
MESSAGES: dict[str, Text] = {key: text for each in CATALOGUES for key, text in each.items()}


def say(key: str, lang: str, **values: object) -> str:
    """The message ``key`` in ``lang`` with its places filled.

    Raises KeyError for an unknown message and ValueError for an unknown language.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang = {lang!r}: must be one of {', '.join(LANGUAGES)}")
    return str(getattr(MESSAGES[key], lang)).format(**values)


def arm_label(name: str, lang: str) -> str:
    """An arm as readers call it, with its shock after a plus; what the catalogue doesn't know is
    called by its own name."""
    arrangement, plus, shock = name.partition("+")
    return _named("arm", arrangement, lang) + plus + _named("shock", shock, lang)


def _named(kind: str, name: str, lang: str) -> str:
    key = f"{kind}.{name}"
    return say(key, lang) if key in MESSAGES else name
