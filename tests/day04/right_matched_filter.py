"""Other right ways to write day04/matched_filter."""

import numpy as np

from grader.mutants import right
from solutions.day04 import matched_filter as reference


@right("matched_filter_snr")
def by_fourier_transform(image, template, noise_sd):
    (height, width), (h, w) = image.shape, template.shape
    shape = (height + h - 1, width + w - 1)
    turned = template[::-1, ::-1] / (noise_sd * np.linalg.norm(template))
    full = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(turned, shape), shape)
    return full[h // 2 : h // 2 + height, w // 2 : w // 2 + width]


@right("matched_filter_snr")
def by_shifted_slices(image, template, noise_sd):
    h, w = template.shape
    padded = np.zeros((image.shape[0] + h - 1, image.shape[1] + w - 1))
    padded[h // 2 : h // 2 + image.shape[0], w // 2 : w // 2 + image.shape[1]] = image
    total = 0.0
    for a in range(h):
        for b in range(w):
            total = total + template[a, b] * padded[a : a + image.shape[0], b : b + image.shape[1]]
    return total / noise_sd / np.sqrt((template**2).sum())


@right("matched_filter_snr")
def by_scipy(image, template, noise_sd):
    from scipy.signal import correlate

    h, w = template.shape
    full = correlate(image, template, mode="full", method="direct")
    kept = full[h // 2 : h // 2 + image.shape[0], w // 2 : w // 2 + image.shape[1]]
    return kept / (noise_sd * np.linalg.norm(template))


@right("matched_filter_snr")
def in_float32(image, template, noise_sd):
    return reference.matched_filter_snr(image, template, noise_sd).astype(np.float32)


@right("detect")
def pixel_by_pixel(image, template, noise_sd, threshold):
    snr = reference.matched_filter_snr(image, template, noise_sd)
    height, width = snr.shape
    found = []
    for i in range(height):
        for j in range(width):
            block = snr[max(i - 1, 0) : i + 2, max(j - 1, 0) : j + 2]
            if snr[i, j] > threshold and np.sum(block >= snr[i, j]) == 1:
                found.append((snr[i, j], i, j))
    found.sort(reverse=True)
    positions = np.array([place for _, *place in found], dtype=np.int32).reshape(-1, 2)
    return positions, np.array([nu for nu, *_ in found], dtype=np.float32)


@right("detect")
def by_shifted_comparisons(image, template, noise_sd, threshold):
    snr = reference.matched_filter_snr(image, template, noise_sd)
    padded = np.pad(snr, 1, constant_values=-np.inf)
    peak = snr > threshold
    for i in range(3):
        for j in range(3):
            if (i, j) != (1, 1):
                peak &= snr > padded[i : i + snr.shape[0], j : j + snr.shape[1]]
    rows, columns = np.nonzero(peak)
    order = np.argsort(snr[rows, columns])[::-1]
    return np.stack([rows, columns], axis=1)[order], snr[rows, columns][order]


@right("detect")
def by_scipy_filters(image, template, noise_sd, threshold):
    from scipy import ndimage

    snr = reference.matched_filter_snr(image, template, noise_sd)
    peak = (ndimage.maximum_filter(snr, 3, mode="nearest") == snr) & (snr > threshold)
    positions = sorted(np.argwhere(peak).tolist(), key=lambda place: -snr[tuple(place)])
    return np.array(positions, dtype=int).reshape(-1, 2), np.array([snr[tuple(place)] for place in positions])
