"""Where the error comes from: noise, what the architecture cannot do, what the training has not done.

The decomposition is that of Bottou & Bousquet (2008), "The tradeoffs of large scale learning".
"""

import numpy as np


def error_budget(errors, best_errors, bound):
    """Divide the mean square error of a network, over galaxies and components, into three parts that add up to it.

        total         mean square of `errors`
        noise         mean square of `bound`: no unbiased estimator on these images does better
        approximation mean square of `best_errors` less that of `bound`: what the best training leaves
        optimisation  mean square of `errors` less that of `best_errors`: what better training has removed

    Parameters
    ----------
    errors : ndarray, shape (N, C)
        Estimate minus truth of the network in hand for N galaxies, 2 at least: for shear C = 2, (g1, g2).
    best_errors : ndarray, shape (N, C)
        The same of the best known network of the same architecture. Another shape would be broadcast, and is refused.
    bound : ndarray, shape (N, C)
        Cramer-Rao bound of each, as a standard deviation; 0 where there is no noise. Another shape is refused.

    Returns
    -------
    budget : dict
        For each of "noise", "approximation", "optimisation" and "total" a dict of three numbers: "mean_square";
        "standard_error" of the mean square, with galaxies as the independent sample: a galaxy's contribution to the
        part is averaged over its components, and the standard deviation of these N contributions (with N - 1) is
        divided by sqrt(N); "share", the mean square over that of the total. A part that chance has brought below zero
        is left there. One more than 2 of its standard errors below is refused: approximation by the name `best_errors`
        (not hidden galaxies, or another's bound), optimisation by `errors` (what beats the best is the best).

    >>> bound = np.full((2, 2), 1.0)
    >>> best, errors = np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([[4.0, 0.0], [0.0, -4.0]])
    >>> budget = error_budget(errors, best, bound)
    >>> [(budget[part]["mean_square"], budget[part]["share"]) for part in ("noise", "approximation", "optimisation")]
    [(1.0, 0.125), (1.0, 0.125), (6.0, 0.75)]
    """
    _check_shapes(errors, best_errors=best_errors, bound=bound)
    total, best, noise = (np.mean(np.square(values), axis=1) for values in (errors, best_errors, bound))
    # Differences are taken galaxy by galaxy: what a hard galaxy adds to both sides cancels in their standard error.
    parts = {"noise": noise, "approximation": best - noise, "optimisation": total - best, "total": total}
    budget = {part: _summary(contributions, total.mean()) for part, contributions in parts.items()}
    _check_parts(budget, approximation="best_errors", optimisation="errors")
    return budget


def _summary(contributions, total):
    mean_square = contributions.mean()
    return {
        "mean_square": float(mean_square),
        "standard_error": float(contributions.std(ddof=1) / np.sqrt(len(contributions))),
        "share": float(mean_square / total),
    }


def _check_shapes(errors, **others):
    for name, values in others.items():
        if np.shape(values) != np.shape(errors):
            raise ValueError(f"{name} must have shape {np.shape(errors)}, not {np.shape(values)}")


def _check_parts(budget, **names):
    for part, name in names.items():
        if budget[part]["mean_square"] < -2 * budget[part]["standard_error"]:
            raise ValueError(f"{name} are too small to be true: the part {part} is clearly negative")
