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
    _check_error_parts(errors, bound, kept)
    errors = np.asarray(errors, float)
    scatter = errors.var(axis=0, ddof=1)
    noise, seen = np.square(bound), np.square(np.divide(bound, kept))
    squares = {
        "noise": noise,
        "information": seen - noise,
        "use": scatter - seen,
        # The mean of R draws still carries 1/R of the variance.
        "misfit": errors.mean(axis=0) ** 2 - scatter / len(errors),
        "total": np.mean(errors**2, axis=0),
    }
    return {part: _summary(values.mean(axis=1)) for part, values in squares.items()}


def _summary(contributions):
    return {
        "mean_square": float(contributions.mean()),
        "standard_error": float(contributions.std(ddof=1) / np.sqrt(len(contributions))),
    }


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
    rows = []
    for name, budget in budgets.items():
        square = {part: values["mean_square"] for part, values in budget.items()}
        shown = [part for part in ("information", "use", "misfit") if _is_shown(budget[part])]
        limit = max(shown, key=square.get, default="noise")
        left = square["total"] - (square[limit] if shown else 0.0)
        ratios = {"x": (square["total"] / square["noise"]) ** 0.5, "gain": (square["total"] / left) ** 0.5}
        rows.append({"estimator": name, "limit": limit, **ratios})
    return sorted(rows, key=lambda row: budgets[row["estimator"]]["total"]["mean_square"])


def noise_floor(budget, noise_sd):
    """Return the noise of a pixel at which the bound alone would be as large as the misfit; 0 where none is shown.

    `budget` was measured at noise_sd. The bound is in proportion to the noise; the misfit is taken to be the same at
    all.

    >>> parts = {"noise": 4e-6, "information": 0.0, "use": 0.0, "misfit": 9e-6, "total": 13e-6}
    >>> budget = {part: {"mean_square": value, "standard_error": 1e-7} for part, value in parts.items()}
    >>> round(noise_floor(budget, 1e-3), 6)
    0.0015
    """
    misfit = budget["misfit"]
    return noise_sd * (misfit["mean_square"] / budget["noise"]["mean_square"]) ** 0.5 if _is_shown(misfit) else 0.0


def _is_shown(part):
    return part["mean_square"] > 2 * part["standard_error"]


def _check_error_parts(errors, bound, kept):
    if np.ndim(errors) != 3:
        raise ValueError(f"errors must have shape (R, N, C), not {np.shape(errors)}")
    for name, values in (("bound", bound), ("kept", kept)):
        if np.shape(values) != np.shape(errors)[1:]:
            raise ValueError(f"{name} must have shape {np.shape(errors)[1:]}, not {np.shape(values)}")
    if not np.all((kept > 0) & (kept <= 1 + 1e-6)):
        raise ValueError("kept must be above 0 and at most 1: the bound over the bound from the features")
