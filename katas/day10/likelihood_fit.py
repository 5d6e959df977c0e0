"""A galaxy's shear by maximum likelihood: a Gaussian galaxy behind a Gaussian PSF, fitted to one stamp.

What NGMix does, in small: pixel (i, j) of an image of shape (H, W) has its centre at x = j - (W-1)/2, y = i - (H-1)/2
pixels, and holds the light that falls on its whole square. All lengths that go in or come out are in arcsec; `scale` is
arcsec per pixel. A ValueError names what does not fit: noise_sd or scale that is not above 0, a psf_sigma below 0.

Not allowed here: scipy.optimize (the fit is what this kata builds).
"""

import numpy as np


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
    raise NotImplementedError
