"""day05/lenet: LeNet-5."""

import pytest

from fixtures.day05._networks import shape_on_meta
from grader.checks import expect
from grader.modules import count_parameters, initial_spread, unreached

LAYERS = ("conv1", "conv2", "fc1", "fc2", "fc3")


def test_parameters(kata):
    """61,706 parameters for images of one channel and ten classes."""
    expect(kata.probe(count_parameters, "LeNet5", {}), "the number of parameters").equals(61_706)


@pytest.mark.parametrize("channels, classes", [(3, 10), (2, 4), (1, 1)])
def test_parameters_of_others(kata, channels, classes):
    """Channels change conv1 alone, and classes change fc3 alone."""
    expected = 61_706 + 25 * 6 * (channels - 1) + 85 * (classes - 10)
    found = kata.probe(count_parameters, "LeNet5", {"channels": channels, "classes": classes})
    expect(found, "the number of parameters").equals(expected)


def test_on_the_meta_device(kata):
    """The network works where its inputs are: built without memory, it still tells the shape of its logits."""
    shape = kata.probe(shape_on_meta, "LeNet5", {"channels": 2, "classes": 7}, (3, 2, 34, 35))
    expect(shape, "the shape of the logits").equals((3, 7))


def test_initial_weights(kata):
    """As it is built, no layer has weights that are all alike: such units would stay alike for ever."""
    spread = kata.probe(initial_spread, "LeNet5", {}, device=kata.device)
    expect(sorted(spread)).equals(sorted(f"{layer}.weight" for layer in LAYERS))
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-3)


def test_every_layer_learns(kata):
    """A gradient reaches every weight."""
    lost = kata.probe(unreached, "LeNet5", {}, (2, 1, 32, 32), device=kata.device)
    expect(lost, "parameters that no gradient reaches").equals([])
