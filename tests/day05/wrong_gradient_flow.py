"""Wrong turns of day05/gradient_flow."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import lenient, wrong
from solutions.day05 import gradient_flow as right

LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)


def _layers(model):
    return {name: layer for name, layer in model.named_modules() if isinstance(layer, LAYERS)}


@wrong(
    "gradient_norms",
    because="Gradients that were there before are counted. backward() adds to .grad; it does not replace what a "
    "training step has left in it.",
)
def adds_to_what_is_there(model, x, y, loss=F.mse_loss):
    kept = [None if p.grad is None else p.grad.clone() for p in model.parameters()]
    loss(model(x), y).backward()
    found = {name: layer.weight.grad.norm().item() for name, layer in _layers(model).items()}
    for parameter, gradient in zip(model.parameters(), kept, strict=True):
        parameter.grad = gradient
    return found


@wrong(
    "gradient_norms",
    because="The model's stored gradients are wiped out, replaced or added to: a diagnosis must not "
    "change the patient. Whoever measures between backward() and step() would lose the step.",
)
def wipes_the_gradients(model, x, y, loss=F.mse_loss):
    model.zero_grad()
    loss(model(x), y).backward()
    return {name: layer.weight.grad.norm().item() for name, layer in _layers(model).items()}


def _measured(model, x, y, loss, measure):
    """Measure the gradient of each layer's weight, and its bias, otherwise than asked for."""
    value, found = loss(model(x), y), {}
    for name, layer in _layers(model).items():
        gradients = torch.autograd.grad(value, [layer.weight, layer.bias], retain_graph=True)
        found[name] = measure(*gradients).item()
    return found


@wrong("gradient_norms", because="The root is missing: this is the sum of the squares, the square of the norm.")
def squared_norms(model, x, y, loss=F.mse_loss):
    return _measured(model, x, y, loss, lambda weight, bias: weight.square().sum())


@wrong(
    "gradient_norms",
    because="The bias's gradient is counted together with the weight's. Asked for is the weight's alone.",
)
def with_the_bias(model, x, y, loss=F.mse_loss):
    return _measured(model, x, y, loss, lambda weight, bias: (weight.square().sum() + bias.square().sum()).sqrt())


@wrong(
    "gradient_norms",
    because="This is the mean of the gradient's absolute values. The norm is the root of the sum of their squares.",
)
def mean_sizes(model, x, y, loss=F.mse_loss):
    return _measured(model, x, y, loss, lambda weight, bias: weight.abs().mean())


@wrong(
    "gradient_norms",
    because="The squares are averaged instead of added: a root mean square. It differs from the norm by the root of "
    "the number of weights, another one in each layer.",
)
def root_mean_squares(model, x, y, loss=F.mse_loss):
    return _measured(model, x, y, loss, lambda weight, bias: weight.square().mean().sqrt())


@wrong(
    "gradient_norms",
    because="Layers inside a block are missed: named_children() lists the model's own parts only, named_modules() "
    "goes all the way down.",
)
def children_only(model, x, y, loss=F.mse_loss):
    found = right.gradient_norms(model, x, y, loss)
    return {name: norm for name, norm in found.items() if "." not in name}


@wrong(
    "gradient_norms",
    because="Every parameter has an entry of its own, weights and biases. Asked for is one entry a layer, under the "
    "layer's name.",
)
def parameter_by_parameter(model, x, y, loss=F.mse_loss):
    names, parameters = zip(*model.named_parameters(), strict=True)
    gradients = torch.autograd.grad(loss(model(x), y), parameters)
    return {name: gradient.norm().item() for name, gradient in zip(names, gradients, strict=True)}


def _ratio(
    depth, activation, gain, width, seed, layer_std=None, last=False, inputs_first=False, single=False, transposed=True
):
    """Return what the reference returns, but for what is handed in."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape):
        return torch.randn(shape, generator=generator, dtype=torch.float32 if single else torch.float64)

    std = gain / width**0.5 if layer_std is None else layer_std
    x = draw(32, width) if inputs_first else None
    weights = [(draw(width, width) * std).requires_grad_() for _ in range(depth)]
    x, y = draw(32, width) if x is None else x, draw(32, width)
    act = {"linear": lambda z: z, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[activation]
    for i, weight in enumerate(weights):
        x = x @ (weight.T if transposed else weight)
        x = act(x) if last or i < depth - 1 else x
    first, final = torch.autograd.grad(F.mse_loss(x, y), (weights[0], weights[-1]))
    return (first.norm() / final.norm()).item()


@wrong(
    "vanishing_ratio",
    because="The ratio is upside down: the last layer's gradient over the first's. A vanishing gradient then shows as "
    "a huge number.",
)
def upside_down(depth, activation, gain=1.0, width=64, seed=0):
    return 1 / right.vanishing_ratio(depth, activation, gain, width, seed)


@wrong(
    "vanishing_ratio",
    because="The activation follows the last layer too. A regression's output is left as it is, and the last layer's "
    "gradient does not pass through an activation.",
)
def activates_the_output(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed, last=True)


@wrong(
    "vanishing_ratio",
    because="`depth` is taken for the number of hidden layers, so there is one layer of weights more.",
)
def one_layer_more(depth, activation, gain=1.0, width=64, seed=0):
    return right.vanishing_ratio(depth + 1, activation, gain, width, seed)


@wrong(
    "vanishing_ratio",
    because="The weights' standard deviation is gain / width. It is their variance that goes with 1 / width.",
)
def divides_by_the_width(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed, layer_std=gain / width)


@wrong(
    "vanishing_ratio",
    because="The inputs are drawn before the weights. The order is part of the definition: the weights layer by layer, "
    "then the inputs, then the targets.",
)
def draws_the_inputs_first(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed, inputs_first=True)


@wrong(
    "vanishing_ratio",
    because="A layer maps a to a @ weight here. nn.Linear stores a row for each output, so it is a @ weight.T.",
)
def weights_not_transposed(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed, transposed=False)


@wrong(
    "vanishing_ratio",
    because="The numbers are drawn in float32, torch.randn's default. In float64 the same seed draws others: say "
    "dtype=torch.float64.",
)
def draws_in_float32(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed, single=True)


@lenient(
    "vanishing_ratio",
    because="A network of one layer is let through. Its first layer is its last, so the ratio is 1 whatever "
    "the network does.",
)
def takes_one_layer(depth, activation, gain=1.0, width=64, seed=0):
    return _ratio(depth, activation, gain, width, seed)
