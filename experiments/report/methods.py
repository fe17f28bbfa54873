"""How the figures were found, for a reviewer."""

from experiments.analysis.compare import Comparison, difference
from experiments.analysis.notes import notes
from experiments.document.blocks import Block, Heading, Prose, Section
from experiments.report.answer import smallest
from experiments.words.speech import Speaker

COUPLED = ("ratio", "pairs", "collapse")
"""Notes on what pairing gained, and on outcomes under this coupling of runs."""
PARTS = {
    "estimands": ("estimands",),
    "pairing": ("pairing",),
    "intervals": ("intervals", "rates"),
    "error": ("error",),
    "model": ("model",),
}


def methods_section(comparison: Comparison | None, say: Speaker) -> Section:
    """Estimands, pairing with its achieved correlation, intervals, two kinds of uncertainty."""
    blocks: list[Block] = []
    for part, texts in PARTS.items():
        blocks.append(Heading(say(f"methods.{part}")))
        blocks += [Prose(say(f"methods.{text}.text", points=smallest(say))) for text in texts]
        if part == "pairing" and comparison is not None:
            blocks.append(Prose(_correlations(comparison, say)))
            blocks += map(Prose, notes(comparison, say, *COUPLED))
    return Section("methods", say("report.section.methods"), blocks)


def _correlations(comparison: Comparison, say: Speaker) -> str:
    items = []
    for name in comparison.comparators:
        value = say.number(difference(comparison, name, "failure")["correlation"], 2)
        label = say.arm(name)
        items.append(say("methods.correlation.item", value=value, comparator=label))
    return say("methods.correlation.text", list=say("list.separator").join(items))
