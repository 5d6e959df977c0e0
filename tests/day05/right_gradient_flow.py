"""Other right ways to write day05/gradient_flow."""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day05 import gradient_flow as reference

LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)


@right("gradient_norms")
def on_a_copy(model, x, y, loss=F.mse_loss):
    """backward() on a copy of the model, its gradients cleared."""
    twin = copy.deepcopy(model)
    twin.zero_grad()
    loss(twin(x), y).backward()
    layers = {name: module for name, module in twin.named_modules() if isinstance(module, LAYERS)}
    return {name: np.sqrt(np.sum(layer.weight.grad.cpu().numpy() ** 2)) for name, layer in layers.items()}


@right("gradient_norms")
def with_gradients_put_back(model, x, y, loss=F.mse_loss):
    """backward() on the model itself, and what was stored there put back afterwards."""
    stored = {parameter: parameter.grad for parameter in model.parameters()}
    for parameter in stored:
        parameter.grad = None
    loss(model(x), y).backward()
    found = {}
    for name, module in model.named_modules():
        if isinstance(module, LAYERS):
            found[name] = float(torch.linalg.vector_norm(module.weight.grad))
    for parameter, gradient in stored.items():
        parameter.grad = gradient
    return found


@right("vanishing_ratio")
def with_layers(depth, activation, gain=1.0, width=64, seed=0):
    """A network of nn.Linear layers, measured by the kata's other function; the loss is summed."""
    generator, model = torch.Generator(), nn.Sequential()
    generator.manual_seed(seed)
    acts = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "linear": nn.Identity}
    for i in range(depth):
        layer = nn.Linear(width, width, bias=False, dtype=torch.float64)
        layer.weight.data = torch.randn(width, width, generator=generator, dtype=torch.float64) * (
            gain / np.sqrt(width)
        )
        model.append(layer)
        if i + 1 < depth:
            model.append(acts[activation]())
    x, y = (torch.randn(32, width, generator=generator, dtype=torch.float64) for _ in range(2))
    norms = list(reference.gradient_norms(model, x, y, nn.MSELoss(reduction="sum")).values())
    return np.float64(norms[0]) / norms[-1]


@right("vanishing_ratio")
def backwards_by_hand(depth, activation, gain=1.0, width=64, seed=0):
    generator = torch.Generator().manual_seed(seed)
    draws = [torch.randn(width, width, generator=generator, dtype=torch.float64).numpy() for _ in range(depth)]
    x, y = (torch.randn(32, width, generator=generator, dtype=torch.float64).numpy() for _ in range(2))
    weights, inputs, slopes = [gain * draw / width**0.5 for draw in draws], [x], []
    for i, weight in enumerate(weights):
        z = inputs[-1] @ weight.T
        if i == depth - 1 or activation == "linear":
            value, slope = z, np.ones_like(z)
        elif activation == "relu":
            value, slope = z * (z > 0), (z > 0) * 1.0
        elif activation == "tanh":
            value, slope = np.tanh(z), 1 / np.cosh(z) ** 2
        else:
            value = 0.5 + 0.5 * np.tanh(z / 2)
            slope = value * (1 - value)
        inputs.append(value)
        slopes.append(slope)
    delta, norms = inputs[-1] - y, []
    for weight, below, slope in zip(weights[::-1], inputs[-2::-1], slopes[::-1], strict=True):
        delta = delta * slope
        norms.append(np.linalg.norm(delta.T @ below))
        delta = delta @ weight
    return norms[-1] / norms[0]
