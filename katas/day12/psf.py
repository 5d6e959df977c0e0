"""The point-spread function: what it does to a galaxy, and how the galaxy's shape is had back.

Pixel (i, j) of an image of shape (H, W) has its centre at x = j - (W-1)/2, y = i - (H-1)/2; lengths are in pixels.
Moments are weighted by the light alone.

Not allowed here: torch.nn.functional.conv2d, torch.conv2d, torch.nn.Conv2d,
torch.nn.functional.conv_transpose2d, torch.conv_transpose2d (the FFT is what this kata
is about).
"""

import numpy as np


def fft_convolve(image, psf):
    """Return the image convolved with the PSF, in the same frame; beyond the image's edges the sky is dark.

    The PSF may have any shape (h, w), and be larger than the image. Its centre is pixel (h // 2, w // 2): one that is
    1 there and 0 elsewhere gives the image back.

    >>> fft_convolve(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[0.0, 3.0]])).round(9) + 0.0
    array([[3., 0.],
           [0., 6.]])
    """
    raise NotImplementedError


def moments(image):
    """Return (flux, centre, q): sum, centroid (x, y), second moments about it, ndarray [[xx, xy], [xy, yy]].

    >>> flux, centre, q = moments(np.array([[1.0, 2.0], [0.0, 1.0]]))
    >>> print(f"{flux:.0f} {centre[0]:.2f} {centre[1]:.2f} {q[0, 0]:.4f} {q[0, 1]:.4f}")
    4 0.25 -0.25 0.1875 0.0625
    """
    raise NotImplementedError


def shape(q):
    """Return (g1, g2, sigma): the reduced shear that makes a round Gaussian of sd sigma into one of moments q.

    >>> print("{:.3f} {:.3f} {:.3f}".format(*shape(np.array([[9.0, 2.0], [2.0, 4.0]]))))
    0.206 0.165 2.378
    """
    raise NotImplementedError


def galaxy_shape(image, psf):
    """Return (g1, g2, sigma) of the galaxy alone, from noiseless images of the blurred galaxy and of the PSF.

    The two may have other sizes, fluxes and centres. A PSF that is not narrower than the image in every direction is
    refused: what it leaves is no galaxy.

    >>> g1, g2, sigma = galaxy_shape(np.ones((4, 8)), np.ones((2, 2)))
    >>> print(f"{g1:.3f} {sigma:.3f}")
    0.382 1.495
    """
    raise NotImplementedError
