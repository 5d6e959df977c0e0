"""From shear to mass and back, on a periodic map (Kaiser & Squires 1993). Row is y, column is x, pixels are square."""

import numpy as np


def shear_from_convergence(kappa):
    """Return the shear (gamma1, gamma2) of a convergence map, each of shape (H, W), with mean 0.

    >>> wave = np.tile([1.0, 0.0, -1.0, 0.0], (3, 1))  # along x
    >>> shear_from_convergence(wave)[0][0].round(6) + 0.0
    array([ 1.,  0., -1.,  0.])
    """
    k = _frequencies(kappa.shape)
    gamma = np.fft.ifft2(_twice_direction(k) * np.fft.fft2(kappa))
    return gamma.real, gamma.imag


def convergence_from_shear(gamma1, gamma2, smoothing=0.0):
    """Find the mass that made a shear.

    Parameters
    ----------
    gamma1, gamma2 : ndarray, shape (H, W)
        A gamma2 of another shape is refused, by name: it would be broadcast.
    smoothing : float
        The map is smoothed with a Gaussian of this sigma, in pixels, whose transform is exp(-|2 pi k|^2 sigma^2 / 2).

    Returns
    -------
    kappa_e, kappa_b : ndarray, shape (H, W)
        The convergence, with mean 0; what no mass makes, the convergence of the shear (gamma2, -gamma1).

    >>> wave = np.tile([1.0, 0.0, -1.0, 0.0], (3, 1))
    >>> convergence_from_shear(wave, 0 * wave)[0][0].round(6) + 0.0
    array([ 1.,  0., -1.,  0.])
    """
    _check_gamma(gamma1, gamma2)
    gamma = gamma1 + 1j * gamma2
    k = _frequencies(gamma.shape)
    blur = np.exp(-2 * (np.pi * smoothing * np.abs(k)) ** 2)
    back = np.conj(_twice_direction(k))
    kappa = np.fft.ifft2(blur * back * np.fft.fft2(gamma))
    return kappa.real, kappa.imag


def _frequencies(shape):
    """Return kx + i ky, in cycles per pixel."""
    height, width = shape
    kx = np.fft.fftfreq(width)
    ky = np.fft.fftfreq(height)[:, np.newaxis]
    return kx + 1j * ky


def _twice_direction(k):
    """Return exp(2 i phi), where phi is the direction of each wave, and 0 for the constant, which has none."""
    size = np.abs(k)
    unit = k / np.where(size > 0, size, 1.0)
    return unit**2


def _check_gamma(gamma1, gamma2):
    if gamma2.shape != gamma1.shape:
        raise ValueError(f"gamma2 must have shape {gamma1.shape}, not {gamma2.shape}")
