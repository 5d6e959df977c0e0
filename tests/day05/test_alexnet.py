"""day05/alexnet: AlexNet with its two groups."""

import pytest

from fixtures.day05._networks import shape_on_meta
from grader.checks import expect
from grader.modules import count_parameters, initial_spread, unreached


@pytest.mark.parametrize("start", ["fc6", "conv5"])
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
    expect(kata.probe(count_parameters, "AlexNet", {}), "the number of parameters").equals(60_965_224)


@pytest.mark.parametrize("classes, shrink", [(10, 1), (7, 2), (1, 8)])
def test_parameters_of_others(kata, classes, shrink):
    """Classes change fc8 alone; shrink divides the inputs of each layer and its outputs."""
    a, b, c, dense = 96 // shrink, 256 // shrink, 384 // shrink, 4096 // shrink
    convolutions = (3 * 121 + 1) * a + (a // 2 * 25 + 1) * b + (b * 9 + 1) * c + (c // 2 * 9 + 1) * (c + b)
    expected = convolutions + (b * 36 + 1) * dense + (dense + 1) * (dense + classes)
    found = kata.probe(count_parameters, "AlexNet", {"classes": classes, "shrink": shrink})
    expect(found, "the number of parameters").equals(expected)


def test_on_the_meta_device(kata):
    """The network works where its inputs are: built without memory, it still tells the shape of its logits."""
    shape = kata.probe(shape_on_meta, "AlexNet", {"classes": 6}, (3, 3, 240, 258))
    expect(shape, "the shape of the logits").equals((3, 6))


def test_initial_weights(kata):
    """As it is built, no layer has weights that are all alike: such units would stay alike for ever."""
    spread = kata.probe(initial_spread, "AlexNet", {"shrink": 16}, device=kata.device)
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-4)


def test_every_layer_learns(kata):
    """A gradient reaches every weight."""
    expect(
        kata.probe(unreached, "AlexNet", {"shrink": 16}, (2, 3, 227, 227), device=kata.device),
        "parameters that no gradient reaches",
    ).equals([])
