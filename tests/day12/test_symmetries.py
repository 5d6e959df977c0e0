"""day12/symmetries: planted labels, measured on renderings, and what their symmetry is."""

import functools

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
    "places of the blobs, a column each": "none",  # matrix @ label turns them, but they are no vector
    "places of two blobs, a column each": "none",
    "places of the blobs, a row each": "none",
    "a strip of the mass": "none",  # no map: it has more columns than rows
    "magnitude": "invariant",  # below 0, as every value of the next two
    "light lost": "map",
    "nothing": "invariant",
    "flux, a little off": "invariant",  # by 3e-7 of the largest
    "flux, too far off": "none",  # by 3e-6 of it
    "centroid, a little off": "vector",
    "centroid, too far off": "none",
    "shear, a little off": "spin-2",
    "shear, too far off": "none",
    "mass, a little off": "map",
    "mass, too far off": "none",
    "flux, off where it is small": "invariant",  # by 1e-3 of a label that is 1e-4 of the largest
    "flux, off after a quarter turn": "none",
    "flux, off after half a turn": "none",
    "flux, off after three quarters": "none",
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
    compare(kata, ["shear", "centroid", "flux", "handedness", "mass", "flux, too far off"], [4, 7], factor)


def test_one_seed(kata):
    """One seed is enough where its scene has no symmetry of its own."""
    compare(kata, ["shear", "flux", "mass", "first pixel", "magnitude"], [5])


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
    """Return a label of the turned scene, an array of the caller's own."""
    value = labels_of_scene(int(seed), tuple(np.asarray(matrix, float).ravel().tolist()))[label]
    return value.copy() if isinstance(value, np.ndarray) else value


@functools.lru_cache(maxsize=256)  # every label asks for the same scenes
def labels_of_scene(seed, matrix):
    """Render the turned scene and measure all its labels; seed 0 is one blob in the middle."""
    matrix = np.reshape(matrix, (2, 2))
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
    mirrored = float(np.linalg.det(matrix) < 0)
    quarter, half, three_quarters = (np.allclose(matrix, [[c, -s], [s, c]]) for c, s in ((0, 1), (-1, 0), (0, -1)))
    little, much = 3e-7 * mirrored, 3e-6 * mirrored  # of the largest values that seeds 4 to 6 have: 80, 1.7, 0.48, 4.6
    corner = np.zeros((SIZE, SIZE))
    corner[0, 0] = 1.0
    return {
        "flux": float(total),
        "class": len(blobs),
        "flux and size": np.array([total, xx + yy]),
        "flux, size and class": np.array([total, xx + yy, len(blobs)]),
        "level of the sky, as a map": np.full((3, 3), total),
        "centroid": np.array([mean_x, mean_y]),
        "shear": np.array([g1, g2]),
        "mass": image,
        "handedness": float(first[0] * second[1] - first[1] * second[0]),
        "shear, components exchanged": np.array([g2, g1]),
        "centroid, turned by a quarter": np.array([-mean_y, mean_x]),
        "centroid in unequal units": np.array([mean_x, 60 * mean_y]),
        "centroid and flux": np.array([mean_x, mean_y, total]),
        "first pixel": float(image[0, 0]),
        "places of the blobs, a column each": turned.T,
        "places of two blobs, a column each": turned[:2].T,
        "places of the blobs, a row each": turned,
        "a strip of the mass": image[3:6],
        "magnitude": -2.5 * float(np.log10(total)),
        "light lost": -image,
        "nothing": 0.0,
        "flux, a little off": float(total + 80 * little),
        "flux, too far off": float(total + 80 * much),
        "centroid, a little off": np.array([mean_x, mean_y + 1.7 * little]),
        "centroid, too far off": np.array([mean_x, mean_y + 1.7 * much]),
        "shear, a little off": np.array([g1 + 0.48 * little, g2]),
        "shear, too far off": np.array([g1 + 0.48 * much, g2]),
        "mass, a little off": image + 4.6 * little * corner,
        "mass, too far off": image + 4.6 * much * corner,
        "flux, off after a quarter turn": float(total + quarter),
        "flux, off after half a turn": float(total + half),
        "flux, off after three quarters": float(total + three_quarters),
        "flux, off where it is small": float(total if seed == 4 else 1e-4 * total * (1 + 1e-3 * mirrored)),
    }
