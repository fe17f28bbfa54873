"""The model's formulas, each a pure function of numbers or small arrays.

Numbers in brackets are those of the ODD+D document (docs/odd.md). Arrays of shares have one item
a service category; all money, labour and trust costs are in funds.
"""

import math

import numpy as np

from sim.kernel import kernel

_TINY = 1e-12


@kernel
def logistic(x):  # type: ignore[no-untyped-def]
    """(1) sig(x) = 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@kernel
def logit(p):  # type: ignore[no-untyped-def]
    """(2) The inverse of (1), for p strictly between 0 and 1."""
    return math.log(p / (1.0 - p))


@kernel
def distance(x, y):  # type: ignore[no-untyped-def]
    """(3) d(x, y): half the L1 distance of two points of the simplex, in [0, 1]."""
    total = 0.0
    for k in range(len(x)):
        total += abs(x[k] - y[k])
    return 0.5 * total


@kernel
def alignment(x, y):  # type: ignore[no-untyped-def]
    """(4) a = 1 - d(x, y)."""
    return 1.0 - distance(x, y)


@kernel
def normalise(x):  # type: ignore[no-untyped-def]
    """(5) x over its sum; uniform where the sum is 0. Shape (K,), same out."""
    total = 0.0
    for k in range(len(x)):
        total += x[k]
    out = np.empty(len(x))
    for k in range(len(x)):
        out[k] = x[k] / total if total > _TINY else 1.0 / len(x)
    return out


@kernel
def participation(p, neighbours_mean, baseline, waiting, cap, served, left_out, contagion, habit,
                  discouragement, encouragement, slight, mobilisation):  # type: ignore[no-untyped-def]  # fmt: skip
    """(6) Next week's participation of a household, in [0, 1].

    p + eta (neighbours - p) + habit (baseline - p) - delta p min(waiting, cap)/cap
    + phi served - slight left_out + mobilisation (1 - p). ``waiting`` and ``served`` are counts.
    """
    new = (
        p
        + contagion * (neighbours_mean - p)
        + habit * (baseline - p)
        - discouragement * p * min(waiting, cap) / cap
        + encouragement * served
        - slight * left_out
        + mobilisation * (1.0 - p)
    )
    return min(1.0, max(0.0, new))


@kernel
def satisfaction(s, rest, waiting, cap, served, recovery, relief, strain):  # type: ignore[no-untyped-def]
    """(7) Next week's satisfaction: back to rest, up when served, down while needs wait."""
    new = s + recovery * (rest - s) + relief * served * (1.0 - s) - strain * s * min(waiting, cap) / cap
    return min(1.0, max(0.0, new))


@kernel
def resident_trust(t, served, broken, gain, loss):  # type: ignore[no-untyped-def]
    """(8) Next week's trust of a household: up when served, down when works in its building break."""
    return min(1.0, max(0.0, t + gain * served * (1.0 - t) - loss * broken * t))


@kernel
def voice_probability(p, is_pressing, selectivity):  # type: ignore[no-untyped-def]
    """(9) Chance that a need is voiced: p, times (1 - sigma) unless it is the most pressing."""
    return p if is_pressing else p * (1.0 - selectivity)


@kernel
def sensed(voiced, normals, noise):  # type: ignore[no-untyped-def]
    """(10) q: normalised voiced needs times lognormal noise (median 1). Shape (K,)."""
    return normalise(voiced * np.exp(noise * normals))


@kernel
def scope_of(sensed_need, goals, responsiveness):  # type: ignore[no-untyped-def]
    """(11) Scope proportional to q^rho g^(1 - rho). Shape (K,)."""
    return normalise(sensed_need**responsiveness * goals ** (1.0 - responsiveness))


@kernel
def blend(first, second, weight):  # type: ignore[no-untyped-def]
    """(12) (1 - weight) first + weight second."""
    return (1.0 - weight) * first + weight * second


@kernel
def join_utility(benefit, aligned, trust, private_cost, pledge, transaction_rate, links):  # type: ignore[no-untyped-def]
    """(13) U of joining, in funds: benefit a trust - private cost of the pledge - kappa links."""
    return benefit * aligned * trust - private_cost * pledge - transaction_rate * links


@kernel
def sign_off_probability(hazard, whistle_factor, whistled):  # type: ignore[no-untyped-def]
    """(14) Chance that a department signs this week; the whistle multiplies its speed."""
    return 1.0 - (1.0 - hazard) ** (whistle_factor if whistled else 1.0)


