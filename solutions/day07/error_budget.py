"""Where the error comes from: noise, what the architecture cannot do, what the training has not done."""

import numpy as np


def error_budget(errors, best_errors, bound):
    """Divide the mean square error of a network into three parts that add up to it exactly.

        total         mean square of `errors`
        noise         mean square of `bound`: no unbiased estimator on these images does better
        approximation mean square of `best_errors` less that of `bound`: what the best network of this architecture
                      has to spare, however well it is trained
        optimisation  mean square of `errors` less that of `best_errors`: what better training of the same architecture
                      has been seen to remove

    All three arguments speak of the same N hidden galaxies, in the same order. Means run over all galaxies and
    components.

    Parameters
    ----------
    errors : ndarray, shape (N, C)
        Estimate minus truth of the network in hand: for shear C = 2, (g1, g2). N is at least 2.
    best_errors : ndarray, shape (N, C)
        The same of the best network of the same architecture that is known.
    bound : ndarray, shape (N, C)
        Cramer-Rao bound of each galaxy and component, as a standard deviation, positive.

    Returns
    -------
    budget : dict
        For each of "noise", "approximation", "optimisation" and "total" a dict of three numbers: "mean_square";
        "standard_error", that of the mean square, with galaxies as the independent sample: a galaxy's contribution
        to the part is averaged over its components, and the standard deviation of these N contributions (with
        N - 1) is divided by sqrt(N); "share", the mean square over that of the total.

    Raises
    ------
    ValueError
        Naming `errors` if it is not two-dimensional with N >= 2 or holds no error at all (all zero), `best_errors` or
        `bound` if its shape is another, `bound` if it is not positive everywhere. And where a part is more than 2 of
        its standard errors below zero: `best_errors` for approximation (what beats the bound was not hidden, or the
        bound is another's), `errors` for optimisation (a network that beats the best is the best).

    Notes
    -----
    Mean squares add up, their roots do not. A part between -2 standard errors and 0 is left negative: cut off at 0, the
    parts would no longer add up, and small parts would come out too large on average. The decomposition is that of
    Bottou & Bousquet (2008), "The tradeoffs of large scale learning", with the Bayes error bounded by
    Cramer and Rao; what more data would remove is counted where better training is.

    Examples
    --------
    >>> bound = np.full((2, 2), 1.0)
    >>> best, errors = np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([[4.0, 0.0], [0.0, -4.0]])
    >>> for part, values in error_budget(errors, best, bound).items():
    ...     print(part, values["mean_square"], values["share"])
    noise 1.0 0.125
    approximation 1.0 0.125
    optimisation 6.0 0.75
    total 8.0 1.0
    """
    if np.ndim(errors) != 2 or len(errors) < 2:
        raise ValueError(f"errors must have shape (N, C) with N at least 2, not {np.shape(errors)}")
    if not np.any(errors):
        raise ValueError("errors are all zero: there is nothing to divide")
    for name, values in (("best_errors", best_errors), ("bound", bound)):
        if np.shape(values) != np.shape(errors):
            raise ValueError(f"{name} must have shape {np.shape(errors)}, not {np.shape(values)}")
    if not np.all(np.asarray(bound) > 0):
        raise ValueError("bound must be positive: it is a standard deviation")

    total, best, noise = (np.mean(np.square(values), axis=1) for values in (errors, best_errors, bound))
    # Differences are taken galaxy by galaxy: what a hard galaxy adds to both sides cancels in their standard error.
    parts = {"noise": noise, "approximation": best - noise, "optimisation": total - best, "total": total}
    budget = {part: _summary(contributions, total.mean()) for part, contributions in parts.items()}
    for part, name in (("approximation", "best_errors"), ("optimisation", "errors")):
        if budget[part]["mean_square"] < -2 * budget[part]["standard_error"]:
            raise ValueError(f"{name} are too small to be true: the part {part} is clearly negative")
    return budget


def _summary(contributions, total):
    mean_square = contributions.mean()
    return {
        "mean_square": float(mean_square),
        "standard_error": float(contributions.std(ddof=1) / np.sqrt(len(contributions))),
        "share": float(mean_square / total),
    }
