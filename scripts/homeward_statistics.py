"""Statistics that the figures need beside those in the file, with numpy alone."""

from functools import lru_cache

import numpy as np


def mean_interval(values, axis):
    """(mean, low, high) over the replications along an axis: the mean's 95 % interval by Student's distribution, as in the
    file. NaN is left out; of fewer than two values there is no interval."""
    there = np.isfinite(values)
    n = there.sum(axis)
    with np.errstate(all="ignore"):
        mean = np.where(there, values, 0.0).sum(axis) / n
        squares = np.where(there, (values - np.expand_dims(mean, axis)) ** 2, 0.0).sum(axis)
        quantiles = np.vectorize(student_quantile, otypes=[float])(np.maximum(n - 1, 1))
        half = np.where(n > 1, quantiles * np.sqrt(squares / (n - 1) / n), np.nan)
    return mean, mean - half, mean + half


@lru_cache(maxsize=None)
def student_quantile(freedom):
    """The 97.5 % quantile of Student's distribution."""
    # With t = sqrt(freedom) tan(angle) the density of the angle is cos(angle) to the power freedom - 1, up to a constant.
    angle = np.linspace(0.0, np.pi / 2, 200001)
    density = np.cos(angle) ** (freedom - 1)
    mass = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return float(np.sqrt(freedom) * np.tan(np.interp(0.95, mass / mass[-1], angle)))


def effects(factors, response, contrasts):
    """(effect, low, high, share explained) of least squares of a response [S] on factors [S, F]: for every contrast [K, F], a
    step in the factors, what it does to the response, with its 95 % interval. Factors may depend on each other (shares that sum
    to one) as long as the steps keep to what the points did. Fewer points than unknowns leave no interval."""
    centred = factors - factors.mean(0)
    scale = np.where(centred.std(0) > 0, centred.std(0), 1.0)
    inverse = np.linalg.pinv(centred / scale)
    steps = contrasts / scale
    slopes = inverse @ (response - response.mean())
    left = response - response.mean() - centred / scale @ slopes
    freedom = len(response) - 1 - np.linalg.matrix_rank(centred / scale)
    total = np.sum((response - response.mean()) ** 2)
    effect = steps @ slopes
    half = np.full(len(steps), np.nan)
    if freedom > 0:
        half = student_quantile(freedom) * np.sqrt(left @ left / freedom * np.sum((steps @ inverse) ** 2, 1))
    return effect, effect - half, effect + half, 1.0 - left @ left / total if total > 0 else np.nan
