"""day05/lenet: LeNet-5."""

import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, on_zeros, unreached

LAYERS = ("conv1", "conv2", "fc1", "fc2", "fc3")


def test_parameters(kata):
    """61,706 parameters for images of one channel and ten classes."""
    expect(kata.probe(count_parameters, "LeNet5", {})).equals(61_706)


@pytest.mark.parametrize("channels, classes", [(3, 10), (2, 4)])
def test_parameters_of_others(kata, channels, classes):
    """Channels change conv1 alone, and classes change fc3 alone."""
    expected = 61_706 + 25 * 6 * (channels - 1) + 85 * (classes - 10)
    kwargs = {"channels": channels, "classes": classes}
    expect(kata.probe(count_parameters, "LeNet5", kwargs)).equals(expected)


def test_initial_weights(kata):
    """As it is built, no layer has weights that are all alike: such units would stay alike for ever."""
    spread = kata.probe(initial_spread, "LeNet5", {})
    expect(sorted(spread)).equals(sorted(f"{layer}.weight" for layer in LAYERS))
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-3)


def test_every_layer_learns(kata):
    """A gradient reaches every weight."""
    lost = kata.probe(unreached, "LeNet5", {}, (2, 1, 32, 32))
    expect(lost, "parameters that no gradient reaches").equals([])


@pytest.mark.parametrize("argument", ["channels", "classes"])
def test_none_of_them(kata, argument):
    """No channels and no classes are refused by name."""
    kata.LeNet5.refuses(**{argument: 0}, naming=argument)


SHAPES = [(1, 32, 32), (0, 1, 32, 32), (2, 3, 32, 32), (2, 1, 31, 32), (2, 1, 32, 36)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "x".join(map(str, shape)))
def test_images_of_another_shape(kata, shape):
    """An image without a batch, an empty batch, other channels, images too small or too large: refused by name."""
    kata.refuses(on_zeros, "LeNet5", {}, shape, naming="x")
