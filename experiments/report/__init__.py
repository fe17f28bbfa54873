"""One HTML file a study, for policy staff and reviewers: offline, without script, zh and en."""

from experiments.report.assemble import report

__all__ = ["report"]
