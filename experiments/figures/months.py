"""The axis of weeks, with months beside them."""

from matplotlib.axes import Axes

from experiments.words.speech import Speaker

STEPS = (13, 26, 52, 104)
"""Weeks between ticks: a quarter, a half, one and two years."""
MOST_TICKS = 7
MONTHS_A_YEAR, WEEKS_A_YEAR = 12, 52


def months(week: int) -> int:
    """Whole months until a week."""
    return round(week * MONTHS_A_YEAR / WEEKS_A_YEAR)


def week_axis(axes: Axes, weeks: int, say: Speaker, told: bool = True) -> None:
    """Ticks of weeks across, and the month under each; ``told``: with what the numbers are."""
    step = next((each for each in STEPS if weeks / each < MOST_TICKS), STEPS[-1])
    ticks = list(range(0, weeks + 1, step))
    axes.set_xticks(ticks, [f"{week}\n{months(week)}" for week in ticks])
    if told:
        axes.set_xlabel(say("figure.week_and_month"))
