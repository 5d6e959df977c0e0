"""day12/galaxy_zoo: votes along a tree, and probabilities averaged over eight views."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor


@pytest.mark.parametrize("shape", [(4, 2, 5, 5), (1, 2, 2, 2), (3, 3, 4, 4), (2, 1, 1, 1)])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_mean_over_eight_views(kata, rng, shape, dtype):
    """The average is that of the eight probabilities, each computed by itself."""
    images, weight = drawn(rng, shape, 3, dtype)
    expect(kata.probe(with_a_model, images, weight), "the probabilities").equals(averaged(images, weight, dtype))


def test_a_model_that_knows_no_direction(kata, rng):
    """A model that sums the pixels sees the same from every side: averaging changes nothing."""
    images, weight = drawn(rng, (5, 2, 3, 3), 4, "float64")
    weight.array[:] = weight.array[:, :1]
    found = kata.probe(with_a_model, images, weight)
    expect(found, "the probabilities").equals(averaged(images, weight, "float64"))


def test_turned_images_are_judged_alike(kata, rng):
    """Turned and mirrored images have the probabilities that the images have."""
    images, weight = drawn(rng, (3, 2, 4, 4), 2, "float64")
    for turned in (np.rot90(images.array, 1, (2, 3)), images.array[:, :, ::-1]):
        found = kata.probe(with_a_model, Tensor(np.ascontiguousarray(turned), "float64"), weight)
        expect(found, "the probabilities").equals(averaged(images, weight, "float64"))


def test_probabilities_of_a_question_that_all_are_asked(kata, rng):
    """The first question's answers have probabilities that add up to 1, however it is reached by others."""
    scores = {"a": Tensor(rng.normal(size=(6, 3)), "float64"), "b": Tensor(rng.normal(size=(6, 2)), "float64")}
    found = kata.tree_probabilities(scores, {"b": [("a", 0), ("a", 2)], "a": []})
    expect(found["a"].array.sum(axis=1), "the sum over the first question's answers").equals(np.ones(6))
    expect(found["b"].array.sum(axis=1), "the sum over the second question's answers").equals(
        found["a"].array[:, 0] + found["a"].array[:, 2]
    )


def drawn(rng, shape, classes, dtype):
    """Return images and the weights of a model for them."""
    pixels = shape[1] * shape[2] * shape[3]
    images = rng.normal(size=shape).astype(dtype)
    weight = rng.normal(0, 2 / np.sqrt(pixels), (classes, pixels)).astype(dtype)
    return Tensor(images, dtype), Tensor(weight, dtype)


def averaged(images, weight, dtype):
    """Return the mean of the eight softmaxes, in NumPy."""
    total = 0.0
    for side in (images.array, images.array[:, :, :, ::-1]):
        for quarter in range(4):
            view = np.rot90(side, quarter, (2, 3)).reshape(len(side), -1).astype(float)
            seen = view @ weight.array.T.astype(float)
            odds = np.exp(seen + np.sin(2 * seen))
            total = total + odds / odds.sum(axis=1, keepdims=True) / 8
    return Tensor(total.astype(dtype), dtype)


def with_a_model(submission, images, weight):
    """Average over a model whose logits are not linear: of the mean image they are not the mean logits."""

    def model(view):
        seen = view.flatten(1) @ weight.T
        return seen + (2 * seen).sin()

    return submission.rotation_averaged(model, images)
