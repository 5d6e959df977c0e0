"""An honest report of errors: how a measurement departs from the truth, component by component."""

import numpy as np


def residual_report(truth, estimate):
    """Describe the residuals, estimate - truth, of every component.

    Parameters
    ----------
    truth : ndarray, shape (N, C)
        What is true of N galaxies: for shear C = 2, (g1, g2). N is at least 3.
    estimate : ndarray, shape (N, C)
        What was measured.

    Returns
    -------
    report : dict of ndarray, each of shape (C,)
        "rmse"             root mean square of the residuals
        "bias"             mean of the residuals
        "bias_error"       its standard error: their standard deviation, with N - 1 in it, over sqrt(N)
        "m", "c"           slope and offset of the line residual = m truth + c, by ordinary least squares
        "m_error"          standard error of m
        "c_error"          standard error of c
        "median_absolute"  median of the residuals' absolute values
        "outliers"         how many residuals lie more than 5 robust standard deviations from their median: whole
                           numbers

        The robust standard deviation is 1.4826 MAD; MAD is the median absolute deviation of the residuals from their
        median. For a normal distribution it is the standard deviation, and a few wild values do not move it.

    Raises
    ------
    ValueError
        Naming `truth` if it is not two-dimensional with N >= 3, or if a component has the same value everywhere (no
        line can be fitted); `estimate` if its shape is another; either if it holds a value that is not finite: what
        could not be measured must be reported, not dropped in silence.

    Notes
    -----
    Shear is measured as g_obs = (1 + m) g + c (STEP: Heymans et al. 2006), so the residual
    is m g + c. The standard errors are those of a straight line with scatter unknown: with x the truth and s^2 the
    sum of squares about the line over N - 2,

        m_error^2 = s^2 / sum (x - mean x)^2,    c_error^2 = s^2 (1/N + (mean x)^2 / sum (x - mean x)^2) .

    Examples
    --------
    >>> g = np.array([[-0.2], [-0.1], [0.1], [0.2]])
    >>> report = residual_report(g, 1.01 * g + 0.003)
    >>> print(f"{report['m'][0]:.3f} {report['c'][0]:.4f} {report['outliers'][0]}")
    0.010 0.0030 0
    """
    truth, estimate = np.asarray(truth), np.asarray(estimate)
    if truth.ndim != 2 or len(truth) < 3:
        raise ValueError(f"truth must have shape (N, C) with N at least 3, not {truth.shape}")
    if estimate.shape != truth.shape:
        raise ValueError(f"estimate must have shape {truth.shape}, not {estimate.shape}")
    for name, values in (("truth", truth), ("estimate", estimate)):
        if not np.all(np.isfinite(values)):
            raise ValueError(f"{name} has {np.sum(~np.isfinite(values))} values that are not finite")
    if np.any(np.ptp(truth, axis=0) == 0):
        raise ValueError("truth must vary in every component, or no line can be fitted")

    count = len(truth)
    residual = estimate - truth
    bias = residual.mean(axis=0)
    m, c, m_error, c_error = _line(truth, residual)
    robust_sd = 1.4826 * np.median(np.abs(residual - np.median(residual, axis=0)), axis=0)
    return {
        "rmse": np.sqrt(np.mean(residual**2, axis=0)),
        "bias": bias,
        "bias_error": residual.std(axis=0, ddof=1) / np.sqrt(count),
        "m": m,
        "m_error": m_error,
        "c": c,
        "c_error": c_error,
        "median_absolute": np.median(np.abs(residual), axis=0),
        "outliers": np.sum(np.abs(residual - np.median(residual, axis=0)) > 5 * robust_sd, axis=0),
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
