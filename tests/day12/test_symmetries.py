"""day12/symmetries: planted labels, measured on renderings, and what their symmetry is."""

import numpy as np
import pytest

from grader.checks import expect

SIZE = 9
SYMMETRIES = {
    "flux": "invariant",
    "class": "invariant",
    "flux and size": "invariant",
    "flux, size and class": "invariant",
    "level of the sky, as a map": "invariant",  # a map too, but the first that holds is wanted
    "centroid": "vector",
    "shear": "spin-2",
    "mass": "map",
    "handedness": "none",  # turning leaves it, mirroring does not
    "shear, components exchanged": "none",
    "centroid, turned by a quarter": "none",  # a vector for whoever only turns
    "centroid in unequal units": "none",  # a vector for whoever only mirrors
    "centroid and flux": "none",
    "first pixel": "none",
}


def test_planted_labels(kata):
    """The symmetries of labels are found from renderings alone."""
    compare(kata, SYMMETRIES, [4, 5, 6])


@pytest.mark.parametrize("seeds", [[0, 4, 5], [4, 0], [0, 0, 0, 4]])
def test_a_scene_that_is_symmetric_itself(kata, seeds):
    """A scene that turning does not change says nothing; the others decide."""
    compare(kata, ["shear", "centroid", "mass", "handedness", "flux"], seeds)


@pytest.mark.parametrize("factor", [1e-9, 1e9])
def test_in_any_unit(kata, factor):
    """A unit in which the label is tiny or huge changes nothing."""
    compare(kata, ["shear", "centroid", "flux", "handedness", "mass"], [4, 7], factor)


def test_one_seed(kata):
    """One seed is enough where its scene has no symmetry of its own."""
    compare(kata, ["shear", "flux", "mass", "first pixel"], [5])


def compare(kata, labels, seeds, factor=1.0):
    found = kata.probe(named, list(labels), seeds, factor)
    for label in labels:
        expect(found[label], f"the symmetry of the label {label!r}").equals(SYMMETRIES[label])


def named(submission, labels, seeds, factor):
    """Return the symmetry of each label."""

    def symmetry(label):
        return submission.label_symmetry(lambda seed, matrix: factor * measured(label, seed, matrix), seeds)

    return {label: symmetry(label) for label in labels}


def measured(label, seed, matrix):
    """Render the turned scene and measure its label; seed 0 is one blob in the middle."""
    rng = np.random.default_rng(seed)
    blobs = np.zeros((1, 2)) if seed == 0 else rng.normal(0.0, 1.5, (3, 2))
    flux = np.array([2.0]) if seed == 0 else rng.uniform(1.0, 3.0, 3)
    turned = blobs @ np.transpose(matrix)
    place = np.arange(SIZE) - (SIZE - 1) / 2
    profile = np.exp(-((place - turned[:, :, np.newaxis]) ** 2) / 4.0)
    image = np.einsum("b,bx,by->yx", flux, profile[:, 0], profile[:, 1])
    total, (y, x) = image.sum(), np.meshgrid(place, place, indexing="ij")
    mean_x, mean_y = np.sum(image * x) / total, np.sum(image * y) / total
    xx, yy, xy = (
        np.sum(image * w) / total for w in ((x - mean_x) ** 2, (y - mean_y) ** 2, (x - mean_x) * (y - mean_y))
    )
    g1, g2 = (xx - yy) / (xx + yy), 2 * xy / (xx + yy)
    first, second = turned[0], turned[-1]
    return {
        "flux": lambda: float(total),
        "class": lambda: len(blobs),
        "flux and size": lambda: np.array([total, xx + yy]),
        "flux, size and class": lambda: np.array([total, xx + yy, len(blobs)]),
        "level of the sky, as a map": lambda: np.full((3, 3), total),
        "centroid": lambda: np.array([mean_x, mean_y]),
        "shear": lambda: np.array([g1, g2]),
        "mass": lambda: image,
        "handedness": lambda: float(first[0] * second[1] - first[1] * second[0]),
        "shear, components exchanged": lambda: np.array([g2, g1]),
        "centroid, turned by a quarter": lambda: np.array([-mean_y, mean_x]),
        "centroid in unequal units": lambda: np.array([mean_x, 60 * mean_y]),
        "centroid and flux": lambda: np.array([mean_x, mean_y, total]),
        "first pixel": lambda: float(image[0, 0]),
    }[label]()
