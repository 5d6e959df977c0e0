"""Other right ways to write day12/psf."""

import numpy as np
from scipy import signal

from grader.mutants import right
from solutions.day12 import psf as reference


@right("fft_convolve")
def by_shifted_sums(image, psf):
    (height, width), (h, w) = image.shape, psf.shape
    padded = np.zeros((height + 2 * h, width + 2 * w))
    padded[h : h + height, w : w + width] = image
    blurred = np.zeros((height, width))
    for i in range(h):
        for j in range(w):
            row, column = h + h // 2 - i, w + w // 2 - j
            blurred += psf[i, j] * padded[row : row + height, column : column + width]
    return blurred


@right("fft_convolve")
def by_scipy(image, psf):
    odd = np.pad(psf, ((0, 1 - psf.shape[0] % 2), (0, 1 - psf.shape[1] % 2)))  # its centre stays where it is
    rows, columns = odd.shape
    full = signal.fftconvolve(image.astype(float), odd.astype(float))
    return full[rows // 2 :, columns // 2 :][: image.shape[0], : image.shape[1]]


@right("fft_convolve")
def with_complex_transforms(image, psf):
    """Roll the PSF so that its centre is pixel (0, 0), in arrays of powers of two."""
    size = [1 << (a + b - 1).bit_length() for a, b in zip(image.shape, psf.shape, strict=True)]
    kernel = np.zeros(size)
    kernel[: psf.shape[0], : psf.shape[1]] = psf
    kernel = np.roll(kernel, (-(psf.shape[0] // 2), -(psf.shape[1] // 2)), (0, 1))
    product = np.fft.fft2(image, size) * np.fft.fft2(kernel)
    return np.fft.ifft2(product).real[: image.shape[0], : image.shape[1]].astype(np.float32)


@right("moments")
def from_projections(image):
    image = np.asarray(image, float)
    rows, columns = image.sum(axis=1), image.sum(axis=0)
    x, y = np.arange(len(columns)), np.arange(len(rows))
    x0, y0 = np.average(x, weights=columns), np.average(y, weights=rows)
    xx, yy = np.average((x - x0) ** 2, weights=columns), np.average((y - y0) ** 2, weights=rows)
    xy = (y - y0) @ image @ (x - x0) / image.sum()
    return image.sum(), np.array([x0 - (len(x) - 1) / 2, y0 - (len(y) - 1) / 2]), np.array([[xx, xy], [xy, yy]])


@right("moments")
def about_the_middle_then_moved(image):
    height, width = image.shape
    y, x = np.mgrid[:height, :width] - np.array([height - 1, width - 1])[:, None, None] / 2
    flux, place = np.sum(image), np.stack([x, y])
    centre = (place * image).sum(axis=(1, 2)) / flux
    return flux, tuple(centre), np.einsum("iyx,jyx,yx->ij", place, place, image) / flux - np.outer(centre, centre)


@right("shape")
def by_the_axes(q):
    (b, a), axes = np.linalg.eigh(np.asarray(q, float))
    a, b = np.sqrt([a, b])
    angle = np.arctan2(axes[1, 1], axes[0, 1])
    g = (a - b) / (a + b)
    return g * np.cos(2 * angle), g * np.sin(2 * angle), np.sqrt(a * b)


@right("galaxy_shape")
def in_one_go(image, psf):
    _, _, q = reference.moments(np.asarray(image, np.float64))
    (xx, xy), (_, yy) = q - reference.moments(np.asarray(psf, np.float64))[2]
    e1, e2 = (xx - yy) / (xx + yy), 2 * xy / (xx + yy)
    shrink = 1 + np.sqrt(1 - e1**2 - e2**2)
    return e1 / shrink, e2 / shrink, (xx * yy - xy * xy) ** 0.25
