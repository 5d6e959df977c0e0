"""Wrong turns of day11/adaptive_moments."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day11 import adaptive_moments as right


def adapt(image, sigma, steps=300, shape=True, follow=True, deweight=2.0, middle=None):
    """Return centre, covariance of the weight, and of the light seen through it, after at most so many steps."""
    height, width = image.shape
    y, x = np.indices(image.shape)
    pixels = np.stack([x.ravel() - (width - 1) / 2, y.ravel() - (height - 1) / 2])
    centre, covariance = np.zeros(2), sigma**2 * np.eye(2)
    for _ in range(steps):
        r = pixels - centre[:, None]
        light = image.ravel() * np.exp(-0.5 * np.sum(r * np.linalg.solve(covariance, r), axis=0))
        mean = r @ light / light.sum()
        seen = (r * light) @ r.T / light.sum() - np.outer(mean, mean)
        before = covariance
        if follow:
            centre = centre + 2 * mean
        covariance = deweight * (seen if shape else np.trace(seen) / 2 * np.eye(2))
        if np.abs(covariance - before).max() < 1e-11 and np.abs(mean).max() < 1e-11:
            break
    return centre, covariance, seen


@wrong(
    "adaptive_moments",
    because="This is the first pass, through the round weight that the search starts from. The weight must be given "
    "the shape that was found, and the moments taken again, until nothing changes.",
)
def a_single_pass(image, sigma=3.0):
    right.adaptive_moments(image, sigma)
    return adapt(image, sigma, 1)[:2]


@wrong(
    "adaptive_moments",
    because="The search ends after five passes. Each pass halves what is left, so the weight is still on its way; "
    "go on until it stands.",
)
def five_passes(image, sigma=3.0):
    right.adaptive_moments(image, sigma)
    return adapt(image, sigma, 5)[:2]


@wrong(
    "adaptive_moments",
    because="This is the covariance of the weighted light. The weight takes its share off: at the end light and "
    "weight have the same shape, and the product has half of their covariance.",
)
def what_is_seen(image, sigma=3.0):
    centre, covariance = right.adaptive_moments(image, sigma)
    return centre, covariance / 2


@wrong(
    "adaptive_moments",
    because="The weight stays round and only its size is adapted. Through a round weight an elongated galaxy looks "
    "rounder than it is.",
)
def stays_round(image, sigma=3.0):
    centre, _, seen = adapt(image, sigma, shape=False)
    return centre, 2 * seen


@wrong(
    "adaptive_moments",
    because="The weight stays in the middle of the stamp. Seen through it, a galaxy off the middle is drawn to it "
    "and stretched along the way: the weight's centre must follow the light.",
)
def stays_in_the_middle(image, sigma=3.0):
    _, covariance, _ = adapt(image, sigma, 60, follow=False)
    height, width = image.shape
    y, x = np.indices(image.shape)
    r = np.stack([x.ravel() - (width - 1) / 2, y.ravel() - (height - 1) / 2])
    light = image.ravel() * np.exp(-0.5 * np.sum(r * np.linalg.solve(covariance, r), axis=0))
    return r @ light / light.sum(), covariance


@wrong(
    "adaptive_moments",
    because="These are the moments of the stamp without any weight. The galaxy's wings and the noise far out count "
    "with the square of their distance.",
)
def without_a_weight(image, sigma=3.0):
    right.adaptive_moments(image, sigma)
    return adapt(image, 1e6, 1, deweight=1.0)[0] / 2, adapt(image, 1e6, 1, deweight=1.0)[1]


@wrong(
    "adaptive_moments",
    because="The weight is kept at the sigma it was started with, and taken off the result by 1/seen - 1/weight. "
    "That is exact for a Gaussian galaxy alone; for any other profile the answer then depends on the first "
    "guess.",
)
def a_fixed_weight_taken_off(image, sigma=3.0):
    centre, _ = right.adaptive_moments(image, sigma)
    height, width = image.shape
    y, x = np.indices(image.shape)
    r = np.stack([x.ravel() - (width - 1) / 2 - centre[0], y.ravel() - (height - 1) / 2 - centre[1]])
    light = image.ravel() * np.exp(-0.5 * np.sum(r**2, axis=0) / sigma**2)
    mean = r @ light / light.sum()
    seen = (r * light) @ r.T / light.sum() - np.outer(mean, mean)
    return centre, np.linalg.inv(np.linalg.inv(seen) - np.eye(2) / sigma**2)


@wrong(
    "adaptive_moments",
    because="Pixels are counted from 1, as GalSim does. Here the middle of the stamp is (0, 0).",
)
def from_one(image, sigma=3.0):
    centre, covariance = right.adaptive_moments(image, sigma)
    height, width = image.shape
    return centre + np.array([(width + 1) / 2, (height + 1) / 2]), covariance


@wrong(
    "adaptive_moments",
    because="Rows and columns are exchanged: x goes with the second index, and xx stands first in the matrix.",
)
def row_first(image, sigma=3.0):
    centre, covariance = right.adaptive_moments(image, sigma)
    return centre[::-1], covariance[::-1, ::-1]


@lenient(
    "adaptive_moments",
    because="Centre and covariance are ratios, and a ratio does not see a sign: a hole in the sky is measured as if "
    "it were a galaxy. Nothing gives 0/0, and a NaN goes through. Look at the light itself and refuse.",
)
def measures_anything(image, sigma=3.0):
    try:
        return right.adaptive_moments(image, sigma)
    except ValueError:
        with np.errstate(all="ignore"):
            hole = np.nansum(image) < 0
            return right.adaptive_moments(-image, sigma) if hole else (np.full(2, np.nan), np.full((2, 2), np.nan))


def changed(covariance, **parts):
    return {**right.shape(covariance), **parts}


@wrong(
    "shape",
    because="g1 and g2 are the distortion once more, (a^2 - b^2) / (a^2 + b^2). The shear has (a - b) / (a + b), "
    "which is about half of that for a galaxy that is nearly round.",
)
def distortion_for_shear(covariance):
    ellipse = right.shape(covariance)
    return {**ellipse, "g1": ellipse["e1"], "g2": ellipse["e2"]}


@wrong(
    "shape",
    because="The shear is taken as half of the distortion. That holds for nearly round galaxies; the denominator is "
    "T + 2 sqrt(det), not 2 T.",
)
def half_the_distortion(covariance):
    ellipse = right.shape(covariance)
    return {**ellipse, "g1": ellipse["e1"] / 2, "g2": ellipse["e2"] / 2}


@wrong(
    "shape",
    because="sigma is sqrt(T / 2). Shear makes T larger, by (1 + g^2) / (1 - g^2), so an elongated galaxy comes out "
    "too large. The area stays: sigma^2 = sqrt(det).",
)
def sigma_of_the_trace(covariance):
    return changed(covariance, sigma=float(np.sqrt(np.trace(covariance) / 2)))


@wrong(
    "shape",
    because="This sigma is sqrt(det), the area a b: a length squared. One root more makes it the circle's sigma.",
)
def sigma_squared(covariance):
    return changed(covariance, sigma=right.shape(covariance)["sigma"] ** 2)


@wrong(
    "shape",
    because="The second component has xy for 2 xy. It is half as large as it should be.",
)
def forgets_the_two(covariance):
    ellipse = right.shape(covariance)
    return {**ellipse, "e2": ellipse["e2"] / 2, "g2": ellipse["g2"] / 2}
