"""Statistics that the figures need beside those in the file, with numpy alone."""

from functools import lru_cache

import numpy as np

ROUNDING = 512 * np.finfo(float).eps  # as in sim/measure/rounding.hpp: of the size of what was subtracted
SHARES = ("share", "index")
NOT_BELOW_0 = ("count", "days", "hours", "dollars", "rate")


def is_constant(values, size=0.0):
    """Whether values differ by rounding alone; size: of what they were subtracted from, where that is larger."""
    values = np.asarray(values, float)
    return np.ptp(values) <= ROUNDING * max(np.abs(values).max(), size)


def signed(form, value):
    """A number by a format with a sign; what is nothing at its digits has none."""
    text = form.format(value)
    return text if any(digit in text for digit in "123456789") else text.replace("+", "").replace("-", "")


def difference(values, others):
    """values - others, with nothing where they differ by rounding alone."""
    values, others = np.broadcast_arrays(np.asarray(values, float), np.asarray(others, float))
    apart = values - others
    return np.where(np.abs(apart) <= ROUNDING * np.maximum(np.abs(values), np.abs(others)), 0.0, apart)


def digits_apart(values, digits, most=4):
    """The number of digits after the point, `digits` or up to `most` more, at which numbers that differ look different."""
    there = [value for value in values if np.isfinite(value)]
    different = [(a, b) for at, a in enumerate(there) for b in there[:at]
                 if abs(a - b) > ROUNDING * max(abs(a), abs(b))]
    return next((places for places in range(digits, digits + most)
                 if all(f"{a:.{places}f}" != f"{b:.{places}f}" for a, b in different)), digits + most)


def within_range(quantity, mean, low, high):
    """(low, high) of Student's intervals as the file has them: of a share in [0, 1], of counts, waits and cost not below 0; see
    sim/measure/intervals.hpp. Made on the scale of the logit, or the logarithm, where the interval comes near the end."""
    if quantity not in (*SHARES, *NOT_BELOW_0):
        return low, high
    share = quantity in SHARES
    with np.errstate(all="ignore"):
        near = (mean > 0) & ~((low >= mean / 2) & ((high <= (1 + mean) / 2) | (not share))) & ~((mean >= 1) & share)
        half = (high - low) / 2
        if share:
            odds, factor = mean / (1 - mean), np.exp(half / (mean * (1 - mean)))
            moved = odds / (odds + factor), 1 / (1 + 1 / (odds * factor))
        else:
            moved = mean * np.exp(-half / mean), mean * np.exp(half / mean)
    return np.where(near & np.isfinite(low), moved[0], low), np.where(near & np.isfinite(low), moved[1], high)


def mean_interval(values, axis, quantity="number"):
    """(mean, low, high) over the replications along an axis: the mean's 95 % interval by Student's distribution, kept where the
    quantity can be, as in the file. NaN is left out; of fewer than two values there is no interval."""
    there = np.isfinite(values)
    n = there.sum(axis)
    with np.errstate(all="ignore"):
        mean = np.where(there, values, 0.0).sum(axis) / n
        squares = np.where(there, (values - np.expand_dims(mean, axis)) ** 2, 0.0).sum(axis)
        quantiles = np.vectorize(student_quantile, otypes=[float])(np.maximum(n - 1, 1))
        largest = np.where(there, np.abs(values), 0.0).max(axis, initial=0.0)
        sd = np.sqrt(squares / (n - 1))
        half = np.where(n > 1, quantiles * np.where(sd <= ROUNDING * largest, 0.0, sd) / np.sqrt(n), np.nan)
        low, high = within_range(quantity, mean, mean - half, mean + half)
        if quantity == "share":  # a share that is 0 (or 1) in every run is not known to be that
            most = 1 - 0.05 ** (1 / n)
            low = np.where((n > 1) & (mean == 1) & (half == 0), 1 - most, low)
            high = np.where((n > 1) & (mean == 0) & (half == 0), most, high)
    return mean, low, high


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
