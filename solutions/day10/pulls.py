"""Pulls: errors in units of what was stated, with nothing dropped unseen (X11).

If estimates are unbiased and errors are stated rightly, the pull (estimate - truth) / error has mean 0 and standard
deviation 1, whatever the galaxies' own errors are.
"""

import numpy as np


def pulls(estimate, error, truth):
    """Report the pulls of N measurements of C components, for shear (g1, g2).

    Parameters
    ----------
    estimate, error : ndarray, shape (N, C)
        What was measured, and its stated standard deviation. A galaxy has *failed* if in any component its estimate or
        its error is not finite, or its error is not above 0. It counts in no component. Two at least must count.
    truth : ndarray, shape (N, C)
        What is true; finite.

    Returns
    -------
    report : dict
        "failures", how many failed, a whole number; "pull", shape (M, C), the pulls of the M others, in their order. Of
        these, for each component, shape (C,): "mean", and "mean_error", its standard error; "sd", the standard
        deviation with M - 1 in it, and "sd_error", sd / sqrt(2 (M - 1)), which is its error for Gaussian pulls;
        "robust_sd", 1.4826 times the median absolute deviation from the median; "outliers", how many pulls exceed 5 in
        size, whole numbers; "largest", the largest size of a pull.

        A ValueError names what would be taken without a word: an `error` or `truth` of another shape than estimate, a
        `truth` that is not finite, an `estimate` of which fewer than two count.

    >>> g = np.array([[0.1], [0.3], [0.2], [np.nan]])
    >>> report = pulls(g, np.full((4, 1), 0.1), np.full((4, 1), 0.2))
    >>> report["failures"], report["mean"].round(6).tolist(), report["sd"].round(6).tolist()
    (1, [0.0], [1.0])
    """
    _check_pulls(estimate, error, truth)
    counts = _counts(estimate, error)
    pull = (estimate[counts] - truth[counts]) / error[counts]
    M, sd = len(pull), pull.std(axis=0, ddof=1)
    return {
        "failures": int(np.sum(~counts)),
        "pull": pull,
        "mean": pull.mean(axis=0),
        "mean_error": sd / np.sqrt(M),
        "sd": sd,
        "sd_error": sd / np.sqrt(2 * (M - 1)),
        "robust_sd": 1.4826 * np.median(np.abs(pull - np.median(pull, axis=0)), axis=0),
        "outliers": np.sum(np.abs(pull) > 5, axis=0),
        "largest": np.abs(pull).max(axis=0),
    }


def _counts(estimate, error):
    """Return which galaxies did not fail, shape (N,)."""
    return np.all(np.isfinite(estimate) & np.isfinite(error) & (error > 0), axis=1)


def _check_pulls(estimate, error, truth):
    for name, values in (("error", error), ("truth", truth)):
        if np.shape(values) != np.shape(estimate):
            raise ValueError(f"{name} must have shape {np.shape(estimate)}, not {np.shape(values)}")
    if not np.all(np.isfinite(truth)):
        raise ValueError("truth has values that are not finite")
    if np.sum(_counts(estimate, error)) < 2:
        raise ValueError("estimate has fewer than two rows that count")
