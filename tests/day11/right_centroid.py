"""Other right ways to write day11/centroid."""

import numpy as np
from scipy import ndimage, optimize

from grader.mutants import right
from solutions.day11 import centroid as reference


@right("parabola_centroid")
def by_polyfit(image):
    return _by_polyfit(np.asarray(image, float))


@right("gaussian_centroid")
def by_polyfit_of_the_logarithm(image):
    with np.errstate(all="ignore"):
        return _by_polyfit(np.asarray(image, float), np.log)


def _by_polyfit(image, transform=np.asarray):
    row, column = divmod(int(image.argmax()), image.shape[1])
    tops = []
    for line, at in ((image[row], column), (image[:, column], row)):
        a, b, _ = np.polyfit(np.arange(at - 1, at + 2) - (len(line) - 1) / 2, transform(line[at - 1 : at + 2]), 2)
        tops.append(float(-b / (2 * a)))
    return np.array(tops)


@right("gaussian_centroid")
def in_float32(image):
    return reference.gaussian_centroid(np.asarray(image, np.float64)).astype(np.float32)


@right("matched_centroid")
def along_each_axis(image, sigma, steps=50):
    """The window is a product, so both sums are products with a row and a column."""
    image = np.asarray(image, float)
    height, width = image.shape
    row, column = divmod(int(image.argmax()), width)
    for _ in range(steps):
        dx, dy = np.arange(width) - column, np.arange(height) - row
        wx, wy = np.exp(-0.5 * (dx / sigma) ** 2), np.exp(-0.5 * (dy / sigma) ** 2)
        flux = wy @ image @ wx
        column = column + 2 * (wy @ image @ (wx * dx)) / flux
        row = row + 2 * ((wy * dy) @ image @ wx) / flux
    return np.array([column - (width - 1) / 2, row - (height - 1) / 2])


@right("matched_centroid")
def as_a_maximum(image, sigma, steps=50):
    """Many steps are as good as a search for the largest overlap."""
    start = reference.matched_centroid(image, sigma, min(steps, 3))
    if steps < 20:
        return reference.matched_centroid(image, sigma, steps)
    y, x = np.indices(image.shape)
    x, y = x - (image.shape[1] - 1) / 2, y - (image.shape[0] - 1) / 2

    def slope(c):
        w = image * np.exp(-((x - c[0]) ** 2 + (y - c[1]) ** 2) / (2 * sigma**2))
        return [np.sum(w * (x - c[0])), np.sum(w * (y - c[1]))]

    return optimize.root(slope, start, tol=1e-12).x


@right("matched_centroid")
def by_ndimage(image, sigma, steps=50):
    y, x = np.indices(image.shape)
    row, column = (float(k) for k in ndimage.maximum_position(image))
    for _ in range(steps):
        weighted = np.asarray(image, float) * np.exp(-0.5 * ((y - row) ** 2 + (x - column) ** 2) / sigma**2)
        r, c = ndimage.center_of_mass(weighted)
        row, column = 2 * r - row, 2 * c - column
    return np.array([column - (image.shape[1] - 1) / 2, row - (image.shape[0] - 1) / 2])
