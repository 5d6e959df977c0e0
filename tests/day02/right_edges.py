"""Other right ways to write day02/edges."""

import numpy as np

from grader.mutants import right
from solutions.day02 import edges as reference

KERNEL = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 8


@right("sobel_edges")
def by_scipy(image):
    from scipy import ndimage

    gx, gy = (ndimage.sobel(np.asarray(image, float), axis) / 8 for axis in (1, 0))
    return np.sqrt(gx**2 + gy**2), np.arctan2(gy, gx)


@right("sobel_edges")
def by_a_true_convolution(image):
    from scipy import signal

    padded = np.pad(np.asarray(image, float), 1, mode="edge")
    gradient = signal.fftconvolve(padded, KERNEL[::-1, ::-1] + 1j * KERNEL.T[::-1, ::-1], mode="valid")
    return np.abs(gradient), np.angle(gradient)


@right("sobel_edges")
def by_windows(image):
    padded = np.pad(np.asarray(image, float), 1, mode="symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    gx, gy = np.einsum("ijab,ab->ij", windows, KERNEL), np.einsum("ijab,ba->ij", windows, KERNEL)
    return np.asfortranarray(np.hypot(gx, gy)), np.arctan2(gy, gx)


@right("sobel_edges")
def pixel_by_pixel(image):
    height, width = image.shape
    gx, gy = np.zeros((height, width)), np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            for a in (-1, 0, 1):
                for b in (-1, 0, 1):
                    value = float(image[min(max(i + a, 0), height - 1), min(max(j + b, 0), width - 1)])
                    gx[i, j] += KERNEL[a + 1, b + 1] * value
                    gy[i, j] += KERNEL[b + 1, a + 1] * value
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@right("sobel_edges")
def in_float32(image):
    magnitude, direction = reference.sobel_edges(image)
    return magnitude.astype(np.float32), direction.astype(np.float32)
