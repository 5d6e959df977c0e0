"""A galaxy's shear by maximum likelihood: a Gaussian galaxy behind a Gaussian PSF, fitted to one stamp.

What NGMix does, in small: pixel (i, j) of an image of shape (H, W) has its centre at x = j - (W-1)/2, y = i - (H-1)/2
pixels, and holds the light that falls on its whole square. All lengths that go in or come out are in arcsec; `scale` is
arcsec per pixel. A ValueError names what does not fit: noise_sd or scale that is not above 0, a psf_sigma below 0.
"""

import numpy as np

_ENOUGH = 7.0  # the least signal-to-noise of a detection
_STEPS = 60


def fit_gaussian(image, noise_sd, psf_sigma, scale):
    """Fit a sheared, round Gaussian galaxy to a stamp with white noise, starting by itself.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        One galaxy, whose centre is off the stamp's by a fifth of H and of W at most; nothing else, and no sky.
    noise_sd : float
        The noise of a pixel, above 0.
    psf_sigma : float
        Of the round Gaussian PSF; 0 where there is none.

    Returns
    -------
    fit : dict
        "g", shape (2,), the reduced shear (g1, g2), and "cov", shape (2, 2), its covariance, noise_sd^2 (J^T J)^-1,
        the other four parameters being unknown too; "params", shape (6,), the parameters (g1, g2, sigma, flux, x0, y0)
        with the least chi2 (sigma is the galaxy's before shear and PSF, x0 and y0 count from the stamp's centre);
        "chi2", the sum over the pixels of (image - model)^2 / noise_sd^2; "ok", a bool.

        `ok` is True where a least chi2 was found, at a flux above 0, sigma above 0 and |g| < 1, and where it lies by 49
        or more below the chi2 of an empty stamp: a signal-to-noise of 7. It does not judge the model; chi2 does that.
        Where `ok` is False, as it is for a stamp of zeros or with a NaN and for light narrower than the PSF in some
        direction, the others are finite, have the same shapes, and mean nothing.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> fit = fit_gaussian(np.exp(-(x**2 / 18 + y**2 / 8)), 1e-3, 0.0, 0.2)  # axes of about 3 and 2 pixels
    >>> bool(fit["ok"]), fit["g"].round(2).tolist(), fit_gaussian(np.zeros((9, 9)), 1e-3, 0.0, 0.2)["ok"]
    (True, [0.2, 0.0], False)
    """
    _check_fit_gaussian(noise_sd, psf_sigma, scale)
    image = np.asarray(image, float)
    failed = {"g": np.zeros(2), "cov": np.zeros((2, 2)), "params": np.zeros(6), "chi2": 0.0, "ok": False}
    if not np.all(np.isfinite(image)):
        return failed
    height, width = image.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height)[:, None] - (height - 1) / 2
    data = image / noise_sd
    fit = _levenberg_marquardt(data, x, y)
    if fit is None:
        return failed
    (flux, x0, y0, xx, yy, xy), fisher, chi2 = fit
    rest = (psf_sigma / scale) ** 2 + 1 / 12  # of PSF and pixel: convolution adds covariances
    xx, yy = xx - rest, yy - rest
    if np.sum(data**2) - chi2 < _ENOUGH**2 or flux <= 0 or xx <= 0 or xx * yy <= xy**2:
        return failed
    g, slope = _shear(xx, yy, xy)
    sigma = scale * (xx * yy - xy**2) ** 0.25
    return {
        "g": g,
        "cov": slope @ np.linalg.inv(fisher)[3:, 3:] @ slope.T,
        "params": np.array([*g, sigma, flux * noise_sd, x0 * scale, y0 * scale]),
        "chi2": chi2,
        "ok": True,
    }


def _levenberg_marquardt(data, x, y):
    """Return the theta of least chi2, its Fisher matrix and chi2; None where none is found.

    theta is (flux, x0, y0, Cxx, Cyy, Cxy), in pixels. In C, of galaxy, PSF and pixel, |g| = 0 and 1 are not singular.
    """
    width2 = (min(data.shape) / 5) ** 2
    theta = np.array([data.sum(), 0.0, 0.0, width2, width2, 0.0])  # round, in the middle: any start near will do
    model, J = _model(theta, x, y)
    chi2, damping = np.sum((data - model) ** 2), 1e-3
    for _ in range(_STEPS):
        fisher, slope = J @ J.T, J @ (data - model).ravel()
        try:
            step = np.linalg.solve(fisher + damping * np.diag(np.diag(fisher)), slope)
        except np.linalg.LinAlgError:
            return None
        if slope @ step < 1e-6:  # what is left to gain in chi2: a thousandth of the error, squared
            return theta, fisher, chi2
        trial = theta + step
        xx, yy, xy = trial[3:]
        damping *= 10
        if np.all(np.linalg.eigvalsh([[xx, xy], [xy, yy]]) > 0):
            new_model, new_J = _model(trial, x, y)
            new_chi2 = np.sum((data - new_model) ** 2)
            if new_chi2 < chi2:
                theta, model, J, chi2, damping = trial, new_model, new_J, new_chi2, damping / 100
    return None


def _model(theta, x, y):
    """Return the pixels' light, shape (H, W), and its derivatives by theta, shape (6, H W)."""
    flux, x0, y0, xx, yy, xy = theta
    det = xx * yy - xy**2
    x, y, P, Q, R = x - x0, y - y0, yy / det, xx / det, -xy / det
    u, v = P * x + R * y, R * x + Q * y  # minus the slope of ln G
    G = np.exp(-0.5 * (u * x + v * y)) / (2 * np.pi * np.sqrt(det))
    # A pixel multiplies the transform by sinc; ln sinc(k/2) = -k^2/24 - k^4/2880 - ... The first is the 1/12 in C.
    # That the slopes get the same factor is not exact, and moves the minimum by 1e-4 of the error.
    G = G * (1 + _square(u * u, P) + _square(v * v, Q))
    slopes = (1.0, flux * u, flux * v, flux / 2 * (u * u - P), flux / 2 * (v * v - Q), flux * (u * v - R))
    return flux * G, np.array([(G * s).ravel() for s in slopes])


def _square(s, p):
    """Return -d^4 G / 2880, over G, along an axis with s = (slope of ln G)^2 and p = -(its slope)."""
    return -(s * s - 6 * p * s + 3 * p * p) / 2880


def _shear(xx, yy, xy):
    """Return (g1, g2) of a galaxy's own covariance, and its derivatives by (xx, yy, xy), shape (2, 3)."""
    root = np.sqrt(xx * yy - xy**2)
    size = xx + yy + 2 * root
    e = np.array([xx - yy, 2 * xy]) / size
    size_slope = np.array([1 + yy / root, 1 + xx / root, -2 * xy / root])
    return e, (np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 2.0]]) - np.outer(e, size_slope)) / size


def _check_fit_gaussian(noise_sd, psf_sigma, scale):
    for name, value, fits in (
        ("noise_sd", noise_sd, noise_sd > 0),
        ("psf_sigma", psf_sigma, psf_sigma >= 0),
        ("scale", scale, scale > 0),
    ):
        if not fits:
            raise ValueError(f"{name} does not fit: {value}")
