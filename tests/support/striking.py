"""Shocks declared, and models told the week."""

from small import PARTY, STRONG, made

WEEK, WEEKS = 25, 10
BUSY = {**PARTY, "organisations.opportunity_rate": 0.2, "horizon": 50}


def struck(week: int = WEEK, weeks: int = WEEKS, **sizes):
    """Changes that declare a shock."""
    timing = {"shock.start_week": week, "shock.duration": weeks}
    return {**timing, **{f"shock.{kind}": size for kind, size in sizes.items()}}


def at_week(week: int, changes):
    """A model with a strong hub that is told the week."""
    model = made({**STRONG, **changes})
    model.world.now["week"] = week
    return model
