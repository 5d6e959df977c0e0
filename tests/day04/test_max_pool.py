"""day04/max_pool: max pooling, and the way of the gradient back to the pixels that won."""

import numpy as np
import pytest

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


def test_defaults(kata, rng):
    """Without a stride the windows touch: the stride is the size, on each axis its own."""
    x = rng.normal(size=(1, 2, 7, 11))
    values, argmax = kata.max_pool2d(x, (2, 3))
    with_stride = kata.max_pool2d(x, (2, 3), (2, 3))
    expect(values, "values").equals(with_stride[0])
    expect(argmax, "argmax").equals(with_stride[1])


def test_gradient_is_routed_whole(kata, rng):
    """All of the gradient arrives: its sum in each channel stays what it was."""
    x = rng.normal(size=(2, 3, 8, 9))
    values, argmax = kata.max_pool2d(x, 3, 1)
    grad_out = rng.normal(size=values.shape)
    grad_x = kata.max_pool2d_backward(grad_out, argmax, x.shape)
    expect(grad_x).has_shape(x.shape)
    expect(grad_x.sum(axis=(2, 3)), "the sum of each channel").equals(grad_out.sum(axis=(2, 3)))


@pytest.mark.parametrize("shape", [(6, 7), (2, 6, 7), (0, 2, 6, 7)])
def test_no_batch_of_images(kata, rng, shape):
    """An image without batch and channels, and an empty batch, are refused by name."""
    kata.max_pool2d.refuses(rng.normal(size=shape), 2, naming="x")


@pytest.mark.parametrize("size", [0, -2, (0, 2), (2, 0), (7, 2), (2, 8), 8])
def test_window_that_is_none_or_does_not_fit(kata, rng, size):
    """A window without pixels, or larger than the image along an axis, is refused by name."""
    kata.max_pool2d.refuses(rng.normal(size=(1, 2, 6, 7)), size, naming="size")


@pytest.mark.parametrize("stride", [0, -1, (0, 1), (2, 0)])
def test_no_stride(kata, rng, stride):
    """A stride below 1 is refused by name; 0 is not the same as None."""
    kata.max_pool2d.refuses(rng.normal(size=(1, 2, 6, 7)), 2, stride, naming="stride")


@pytest.mark.parametrize("shape", [(1, 2, 3, 2), (1, 2, 6), (2, 2, 2, 3)])
def test_argmax_of_another_shape(kata, rng, shape):
    """An argmax that is not shaped like grad_out is refused by name."""
    grad_out = rng.normal(size=(1, 2, 2, 3))
    kata.max_pool2d_backward.refuses(grad_out, np.zeros(shape, int), (1, 2, 4, 6), naming="argmax")


@pytest.mark.parametrize("index", [-1, 24, 47])
def test_argmax_outside_the_image(kata, rng, index):
    """An index beyond the pixels of the image is refused by name, and so is a negative one, which NumPy would take."""
    argmax = rng.integers(0, 24, (1, 2, 2, 3))
    argmax[0, 1, 1, 2] = index
    kata.max_pool2d_backward.refuses(rng.normal(size=(1, 2, 2, 3)), argmax, (1, 2, 4, 6), naming="argmax")


@pytest.mark.parametrize("shape", [(4, 6), (2, 4, 6), (2, 2, 4, 6), (1, 3, 4, 6), (2, 1, 4, 6)])
def test_input_of_another_shape(kata, rng, shape):
    """An input_shape with other images or channels than grad_out is refused by name."""
    argmax = np.zeros((1, 2, 2, 3), int)
    kata.max_pool2d_backward.refuses(rng.normal(size=(1, 2, 2, 3)), argmax, shape, naming="input_shape")
