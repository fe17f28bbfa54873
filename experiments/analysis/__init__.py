"""From stored runs to estimates: outcomes, pairs, intervals, verdicts."""
