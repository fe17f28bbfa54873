"""The model's formulas, each a pure function of numbers or small arrays.

Numbers in brackets are those of the ODD+D document (docs/odd.md). Arrays of shares have one item
a service category; all money, labour and trust costs are in funds.
"""

import math

import numpy as np

from sim.kernel import kernel

_TINY = 1e-12

# Coefficients of AS 241 (Wichura 1988), for the centre, the tail and the far tail.
_CENTRE, _TAIL, _FAR = 0.425, 1.6, 5.0
_CENTRE_TOP = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
_CENTRE_LOW = (
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
_TAIL_TOP = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
_TAIL_LOW = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
_FAR_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
_FAR_LOW = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)


@kernel
def logistic(x):
    """(1) sig(x) = 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@kernel
def logit(p):
    """(2) The inverse of (1), for p strictly between 0 and 1."""
    return math.log(p / (1.0 - p))


@kernel
def distance(x, y):
    """(3) d(x, y): half the L1 distance of two points of the simplex, in [0, 1]."""
    total = 0.0
    for k in range(len(x)):
        total += abs(x[k] - y[k])
    return 0.5 * total


@kernel
def alignment(x, y):
    """(4) a = 1 - d(x, y)."""
    return 1.0 - distance(x, y)


@kernel
def dot(x, y):
    """x . y, term by term: a library's product differs in the last bits between processors."""
    total = 0.0
    for k in range(len(x)):
        total += x[k] * y[k]
    return total


@kernel
def normalise(x):
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
                  discouragement, encouragement, slight, mobilisation):  # fmt: skip
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
def satisfaction(s, rest, waiting, cap, served, recovery, relief, strain):
    """(7) Next week's satisfaction: back to rest, up when served, down while needs wait."""
    new = (
        s
        + recovery * (rest - s)
        + relief * served * (1.0 - s)
        - strain * s * min(waiting, cap) / cap
    )
    return min(1.0, max(0.0, new))


@kernel
def resident_trust(t, served, broken, gain, loss):
    """(8) Next week's trust of a household: up when served, down when works there break."""
    return min(1.0, max(0.0, t + gain * served * (1.0 - t) - loss * broken * t))


@kernel
def voice_probability(p, is_pressing, selectivity):
    """(9) Chance that a need is voiced: p, times (1 - sigma) unless it is the most pressing."""
    return p if is_pressing else p * (1.0 - selectivity)


@kernel
def sensed(voiced, normals, noise):
    """(10) q: normalised voiced needs times lognormal noise (median 1). Shape (K,)."""
    return normalise(voiced * np.exp(noise * normals))


@kernel
def scope_of(sensed_need, goals, responsiveness):
    """(11) Scope proportional to q^rho g^(1 - rho). Shape (K,)."""
    return normalise(sensed_need**responsiveness * goals ** (1.0 - responsiveness))


@kernel
def blend(first, second, weight):
    """(12) (1 - weight) first + weight second."""
    return (1.0 - weight) * first + weight * second


@kernel
def appeal(pull, scope, commercial):
    """(58) What a scope promises beyond alignment, in funds: pull (scope . commercial)."""
    return pull * dot(scope, commercial)


@kernel
def benefit(base, appealing, size):
    """What a project is worth to a member when all is served as it wishes: (base + appeal) size."""
    return (base + appealing) * size


@kernel
def join_utility(benefit, aligned, trust, private_cost, pledge, transaction_rate, links):
    """(13) U of joining, in funds: benefit a trust - private cost of the pledge - kappa links."""
    return benefit * aligned * trust - private_cost * pledge - transaction_rate * links


@kernel
def sign_off_probability(hazard, whistle_factor, whistled):
    """(14) Chance that a department signs this week; the whistle multiplies its speed."""
    return 1.0 - (1.0 - hazard) ** (whistle_factor if whistled else 1.0)


@kernel
def approval_logit(leaning, climate, approval, trust, shift_trust, deliberated, shift_panel,
                   compensation, shift_compensation):  # fmt: skip
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
def has_voted(luck, turnout, slope, p, weeks):
    """(16) Has a household voted within ``weeks`` of canvassing? One uniform for all of it."""
    weekly = min(1.0, max(0.0, turnout + slope * p))
    return luck < 1.0 - (1.0 - weekly) ** weeks


