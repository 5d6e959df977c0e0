"""day13/soft_argmax: coordinates in, coordinates out."""

import numpy as np

from grader.checks import expect
from grader.plain import Tensor


def test_finds_a_gaussian_between_pixels(kata):
    """The logarithm of a Gaussian that lies well inside has its peak where the Gaussian has it, between pixels too."""
    y, x = np.mgrid[-10:11, -12:13]
    scores = -((x - 1.37) ** 2 + (y + 2.61) ** 2) / (2 * 1.5**2)
    place = kata.soft_argmax2d(Tensor(scores[None, None], "float64")).array
    expect(place[0, 0], "place (x, y)").near([1.37, -2.61], 1e-6)


def test_a_lone_peak_is_drawn_to_the_centre(kata):
    """A peak of height h over a flat map is moved towards the centre, to (e^h - 1) / (e^h - 1 + H W) of its place."""
    scores = np.zeros((1, 1, 5, 7))
    scores[0, 0, 4, 1] = np.log(36.0)  # e^h - 1 = 35 = H W
    expect(kata.soft_argmax2d(Tensor(scores, "float64")).array[0, 0], "place (x, y)").near([-1.0, 1.0], 1e-12)


def test_gradient_is_the_covariance(kata, rng):
    """The derivative of the place by a score is its weight times its distance from the mean, over the temperature."""
    scores = rng.normal(size=(1, 1, 4, 5))
    slope = kata.probe(slope_of_x, Tensor(scores, "float64"), 0.5).array[0, 0]
    weights = np.exp(2 * scores[0, 0])
    weights /= weights.sum()
    x = np.arange(5) - 2.0
    expect(slope, "the derivative of x").near(2 * weights * (x - (weights * x).sum()), 1e-9)


def slope_of_x(submission, scores, temperature):
    scores = scores.clone().requires_grad_()
    submission.soft_argmax2d(scores, temperature)[0, 0, 0].backward()
    return scores.grad