@kernel
def approval_logit(leaning, climate, approval, trust, shift_trust, deliberated, shift_panel, compensation, shift_compensation):  # type: ignore[no-untyped-def]  # fmt: skip
    """(15) A household's leaning toward consent, in logits.

    ``leaning`` is its own persistent uniform, ``climate`` its building's persistent leaning.
    """
    return (
        approval
        + climate
        + logit(leaning)
        + shift_trust * (trust - 0.5)
        + shift_panel * deliberated
        + shift_compensation * compensation
    )


@kernel
def has_voted(luck, turnout, slope, p, weeks):  # type: ignore[no-untyped-def]
    """(16) Has a household voted within ``weeks`` of canvassing? One uniform for the whole canvass."""
    weekly = min(1.0, max(0.0, turnout + slope * p))
    return luck < 1.0 - (1.0 - weekly) ** weeks


@kernel
def links(members, mediated, congestion):  # type: ignore[no-untyped-def]
    """(17) Links a member keeps up: m - 1 among peers, 1 + congestion under a mediator."""
    return 1.0 + congestion if mediated else members - 1.0


@kernel
def round_cost(transaction_rate, links_kept, disagreement, far):  # type: ignore[no-untyped-def]
    """(18) A member's cost of one round: kappa links (1 + 2 d(g, mean))."""
    return transaction_rate * links_kept * (1.0 + disagreement * far)


@kernel
def rounds_left(farthest, tolerance, step):  # type: ignore[no-untyped-def]
    """(19) Rounds a member expects until agreement: distances shrink by (1 - mu) a round; at least 1."""
    if farthest <= tolerance or step <= 0.0:
        return 1.0
    shrink = -math.log(1.0 - min(step, 1.0 - _TINY))
    return max(1.0, math.ceil(math.log(farthest / max(tolerance, _TINY)) / shrink))


@kernel
def honour_probability(propensity, trust, aligned, peers, monitored, exposure, instalment, stock,
                       b_trust, b_align, b_peer, neutral, b_mon, b_tempt, crowding_out):  # type: ignore[no-untyped-def]  # fmt: skip
    """(20) Chance that a member pays this week's instalment.

    sig(logit x + b_trust (trust - .5) + b_align (a - .5) + b_peer (peers - neutral) + b_mon monitored
    - c_out exposure (if not monitored) - b_tempt instalment / stock).
    """
    watched = b_mon if monitored else -crowding_out * exposure
    tempted = instalment / stock if stock > _TINY else 1.0
    return logistic(
        logit(propensity)
        + b_trust * (trust - 0.5)
        + b_align * (aligned - 0.5)
        + b_peer * (peers - neutral)
        + watched
        - b_tempt * min(1.0, tempted)
    )


@kernel
def rise(x, gain):  # type: ignore[no-untyped-def]
    """(21) x + gain (1 - x): growth that never passes 1."""
    return x + gain * (1.0 - x)


@kernel
def fall(x, loss):  # type: ignore[no-untyped-def]
    """(22) x - loss x: decline that never passes 0."""
    return x - loss * x


@kernel
def reciprocate(propensity, observed, reciprocity, imperfection):  # type: ignore[no-untyped-def]
    """(23) Imperfect conditional cooperation: move toward a little less than partners did."""
    return propensity + reciprocity * (observed * (1.0 - imperfection) - propensity)


@kernel
def learn_legitimacy(legitimacy, outcome, trailing, gain):  # type: ignore[no-untyped-def]
    """(24) L + gain (outcome - trailing completion rate), kept in [-1, 1]."""
    return min(1.0, max(-1.0, legitimacy + gain * (outcome - trailing)))


@kernel
def collection(base, slope, satisfied, rest, doubt):  # type: ignore[no-untyped-def]
    """(25) Share of households that pay the fee."""
    return min(1.0, max(0.0, base + slope * (satisfied - rest) - doubt))


@kernel
def misplaced(over, under):  # type: ignore[no-untyped-def]
    """(26) 错位: supply that is too much here and missing there, min(over, under)."""
    return min(over, under)


@kernel
def congestion(load, capacity):  # type: ignore[no-untyped-def]
    """(27) Load of a mediator over its weekly attention; each further case makes links dearer."""
    return load / capacity if capacity > _TINY else 0.0


@kernel
def normal(u):  # type: ignore[no-untyped-def]
    """(28) Standard normal quantile of u in (0, 1): Wichura 1988, algorithm AS 241 (PPND16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        low = (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * top / low
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        top = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
        low = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        top = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)  # fmt: skip
        low = (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0)  # fmt: skip
    return -top / low if q < 0.0 else top / low


@kernel
def race(u, weight):  # type: ignore[no-untyped-def]
    """(29) Arrival time in a keyed exponential race: the smallest wins with odds as its weight."""
    return -math.log(u) / weight if weight > 0.0 else math.inf
