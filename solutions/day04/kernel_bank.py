"""Kernels that answer to blobs, to edges and to textures.

Kernels have `size` x `size` pixels; x (towards higher columns), y (towards higher rows) and r are counted from the
middle pixel, in pixels. `angle` is in radians from +x towards +y, and u = x cos(angle) + y sin(angle).
G = exp(-r^2 / (2 sigma^2)) / (2 pi sigma^2). All are sampled at the pixel centres. An even size has no middle pixel:
it raises a ValueError that names size.
"""

import numpy as np


def laplacian_of_gaussian(size, sigma):
    """Return the kernel (r^2 / sigma^2 - c) G, which answers to blobs of size sigma.

    With c = 2 it is sigma^2 times the Laplacian d2G/dx2 + d2G/dy2 (Lindeberg 1998, IJCV 30:79). c is chosen, near 2, so
    that the kernel sums to zero and is blind to a constant sky. A bright blob gives a negative response.

    >>> (2 * np.pi * laplacian_of_gaussian(3, 1.0))[1].round(3)
    array([-0.058, -1.096, -0.058])
    """
    x, y, window = _window(size, sigma)
    radius_squared = x**2 + y**2
    kernel = _without_sky(radius_squared / sigma**2, window)
    return kernel / (2 * np.pi * sigma**2)


def oriented_edge(size, angle, sigma):
    """Return the kernel (u / sigma^2) G, which answers to edges across `angle`.

    Cross-correlated with an image it gives the slope towards `angle` of the image smoothed by G: positive where the
    image gets brighter towards `angle`.

    >>> oriented_edge(3, 0.0, 1.0)[1].round(3)
    array([-0.097,  0.   ,  0.097])
    """
    x, y, window = _window(size, sigma)
    u = x * np.cos(angle) + y * np.sin(angle)
    gaussian = window / (2 * np.pi * sigma**2)
    # d/du of (G * image) moves the derivative onto G; correlation turns G' about, and G'(-u) = -G'(u) = u G / sigma^2.
    return u / sigma**2 * gaussian


def gabor(size, wavelength, angle, sigma, phase=0.0):
    """Return the kernel (cos(2 pi u / wavelength + phase) - c) exp(-r^2 / (2 sigma^2)), which answers to texture.

    The wave runs towards `angle`: its crests lie across it. c is chosen so that the kernel sums to zero (Lee 1996).

    >>> gabor(5, 4.0, 0.0, 1.0, -np.pi / 2)[2].round(3) + 0.0  # at this phase a sine: odd, an edge
    array([ 0.   , -0.607,  0.   ,  0.607,  0.   ])
    """
    x, y, window = _window(size, sigma)
    u = x * np.cos(angle) + y * np.sin(angle)
    wave = np.cos(2 * np.pi * u / wavelength + phase)
    return _without_sky(wave, window)


def blob_scale(image, sigmas):
    """Return the one of `sigmas` whose `laplacian_of_gaussian` answers most to a bright blob, anywhere in the image.

    That is the one of the most negative response. Beyond the border of the image there are zeros. The kernels reach at
    least 4 sigma from their middle.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> blob_scale(np.exp(-(x**2 + y**2) / (2 * 2.0**2)), [1.0, 1.5, 2.0, 3.0])
    2.0
    """
    responses = []
    for sigma in sigmas:
        half = int(np.ceil(4 * sigma))
        kernel = laplacian_of_gaussian(2 * half + 1, sigma)
        response = _correlate(image, kernel)
        responses.append(response.min())
    strongest = np.argmin(responses)
    return float(sigmas[strongest])


def _window(size, sigma):
    """Return x and y of the pixels, counted from the middle one, and a Gaussian of height 1 on them."""
    _check_size(size)
    half = size // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    window = np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return x, y, window


def _without_sky(wave, window):
    """Return (wave - c) * window, with the c that makes the sum zero: the mean of the wave under the window."""
    c = np.sum(wave * window) / np.sum(window)
    return (wave - c) * window


def _correlate(image, kernel):
    """Return the cross-correlation, of the image's size, with zeros beyond the border."""
    padded = np.pad(image, len(kernel) // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


def _check_size(size):
    if size % 2 == 0:
        raise ValueError(f"size must be odd, got {size}")
