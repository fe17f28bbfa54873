"""The story of one project in plain words, from recorded events: what ``coprod explain`` tells.

``case_of`` runs a stored replicate again and watches one project; ``story`` turns what was recorded
into sentences. It tells of causes in the model only.
"""

from experiments.report.explain.case import case_of
from experiments.report.explain.life import Case, Key, Life, Limits, Twin
from experiments.report.explain.story import story

__all__ = ["Case", "Key", "Life", "Limits", "Twin", "case_of", "story"]
