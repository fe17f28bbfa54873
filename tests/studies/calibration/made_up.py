"""A run's summary made up by hand."""

from experiments.studies.calibration.summaries import MOST_MEMBERS, YEARS, Summary

COUNTS = (
    "opportunities", "breakdowns", "failures", "blocked", "formed", "free_riding",
    "after_completed", "after_broken", "success_after_completed", "success_after_broken",
    "asked_by_half", "kept_first", "kept_second", "long_held",
)  # fmt: skip
MEANS = (
    "honouring_end", "honouring_at_entry", "honouring_of_long_held", "elderly", "young_renter",
    "party_members", "everybody", "breadth",
)  # fmt: skip
NEGOTIATIONS = ["negotiated", "rounds", "agreed", "rounds_of_agreed", "negotiation_failures"]


def summary_of(**values: float) -> Summary:
    """All that is kept of a run: counts of 10 and means of 0.5, but for what is said."""
    counts = [
        *COUNTS,
        *(name + suffix for suffix in ("", "_small", "_large") for name in NEGOTIATIONS),
        *(f"formed_of_{number}" for number in range(MOST_MEMBERS + 1)),
        *(f"{n}_of_year_{y}" for n in ("opportunities", "failures") for y in range(1, YEARS + 1)),
    ]
    return {**dict.fromkeys(counts, 10.0), **dict.fromkeys(MEANS, 0.5), **values}
