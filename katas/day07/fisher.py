"""How precisely shear can be measured at all: the Cramer-Rao bound of a stamp.

Source: Tegmark, Taylor & Heavens 1997, astro-ph/9603021, equation 15; Kay 1993, section 3.7.
"""

import numpy as np


def fisher_matrix(render, params, noise_sd, step=1e-4):
    """Return the Fisher matrix, sum over pixels of dI/dp_i dI/dp_j / noise_sd^2, an ndarray (K, K).

    Parameters
    ----------
    render : callable
        render(params) is the noiseless image I, ndarray (H, W), of parameters (K,).
    params : array_like, shape (K,)
        Where to differentiate, in whole numbers or not: for a galaxy (g1, g2, sigma, flux, x0, y0).
    noise_sd : float or ndarray, shape (H, W)
        Standard deviation of the noise, independent from pixel to pixel, for all or for each. One that is not positive
        is refused: its square would hide it.
    step : float or array_like, shape (K,)
        Half-width of the central differences (render(p + step) - render(p - step)) / (2 step), for all or for each.

    >>> line = lambda p: p[0] * np.arange(4.0)[None] + p[1]
    >>> fisher_matrix(line, [2, 1], 0.5).round(6)
    array([[56., 24.],
           [24., 16.]])
    """
    raise NotImplementedError


def cramer_rao_bound(fisher):
    """Return the least standard deviation that an unbiased estimate of g1 and of g2 can have, an ndarray (2,).

    `fisher` is the Fisher matrix (K, K) of (g1, g2, ...), all of them unknown. Each has its own unit, so that elements
    may differ by many powers of ten. A singular matrix is refused by name: a parameter leaves no trace in the image, or
    several leave the same. Rounding turns a zero into 1e-16 or so; singular is what has, as F_ij / sqrt(F_ii F_jj)
    without units, an eigenvalue below 1e-12.

    >>> cramer_rao_bound(np.diag([4.0, 16.0, 1.0]))
    array([0.5 , 0.25])
    >>> cramer_rao_bound(np.array([[4.0, 0.0, 4.0], [0.0, 16.0, 0.0], [4.0, 0.0, 8.0]])).round(6)
    array([0.707107, 0.25    ])
    """
    raise NotImplementedError
