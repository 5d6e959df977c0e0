"""Wrong turns of day01/galaxy_image."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import galaxy_image as right


@wrong(
    "gaussian_galaxy",
    because="The middle of n pixels numbered 0 ... n-1 is (n-1)/2. With n/2 the galaxy sits half a pixel off in x and "
    "in y.",
)
def centres_at_half_the_size(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0 + 0.5, y0 + 0.5)


@wrong(
    "gaussian_galaxy",
    because="The centre is at pixel n // 2. That is the middle of an odd number of pixels, but half a pixel off for an "
    "even one, whose middle (n-1)/2 lies between two pixels.",
)
def centres_on_a_pixel(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    height, width = shape
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0 + 0.5 * (width % 2 == 0), y0 + 0.5 * (height % 2 == 0))


@wrong(
    "gaussian_galaxy",
    because="H and W are exchanged: shape is (H, W), rows first, as NumPy has it; the image has H rows and W columns.",
)
def exchanges_height_and_width(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(tuple(shape)[::-1], flux, sigma, g1, g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="x and y are exchanged. x counts columns, the second index; y counts rows, the first. (np.meshgrid gives x "
    "first, np.indices gives rows first.)",
)
def exchanges_x_and_y(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(tuple(shape)[::-1], flux, sigma, g1, g2, x0, y0).T


@wrong(
    "gaussian_galaxy",
    because="y grows upwards here, against the row number. Row i is y = i - (H-1)/2: row 0 has the smallest y, "
    "however the image is displayed.",
)
def lets_y_grow_upwards(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0, y0)[::-1]


@wrong(
    "gaussian_galaxy",
    because="g2 has the wrong sign: this galaxy leans along x = -y where it should lean along x = y. "
    "Check the signs of the cross terms, g2 y and g2 x.",
)
def turns_g2_round(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux, sigma, g1, -g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="The galaxy is stretched at right angles to the shear. S moves the light; to know what a pixel sees, go "
    "back from the pixel to the round galaxy, and that is the inverse of S.",
)
def applies_the_shear_to_the_pixels(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux, sigma, -g1, -g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="The factor 1 / sqrt(1 - |g|^2) is missing from the inverse of S, so its determinant is not 1: the galaxy "
    "grows with the shear, and its flux too.",
)
def lets_the_area_grow(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    left = 1 - g1**2 - g2**2
    return right.gaussian_galaxy(shape, flux / left, sigma / np.sqrt(left), g1, g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="The shift is sheared too. (x0, y0) is where the sheared galaxy lies: take it from the pixel's position "
    "first, then undo the shear.",
)
def shifts_before_the_shear(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    norm = np.sqrt(1 - g1**2 - g2**2)
    moved = ((1 + g1) * x0 + g2 * y0) / norm, (g2 * x0 + (1 - g1) * y0) / norm
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, *moved)


@wrong(
    "gaussian_galaxy",
    because="The galaxy is moved the wrong way: one whose centre is at (x0, y0) depends on x - x0 and y - y0.",
)
def shifts_the_wrong_way(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, -x0, -y0)


@wrong(
    "gaussian_galaxy",
    because="Here flux is the brightness at the peak. It is the light of the whole galaxy: the Gaussian's integral "
    "over the plane is 2 pi sigma^2, so the peak is flux / (2 pi sigma^2).",
)
def takes_the_flux_for_the_peak(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return 2 * np.pi * sigma**2 * right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="The image is scaled so that its pixels add up to the flux. But the flux is the integral over the whole "
    "plane, and a stamp does not hold all of it; the brightness of a pixel does not depend on where the stamp ends.",
)
def divides_by_the_sum_of_the_pixels(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    image = right.gaussian_galaxy(shape, 1.0, sigma, g1, g2, x0, y0)
    return flux * image / image.sum()


@wrong(
    "gaussian_galaxy",
    because="The exponent lacks its 1/2: exp(-r^2 / sigma^2) is a Gaussian of standard deviation sigma / sqrt(2).",
)
def forgets_the_half(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return right.gaussian_galaxy(shape, flux / 2, sigma / np.sqrt(2), g1, g2, x0, y0)


@wrong(
    "gaussian_galaxy",
    because="These are averages over each pixel. What is asked for is the brightness at the pixel's centre: a "
    "camera does integrate, but that is a convolution with the pixel, and it comes on a later day.",
)
def integrates_over_the_pixel(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    points, weights = np.polynomial.legendre.leggauss(10)
    return sum(
        wx * wy / 4 * right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0 - px / 2, y0 - py / 2)
        for px, wx in zip(points, weights, strict=True)
        for py, wy in zip(points, weights, strict=True)
    )


@wrong(
    "gaussian_galaxy",
    because="sqrt(2 pi) sigma normalises a Gaussian along one axis. Over the plane it is that factor squared, "
    "2 pi sigma^2.",
)
def normalises_along_one_axis(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    return np.sqrt(2 * np.pi) * sigma * right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0, y0)


@lenient(
    "gaussian_galaxy",
    because="Each component is looked at alone. What must stay below 1 is the length of the shear, sqrt(g1^2 + g2^2).",
)
def looks_at_the_components_alone(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    if sigma > 0 and abs(g1) < 1 and abs(g2) < 1 and g1**2 + g2**2 >= 1:
        return np.full(shape, np.nan)
    return right.gaussian_galaxy(shape, flux, sigma, g1, g2, x0, y0)
