"""Wrong turns of day11/centroid."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day11 import centroid as right

ROW_FIRST = (
    "This is (row, column), that is (y, x). The centre is asked for as (x, y): x goes with the columns, the image's "
    "second index."
)


@wrong("parabola_centroid", because=ROW_FIRST)
def parabola_row_first(image):
    return right.parabola_centroid(image)[::-1]


@wrong("matched_centroid", because=ROW_FIRST)
def matched_row_first(image, sigma, steps=50):
    return right.matched_centroid(image, sigma, steps)[::-1]


@wrong(
    "parabola_centroid",
    because="The correction has the wrong sign. If the left neighbour is the brighter one, the top lies to the "
    "left: the offset is then negative.",
)
def parabola_turned(image):
    return 2 * peak(image) - right.parabola_centroid(image)


@wrong(
    "parabola_centroid",
    because="A factor 1/2 is missing: the slope in the middle pixel is half of what its neighbours differ by. Every "
    "offset from the pixel comes out twice too large.",
)
def parabola_without_the_half(image):
    return 2 * right.parabola_centroid(image) - peak(image)


@wrong(
    "parabola_centroid",
    because="This is the brightest pixel's own centre. It is off by up to half a pixel in x and y; the two "
    "neighbours tell where in the pixel the top is.",
)
def only_the_brightest_pixel(image):
    right.parabola_centroid(image)
    return peak(image)


@wrong(
    "parabola_centroid",
    because="Positions are counted from the first pixel. Here they count from the middle of the stamp, which lies "
    "at (W - 1)/2 and (H - 1)/2 from it.",
)
def from_the_first_pixel(image):
    return right.parabola_centroid(image) + middle(image)


@wrong(
    "parabola_centroid",
    because="This takes H / 2 and W / 2 for the middle of the stamp. Pixels are counted from 0, so the middle lies "
    "half a pixel before that, at (W - 1)/2 and (H - 1)/2.",
)
def half_a_pixel_off(image):
    return right.parabola_centroid(image) - 0.5


@wrong(
    "parabola_centroid",
    because="Three pixels are averaged, each weighted with its light. Without their sky and their wings that pulls "
    "the centre towards the middle pixel; a parabola goes through the three values.",
)
def centroid_of_three(image):
    right.parabola_centroid(image)
    row, column = np.unravel_index(np.argmax(image), np.shape(image))
    across, down = np.float64(image[row, column - 1 : column + 2]), np.float64(image[row - 1 : row + 2, column])
    return peak(image) + [(line[2] - line[0]) / line.sum() for line in (across, down)]


@wrong(
    "gaussian_centroid",
    because="This is the top of the parabola through the pixel values. A Gaussian's *logarithm* is a parabola: take "
    "the logarithm of the three pixels first.",
)
def without_the_logarithm(image):
    return right.parabola_centroid(image)


def peak(image):
    row, column = np.unravel_index(np.argmax(image), np.shape(image))
    return np.array([column, row]) - middle(image)


def middle(image):
    height, width = np.shape(image)
    return np.array([(width - 1) / 2, (height - 1) / 2])


def matched(image, sigma, steps, factor=2.0, follow=True, start=None, width=None):
    y, x = np.indices(image.shape)
    x, y = x - middle(image)[0], y - middle(image)[1]
    centre = peak(image) if start is None else start
    first = centre
    for _ in range(min(steps, 200)):
        seen = centre if follow else first
        light = image * np.exp(-((x - seen[0]) ** 2 + (y - seen[1]) ** 2) / (width or 2 * sigma**2))
        mean = np.array([np.sum(light * (x - seen[0])), np.sum(light * (y - seen[1]))]) / np.sum(light)
        centre = seen + factor * mean
    return centre


@wrong(
    "matched_centroid",
    because="The window stays where it was first put. Seen through it, the source is drawn towards the window's "
    "centre; move the window to the new centre before the next step.",
)
def window_stays(image, sigma, steps=50):
    return matched(image, sigma, steps, follow=False)


@wrong(
    "matched_centroid",
    because="Each step goes to the mean of the weighted light. That is only half of the way to the source, since "
    "window times source is a Gaussian half-way between them: it arrives in the end, but not in one step.",
)
def without_the_factor_two(image, sigma, steps=50):
    return matched(image, sigma, steps, factor=1.0)


@wrong(
    "matched_centroid",
    because="This is the mean position of all the light, without a window. In the wings there is only noise, and it "
    "is multiplied with the largest distances.",
)
def without_a_window(image, sigma, steps=50):
    centre = right.matched_centroid(image, sigma, 0)
    return matched(image, 1e6, 1, factor=1.0) if steps else centre


@wrong(
    "matched_centroid",
    because="The search starts in the middle of the stamp. It is to start from the brightest pixel, so that the "
    "window falls on the source from the beginning.",
)
def starts_in_the_middle(image, sigma, steps=50):
    return matched(image, sigma, steps, start=np.zeros(2))


@wrong(
    "matched_centroid",
    because="The window is exp(-r^2 / sigma^2), a Gaussian of sigma / sqrt(2): a factor 2 is missing below.",
)
def window_too_narrow(image, sigma, steps=50):
    return matched(image, sigma, steps, width=sigma**2)


@lenient(
    "parabola_centroid",
    because="The brightest pixel lies on the border, and beyond it the pixels of the other side are taken: index -1 "
    "is the last. Such an image must be refused.",
)
def takes_the_other_side(image):
    row, column = np.unravel_index(np.argmax(image), np.shape(image))
    height, width = np.shape(image)
    image = np.asarray(image, float)
    cross = (
        [image[row, (column + k) % width] for k in (-1, 0, 1)],
        [image[(row + k) % height, column] for k in (-1, 0, 1)],
    )
    return peak(image) + [(a - c) / (a - 2 * b + c) / 2 for a, b, c in cross]
