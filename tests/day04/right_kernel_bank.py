"""Other right ways to write day04/kernel_bank."""

import math

import numpy as np

from grader.mutants import right
from solutions.day04 import kernel_bank as reference


@right("laplacian_of_gaussian")
def as_a_product(size, sigma):
    line = np.arange(size) - (size - 1) / 2
    g = np.exp(-(line**2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)
    second = line**2 / sigma**2 * g
    kernel = np.outer(second, g) + np.outer(g, second)
    return kernel - np.outer(g, g) * kernel.sum() / g.sum() ** 2


@right("laplacian_of_gaussian")
def in_float32(size, sigma):
    return np.asfortranarray(reference.laplacian_of_gaussian(size, sigma).astype(np.float32))


@right("oriented_edge")
def steered(size, angle, sigma):
    line = np.arange(size) - size // 2
    g = np.exp(-((line / sigma) ** 2) / 2) / (math.sqrt(2 * math.pi) * sigma)
    along_x = np.outer(g, line * g) / sigma**2
    return math.cos(angle) * along_x + math.sin(angle) * along_x.T


@right("oriented_edge")
def edge_in_float32(size, angle, sigma):
    return reference.oriented_edge(size, np.float32(angle), np.float32(sigma)).astype(np.float32)


@right("gabor")
def pixel_by_pixel(size, wavelength, angle, sigma, phase=0.0):
    half, wave, window = size // 2, np.zeros((size, size)), np.zeros((size, size))
    for y in range(-half, half + 1):
        for x in range(-half, half + 1):
            u = x * math.cos(angle) + y * math.sin(angle)
            window[y + half, x + half] = math.exp(-(x * x + y * y) / (2 * sigma * sigma))
            wave[y + half, x + half] = math.cos(2 * math.pi * u / wavelength + phase)
    return (wave - np.average(wave, weights=window)) * window


@right("gabor")
def from_complex_waves(size, wavelength, angle, sigma, phase=0.0):
    line, k = np.arange(size) - size // 2, 2j * np.pi / wavelength
    window = np.outer(np.exp(-((line / sigma) ** 2) / 2), np.exp(-((line / sigma) ** 2) / 2))
    wave = np.outer(np.exp(k * np.sin(angle) * line), np.exp(k * np.cos(angle) * line)) * np.exp(1j * phase)
    kernel = (wave * window).real
    return kernel - window * (kernel.sum() / window.sum())


@right("blob_scale")
def by_scipy(image, sigmas):
    from scipy import ndimage

    image = np.asarray(image, float)
    answers = [s**2 * ndimage.gaussian_laplace(image, s, mode="constant", truncate=5.0).min() for s in sigmas]
    return sigmas[int(np.argmin(answers))]


@right("blob_scale")
def by_fourier_transform(image, sigmas):
    best, least = None, np.inf
    for sigma in sigmas:
        reach = math.ceil(5 * sigma)
        shape = [n + 2 * reach + 1 for n in image.shape]
        kernel = np.fft.rfft2(reference.laplacian_of_gaussian(2 * reach + 1, sigma), shape)
        response = np.fft.irfft2(np.fft.rfft2(image, shape) * kernel, shape)[reach:-reach, reach:-reach].min()
        if response < least:
            best, least = sigma, response
    return np.float64(best)
