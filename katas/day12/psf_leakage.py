"""How much of the PSF's ellipticity gets into the measured shears."""

import numpy as np


def psf_leakage(shear, psf, residual, weight=None):
    """Fit shear = alpha psf + beta residual + c, by weighted least squares.

    Parameters
    ----------
    shear, psf, residual : ndarray, shape (N, 2)
        Of N galaxies, 3 at least: the measured shear, the ellipticity of the PSF, and that of the true PSF less its
        model's. alpha and beta are the same for both components, c is not.
    weight : ndarray, shape (N,), optional
        Positive weights. Only their ratios matter.

    Returns
    -------
    report : dict
        "alpha", "beta", "c" of shape (2,); "alpha_error", "beta_error", "c_error", their standard errors by the
        weighted scatter about the fit (2N - 4 degrees of freedom); "correlation", of the errors of alpha and beta.

    A psf that is the same for all is refused: alpha and c could not be told apart. So is a residual that is the same
    for all, or a multiple of psf but for that.

    >>> psf = np.array([[0.1, 0.0], [0.0, 0.1], [-0.1, 0.2]])
    >>> residual = np.array([[0.01, 0.0], [0.0, 0.0], [0.0, 0.02]])
    >>> report = psf_leakage(0.05 * psf - 0.5 * residual + [0.001, 0.0], psf, residual)
    >>> print(f"{report['alpha']:.3f} {report['beta']:.3f} {report['c'][0]:.4f}")
    0.050 -0.500 0.0010
    """
    raise NotImplementedError


def leaked_correlation(alpha, beta, pp, pq, qq):
    """Return what leakage adds to the correlation <g g'> of pairs of galaxies.

    pp, pq, qq : arrays of <psf psf'>, <psf residual'> (the same either way round) and <residual residual'>.

    >>> leaked_correlation(0.5, -1.0, np.array([4.0]), np.array([0.5]), np.array([1.0]))
    array([1.5])
    """
    raise NotImplementedError
