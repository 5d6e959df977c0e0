"""What bounds an estimator: the noise of the pixels, its features, its use of them, or what stays without noise.

A budget is a dict of the five parts named in error_parts, each a dict {"mean_square": float, "standard_error": float}.
A part is *shown* if its mean square exceeds 2 of its standard errors.
"""

import numpy as np


def error_parts(errors, bound, kept):
    """Return the budget of an estimator: four parts of its mean square error, and the total, which they add up to.

        noise        mean square of `bound`
        information  mean square of bound / kept, less the noise: what is lost before the estimator begins
        use          variance of the errors over the draws of the noise (with R - 1), averaged, less both parts above
        misfit       what would be left of the mean square if errors were averaged over endless draws of the noise
        total        mean square of `errors`

    A part may be negative: by chance, or since a biased estimator can scatter less than the bound.

    Parameters
    ----------
    errors : ndarray, shape (R, N, C)
        Estimate minus truth of the *same* N galaxies, 2 at least, in R draws of the noise, 2 at least. C = 2 for shear.
    bound : ndarray, shape (N, C)
        The Cramer-Rao bound from all pixels, a standard deviation.
    kept : ndarray, shape (N, C)
        What the estimator's features keep: the bound over the bound from the features, above 0, at most 1.

    A standard error has galaxies as its sample: average a galaxy's contribution to the part over its components, then
    take the standard deviation of these N (with N - 1) over sqrt(N).

    What would be broadcast, or makes nonsense, is refused by name: errors without three axes; bound or kept of another
    shape than (N, C); kept not above 0, or more than 1e-6 above 1.

    >>> errors = np.array([[[0.0], [3.0]], [[2.0], [1.0]]])  # two draws, two galaxies
    >>> parts = error_parts(errors, np.full((2, 1), 0.6), np.full((2, 1), 0.5))
    >>> {part: round(float(values["mean_square"]), 2) for part, values in parts.items()}
    {'noise': 0.36, 'information': 1.08, 'use': 0.56, 'misfit': 1.5, 'total': 3.5}
    """
    raise NotImplementedError


def side_by_side(budgets):
    """Return a row for each estimator of a dict {name: budget}, the least total first.

    A row is a dict. "estimator": the name. "x": the RMSE over the root of the noise's mean square. "limit": the largest
    of the parts that can be mended and are shown (information, use, misfit), or "noise" where none is. "gain": the
    factor by which the RMSE falls if the limit alone goes to 0; 1 where the limit is the noise.

    >>> parts = {"noise": 1.0, "information": 0.5, "use": 0.1, "misfit": 7.4, "total": 9.0}
    >>> budget = {part: {"mean_square": value, "standard_error": 0.05} for part, value in parts.items()}
    >>> [(row["limit"], round(row["x"], 2), round(row["gain"], 2)) for row in side_by_side({"network": budget})]
    [('misfit', 3.0, 2.37)]
    """
    raise NotImplementedError


def noise_floor(budget, noise_sd):
    """Return the noise of a pixel at which the bound alone would be as large as the misfit; 0 where none is shown.

    `budget` was measured at noise_sd. The bound is in proportion to the noise; the misfit is taken to be the same at
    all.

    >>> parts = {"noise": 4e-6, "information": 0.0, "use": 0.0, "misfit": 9e-6, "total": 13e-6}
    >>> budget = {part: {"mean_square": value, "standard_error": 1e-7} for part, value in parts.items()}
    >>> round(noise_floor(budget, 1e-3), 6)
    0.0015
    """
    raise NotImplementedError
