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
    _check_psf(scale, psf_sigma)
    g1, g2, sigma, flux, x0, y0 = params[:, :, None, None].unbind(1)
    rest = 1 - g1**2 - g2**2
    variance = (sigma / scale) ** 2 / torch.where(rest > 0, rest, math.nan)
    # The first term of the pixel adds 1/12 to the variance along each axis: that is the variance of a box.
    blur = (psf_sigma / scale) ** 2 + 1 / 12
    xx = variance * ((1 + g1) ** 2 + g2**2) + blur
    yy = variance * ((1 - g1) ** 2 + g2**2) + blur
    xy = variance * 2 * g2
    determinant = xx * yy - xy**2
    x = _centres(shape[1], params) - x0 / scale
    y = _centres(shape[0], params)[:, None] - y0 / scale
    u = (yy * x - xy * y) / determinant  # (u, v) = C^-1 (x, y), minus the gradient of ln G
    v = (xx * y - xy * x) / determinant
    gaussian = flux / (2 * math.pi * determinant.sqrt()) * torch.exp(-(u * x + v * y) / 2)
    return (1 + _pixel(u, yy / determinant) + _pixel(v, xx / determinant)) * gaussian


def render_with_jacobian(params, shape, scale, psf_sigma):
    """Return (images, jacobian): the stamps, (N, H, W), and their derivatives by the six parameters, (N, 6, H, W).

    >>> galaxy = torch.tensor([[0.2, 0.0, 0.3, 2.0, 0.0, 0.0]])
    >>> images, jacobian = render_with_jacobian(galaxy, (5, 7), 0.141, 0.25)
    >>> torch.allclose(jacobian[:, 3], images / 2)  # the stamp is linear in the flux
    True
    """

    def along(direction):
        return torch.func.jvp(lambda p: render(p, shape, scale, psf_sigma), (params,), (direction.expand_as(params),))

    # Each stamp depends on its own row alone, so one direction serves all rows at once: six passes, whatever N is.
    directions = torch.eye(6, dtype=params.dtype, device=params.device)
    images, slopes = torch.func.vmap(along, out_dims=(None, 1))(directions)
    return images, slopes


def _centres(count, params):
    return torch.arange(count, dtype=params.dtype, device=params.device) - (count - 1) / 2


def _pixel(u, q):
    """Return (-d^4 G/2880 + d^6 G/181440) / G for a Gaussian whose inverse covariance has q on this axis.

    A box of one pixel multiplies the transform by sinc(k/2), and ln sinc(k/2) = -k^2/24 - k^4/2880 - k^6/181440 - ...;
    k^2 stands for -d^2. The first term is in the covariance; the other two are these.
    """
    fourth = u**4 - 6 * q * u**2 + 3 * q**2
    sixth = u**6 - 15 * q * u**4 + 45 * q**2 * u**2 - 15 * q**3
    return -fourth / 2880 + sixth / 181440


def _check_psf(scale, psf_sigma):
    if not psf_sigma >= 1.5 * scale:
        raise ValueError(f"psf_sigma must be at least 1.5 pixels, got {psf_sigma} at {scale} a pixel")
