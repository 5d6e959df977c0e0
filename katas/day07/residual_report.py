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
    raise NotImplementedError
