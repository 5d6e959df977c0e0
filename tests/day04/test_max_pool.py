"""day04/max_pool: max pooling, and the way of the gradient back to the pixels that won."""

import numpy as np

from grader.checks import expect


def test_shearnet_stamp(kata, rng):
    """A map of 53 x 53 is pooled to 26 x 26: what would hang over the end is left out."""
    values, argmax = kata.max_pool2d(rng.normal(size=(1, 1, 53, 53)), 2)
    expect(values, "values").has_shape((1, 1, 26, 26))
    expect(argmax, "argmax").has_shape((1, 1, 26, 26))


def test_argmax_finds_the_values(kata, rng):
    """The pixels that argmax points to are the values."""
    x = rng.normal(size=(3, 2, 9, 7))
    values, argmax = kata.max_pool2d(x, (3, 2), (2, 2))
    expect(argmax, "argmax").has_shape((3, 2, 4, 3))
    index = np.clip(argmax.astype(int), 0, 9 * 7 - 1).reshape(3, 2, -1)
    found = np.take_along_axis(x.reshape(3, 2, -1), index, axis=2).reshape(argmax.shape)
    expect(values, "values, compared with the pixels that argmax points to").equals(found)


def test_gradient_is_routed_whole(kata, rng):
    """All of the gradient arrives: its sum in each channel stays what it was."""
    x = rng.normal(size=(2, 3, 8, 9))
    values, argmax = kata.max_pool2d(x, 3, 1)
    grad_out = rng.normal(3.0, 3.0, values.shape)
    grad_x = kata.max_pool2d_backward(grad_out, argmax, x.shape)
    expect(grad_x).has_shape(x.shape)
    expect(grad_x.sum(axis=(2, 3)), "the sum of each channel").equals(grad_out.sum(axis=(2, 3)), rtol=1e-5)
