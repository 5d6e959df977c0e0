"""How biased is a shear estimator, and what does the intrinsic shape of galaxies do to the answer?

Shapes and shears are pairs (1, 2) of components, reduced shear in GalSim's convention. g_obs = (1 + m) g + c. Few
rows where many are needed are refused by name, with a ValueError: the error would come out as 0.

Not allowed here: numpy.polyfit (the line and its jackknife are what this kata builds).
Not allowed here: numpy.polynomial, numpy.linalg.lstsq (the same).
"""

import numpy as np


def ring_average(e, g, count):
    """Return `average`, shape (2,): the mean of the shapes that a ring of galaxies shows under a shear.

    A ring is one galaxy `count` times, 2 at least, its image turned by 180 / count degrees from each to the next. e is
    the galaxy's own shape, the reduced shear that makes it from a round one; the shear g then acts on each.

    >>> ring_average((0.3, 0.0), (0.02, 0.0), 2).round(5)
    array([0.0182, 0.    ])
    """
    raise NotImplementedError


def estimate_bias(g_true, g_obs, group):
    """Fit g_obs = (1 + m) g_true + c in each component, with errors that know which rows belong together.

    Parameters
    ----------
    g_true, g_obs : ndarray, shape (N, C)
        The planted and the measured shear.
    group : ndarray of int, shape (N,)
        Rows with the same number share galaxies or noise (a ring, a pair at +g and -g). There are G of them, 2 at
        least, and each can be spared: without it the others still tell a slope.

    Returns
    -------
    bias : dict of ndarray, shape (C,)
        "m" and "c" of the line by least squares; "m_error" and "c_error" by the jackknife over groups: with t_q the
        value found without group q, error^2 = (G - 1) / G sum_q (t_q - mean t)^2.

    >>> g = np.array([[0.02], [-0.02], [0.02], [-0.02]])
    >>> bias = estimate_bias(g, 0.9 * g + [[0.003], [0.003], [0.001], [0.001]], np.array([1, 1, 2, 2]))
    >>> print(f"{bias['m'][0]:.3f} {bias['c'][0]:.4f} {bias['c_error'][0]:.4f} {abs(bias['m_error'][0]):.4f}")
    -0.100 0.0020 0.0010 0.0000
    """
    raise NotImplementedError
