"""How precisely shear can be measured at all: the Cramer-Rao bound of a stamp."""

import numpy as np


def fisher_matrix(render, params, noise_sd, step=1e-4):
    """Return the Fisher matrix of the parameters of a stamp with Gaussian noise.

    Parameters
    ----------
    render : callable
        render(params) is the noiseless image, ndarray (H, W), of parameters (K,).
    params : array_like, shape (K,)
        The parameters to differentiate at: for a galaxy (g1, g2, sigma, flux, x0, y0), each in its own unit. Integers
        are numbers like any others.
    noise_sd : float or ndarray, shape (H, W)
        Standard deviation of the noise of a pixel, in units of the image: the same for all pixels, or one for each.
        The noise of different pixels is independent.
    step : float or array_like, shape (K,)
        Half-width of the central differences (render(p + step) - render(p - step)) / (2 step), in the unit of each
        parameter.

    Returns
    -------
    ndarray, shape (K, K)
        Symmetric; element (i, j) has the unit 1 / (unit of i x unit of j).

    Raises
    ------
    ValueError
        Naming `params` if it is not one-dimensional or is empty, `noise_sd` or `step` if any of it is not positive.

    Notes
    -----
    F_ij = sum over pixels of dI/dp_i dI/dp_j / noise_sd^2, the expectation of minus the second derivatives of the
    log-likelihood: Tegmark, Taylor & Heavens 1997, astro-ph/9603021, equation 15, for a covariance that does not depend
    on the parameters. The default step of 1e-4 is in shear, arcsec and flux alike: for ShearNet's galaxies the
    differences are then right to about 1e-7.

    Examples
    --------
    A straight line of slope 2 and height 1, seen at x = 0, 1, 2, 3 with noise of sd 0.5:

    >>> line = lambda p: p[0] * np.arange(4.0)[None] + p[1]
    >>> fisher_matrix(line, [2, 1], 0.5).round(6)
    array([[56., 24.],
           [24., 16.]])
    """
    params, noise_sd = np.asarray(params, float), np.asarray(noise_sd, float)
    if params.ndim != 1 or not params.size:
        raise ValueError(f"params must be a list of numbers, got shape {params.shape}")
    steps = np.broadcast_to(np.asarray(step, float), params.shape)
    for name, values in (("noise_sd", noise_sd), ("step", steps)):
        if not np.all(values > 0):
            raise ValueError(f"{name} must be positive, got {values.min()}")
    shifts = np.diag(steps)  # row k moves parameter k alone
    slopes = [(render(params + e) - render(params - e)) / (2 * h) for e, h in zip(shifts, steps, strict=True)]
    # In units of the noise every pixel is a measurement of sd 1, and F is J^T J.
    jacobian = np.stack([(slope / noise_sd).ravel() for slope in slopes], axis=1)
    return jacobian.T @ jacobian


def cramer_rao_bound(fisher):
    """Return the least standard deviation that an unbiased estimate of g1 and of g2 can have.

    The parameters beyond the first two are unknown too, and are estimated from the same stamp.

    Parameters
    ----------
    fisher : ndarray, shape (K, K)
        Fisher matrix of (g1, g2, ...), K at least 2.

    Returns
    -------
    ndarray, shape (2,)
        The bounds on the standard deviations of g1 and g2.

    Raises
    ------
    ValueError
        Naming `fisher` if it is not a square matrix of at least two rows, or if it is singular to rounding: a parameter
        then leaves no trace in the image, or several leave the same.

    Notes
    -----
    Kay, Fundamentals of Statistical Signal Processing I (1993), section 3.7: the covariance of an unbiased estimator,
    less the inverse of the Fisher matrix, is positive semidefinite.

    Examples
    --------
    >>> cramer_rao_bound(np.diag([4.0, 16.0, 1.0]))
    array([0.5 , 0.25])
    >>> cramer_rao_bound(np.array([[4.0, 0.0, 4.0], [0.0, 16.0, 0.0], [4.0, 0.0, 8.0]])).round(6)
    array([0.707107, 0.25    ])
    """
    fisher = np.asarray(fisher, float)
    if fisher.ndim != 2 or fisher.shape[0] != fisher.shape[1] or len(fisher) < 2:
        raise ValueError(f"fisher must be square, with two rows or more; got shape {fisher.shape}")
    size = np.sqrt(np.diag(fisher))
    # Divided by their sizes the parameters have no units, and small eigenvalues mean what they say.
    if not np.all(size > 0) or np.linalg.eigvalsh(fisher / np.outer(size, size))[0] < 1e-12:
        raise ValueError("fisher is singular: the image does not tell all its parameters apart")
    return np.sqrt(np.diag(np.linalg.inv(fisher)))[:2]
