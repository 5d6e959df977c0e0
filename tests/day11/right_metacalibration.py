"""Other right ways to write day11/metacalibration."""

import galsim
import numpy as np
from scipy import ndimage

from grader.mutants import right
from solutions.day11 import metacalibration as reference


@right("metacal_image")
def as_one_real_matrix(image, psf_image, shear, target_sigma):
    """For fixed PSF and shear the whole is a matrix on the stamp: its rows are what single pixels become."""
    shape = image.shape[-2:]
    pixels = np.eye(shape[0] * shape[1]).reshape(-1, *shape)
    matrix = reference.metacal_image(pixels, psf_image, shear, target_sigma).reshape(len(pixels), -1)
    return (np.reshape(image, (-1, len(pixels))) @ matrix).reshape(image.shape)


@right("metacal_image")
def on_a_padded_grid(image, psf_image, shear, target_sigma):
    """All frequencies of a stamp twice as large, and a sum for the way back."""
    if image.size > 4 * image.shape[-1] * image.shape[-2]:  # too slow for many stamps
        return reference.metacal_image(image, psf_image, shear, target_sigma)
    height, width = image.shape[-2:]
    kx, ky = np.meshgrid(*(2 * np.pi * np.fft.fftfreq(2 * size) for size in (width, height)))
    g1, g2 = shear
    norm = np.sqrt(1 - g1 * g1 - g2 * g2)
    qx, qy = ((1 + g1) * kx + g2 * ky) / norm, (g2 * kx + (1 - g1) * ky) / norm

    def transform(stamp, qx, qy):
        y, x = (np.arange(size) - (size - 1) / 2 for size in stamp.shape)
        down = np.exp(-1j * qy[..., None] * y)
        across = np.exp(-1j * qx[..., None] * x)
        return np.einsum("abi,ij,abj->ab", down, np.asarray(stamp, float), across, optimize=True)

    rest = np.exp(-(kx**2 + ky**2) * target_sigma**2 / 2) / (transform(psf_image, qx, qy) / np.sum(psf_image))
    y, x = (np.arange(size) - (size - 1) / 2 for size in (height, width))
    back_y, back_x = np.exp(1j * ky[:, :1] * y), np.exp(1j * kx[:1].T * x)
    stamps = [
        (back_y.T @ (transform(stamp, qx, qy) * rest) @ back_x).real / kx.size
        for stamp in image.reshape(-1, height, width)
    ]
    return np.array(stamps).reshape(image.shape)


@right("metacal_image")
def by_galsim(image, psf_image, shear, target_sigma):
    if image.size > 4 * image.shape[-1] * image.shape[-2]:  # too slow for many stamps
        return reference.metacal_image(image, psf_image, shear, target_sigma)
    psf = galsim.InterpolatedImage(
        galsim.ImageD(np.array(psf_image, float), scale=1), x_interpolant="lanczos11", flux=1
    )
    stamps = []
    for stamp in np.array(image, float).reshape(-1, *image.shape[-2:]):
        light = galsim.InterpolatedImage(galsim.ImageD(stamp, scale=1), x_interpolant="lanczos11", flux=stamp.sum())
        light = galsim.Convolve(light, galsim.Deconvolve(psf)).shear(g1=float(shear[0]), g2=float(shear[1]))
        drawn = galsim.ImageD(stamp.shape[1], stamp.shape[0], scale=1)
        galsim.Convolve(light, galsim.Gaussian(sigma=target_sigma)).drawImage(drawn, method="no_pixel")
        stamps.append(drawn.array)
    return np.array(stamps).reshape(image.shape)


@right("window_ellipticity")
def stamp_by_stamp(image, sigma):
    found = []
    for stamp in np.asarray(image, float).reshape(-1, *image.shape[-2:]):
        y, x = np.indices(stamp.shape)
        row, column = ndimage.center_of_mass(
            stamp * np.exp(-_square(y - (len(stamp) - 1) / 2, x - (len(x[0]) - 1) / 2) / 32)
        )
        for _ in range(60):
            light = stamp * np.exp(-_square(y - row, x - column) / (2 * sigma**2))
            r, c = ndimage.center_of_mass(light)
            if max(abs(r - row), abs(c - column)) < 1e-12:
                break
            row, column = r, c
        xx, yy = np.sum(light * (x - column) ** 2), np.sum(light * (y - row) ** 2)
        xy = np.sum(light * (x - column) * (y - row))
        found.append([(xx - yy) / (xx + yy), 2 * xy / (xx + yy)])
    return np.reshape(found, (*image.shape[:-2], 2))


def _square(y, x):
    return y**2 + x**2


@right("calibrated_shear")
def galaxy_by_galaxy(e, e_plus, e_minus, step):
    if np.shape(e_plus) != (2, *np.shape(e)) or np.shape(e_minus) != (2, *np.shape(e)):
        raise ValueError("e_plus" if np.shape(e_plus) != (2, *np.shape(e)) else "e_minus")
    R = np.array([[(e_plus[j, :, i] - e_minus[j, :, i]) / (2 * step) for j in (0, 1)] for i in (0, 1)])

    def g(kept):
        (a, b), (c, d) = R[:, :, kept].mean(axis=-1)
        u, v = e[kept].mean(axis=0)
        return np.array([d * u - b * v, a * v - c * u]) / (a * d - b * c)

    everyone = np.arange(len(e))
    spared = [g(np.delete(everyone, n)) for n in everyone]
    return g(everyone), (np.sqrt((len(e) - 1) * np.var(spared, axis=0)))
