"""The terms that a page uses, with the founding paper's term and a meaning in both languages."""

from experiments.document.blocks import Prose, Section, Table
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak

NO_TERM = "–"
TERMS = {
    "opportunity": NO_TERM,
    "breakdown": "合作破坏",
    "failure": NO_TERM,
    "solo": NO_TERM,
    "coordinator": "党建引领",
    "arm": NO_TERM,
    "comparator": NO_TERM,
    "run": NO_TERM,
    "interval": NO_TERM,
    "difference": NO_TERM,
    "collapse": "合作破坏",
    "collapsed": NO_TERM,
    "unmet": "缺位",
    "misplaced": "错位",
    "overreach": "越位",
    "goal_conflict": "目标冲突",
    "transaction_cost": "交易成本过高",
    "free_riding": NO_TERM,
    "value_disorder": "价值失序",
    "sign_off": "条块矛盾",
    "accepted": NO_TERM,
    "monte_carlo": NO_TERM,
    "parameter_spread": NO_TERM,
    "cell": NO_TERM,
    "seed": NO_TERM,
}
"""Term -> the founding paper's, as docs/glossary.md has it; its name and meaning are messages."""


def used_terms(texts: dict[str, str]) -> list[str]:
    """Terms that occur in a page; ``texts`` is its text by language. One page's use is enough."""
    lowered = {lang: text.lower() for lang, text in texts.items()}
    return [
        term
        for term in TERMS
        if any(name(term, speak(lang)).lower() in text for lang, text in lowered.items())
    ]


def name(term: str, say: Speaker) -> str:
    """What a term is called."""
    return say(f"term.{term}.name")


def glossary_section(terms: list[str], say: Speaker) -> Section:
    """The terms as a table: name, name in the other language, the paper's, meaning."""
    other = speak(next(lang for lang in LANGUAGES if lang != say.lang))
    rows = [[name(t, say), name(t, other), TERMS[t], say(f"term.{t}.meaning")] for t in terms]
    names = ("term", "other", "paper", "meaning")
    header = [say(f"report.column.{name}") for name in names]
    table = Table(say("report.glossary.caption"), header, rows, numeric=False)
    lead = Prose(say("report.glossary.lead"))
    return Section("glossary", say("report.section.glossary"), [lead, table])
