"""day05/alexnet: AlexNet with its two groups."""

import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, is_steady, on_zeros, unreached


def test_rest_in_eval_mode(kata):
    """In eval mode the same images give the same logits: dropout is off."""
    steady = kata.probe(is_steady, "AlexNet", {"classes": 3, "shrink": 16}, (1, 3, 227, 227))
    expect(steady).holds("in eval mode, the same images give other logits the second time")


def test_dropout(kata):
    """In training mode half of the units of fc6 and of fc7 are dropped, and the others doubled; no other is."""
    seen = {
        (start, training): kata.probe(seen_with_ones, start, training)
        for start in ("fc6", "conv5")
        for training in (False, True)
    }
    for (start, training), found in seen.items():
        said = f"the logits that occur where all units from {start} on are 1, in {'train' if training else 'eval'} mode"
        expect(found, said).equals([0.0, 4.0] if training else [1.0])


def seen_with_ones(submission, start, training):
    """Return which logits occur if a layer gives ones, and each unit after it reads a single one, with weight 1."""
    import torch

    torch.manual_seed(0)
    model = submission.AlexNet(classes=20, shrink=16).train(training)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.get_submodule(start).bias += 1
        if start != "fc6":
            model.fc6.weight[:, 0] = 1
        for layer in (model.fc7, model.fc8):
            layer.weight[:20, :20] = torch.eye(20)
        found = model(torch.zeros(4, 3, 227, 227)).flatten().tolist()
    return sorted({round(logit, 5) for logit in found})


def test_parameters(kata):
    """60,965,224 parameters for 1000 classes."""
    expect(kata.probe(count_parameters, "AlexNet", {})).equals(60_965_224)


@pytest.mark.parametrize("classes, shrink", [(10, 1), (7, 2), (1, 8)])
def test_parameters_of_others(kata, classes, shrink):
    """Classes change fc8 alone; shrink divides the inputs of each layer and its outputs."""
    a, b, c, dense = 96 // shrink, 256 // shrink, 384 // shrink, 4096 // shrink
    convolutions = (3 * 121 + 1) * a + (a // 2 * 25 + 1) * b + (b * 9 + 1) * c + (c // 2 * 9 + 1) * (c + b)
    expected = convolutions + (b * 36 + 1) * dense + (dense + 1) * (dense + classes)
    expect(kata.probe(count_parameters, "AlexNet", {"classes": classes, "shrink": shrink})).equals(expected)


def test_initial_weights(kata):
    """As it is built, no layer has weights that are all alike: such units would stay alike for ever."""
    spread = kata.probe(initial_spread, "AlexNet", {"shrink": 16})
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-4)


def test_every_layer_learns(kata):
    """A gradient reaches every weight."""
    expect(
        kata.probe(unreached, "AlexNet", {"shrink": 16}, (2, 3, 227, 227)), "parameters that no gradient reaches"
    ).equals([])


def test_no_classes(kata):
    """No classes are refused by name."""
    kata.AlexNet.refuses(0, naming="classes")


@pytest.mark.parametrize("shrink", [0, 3, 32])
def test_shrink(kata, shrink):
    """A shrink that does not divide every layer is refused by name."""
    kata.AlexNet.refuses(10, shrink, naming="shrink")


SHAPES = [(3, 227, 227), (0, 3, 227, 227), (1, 1, 227, 227), (1, 3, 224, 224), (1, 3, 227, 259)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "x".join(map(str, shape)))
def test_images_of_another_shape(kata, shape):
    """An image without a batch, an empty batch, other channels, images too small or too large: refused by name."""
    kata.refuses(on_zeros, "AlexNet", {"shrink": 16}, shape, naming="x")
