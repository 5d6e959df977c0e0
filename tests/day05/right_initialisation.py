"""Other right ways to write day05/initialisation."""

import numpy as np
import torch
from torch import nn

from grader.mutants import right
from solutions.day05 import initialisation as reference


@right("fans")
def with_numpy(weight_shape, groups=1):
    area = np.prod(weight_shape[2:], dtype=int)
    return np.int64(weight_shape[1] * area), np.int64(weight_shape[0] * area) // groups


@right("fans")
def from_a_meta_tensor(weight_shape, groups=1):
    weight = torch.empty(weight_shape, device="meta")
    return weight[0].numel(), weight[:, 0].numel() // groups


@right("xavier_std")
def by_torch(fan_in, fan_out, gain=1.0):
    return gain * torch.tensor(2.0 / (fan_in + fan_out), dtype=torch.float64).sqrt().item()


@right("kaiming_std")
def by_gain(fan_in, negative_slope=0.0):
    return torch.nn.init.calculate_gain("leaky_relu", negative_slope) * np.power(fan_in, -0.5)


@right("initialise")
def by_torch_init(model, generator):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
        elif isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)) and layer.weight is not None:
            nn.init.ones_(layer.weight)
            nn.init.zeros_(layer.bias)
    return model


@right("initialise")
def recursively(model, generator):
    """Another order of the draws: the last layer first."""
    for child in reversed(list(model.children())):
        recursively(child, generator)
    if isinstance(model, (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)):
        std = reference.kaiming_std(model.weight[0].numel())
        model.weight.data.normal_(0.0, std, generator=generator)
        if model.bias is not None:
            model.bias.data.fill_(0.0)
    elif type(model).__name__.startswith("BatchNorm"):
        model.reset_parameters()
    return model


@right("activation_variances")
def with_float_sums(model, x):
    """Names from the modules themselves, the variance from sums in float64, hooks as context."""
    names = {module: name for name, module in model.named_modules()}
    found, hooks = {}, []

    def hook(module, inputs, output):
        values = output.detach().cpu().numpy().astype(float)
        found[names[module]] = np.mean(np.square(values - values.mean()))

    for module in names:
        if isinstance(module, (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)):
            hooks.append(module.register_forward_hook(hook))
    model(x)
    for handle in hooks:
        handle.remove()
    return found
