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
    _check_leakage(psf, residual)
    count = len(shear)
    design = np.zeros((count, 2, 4))  # a row for each component of each galaxy: psf, residual, (1, 0) or (0, 1)
    design[:, :, 0] = psf
    design[:, :, 1] = residual
    design[:, :, 2:] = np.eye(2)
    root = np.sqrt(np.ones(count) if weight is None else weight)
    rows = (design * root[:, None, None]).reshape(-1, 4)
    values = (shear * root[:, None]).ravel()
    q, r = np.linalg.qr(rows)
    inverse = np.linalg.inv(r)
    fit = inverse @ (q.T @ values)
    unscaled = inverse @ inverse.T  # the covariance of the fit, for scatter 1
    spread = np.sqrt(np.diag(unscaled))
    scatter = np.sum((values - rows @ fit) ** 2) / (2 * count - 4)
    error = np.sqrt(scatter) * spread
    return {
        "alpha": fit[0],
        "beta": fit[1],
        "c": fit[2:],
        "alpha_error": error[0],
        "beta_error": error[1],
        "c_error": error[2:],
        "correlation": unscaled[0, 1] / (spread[0] * spread[1]),
    }


def leaked_correlation(alpha, beta, pp, pq, qq):
    """Return what leakage adds to the correlation <g g'> of pairs of galaxies.

    pp, pq, qq : arrays of <psf psf'>, <psf residual'> (the same either way round) and <residual residual'>.

    >>> leaked_correlation(0.5, -1.0, np.array([4.0]), np.array([0.5]), np.array([1.0]))
    array([1.5])
    """
    return alpha**2 * pp + 2 * alpha * beta * pq + beta**2 * qq


def _check_leakage(psf, residual):
    p, q = ((values - values.mean(axis=0)).ravel() for values in (psf, residual))
    if np.linalg.norm(p) <= 1e-12 * np.linalg.norm(psf):
        raise ValueError("psf must not be the same for all galaxies")
    rest = q - p * (p @ q) / (p @ p)
    if np.linalg.norm(rest) <= 1e-12 * np.linalg.norm(residual):
        raise ValueError("residual must not be the same for all galaxies, nor a multiple of psf beyond that")
