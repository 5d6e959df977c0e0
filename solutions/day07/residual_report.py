"""An honest report of errors: how a measurement departs from the truth, component by component.

Shear is measured as g_obs = (1 + m) g + c (STEP: Heymans et al. 2006), so the residual is m g + c. An argument with a
value that is not finite is refused by name: what could not be measured is to be reported, not dropped.
"""

import numpy as np


def residual_report(truth, estimate):
    """Describe the residuals, estimate - truth, of every component.

    Parameters
    ----------
    truth : ndarray, shape (N, C)
        What is true of N galaxies, 3 at least: for shear C = 2, (g1, g2). One that has a component with the same value
        everywhere is refused: rounding alone would decide on m.
    estimate : ndarray, shape (N, C)
        What was measured. Another shape is refused: it would be broadcast.

    Returns
    -------
    report : dict of ndarray, each of shape (C,)
        "rmse", the residuals' root mean square; "bias", their mean; "bias_error", its standard error (standard
        deviation, with N - 1 in it, over sqrt(N)); "m" and "c", slope and offset of the line residual = m truth + c, by
        ordinary least squares; "m_error" and "c_error", their standard errors: with x the truth and s^2 the sum of
        squares about the line over N - 2,

            m_error^2 = s^2 / sum (x - mean x)^2,    c_error^2 = s^2 (1/N + (mean x)^2 / sum (x - mean x)^2);

        "median_absolute", the median of the residuals' absolute values; "outliers", how many residuals lie more than 5
        robust standard deviations from their median, whole numbers. A robust standard deviation is 1.4826 times the
        median absolute deviation from the median.

    >>> g = np.array([[-0.2], [-0.1], [0.1], [0.2]])
    >>> report = residual_report(g, 1.01 * g + 0.003)
    >>> print(f"{report['m'][0]:.3f} {report['c'][0]:.4f} {report['outliers'][0]}")
    0.010 0.0030 0
    """
    _check_pairs(truth, estimate)
    residual = estimate - truth
    m, c, m_error, c_error = _line(truth, residual)
    from_median = np.abs(residual - np.median(residual, axis=0))
    return {
        "rmse": np.sqrt(np.mean(residual**2, axis=0)),
        "bias": residual.mean(axis=0),
        "bias_error": residual.std(axis=0, ddof=1) / np.sqrt(len(truth)),
        "m": m,
        "m_error": m_error,
        "c": c,
        "c_error": c_error,
        "median_absolute": np.median(np.abs(residual), axis=0),
        "outliers": np.sum(from_median > 5 * 1.4826 * np.median(from_median, axis=0), axis=0),
    }


def _line(x, y):
    """Return slope, offset and their standard errors of the line through (x, y), for every column."""
    count, mean = len(x), x.mean(axis=0)
    centred = x - mean  # about the mean of x, slope and height are independent of each other
    spread = np.sum(centred**2, axis=0)
    slope = np.sum(centred * y, axis=0) / spread
    height = y.mean(axis=0)
    scatter = np.sum((y - height - slope * centred) ** 2, axis=0) / (count - 2)
    slope_error = np.sqrt(scatter / spread)
    return slope, height - slope * mean, slope_error, np.sqrt(scatter / count + (mean * slope_error) ** 2)


def _check_pairs(truth, estimate):
    if estimate.shape != truth.shape:
        raise ValueError(f"estimate must have shape {truth.shape}, not {estimate.shape}")
    for name, values in (("truth", truth), ("estimate", estimate)):
        if not np.all(np.isfinite(values)):
            raise ValueError(f"{name} has {np.sum(~np.isfinite(values))} values that are not finite")
    if np.any(np.ptp(truth, axis=0) == 0):
        raise ValueError("truth must vary in every component, or no line can be fitted")
