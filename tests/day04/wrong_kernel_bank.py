"""Wrong turns of day04/kernel_bank."""

import numpy as np

from grader.mutants import wrong
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

WIDE = (
    "The widest kernel wins, whatever the blob. If the values of laplacian_of_gaussian are wrong, its Gaussian has "
    "height 1 instead of volume 1: the factor 1 / (2 pi sigma^2) is missing. If they are right, the least negative of "
    "the scales was taken for the strongest."
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
    right.laplacian_of_gaussian(size, sigma)
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
    because="This is the second derivative along one line, with c = 1. In two dimensions x and y contribute one each.",
)
def in_one_dimension(size, sigma):
    right.laplacian_of_gaussian(size, sigma)
    y, x = pixels(size)
    return ((x**2 + y**2) / sigma**2 - 1) * window(size, sigma) / (2 * np.pi * sigma**2)


@wrong("laplacian_of_gaussian", because=WIDE)
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
    because="angle was taken for the direction of the line that the edge makes. It is the direction in which the "
    "image gets brighter, across that line.",
)
def along_the_edge(size, angle, sigma):
    return right.oriented_edge(size, angle + np.pi / 2, sigma)


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


@wrong(
    "oriented_edge",
    because="The Gaussian has height 1 instead of volume 1: the factor 1 / (2 pi sigma^2) is missing, and the response "
    "is 2 pi sigma^2 times the slope.",
)
def edge_of_height_one(size, angle, sigma):
    return right.oriented_edge(size, angle, sigma) * 2 * np.pi * sigma**2


# -- gabor


@wrong("gabor", because=DEGREES)
def gabor_in_degrees(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, np.radians(angle), sigma, phase)


@wrong("gabor", because=UPWARDS)
def gabor_with_y_upwards(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, -angle, sigma, phase)


@wrong(
    "gabor",
    because="The wave runs across the angle: its crests were laid along it. angle is the direction from crest to "
    "crest.",
)
def crests_along_the_angle(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, angle + np.pi / 2, sigma, phase)


@wrong(
    "gabor",
    because="x and y are the other way round: x counts columns, the second axis, and goes with the cosine.",
)
def gabor_with_x_and_y_swapped(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, angle, sigma, phase).T


@wrong("gabor", because="phase is not used: the wave has its crest in the middle whatever is asked for.")
def without_phase(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, angle, sigma)


@wrong(
    "gabor",
    because="The phase is taken off instead of added: the crest is on the other side of the middle.",
)
def phase_taken_off(size, wavelength, angle, sigma, phase=0.0):
    return right.gabor(size, wavelength, angle, sigma, -phase)


@wrong(
    "gabor",
    because="2 pi is missing: cos(u / wavelength) comes back to its crest after 2 pi wavelengths, not after one.",
)
def without_two_pi(size, wavelength, angle, sigma, phase=0.0):
    right.gabor(size, wavelength, angle, sigma, phase)
    return right.gabor(size, 2 * np.pi * wavelength, angle, sigma, phase)


@wrong(
    "gabor",
    because="The kernel does not sum to zero: under the window the crests and the troughs do not cancel, and a bright"
    " sky would look like texture. Take c off the wave.",
)
def answers_to_the_sky(size, wavelength, angle, sigma, phase=0.0):
    right.gabor(size, wavelength, angle, sigma, phase)
    y, x = pixels(size)
    along = x * np.cos(angle) + y * np.sin(angle)
    return np.cos(2 * np.pi * along / wavelength + phase) * window(size, sigma)


@wrong(
    "gabor",
    because="The sum was made zero by taking the same number off every pixel, so the kernel does not fade at its rim."
    " c comes off the wave, under the window.",
)
def lowers_every_pixel(size, wavelength, angle, sigma, phase=0.0):
    kernel = answers_to_the_sky(size, wavelength, angle, sigma, phase)
    return kernel - kernel.mean()


# -- blob_scale


def responses(image, sigmas, reach=4.0):
    """Return the map of responses at each scale."""
    right.blob_scale(image, sigmas)
    kernels = [right.laplacian_of_gaussian(2 * int(np.ceil(reach * s)) + 1, s) for s in sigmas]
    return np.array([right._correlate(image, kernel) for kernel in kernels])


@wrong("blob_scale", because=BARE)
def compares_bare_laplacians(image, sigmas):
    found = responses(image, sigmas).min(axis=(1, 2)) / np.square(sigmas)
    return float(sigmas[int(np.argmin(found))])


@wrong(
    "blob_scale",
    because="The responses were normalised by sigma, as for a first derivative. That peaks at s / sqrt(3); a "
    "Laplacian has two derivatives and needs sigma^2.",
)
def normalised_once(image, sigmas):
    found = responses(image, sigmas).min(axis=(1, 2)) / np.asarray(sigmas)
    return float(sigmas[int(np.argmin(found))])


@wrong("blob_scale", because=SIGN)
def looks_for_holes(image, sigmas):
    return float(sigmas[int(np.argmax(responses(image, sigmas).max(axis=(1, 2))))])


@wrong("blob_scale", because=SIGN)
def of_either_sign(image, sigmas):
    return float(sigmas[int(np.argmax(np.abs(responses(image, sigmas)).max(axis=(1, 2))))])


@wrong("blob_scale", because=WIDE)
def takes_the_weakest_scale(image, sigmas):
    return float(sigmas[int(np.argmax(responses(image, sigmas).min(axis=(1, 2))))])


@wrong(
    "blob_scale",
    because="Only the response in the middle of the image was looked at. The blob may be anywhere.",
)
def in_the_middle_only(image, sigmas):
    found = responses(image, sigmas)[:, image.shape[0] // 2, image.shape[1] // 2]
    return float(sigmas[int(np.argmin(found))])


@wrong(
    "blob_scale",
    because="The response at the brightest pixel was looked at. A small blob can have the brightest pixel and still "
    "answer less than a large one: what answers is flux over area, anywhere in the image.",
)
def at_the_brightest_pixel(image, sigmas):
    row, column = np.unravel_index(np.argmax(image), image.shape)
    return float(sigmas[int(np.argmin(responses(image, sigmas)[:, row, column]))])


@wrong(
    "blob_scale",
    because="The image was continued beyond its border by repeating the edge, so a blob that the border cuts off "
    "became a stripe. There is nothing beyond the border: zeros.",
)
def repeats_the_edge(image, sigmas):
    right.blob_scale(image, sigmas)
    reach = int(np.ceil(4 * max(sigmas)))
    return right.blob_scale(np.pad(image, reach, mode="edge"), sigmas)


@wrong(
    "blob_scale",
    because="This is sqrt(2) sigma, the radius at which the kernel crosses zero. What is asked for is the sigma "
    "itself.",
)
def returns_the_radius(image, sigmas):
    return float(np.sqrt(2.0)) * right.blob_scale(image, sigmas)


@wrong("blob_scale", because="This is the number of the scale in the list, not the scale.")
def returns_the_number(image, sigmas):
    return list(sigmas).index(right.blob_scale(image, sigmas))
