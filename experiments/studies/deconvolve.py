"""The spread of true effects over points, from estimates that carry Monte Carlo error.

Estimates spread more than what they estimate, so counting them puts too many points beyond a
threshold. Here the density of true effects is a smooth exponential family on a grid, fitted by
penalised maximum likelihood (g-modelling: Efron 2016, Biometrika 103), with an atom for points
without effect. The likelihood of an estimate is Student's t, for its error is estimated too.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.interpolate import BSpline
from scipy.optimize import minimize
from scipy.special import logsumexp

STEP = 0.01
"""Width of a cell of the grid; thresholds lie on edges of cells."""
KNOTS, DEGREE = 9, 3
PENALTY = 1.0
"""Of the norm of the coefficients, as Efron has it."""
ATOM = STEP
"""Half width of the atom at no effect."""
SMOOTH = 1e-3
"""Square of the norm under which the penalty is round, so that it has a slope at 0."""
MARGIN = 3
"""Cells beyond the farthest estimate."""
Floats = NDArray[np.float64]


def grid_of(values: Floats) -> Floats:
    """Middles of cells that hold all values and 0."""
    low = np.floor(min(values.min(), 0.0) / STEP) - MARGIN
    high = np.ceil(max(values.max(), 0.0) / STEP) + MARGIN
    cells: Floats = (np.arange(low, high) + 0.5) * STEP
    return cells


def likelihood(values: Floats, errors: Floats, pairs: Floats, grid: Floats) -> Floats:
    """(points, cells): density of each estimate, up to a factor, if the effect is a cell's.

    An error under half a cell counts as that: the grid sees nothing finer.
    """
    scale = np.maximum(errors, STEP / 2)[:, None]
    apart = (values[:, None] - grid[None, :]) / scale
    logs = stats.t.logpdf(apart, np.maximum(pairs - 1, 1)[:, None])
    found: Floats = np.exp(logs - logs.max(axis=1, keepdims=True))
    return found


def basis(grid: Floats) -> Floats:
    """(cells, columns): cubic splines over the grid, and the atom; columns of norm 1."""
    inner = np.linspace(grid[0], grid[-1], KNOTS)
    knots = np.concatenate([[inner[0]] * DEGREE, inner, [inner[-1]] * DEGREE])
    splines = BSpline.design_matrix(grid, knots, DEGREE).toarray()
    columns = np.column_stack([splines - splines.mean(axis=0), np.abs(grid) < ATOM])
    scaled: Floats = columns / np.linalg.norm(columns, axis=0)
    return scaled


def shares(chances: Floats, columns: Floats, parts: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Shares of effects in parts of the grid, and their standard errors over points.

    chances: as ``likelihood`` gives them, (points, cells). columns: as ``basis`` gives them.
    parts: (parts, cells). The errors are a sandwich (Efron 2016, section 3) with each point's own
    score in its middle, so they hold the points' sampling and their Monte Carlo error.
    """
    fit = _Fit(chances, columns)
    first = np.zeros(columns.shape[1])
    beta = minimize(fit.loss, first, jac=fit.slope, hess=fit.curve, method="trust-exact").x
    share = fit.share(beta)
    found: Floats = parts @ share
    slopes = (parts * share) @ columns - np.outer(found, columns.T @ share)
    scores = fit.scores(beta)
    bread = np.linalg.pinv(fit.curve(beta), hermitian=True)
    spread = slopes @ bread @ (scores.T @ scores) @ bread @ slopes.T
    return found, np.sqrt(np.maximum(np.diag(spread), 0.0))


class _Fit:
    """Penalised log likelihood of coefficients (columns,), its sign turned, and derivatives."""

    def __init__(self, chances: Floats, columns: Floats) -> None:
        self.chances, self.columns = chances, columns

    def share(self, beta: Floats) -> Floats:
        """Shares of cells."""
        logs = self.columns @ beta
        share: Floats = np.exp(logs - logsumexp(logs))
        return share

    def scores(self, beta: Floats) -> Floats:
        """(points, columns): each point's part of the slope of the log likelihood."""
        share = self.share(beta)
        found: Floats = self._middles(share) - share @ self.columns
        return found

    def loss(self, beta: Floats) -> float:
        return float(PENALTY * _norm(beta) - np.log(self.chances @ self.share(beta)).sum())

    def slope(self, beta: Floats) -> Floats:
        found: Floats = PENALTY * beta / _norm(beta) - self.scores(beta).sum(axis=0)
        return found

    def curve(self, beta: Floats) -> Floats:
        """Covariance of the columns over all cells, for each point, less that where it may lie."""
        share, columns, norm = self.share(beta), self.columns, _norm(beta)
        middle, middles = share @ columns, self._middles(share)
        weight = (self._places(share)).sum(axis=0)
        over_all = (columns.T * share) @ columns - np.outer(middle, middle)
        over_own = (columns.T * weight) @ columns - middles.T @ middles
        shrink = np.eye(len(beta)) / norm - np.outer(beta, beta) / norm**3
        found: Floats = len(self.chances) * over_all - over_own + PENALTY * shrink
        return found

    def _places(self, share: Floats) -> Floats:
        """(points, cells): where each point's effect may lie."""
        joint = self.chances * share
        places: Floats = joint / joint.sum(axis=1, keepdims=True)
        return places

    def _middles(self, share: Floats) -> Floats:
        middles: Floats = self._places(share) @ self.columns
        return middles


def _norm(beta: Floats) -> float:
    return float(np.sqrt(beta @ beta + SMOOTH))
