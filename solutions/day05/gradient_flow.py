"""How much of the loss's gradient arrives at each layer. Glorot & Bengio 2010, section 4.2."""

import torch
from torch import nn
from torch.nn import functional as F

_LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)
_ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


def gradient_norms(model, x, y, loss=F.mse_loss):
    """Return the size of the gradient of `loss(model(x), y)`, a single number, for the weights of each layer.

    The model runs in the mode that it is in. Its parameters, and the gradients that may be stored in their .grad,
    are left as they are, and what is stored there does not count.

    Returns
    -------
    norms : dict of str to float
        For every nn.Linear, nn.Conv1d, nn.Conv2d and nn.Conv3d, in the order of model.named_modules(), its name there
        and the norm of the gradient of its weight alone, without the bias: the root of the sum of all squares.

    >>> model = torch.nn.Sequential(torch.nn.Linear(1, 1, bias=False))
    >>> _ = model[0].weight.data.fill_(2.0)
    >>> gradient_norms(model, torch.tensor([[3.0]]), torch.tensor([[5.0]]))  # 2 (6 - 5) times 3
    {'0': 6.0}
    """
    weights = {name: layer.weight for name, layer in model.named_modules() if isinstance(layer, _LAYERS)}
    # autograd.grad hands the gradients over; backward() would add them to what .grad holds already.
    gradients = torch.autograd.grad(loss(model(x), y), list(weights.values()))
    return {name: gradient.norm().item() for name, gradient in zip(weights, gradients, strict=True)}


def vanishing_ratio(depth, activation, gain=1.0, width=64, seed=0):
    """Return how much of the gradient arrives at the first layer of a deep network, relative to the last.

    The network has `depth` layers of weights, each from `width` to `width` units, without biases, and `activation`
    behind every layer but the last: "linear" (nothing), "sigmoid", "tanh" or "relu". A layer maps a to a @ weight.T.
    A depth below 2 raises a ValueError naming `depth`. The ratio is the norm of the gradient of the first layer's
    weights over that of the last layer's, for the mean squared error over all elements.

    All numbers are drawn by torch.randn in float64 on the CPU from one torch.Generator with that seed, in this order:
    the first layer's weights, (width, width), to be multiplied by gain / sqrt(width); the second layer's, and so
    on to the last; the inputs, (32, width); the targets, (32, width).

    >>> round(vanishing_ratio(10, "linear"), 4)
    1.6476
    """
    _check_vanishing_ratio(depth)
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape):
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    weights = [(draw(width, width) * gain / width**0.5).requires_grad_() for _ in range(depth)]
    a, target = draw(32, width), draw(32, width)
    for weight in weights[:-1]:
        a = _ACTIVATIONS[activation](a @ weight.T)
    loss = F.mse_loss(a @ weights[-1].T, target)
    first, last = torch.autograd.grad(loss, (weights[0], weights[-1]))
    return (first.norm() / last.norm()).item()


def _check_vanishing_ratio(depth):
    if depth < 2:
        raise ValueError(f"depth must be at least 2, got {depth}")
