"""Metacalibration: shear the image itself, and see how the measurement answers. Sheldon & Huff 2017, arXiv:1702.02601.

A stamp has shape (H, W); pixel (i, j) has its centre at x = j - (W-1)/2, y = i - (H-1)/2, where the PSF's stamp has its
centre too, and lengths are in pixels. Shear is S = [[1+g1, g2], [g2, 1-g1]] / sqrt(1-|g|^2), about the stamp's centre:
what was at r comes to S r.
"""

import numpy as np


def metacal_image(image, psf_image, shear, target_sigma):
    """Take the PSF out, shear the galaxy, and put a round Gaussian in the PSF's place.

    Parameters
    ----------
    image : ndarray, shape (..., H, W)
        Stamps behind the same PSF, hundreds at a time; outside of them is no light.
    psf_image : ndarray, shape (K, L)
        The PSF, pixel included; only its shape counts, so its sum is divided out.
    shear, target_sigma : sequence of 2 floats, float
        (g1, g2), far below 1; the sigma of the Gaussian, which is to be wider than the PSF.

    Returns
    -------
    sheared : ndarray, shape (..., H, W)
        The same flux; by GalSim's own way within 3e-4 of the peak, for stamps that hold all of the light.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> star = np.exp(-(x**2 + y**2) / (2 * 1.5**2))  # under its own PSF: a point, which shear leaves as it is
    >>> sheared = metacal_image(star / star.sum(), star, (0.05, 0.0), 2.0)
    >>> print(f"{sheared[12, 12] * 2 * np.pi * 2.0**2:.4f} {sheared[12, 14] / sheared[14, 12]:.4f}")
    1.0000 1.0000
    """
    height, width = image.shape[-2:]
    kx, ky = np.meshgrid(2 * np.pi * np.fft.rfftfreq(width), 2 * np.pi * np.fft.fftfreq(height))
    k = np.stack([kx.ravel(), ky.ravel()], axis=1)
    # I(S^-1 r) has the transform I~(S^T k), so the stamp is asked for its amplitude at the sheared frequencies.
    seen = k @ _shear_matrix(shear)
    galaxy = image.reshape(-1, height * width) @ _waves(seen, (height, width))
    psf = psf_image.ravel() @ _waves(seen, psf_image.shape) / np.sum(psf_image)
    gaussian = np.exp(-0.5 * target_sigma**2 * np.sum(k**2, axis=1))
    corner = np.exp(-1j * k @ [(width - 1) / 2, (height - 1) / 2])  # the FFT counts from the first pixel
    transform = (galaxy * (gaussian / psf * corner)).reshape(*image.shape[:-2], *kx.shape)
    return np.fft.irfft2(transform, s=(height, width))


def window_ellipticity(image, sigma):
    """Measure (Qxx - Qyy, 2 Qxy) / (Qxx + Qyy) under a round Gaussian window that stands on the galaxy.

    image has shape (..., H, W), one galaxy to a stamp, near its middle. The window, of `sigma`, has its centre r0 where
    sum W I (r - r0) = 0, and Q = sum W I (r - r0) (r - r0)^T. Returns `e`, shape (..., 2), to 1e-7.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> e1, e2 = window_ellipticity(np.exp(-((x - 0.5) ** 2) / (2 * 6.0) - y**2 / (2 * 3.0)), 3.0)
    >>> print(f"{e1:.4f} {e2 + 1:.4f}")
    0.2308 1.0000
    """
    height, width = image.shape[-2:]
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2
    x0 = y0 = np.zeros((*image.shape[:-2], 1))
    for _ in range(30):
        across, down = _window(x - x0, sigma), _window(y - y0, sigma)
        flux, mx, my = (_moment(image, across[a], down[b]) for a, b in ((0, 0), (1, 0), (0, 1)))
        x0, y0 = x0 + 2 * mx / flux, y0 + 2 * my / flux
    qxx, qyy, qxy = (_moment(image, across[a], down[b])[..., 0] for a, b in ((2, 0), (0, 2), (1, 1)))
    return np.stack([qxx - qyy, 2 * qxy], axis=-1) / (qxx + qyy)[..., None]


def calibrated_shear(e, e_plus, e_minus, step):
    """Divide the mean measurement by the mean response.

    Parameters
    ----------
    e : ndarray, shape (N, 2)
        What is measured of N galaxies, or rings, without further shear.
    e_plus, e_minus : ndarray, shape (2, N, 2)
        The same after component 1 (then 2) of the shear was raised, or lowered, by `step`. Other shapes are refused.

    Returns
    -------
    g : ndarray, shape (2,)
        The shear that all galaxies have in common.
    error : ndarray, shape (2,)
        By the jackknife: with t_n the g of all galaxies but the n-th, error^2 = (N - 1) / N sum_n (t_n - mean t)^2.

    >>> e = np.array([[0.012, 0.004], [0.008, 0.004]])
    >>> shift = 0.5 * 0.01 * np.eye(2)[:, None, :]  # a response of 0.5
    >>> g, error = calibrated_shear(e, e + shift, e - shift, 0.01)
    >>> print(f"{g[0]:.3f} {g[1]:.3f} {error[0]:.3f} {abs(error[1]):.3f}")
    0.020 0.008 0.004 0.000
    """
    _check_sheared(e, e_plus, e_minus)
    response = np.transpose((e_plus - e_minus) / (2 * step), (1, 2, 0))  # R[n, i, j]: e_i by g_j
    count = len(e)
    g = np.linalg.solve(np.mean(response, axis=0), np.mean(e, axis=0))
    rest, rest_response = np.sum(e, axis=0) - e, np.sum(response, axis=0) - response
    spared = np.linalg.solve(rest_response, rest[..., None])[..., 0]
    return g, np.sqrt((count - 1) * np.var(spared, axis=0))


def _shear_matrix(g):
    g1, g2 = g
    return np.array([[1 + g1, g2], [g2, 1 - g1]]) / (1 - g1**2 - g2**2) ** 0.5


def _waves(k, shape):
    """Return exp(-i k r) for all pixels r (rows) and frequencies k (columns)."""
    y, x = np.indices(shape)
    r = np.stack([x.ravel() - (shape[1] - 1) / 2, y.ravel() - (shape[0] - 1) / 2], axis=1)
    return np.exp(-1j * r @ k.T)


def _window(d, sigma):
    """Return W, W d and W d^2 along one axis, (3, ..., size)."""
    return np.exp(-(d**2) / (2 * sigma**2)) * np.stack([np.ones(d.shape), d, d**2])


def _moment(image, across, down):
    """Return sum_ij image_ij across_j down_i, shape (..., 1)."""
    return np.sum((image @ across[..., None])[..., 0] * down, axis=-1, keepdims=True)


def _check_sheared(e, e_plus, e_minus):
    for name, values in (("e_plus", e_plus), ("e_minus", e_minus)):
        if values.shape != (2, *e.shape):
            raise ValueError(f"{name} must have shape {(2, *e.shape)}, not {values.shape}")
