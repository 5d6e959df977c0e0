"""Other right ways to write day01/galaxy_image."""

import math

import numpy as np

from grader.mutants import right
from solutions.day01 import galaxy_image as reference


@right("gaussian_galaxy")
def by_the_covariance(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    shear = np.array([[1 + g1, g2], [g2, 1 - g1]]) / np.sqrt(1 - g1**2 - g2**2)
    covariance = sigma**2 * shear @ shear.T
    rows, columns = np.indices(shape)
    r = np.stack([columns - (shape[1] - 1) / 2 - x0, rows - (shape[0] - 1) / 2 - y0], axis=-1)
    square = np.einsum("ijk,kl,ijl->ij", r, np.linalg.inv(covariance), r)
    return flux / (2 * np.pi * np.sqrt(np.linalg.det(covariance))) * np.exp(-square / 2)


@right("gaussian_galaxy")
def pixel_by_pixel(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    height, width = shape
    rows = []
    for i in range(height):
        row = []
        for j in range(width):
            x, y = j - (width - 1) / 2 - x0, i - (height - 1) / 2 - y0
            u, v = (1 - g1) * x - g2 * y, (1 + g1) * y - g2 * x
            square = (u * u + v * v) / (1 - g1 * g1 - g2 * g2)
            row.append(flux / (2 * math.pi * sigma**2) * math.exp(-square / (2 * sigma**2)))
        rows.append(row)
    return np.array(rows)


@right("gaussian_galaxy")
def by_an_ellipse(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    """Along the axes of the ellipse: a = sigma sqrt((1+g)/(1-g)) at the angle of the shear, b across."""
    g, angle = math.hypot(g1, g2), math.atan2(g2, g1) / 2
    stretch = math.sqrt((1 + g) / (1 - g))
    x, y = np.meshgrid(np.arange(shape[1]) - (shape[1] - 1) / 2 - x0, np.arange(shape[0]) - (shape[0] - 1) / 2 - y0)
    along = (x * math.cos(angle) + y * math.sin(angle)) / (sigma * stretch)
    across = (y * math.cos(angle) - x * math.sin(angle)) / (sigma / stretch)
    return flux * np.exp(-(along**2) / 2) * np.exp(-(across**2) / 2) / (2 * np.pi * sigma**2)


@right("gaussian_galaxy")
def by_galsim(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    import galsim

    height, width = int(shape[0]), int(shape[1])
    light = galsim.Gaussian(sigma=sigma, flux=flux).shear(g1=g1, g2=g2).shift(x0, y0)
    return light.drawImage(galsim.ImageD(width, height, scale=1.0), method="no_pixel").array


@right("gaussian_galaxy")
def in_float32_by_columns(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return np.asfortranarray(reference.gaussian_galaxy(list(shape), flux, sigma, g1, g2, x0, y0), np.float32)
