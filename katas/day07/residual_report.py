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
    raise NotImplementedError
