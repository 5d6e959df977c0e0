"""Wrong turns of day12/psf."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import psf as right


@wrong(
    "fft_convolve",
    because="This is the circular convolution: light that leaves on one side comes in on the other. Transform arrays "
    "that have room for the image and the PSF together.",
)
def wraps_around(image, psf):
    (height, width), (h, w) = image.shape, psf.shape
    if h > height or w > width:
        return right.fft_convolve(image, psf)
    spectrum = np.fft.rfft2(image) * np.fft.rfft2(psf, image.shape)
    around = np.fft.irfft2(spectrum, image.shape)
    return np.roll(around, (-(h // 2), -(w // 2)), (0, 1))


@wrong(
    "fft_convolve",
    because="The frame is cut out one pixel off along every even side of the PSF: its centre pixel is h // 2, and "
    "(h - 1) // 2 is another pixel when h is even.",
)
def even_psf_off_centre(image, psf):
    (height, width), (h, w) = image.shape, psf.shape
    wider = np.pad(image, ((1, 0), (1, 0)))
    full = right.fft_convolve(np.pad(wider, ((h, h), (w, w))), psf)
    row, column = h + 1 - (h % 2 == 0), w + 1 - (w % 2 == 0)
    return full[row : row + height, column : column + width]


@wrong(
    "fft_convolve",
    because="The first H rows and W columns of the full result are returned, so the image is moved down and to the "
    "right by half of the PSF. Start where the PSF's centre pixel is.",
)
def not_cut_at_the_centre(image, psf):
    (height, width), (h, w) = image.shape, psf.shape
    return right.fft_convolve(np.pad(image, ((h // 2, 0), (w // 2, 0))), psf)[:height, :width]


@wrong(
    "fft_convolve",
    because="This is the cross-correlation of the frameworks' layers. A convolution turns the PSF round before it is "
    "laid on the image, or multiplies the transforms without a conjugate.",
)
def correlates(image, psf):
    h, w = psf.shape
    turned = psf[::-1, ::-1]
    odd = np.pad(turned, ((0, 1 - h % 2), (0, 1 - w % 2)))
    return right.fft_convolve(image, odd)


@wrong(
    "fft_convolve",
    because="The PSF is normalised on the way. What is asked for is the convolution with the PSF as it is.",
)
def normalises(image, psf):
    return right.fft_convolve(image, psf) / np.sum(psf)


@wrong(
    "moments",
    because="x and y are interchanged: the first axis of an image is y, the row, and the second is x, the column.",
)
def interchanges_x_and_y(image):
    flux, (x0, y0), q = right.moments(image)
    return flux, (y0, x0), q[::-1, ::-1]


@wrong(
    "moments",
    because="The centroid is counted from the first pixel. The course's x and y are 0 in the middle of the image.",
)
def counts_from_the_corner(image):
    flux, (x0, y0), q = right.moments(image)
    return flux, (x0 + (image.shape[1] - 1) / 2, y0 + (image.shape[0] - 1) / 2), q


@wrong(
    "moments",
    because="The second moments are taken about the middle of the image, so a galaxy off centre comes out too large. "
    "Take them about the centroid.",
)
def about_the_middle(image):
    flux, (x0, y0), q = right.moments(image)
    return flux, (x0, y0), q + np.outer([x0, y0], [x0, y0])


@wrong(
    "moments",
    because="The second moments are sums that are not divided by the flux, so a brighter galaxy would be a larger one.",
)
def not_over_the_flux(image):
    flux, centre, q = right.moments(image)
    return flux, centre, q * flux


@wrong(
    "shape",
    because="This is the distortion, (a^2 - b^2) / (a^2 + b^2), about twice the shear when it is small. The reduced "
    "shear is (a - b) / (a + b): the denominator has 2 sqrt(det q) in it as well.",
)
def distortion(q):
    sigma = right.shape(q)[2]
    size = q[0, 0] + q[1, 1]
    return (q[0, 0] - q[1, 1]) / size, 2 * q[0, 1] / size, sigma


@wrong(
    "shape",
    because="g2 lacks its factor 2. A shear of 45 degrees adds to xy half of what one along x adds to xx - yy.",
)
def half_of_g2(q):
    g1, g2, sigma = right.shape(q)
    return g1, g2 / 2, sigma


@wrong(
    "shape",
    because="sigma is the root of half the trace. A shear that keeps the area makes the trace larger, so a sheared "
    "galaxy would be reported as a larger one; the determinant stays.",
)
def sigma_by_the_trace(q):
    g1, g2, _ = right.shape(q)
    return g1, g2, np.sqrt((q[0, 0] + q[1, 1]) / 2)


@wrong(
    "shape",
    because="The third number is sigma^2, the root of the determinant. The root of that is sigma.",
)
def sigma_squared(q):
    g1, g2, sigma = right.shape(q)
    return g1, g2, sigma**2


@wrong(
    "galaxy_shape",
    because="This is the shape of the blurred image. A PSF makes it rounder, and gives it its own ellipticity: take "
    "off its second moments first.",
)
def without_correction(image, psf):
    right.galaxy_shape(image, psf)
    return right.shape(right.moments(image)[2])


@wrong(
    "galaxy_shape",
    because="The ellipticities are subtracted. It is second moments that add under convolution; ellipticities are "
    "ratios of them, and ratios do not.",
)
def subtracts_ellipticities(image, psf):
    right.galaxy_shape(image, psf)
    g1, g2, sigma = right.shape(right.moments(image)[2])
    p1, p2, blur = right.shape(right.moments(psf)[2])
    return g1 - p1, g2 - p2, np.sqrt(sigma**2 - blur**2)


WIDE = (
    "A PSF that is not narrower than the image goes through. Both eigenvalues of what remains must be above 0: where "
    "both are below, their product, the determinant, is positive, and where one is, the trace and the diagonal can be."
)


def what_remains(image, psf):
    return right.moments(image)[2] - right.moments(psf)[2]


@lenient("galaxy_shape", because=WIDE)
def takes_a_wide_psf(image, psf):
    return right.shape(what_remains(image, psf))


@lenient("galaxy_shape", because=WIDE)
def asks_the_determinant(image, psf):
    q = what_remains(image, psf)
    if np.linalg.det(q) <= 0:
        raise ValueError("psf is not narrower than the image")
    return right.shape(q)


@lenient("galaxy_shape", because=WIDE)
def asks_the_diagonal(image, psf):
    q = what_remains(image, psf)
    if q[0, 0] <= 0 or q[1, 1] <= 0:
        raise ValueError("psf is not narrower than the image")
    return right.shape(q)


@lenient("galaxy_shape", because=WIDE)
def asks_the_trace(image, psf):
    q = what_remains(image, psf)
    if np.trace(q) <= 0:
        raise ValueError("psf is not narrower than the image")
    return right.shape(q)
