"""Other right ways to write day02/cross_correlation."""

import numpy as np

from grader.mutants import right
from solutions.day02 import cross_correlation as reference


@right("correlate2d")
def position_by_position(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw].astype(float) * kernel)
    return out


@right("correlate2d")
def kernel_pixel_by_kernel_pixel(image, kernel):
    kh, kw = kernel.shape
    height, width = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    return sum(float(kernel[i, j]) * image[i : i + height, j : j + width] for i in range(kh) for j in range(kw))


@right("correlate2d")
def in_float32(image, kernel):
    return reference.correlate2d(image, kernel).astype(np.float32)


@right("correlate2d")
def as_fortran_array(image, kernel):
    return np.asfortranarray(reference.correlate2d(image, kernel))


@right("convolve2d")
def by_scipy(image, kernel):
    from scipy import signal

    return signal.convolve2d(image.astype(float), kernel, mode="valid")


@right("convolve2d")
def by_fft(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    full = np.fft.irfft2(np.fft.rfft2(image) * np.fft.rfft2(kernel, image.shape), image.shape)
    return full[kh - 1 : height, kw - 1 : width]  # what is cut off has wrapped round


@right("convolve2d")
def by_the_definition(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for y, x in np.ndindex(out.shape):
        out[y, x] = sum(
            image[y + kh - 1 - i, x + kw - 1 - j].item() * kernel[i, j].item() for i in range(kh) for j in range(kw)
        )
    return out


@right("convolve2d")
def turned_back(image, kernel):
    """Convolve with both turned by 180 degrees, and turn the result: a view with negative strides."""
    return reference.correlate2d(image[::-1, ::-1], kernel)[::-1, ::-1]
