"""Gaussian galaxies through a Gaussian PSF and square pixels, rendered in batches with their derivatives.

A galaxy is a row of parameters (g1, g2, sigma, flux, x0, y0). The sheared profile has the covariance sigma^2 S S^T with
S = [[1+g1, g2], [g2, 1-g1]] / sqrt(1 - g1^2 - g2^2), which keeps its area. Lengths are in units of `scale` (arcsec per
pixel), and so is the round PSF's `psf_sigma`. Pixel (i, j) of a stamp (H, W) has its centre at x = j - (W-1)/2,
y = i - (H-1)/2, in pixels, and holds the flux that falls on its square, to 1e-6 of the stamp's peak.

A PSF narrower than 1.5 pixels is refused with a ValueError that names psf_sigma. What is returned has the dtype and the
device of params, and gradients flow through it.
"""

import math

import torch


def render(params, shape, scale, psf_sigma):
    """Render N galaxies.

    Parameters
    ----------
    params : Tensor, shape (N, 6)
        (g1, g2, sigma, flux, x0, y0) of each. An ellipticity |g| of 1 or more is no galaxy: its stamp is NaN, and the
        other stamps are what they were.

    Returns
    -------
    images : Tensor, shape (N, H, W)

    >>> galaxy = torch.tensor([[0.2, 0.0, 0.3, 1.0, 0.0, 0.0]])
    >>> render(galaxy, (53, 53), 0.141, 0.25)[0, 26, 25:28]
    tensor([0.0191, 0.0201, 0.0191])
    """
    raise NotImplementedError


def render_with_jacobian(params, shape, scale, psf_sigma):
    """Return (images, jacobian): the stamps, (N, H, W), and their derivatives by the six parameters, (N, 6, H, W).

    >>> galaxy = torch.tensor([[0.2, 0.0, 0.3, 2.0, 0.0, 0.0]])
    >>> images, jacobian = render_with_jacobian(galaxy, (5, 7), 0.141, 0.25)
    >>> torch.allclose(jacobian[:, 3], images / 2)  # the stamp is linear in the flux
    True
    """
    raise NotImplementedError
