"""The formulas of ODD section 17 that are used throughout, (1) to (29), (58), (61) and (63).

Shares over the categories are lists of numbers. Logarithms, exponentials and powers are those of
the C library, one number at a time.
"""

import math
from collections.abc import Sequence

from .sums import dot, total

TINY = 1e-12
LEAST_SHARE = 0.001
Shares = list[float]

# Coefficients of AS 241 (Wichura 1988), highest power first: for centre, tail and far tail.
CENTRE, TAIL, FAR = 0.425, 1.6, 5.0
CENTRE_TOP = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
)  # fmt: skip
CENTRE_LOW = (
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
)  # fmt: skip
TAIL_TOP = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
    1.42343711074968357734,
)  # fmt: skip
TAIL_LOW = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187,
    1.0,
)  # fmt: skip
FAR_TOP = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
    6.6579046435011037772,
)  # fmt: skip
FAR_LOW = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1.0,
)  # fmt: skip


def within(low: float, x: float, high: float) -> float:
    """x, or the bound that it has passed."""
    return min(high, max(low, x))


def exponential(x: float) -> float:
    """exp(x); infinite where it is beyond what a number can hold."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def whole_power(x: float, n: int) -> float:
    """x to a whole power, by repeated squaring."""
    power = 1.0
    while n > 0:
        if n % 2 == 1:
            power *= x
        n //= 2
        x *= x
    return power


def logistic(x: float) -> float:
    """(1) sig(x)."""
    return 1.0 / (1.0 + exponential(-x))


def logit(p: float) -> float:
    """(2) ln(p / (1 - p))."""
    return math.log(p / (1.0 - p))


def distance(x: Sequence[float], y: Sequence[float]) -> float:
    """(3) Half the L1 distance."""
    return 0.5 * total(abs(a - b) for a, b in zip(x, y, strict=True))


def alignment(x: Sequence[float], y: Sequence[float]) -> float:
    """(4) 1 - d(x, y)."""
    return 1.0 - distance(x, y)


def normalise(x: Sequence[float]) -> Shares:
    """(5) x over its sum; uniform where that is 0."""
    added = total(x)
    if added > TINY:
        return [share / added for share in x]
    return [1.0 / len(x) for _ in x]


def participation(
    p: float, neighbours: float, baseline: float, burden: float, served: float, left_out: float,
    contagion: float, habit: float, discouragement: float, cap: float, encouragement: float,
    slight: float, mobilisation: float,
) -> float:  # fmt: skip
    """(6) Next week's participation; ``burden`` counts waiting needs."""
    new = (
        p
        + contagion * (neighbours - p)
        + habit * (baseline - p)
        - discouragement * p * min(burden, cap) / cap
        + encouragement * served
        - slight * left_out
        + mobilisation * (1.0 - p)
    )
    return within(0.0, new, 1.0)


def satisfaction(
    s: float, rest: float, burden: float, cap: float, served: float, recovery: float,
    relief: float, strain: float,
) -> float:  # fmt: skip
    """(7) Next week's satisfaction."""
    new = (
        s
        + recovery * (rest - s)
        + relief * served * (1.0 - s)
        - strain * s * min(burden, cap) / cap
    )
    return within(0.0, new, 1.0)


def resident_trust(
    t: float, rest: float, served: float, broken: float, recovery: float, gain: float, loss: float
) -> float:
    """(8) Next week's trust of a household."""
    new = t + recovery * (rest - t) + gain * served * (1.0 - t) - loss * broken * t
    return within(0.0, new, 1.0)


def voice_probability(p: float, is_pressing: bool, selectivity: float) -> float:
    """(9) Chance that a need is voiced."""
    return p if is_pressing else p * (1.0 - selectivity)


def sensed(voiced: Sequence[float], normals: Sequence[float], noise: float) -> Shares:
    """(10) Voiced needs through lognormal noise, as shares."""
    return normalise(
        [needs * exponential(noise * z) for needs, z in zip(voiced, normals, strict=True)]
    )


def scope_of(need: Sequence[float], goals: Sequence[float], rho: float) -> Shares:
    """(11) Between sensed need and own goals."""
    return normalise([q**rho * g ** (1.0 - rho) for q, g in zip(need, goals, strict=True)])


def blend(first: Sequence[float], second: Sequence[float], weight: float) -> Shares:
    """(12) (1 - w) first + w second."""
    return [(1.0 - weight) * a + weight * b for a, b in zip(first, second, strict=True)]


def join_utility(
    benefit: float, aligned: float, trust: float, private_cost: float, pledge: float, kappa: float,
    links: float,
) -> float:  # fmt: skip
    """(13) Utility of joining."""
    return benefit * aligned * trust - private_cost * pledge - kappa * links


def benefit(base: float, appealing: float, size: float) -> float:
    """What a project is worth to a member whose goals it meets in full."""
    return (base + appealing) * size


def sign_off_probability(hazard: float, factor: float) -> float:
    """(14) Chance that a department signs this week."""
    return 1.0 - (1.0 - hazard) ** factor