@kernel
def links(members, mediated, congestion):
    """(17) Links a member keeps up: m - 1 among peers, 1 + congestion under a mediator."""
    return 1.0 + congestion if mediated else members - 1.0


@kernel
def round_cost(transaction_rate, links_kept, disagreement, far):
    """(18) A member's cost of one round: kappa links (1 + 2 d(g, mean))."""
    return transaction_rate * links_kept * (1.0 + disagreement * far)


@kernel
def rounds_left(farthest, tolerance, step):
    """(19) Rounds expected until agreement: distances shrink by (1 - mu) a round; at least 1."""
    if farthest <= tolerance or step <= 0.0:
        return 1.0
    shrink = -math.log(1.0 - min(step, 1.0 - _TINY))
    return max(1.0, math.ceil(math.log(farthest / max(tolerance, _TINY)) / shrink))


@kernel
def honour_probability(propensity, trust, aligned, peers, monitored, exposure, instalment, stock,
                       b_trust, b_align, b_peer, neutral, b_mon, b_tempt,
                       crowding_out, covenant=0.0):  # fmt: skip
    """(20) Chance that a member pays this week's instalment.

    sig(logit x + b_trust (trust - .5) + b_align (a - .5) + b_peer (peers - neutral)
    + b_mon monitored - c_out exposure (if not monitored) - b_tempt instalment / stock + covenant).
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
        + covenant
    )


@kernel
def rise(x, gain):
    """(21) x + gain (1 - x): growth that never passes 1."""
    return x + gain * (1.0 - x)


@kernel
def fall(x, loss):
    """(22) x - loss x: decline that never passes 0."""
    return x - loss * x


@kernel
def reciprocate(propensity, observed, reciprocity, imperfection):
    """(23) Imperfect conditional cooperation: move toward a little less than partners did."""
    return propensity + reciprocity * (observed * (1.0 - imperfection) - propensity)


@kernel
def learn_legitimacy(legitimacy, outcome, trailing, gain):
    """(24) L + gain (outcome - trailing completion rate), kept in [-1, 1]."""
    return min(1.0, max(-1.0, legitimacy + gain * (outcome - trailing)))


@kernel
def collection(base, slope, satisfied, rest, doubt):
    """(25) Share of households that pay the fee."""
    return min(1.0, max(0.0, base + slope * (satisfied - rest) - doubt))


@kernel
def misplaced(over, under):
    """(26) 错位: supply that is too much here and missing there, min(over, under)."""
    return min(over, under)


@kernel
def congestion(load, capacity):
    """(27) Load of a mediator over its weekly attention; each further case makes links dearer."""
    return load / capacity if capacity > _TINY else 0.0


@kernel
def polynomial(coefficients, r):
    """Horner's rule, highest power first."""
    total = 0.0
    for c in coefficients:
        total = total * r + c
    return total


@kernel
def normal(u):
    """(28) Standard normal quantile of u in (0, 1): Wichura 1988, algorithm AS 241 (PPND16)."""
    q = u - 0.5
    if abs(q) <= _CENTRE:
        r = _CENTRE**2 - q * q
        return q * polynomial(_CENTRE_TOP, r) / polynomial(_CENTRE_LOW, r)
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= _FAR:
        size = polynomial(_TAIL_TOP, r - _TAIL) / polynomial(_TAIL_LOW, r - _TAIL)
    else:
        size = polynomial(_FAR_TOP, r - _FAR) / polynomial(_FAR_LOW, r - _FAR)
    return -size if q < 0.0 else size


@kernel
def normals(uniforms):
    """Standard normal quantiles (28) of uniforms (n,)."""
    out = np.empty(len(uniforms))
    for i in range(len(uniforms)):
        out[i] = normal(uniforms[i])
    return out


@kernel
def race(u, weight):
    """(29) Arrival time in a keyed exponential race: the smallest wins with odds as its weight."""
    return -math.log(u) / weight if weight > 0.0 else math.inf
