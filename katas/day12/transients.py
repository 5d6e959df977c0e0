"""What was not there before: the proper difference of two images (Zackay et al. 2016), and what to call a discovery.

Refused, by name: a PSF of another shape than `new` or whose sum is not 1 within 1e-6; scores that are not numbers.
"""

import numpy as np


def difference(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    """Return new - ref, each blurred by the other's PSF, whitened: its noise has variance 1 at every frequency.

    Parameters
    ----------
    new, ref : ndarray, shape (H, W)
        Periodic images of one sky.
    psf_new, psf_ref : ndarray, shape (H, W)
        Sum 1, centre at pixel (H // 2, W // 2). Frequencies at which the Fourier transforms of both are below 1e-6 in
        absolute value carry rounding alone: the difference has none of them.
    sd_new, sd_ref : float
        Standard deviation of the white noise, above 0.

    >>> point = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    >>> difference(7 * point, 2 * point, point, point, 3.0, 4.0).round(6)[1] + 0.0
    array([0., 1., 0.])
    """
    raise NotImplementedError


def purity_completeness(score, is_real, threshold):
    """Return (purity, completeness) where all candidates with a score of at least the threshold are flagged.

    Purity is the share of the flagged that are real, completeness that of the real (bool) that are flagged; a share of
    nothing is 1.

    >>> purity_completeness(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), 2.0)
    (0.5, 0.5)
    """
    raise NotImplementedError


def threshold_for(score, is_real, purity):
    """Return the lowest of the scores that is a threshold of at least that purity, or inf where none is.

    >>> threshold_for(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True]), 0.6)
    2.0
    """
    raise NotImplementedError
