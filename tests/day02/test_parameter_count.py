"""day02/parameter_count: how many parameters a layer has."""

import pytest

from grader.checks import expect


# After conv_parameters, which it may call: a slip there is then shown where it was made.
def test_biases_by_default(kata):
    """Layers have biases unless told otherwise."""
    expect(kata.dense_parameters(5, 3), "dense").equals(18)
    expect(kata.conv_parameters(2, 3, (2, 4)), "convolutional").equals(51)
    expect(kata.locally_connected_parameters(2, 3, (2, 4), (3, 6)), "locally connected").equals(306)


def test_shearnet_mlp(kata):
    """ShearNet's mlp, 53 x 53 pixels to 128 to 64 to 4, has 368,196 parameters."""
    layers = [kata.dense_parameters(*sizes) for sizes in ((53 * 53, 128), (128, 64), (64, 4))]
    expect(sum(layers)).equals(368_196)


def test_kernel_as_large_as_the_image(kata):
    """Where the window is the whole image there is one position, and all three layers are the same."""
    expect(kata.dense_parameters(3 * 5 * 7, 4), "dense").equals(424)
    expect(kata.conv_parameters(3, 4, (5, 7)), "convolutional").equals(424)
    expect(kata.locally_connected_parameters(3, 4, (5, 7), (5, 7)), "locally connected").equals(424)


@pytest.mark.parametrize("size", [0, -3])
def test_no_features(kata, size):
    """A dense layer without inputs or outputs is refused by name."""
    kata.dense_parameters.refuses(size, 10, naming="in_features")
    kata.dense_parameters.refuses(10, size, naming="out_features")


@pytest.mark.parametrize("size", [0, -3])
def test_no_channels(kata, size):
    """A layer without channels is refused by name."""
    kata.conv_parameters.refuses(size, 4, (3, 3), naming="in_channels")
    kata.conv_parameters.refuses(4, size, (3, 3), naming="out_channels")
    kata.locally_connected_parameters.refuses(size, 4, (3, 3), (7, 9), naming="in_channels")
    kata.locally_connected_parameters.refuses(4, size, (3, 3), (7, 9), naming="out_channels")


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (-1, -1)])
def test_no_kernel(kata, shape):
    """A kernel without pixels is refused by name, whichever side is at fault."""
    kata.conv_parameters.refuses(2, 4, shape, naming="kernel_shape")
    kata.locally_connected_parameters.refuses(2, 4, shape, (7, 9), naming="kernel_shape")


def test_no_image(kata):
    """An image without pixels is refused by name."""
    kata.locally_connected_parameters.refuses(2, 4, (1, 1), (0, 9), naming="image_shape")
    kata.locally_connected_parameters.refuses(2, 4, (1, 1), (7, -9), naming="image_shape")


@pytest.mark.parametrize("shape", [(8, 3), (3, 10), (9, 11)])
def test_kernel_larger_than_the_image(kata, shape):
    """A window that is higher or wider than the image is refused by name."""
    kata.locally_connected_parameters.refuses(2, 4, shape, (7, 9), naming="kernel_shape")
