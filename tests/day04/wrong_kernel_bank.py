"""Wrong turns of day04/kernel_bank."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import kernel_bank as right

DEGREES = (
    "The angle was taken for degrees. It is in radians, as np.cos and np.sin want it: a right angle is pi/2, and "
    "np.radians would make it 0.027."
)
UPWARDS = (
    "The direction is measured the wrong way round, as where y points up on a page. Here +y is towards higher rows, "
    "so u = x cos(angle) + y sin(angle) with a plus."
)

# A slip in the kernel and the same slip in the comparison give the same scale, so they share their words.
BARE = (
    "The normalisation by sigma^2 is missing. Two derivatives of a Gaussian shrink as 1/sigma^2 when it gets wider, "
    "so without the factor the narrowest kernel wins, whatever the blob."
)
SIGN = (
    "Mind the sign. The Laplacian at a maximum is negative: the kernel is negative in its middle, a bright blob gives"
    " a negative response, its dark ring or a dark hole a positive one. blob_scale wants the most negative."
)


def pixels(size, shift=0.0):
    half = size // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1] + shift
    return y, x


def window(size, sigma, shift=0.0):
    y, x = pixels(size, shift)
    return np.exp(-(x**2 + y**2) / (2 * sigma**2))


# -- laplacian_of_gaussian


@wrong("laplacian_of_gaussian", because=BARE)
def not_scale_normalised(size, sigma):
    return right.laplacian_of_gaussian(size, sigma) / sigma**2


@wrong("laplacian_of_gaussian", because=SIGN)
def turned_over(size, sigma):
    return -right.laplacian_of_gaussian(size, sigma)


@wrong(
    "laplacian_of_gaussian",
    because="The kernel does not sum to zero: with c = 2 it would only if it went on for ever between the pixels. "
    "Sampled and cut off, a constant sky leaks through; choose c from the sum.",
)
def leaks_the_sky(size, sigma):
    y, x = pixels(size)
    return ((x**2 + y**2) / sigma**2 - 2) * window(size, sigma) / (2 * np.pi * sigma**2)


@wrong(
    "laplacian_of_gaussian",
    because="The sum was made zero by taking the same number off every pixel. That leaves a pedestal at the rim, "
    "where the kernel should fade; it is c, under the Gaussian, that makes the sum zero.",
)
def takes_the_mean_off(size, sigma):
    kernel = leaks_the_sky(size, sigma)
    return kernel - kernel.mean()


@wrong(
    "laplacian_of_gaussian",
    because="The Gaussian has height 1 instead of volume 1: the factor 1 / (2 pi sigma^2) is missing. Wide kernels "
    "then answer more than they should, and the widest always wins.",
)
def of_height_one(size, sigma):
    return right.laplacian_of_gaussian(size, sigma) * 2 * np.pi * sigma**2


# -- oriented_edge


@wrong("oriented_edge", because=DEGREES)
def edge_in_degrees(size, angle, sigma):
    return right.oriented_edge(size, np.radians(angle), sigma)


@wrong("oriented_edge", because=UPWARDS)
def edge_with_y_upwards(size, angle, sigma):
    return right.oriented_edge(size, -angle, sigma)


@wrong(
    "oriented_edge",
    because="The sign is turned: this is dG/du, the kernel of a convolution. A cross-correlation does not turn the "
    "kernel about, so it must be positive on the side towards `angle`.",
)
def edge_for_convolution(size, angle, sigma):
    return -right.oriented_edge(size, angle, sigma)


@wrong(
    "oriented_edge",
    because="x and y are the other way round: x counts columns, the second axis, and goes with the cosine.",
)
def edge_with_x_and_y_swapped(size, angle, sigma):
    return right.oriented_edge(size, angle, sigma).T


@wrong(
    "oriented_edge",
    because="The factor 1/sigma^2 of the derivative is missing: a ramp that rises by 1 a pixel would give sigma^2 "
    "instead of 1.",
)
def slope_without_its_factor(size, angle, sigma):
    return right.oriented_edge(size, angle, sigma) * sigma**2


# -- gabor


@wrong(
    "gabor",
    because="x and y are the other way round: x counts columns, the second axis, and goes with the cosine.",
)
def gabor_with_x_and_y_swapped(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, angle, sigma, phase).T


@wrong(
    "gabor",
    because="The kernel does not sum to zero: under the window the crests and the troughs do not cancel, and a bright"
    " sky would look like texture. Take c off the wave.",
)
def answers_to_the_sky(size, wavelength, angle, sigma, phase=0.0):
    y, x = pixels(size)
    along = x * np.cos(angle) + y * np.sin(angle)
    return np.cos(2 * np.pi * along / wavelength + phase) * window(size, sigma)


# -- blob_scale


def responses(image, sigmas, reach=4.0):
    """Return the map of responses at each scale."""
    kernels = [right.laplacian_of_gaussian(2 * int(np.ceil(reach * s)) + 1, s) for s in sigmas]
    return np.array([right._correlate(image, kernel) for kernel in kernels])


@wrong("blob_scale", because=SIGN)
def of_either_sign(image, sigmas):
    return float(sigmas[int(np.argmax(np.abs(responses(image, sigmas)).max(axis=(1, 2))))])


@wrong(
    "blob_scale",
    because="Only the response in the middle of the image was looked at. The blob may be anywhere.",
)
def in_the_middle_only(image, sigmas):
    found = responses(image, sigmas)[:, image.shape[0] // 2, image.shape[1] // 2]
    return float(sigmas[int(np.argmin(found))])


@wrong("blob_scale", because="This is the number of the scale in the list, not the scale.")
def returns_the_number(image, sigmas):
    return list(sigmas).index(right.blob_scale(image, sigmas))


@lenient(
    "laplacian_of_gaussian",
    because="An even size has no middle pixel. Counted from -(size // 2), such a kernel comes out a pixel too large; "
    "counted from 0, its middle lies between the pixels. Refuse it.",
)
def makes_even_kernels_larger(size, sigma):
    return right.laplacian_of_gaussian(size + 1 - size % 2, sigma)