def approval_logit(
    approval: float, climate: float, leaning: float, shift_trust: float, trust: float,
    shift_panel: float, deliberated: bool, shift_compensation: float, compensation: float,
) -> float:  # fmt: skip
    """(15) A household's view of a project."""
    return (
        approval
        + climate
        + logit(leaning)
        + shift_trust * (trust - 0.5)
        + shift_panel * deliberated
        + shift_compensation * compensation
    )


def has_voted(u: float, turnout: float, slope: float, p: float, weeks: int) -> bool:
    """(16) Has an owner voted within so many weeks?"""
    weekly = within(0.0, turnout + slope * p, 1.0)
    return u < 1.0 - whole_power(1.0 - weekly, weeks)


def links(members: int, load: float | None) -> float:
    """(17) Links that a member keeps up; ``load`` is the mediator's, None without one."""
    return members - 1.0 if load is None else 1.0 + load


def round_cost(kappa: float, kept: float, disagreement: float, far: float) -> float:
    """(18) What a round costs a member."""
    return kappa * kept * (1.0 + disagreement * far)


def rounds_left(farthest: float, tolerance: float, step: float) -> float:
    """(19) Rounds expected until all agree."""
    if farthest <= tolerance or step <= 0.0:
        return 1.0
    shrink = -math.log(1.0 - min(step, 1.0 - TINY))
    return max(1.0, math.ceil(math.log(farthest / max(tolerance, TINY)) / shrink))


def rise(x: float, gain: float) -> float:
    """(21) x + gain (1 - x)."""
    return x + gain * (1.0 - x)


def fall(x: float, loss: float) -> float:
    """(22) x - loss x."""
    return x - loss * x


def reciprocate(x: float, observed: float, reciprocity: float, imperfection: float) -> float:
    """(23) Toward a little less than partners did."""
    return x + reciprocity * (observed * (1.0 - imperfection) - x)


def restored(x: float, first: float, decay: float, asked: int) -> float:
    """Propensity in (20) where a new partnership restores it: the rest of it decays."""
    return x + max(0.0, first - x) * whole_power(decay, asked)


def learn_legitimacy(
    legitimacy: float, outcome: float, trailing: float, gain: float, weight_of_loss: float
) -> float:
    """(24) Legitimacy follows outcomes against the trailing rate."""
    change = gain * (outcome - trailing)
    if change < 0.0:
        change *= weight_of_loss
    return within(-1.0, legitimacy + change, 1.0)


def collection(base: float, slope: float, satisfied: float, rest: float, doubt: float) -> float:
    """(25) Share of households that pay the fee."""
    return within(0.0, base + slope * (satisfied - rest) - doubt, 1.0)


def misplaced(over: float, under: float) -> float:
    """(26) What is too much here and missing there."""
    return min(over, under)


def congestion(cases: float, attention: float) -> float:
    """(27) Cases of a mediator over its attention."""
    return cases / attention if attention > TINY else 0.0


def is_cheaper(load: float, each_alone: float, members: int, price: float) -> bool:
    """(63) Does a round cost less through a mediator? each_alone: Σ of what a link costs each."""
    return (1.0 + load) * each_alone + price < (members - 1) * each_alone


def horner(coefficients: Sequence[float], r: float) -> float:
    """A polynomial, highest power first."""
    value = 0.0
    for coefficient in coefficients:
        value = value * r + coefficient
    return value


def normal(u: float) -> float:
    """(28) The standard normal's quantile, AS 241."""
    q = u - 0.5
    if abs(q) <= CENTRE:
        r = CENTRE * CENTRE - q * q
        return q * horner(CENTRE_TOP, r) / horner(CENTRE_LOW, r)
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= FAR:
        size = horner(TAIL_TOP, r - TAIL) / horner(TAIL_LOW, r - TAIL)
    else:
        size = horner(FAR_TOP, r - FAR) / horner(FAR_LOW, r - FAR)
    return -size if q < 0.0 else size


def race(u: float, weight: float) -> float:
    """(29) When a runner arrives: the smallest time wins."""
    return -math.log(u) / weight if weight > 0.0 else math.inf


def appeal(pull: float, scope: Sequence[float], commercial: Sequence[float]) -> float:
    """(58) What a scope promises in revenue."""
    return pull * dot(scope, commercial)


def goals_of(
    means: Sequence[Sequence[float]], sector: int, h: float, spread: float, normals: Sequence[float]
) -> Shares:
    """(61) Goals between what all sectors want and what one's own wants, and one's own besides.

    means: of each sector, in any unit. Shares under a thousandth count as one.
    """
    logs = [[math.log(max(LEAST_SHARE, share)) for share in normalise(of)] for of in means]
    found = []
    for k, z in enumerate(normals):
        common = total(of[k] for of in logs) / len(logs)
        found.append(common + h * (logs[sector][k] - common) + h * spread * z)
    largest = max(found)
    return normalise([exponential(x - largest) for x in found])
