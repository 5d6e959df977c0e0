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
    raise NotImplementedError


def oriented_edge(size, angle, sigma):
    """Return the kernel (u / sigma^2) G, which answers to edges across `angle`.

    Cross-correlated with an image it gives the slope towards `angle` of the image smoothed by G: positive where the
    image gets brighter towards `angle`.

    >>> oriented_edge(3, 0.0, 1.0)[1].round(3)
    array([-0.097,  0.   ,  0.097])
    """
    raise NotImplementedError


def gabor(size, wavelength, angle, sigma, phase=0.0):
    """Return the kernel (cos(2 pi u / wavelength + phase) - c) exp(-r^2 / (2 sigma^2)), which answers to texture.

    The wave runs towards `angle`: its crests lie across it. c is chosen so that the kernel sums to zero (Lee 1996).

    >>> gabor(5, 4.0, 0.0, 1.0, -np.pi / 2)[2].round(3) + 0.0  # at this phase a sine: odd, an edge
    array([ 0.   , -0.607,  0.   ,  0.607,  0.   ])
    """
    raise NotImplementedError


def blob_scale(image, sigmas):
    """Return the one of `sigmas` whose `laplacian_of_gaussian` answers most to a bright blob, anywhere in the image.

    That is the one of the most negative response. Beyond the border of the image there are zeros. The kernels reach at
    least 4 sigma from their middle.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> blob_scale(np.exp(-(x**2 + y**2) / (2 * 2.0**2)), [1.0, 1.5, 2.0, 3.0])
    2.0
    """
    raise NotImplementedError
