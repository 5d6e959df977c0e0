"""day05/vgg: VGG-16 and the block it is made of."""

from itertools import pairwise

import pytest

from fixtures.day05._networks import shape_on_meta
from grader.checks import expect
from grader.modules import count_parameters, initial_spread, unreached


@pytest.mark.parametrize("convs", [1, 3])
def test_layers_of_a_block(kata, convs):
    """A block is a Sequential of convolutions, ReLUs and a pool, and its convolutions have k = 3 and biases."""
    weights = 9 * 4 * 5 + 5 + (convs - 1) * (9 * 5 * 5 + 5)
    kwargs = {"in_channels": 4, "out_channels": 5, "convs": convs}
    expect(kata.probe(count_parameters, "vgg_block", kwargs), "the number of parameters").equals(weights)


@pytest.mark.parametrize("start", ["fc6", "block5"])
@pytest.mark.parametrize("training", [False, True], ids=["eval", "train"])
def test_dropout(kata, start, training):
    """Half of the units of fc6 and of fc7 are dropped and the others doubled; no others are, and none in eval mode."""
    found = kata.probe(seen_with_ones, start, training)
    said = f"the logits that occur where all units from {start} on are 1, in {'train' if training else 'eval'} mode"
    expect(found, said).equals([0.0, 4.0] if training else [1.0])


def seen_with_ones(submission, start, training):
    """Return which logits occur if a layer gives ones, and each unit after it reads a single one, with weight 1."""
    import torch

    torch.manual_seed(0)
    model = submission.VGG16(classes=20, shrink=32).train(training)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        last = [layer for layer in model.get_submodule(start).modules() if hasattr(layer, "weight")][-1]
        last.bias += 1
        if start != "fc6":
            model.fc6.weight[:, 0] = 1
        for layer in (model.fc7, model.fc8):
            layer.weight[:20, :20] = torch.eye(20)
        found = model(torch.zeros(4, 3, 224, 224)).flatten().tolist()
    return sorted({round(logit, 5) for logit in found})


def test_parameters(kata):
    """138,357,544 parameters for 1000 classes."""
    expect(kata.probe(count_parameters, "VGG16", {}), "the number of parameters").equals(138_357_544)


@pytest.mark.parametrize("classes, shrink", [(10, 1), (7, 2), (1, 16)])
def test_parameters_of_others(kata, classes, shrink):
    """Classes change fc8 alone; shrink divides the inputs of each layer and its outputs."""
    filters = [3, *(n // shrink for n in (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512))]
    convolutions = sum((9 * n + 1) * m for n, m in pairwise(filters))
    dense = 4096 // shrink
    expected = convolutions + (filters[-1] * 49 + 1) * dense + (dense + 1) * (dense + classes)
    found = kata.probe(count_parameters, "VGG16", {"classes": classes, "shrink": shrink})
    expect(found, "the number of parameters").equals(expected)


def test_on_the_meta_device(kata):
    """The network works where its inputs are: built without memory, it still tells the shape of its logits."""
    shape = kata.probe(shape_on_meta, "VGG16", {"classes": 6}, (3, 3, 240, 255))
    expect(shape, "the shape of the logits").equals((3, 6))


def test_initial_weights(kata):
    """As it is built, no layer has weights that are all alike: such units would stay alike for ever."""
    spread = kata.probe(initial_spread, "VGG16", {"shrink": 32}, device=kata.device)
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-4)


def test_every_layer_learns(kata):
    """A gradient reaches every weight."""
    expect(
        kata.probe(unreached, "VGG16", {"shrink": 32}, (2, 3, 224, 224), device=kata.device),
        "parameters that no gradient reaches",
    ).equals([])
