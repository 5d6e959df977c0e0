"""A layer that measures shear in closed form: six sums in a Gaussian window, and an exact inversion.

With x, y in pixels from the middle of the stamp (pixel (i, j) at x = j - (W-1)/2, y = i - (H-1)/2) and the window
exp(-(x^2 + y^2) / 2 w^2), the six sums of window times image are those over 1, x, y, x^2, x y, y^2, in this order. The
galaxy is a sheared Gaussian, seen through a round Gaussian PSF and square pixels that count as a variance of 1/12.

What is returned has the dtype and the device of the input, and gradients flow through it, for a round galaxy too.
"""

import math

import torch
from torch import nn


class WindowMoments(nn.Module):
    """The sums of stamps in K Gaussian windows: a fixed linear layer, with no parameters.

    `windows` holds the K widths w, in pixels, whole numbers or not; `weights` is a buffer of float64, shape
    (K, 6, H, W). Called on images, shape (N, H, W), it returns sums, shape (N, K, 6).

    >>> layer = WindowMoments([1.0], shape=(3, 3))
    >>> layer(torch.ones(1, 3, 3, dtype=torch.float64))[0, 0, [0, 3]]
    tensor([4.8976, 2.6846], dtype=torch.float64)
    """

    def __init__(self, windows, shape=(53, 53)):
        raise NotImplementedError

    def forward(self, images):
        raise NotImplementedError


def galaxy_from_moments(sums, windows, psf_sigma, scale):
    """Return the galaxies that the sums of each window tell of.

    Parameters
    ----------
    sums : Tensor, shape (N, K, 6)
        As WindowMoments returns them. Sums that no light can make give NaN: the first is not above 0, or the
        covariance M of window times image is not positive definite.
    windows : sequence of K numbers
        The windows' widths, in pixels.
    psf_sigma, scale : float
        The PSF's sigma and the size of a pixel, both in arcsec.

    Returns
    -------
    galaxies : Tensor, shape (N, K, 6)
        (g1, g2, sigma, flux, x0, y0), lengths in arcsec; sigma is that of the galaxy before it was sheared.
        Noise can make a galaxy wider than the sky or narrower than a point. So the eigenvalues of Q, the inverse
        covariance of the image, are held between 1/60^2 and 1/(b + 0.01), in pixels^-2, where b is the variance of PSF
        and pixel. The sums, with the mean m and the covariance M of window times image, stay as measured. From them and
        Q as held follow the shape, the centre c with Q c = M^-1 m, and the flux
        s (|M| |Q|)^(-1/2) exp((c.Q c - m.M^-1 m) / 2), where s is the first sum.

    >>> sums = torch.tensor([[[1.0, 0.0, 0.0, 400 / 41, 0.0, 208 / 29]]], dtype=torch.float64)
    >>> galaxies = galaxy_from_moments(sums, [4.0], psf_sigma=(4 - 1 / 12) ** 0.5, scale=1.0)
    >>> galaxies[0, 0, [0, 2, 3]]  # an image of variances 25 and 13, of which 21 and 9 are the galaxy's
    tensor([0.2087, 3.7078, 2.1551], dtype=torch.float64)
    """
    raise NotImplementedError


def shear_from_moments(sums, windows, psf_sigma, scale):
    """Return the shears (g1, g2) of galaxy_from_moments alone, shape (N, K, 2).

    >>> sums = torch.tensor([[[1.0, 0.0, 0.0, 9.0, 1.5, 9.0]]], dtype=torch.float64)
    >>> shear_from_moments(sums, [4.0], psf_sigma=(4 - 1 / 12) ** 0.5, scale=1.0)[0, 0, 1]
    tensor(0.2366, dtype=torch.float64)
    """
    raise NotImplementedError
