"""day07/shearnet: ShearNet's default network, layer by layer."""

import numpy as np

from fixtures.day07.shearnet import hidden_weights
from grader.checks import each_case, expect
from grader.modules import count_parameters, initial_spread
from grader.plain import Tensor
from grader.tolerances import relative

LAYERS = [
    ("conv1", (16, 53, 53)),
    ("relu1", (16, 53, 53)),
    ("pool1", (16, 26, 26)),
    ("conv2", (32, 26, 26)),
    ("relu2", (32, 26, 26)),
    ("pool2", (32, 13, 13)),
    ("flatten", (5408,)),
    ("dense1", (128,)),
    ("relu3", (128,)),
    ("dense2", (4,)),
]


def test_parameters(kata):
    """697,668 parameters."""
    expect(kata.probe(count_parameters, "ShearNetCNN"), "parameters").equals(697_668)


@each_case("ShearNetCNN")
def test_shearnet(kata, case):
    _, mode, stamps = case.args
    found = kata.probe(run_with_hidden_weights, "ShearNetCNN", *case.args)
    name = f"with hidden weights, in {mode} mode, on {'x'.join(map(str, stamps.array.shape))} {stamps.dtype}"
    expect(found["learns"]).holds(
        f"{name}: the output is cut off from the weights, no gradient can flow back through it"
    )
    expect(found["device"] == kata.device).holds(
        f"{name}: the output is on {found['device']}, the stamps on {kata.device}"
    )
    expect(found["dtype"] == stamps.dtype).holds(f"{name}: the output is {found['dtype']}, weights and stamps are not")
    expect(found["output"], name).equals(case.expected.array, rtol=relative(stamps.dtype, kata.device))


def run_with_hidden_weights(submission, name, seed, mode, x):
    """Return what the network makes of the stamps, where and in which dtype, and whether it can learn from it."""
    import torch

    from grader.modules import build

    state = {key: torch.as_tensor(value).to(x) for key, value in hidden_weights(seed).items()}
    model = build(submission, name, {}, state).train(mode == "train")
    torch.manual_seed(0)  # in case something draws
    output = model(x)
    values, dtype = output.detach().cpu().numpy(), str(output.dtype).removeprefix("torch.")
    return {"output": values, "dtype": dtype, "device": output.device.type, "learns": output.requires_grad}


def test_layers(kata):
    """Ten modules under the stub's names, called in its order, with the published shapes."""
    found = kata.probe(called_layers, "ShearNetCNN")
    names, expected = [name for name, _ in found], [name for name, _ in LAYERS]
    expect(names == expected).holds(
        f"the modules called are {', '.join(names)}; the stub asks for {', '.join(expected)}"
    )
    for (name, shape), (_, right) in zip(found, LAYERS, strict=True):
        expect(shape == (2, *right)).holds(f"{name} puts out {shape} for two stamps; {(2, *right)} is right")


def called_layers(submission, name):
    """Return the names and output shapes of the modules as they are called on two stamps."""
    import torch

    model, calls = getattr(submission, name)(), []
    for name, module in model.named_modules():
        if not list(module.children()):
            module.register_forward_hook(lambda _, x, out, name=name: calls.append((name, tuple(out.shape))))
    model(torch.zeros(2, 53, 53))
    return calls


def test_every_parameter_learns(kata):
    """A gradient reaches every weight and every bias."""
    without = kata.probe(without_gradient, "ShearNetCNN")
    expect(not without).holds(f"no gradient reaches {', '.join(without)}")


def without_gradient(submission, name):
    """Return the parameters that a step of training would leave as they are."""
    import torch

    from grader.modules import build

    state = {key: torch.as_tensor(value) for key, value in hidden_weights(1).items()}
    model = build(submission, name, {}, state)
    rows = torch.linspace(-1, 1, 53)
    model(torch.stack([rows[:, None] * rows + rows, rows[:, None] - rows**2])).square().sum().backward()
    return [key for key, value in model.named_parameters() if value.grad is None or not value.grad.any()]


def test_units_begin_unlike(kata):
    """As it is built, no layer's weights are all the same number."""
    for name, spread in kata.probe(initial_spread, "ShearNetCNN", device=kata.device).items():
        expect(spread, f"standard deviation of {name}").at_least(1e-5)


def test_stamps_are_told_apart(kata):
    """As it is built, the network answers differently to different stamps."""
    dark, bright = kata.probe(two_answers, "ShearNetCNN")
    expect(dark != bright).holds("two stamps that differ get the same four numbers")


def two_answers(submission, name):
    """Return what a new network says of a dark stamp and of a bright one."""
    import torch

    torch.manual_seed(0)
    return getattr(submission, name)()(torch.stack([torch.zeros(53, 53), torch.eye(53)])).tolist()


def test_on_another_device(kata):
    """Every tensor is made where the stamps are."""
    stamps = Tensor(np.ones((1, 53, 53)), "float32")
    kata.stays_in_place(run_with_hidden_weights, "ShearNetCNN", 1, "eval", stamps)
