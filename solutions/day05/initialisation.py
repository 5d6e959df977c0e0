"""Random weights of the right size: a signal that neither dies nor explodes on its way through the layers.

A layer is an nn.Linear, nn.Conv1d, nn.Conv2d or nn.Conv3d. Glorot & Bengio 2010, eq. 12; He et al. 2015, eqs. 10, 15.
"""

import math

import torch
from torch import nn

_LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)
_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def fans(weight_shape, groups=1):
    """Return (fan_in, fan_out): how many products make one output, and in how many one input takes part.

    A dense layer's weight is (outputs, inputs); a convolution's (filters, channels / groups, *kernel), with one to
    three sizes of the kernel. fan_out is meant in the middle of a large image, at stride 1. Groups that do not divide
    the filters raise a ValueError naming `groups`.

    >>> fans((120, 400)), fans((16, 6, 5, 5))
    ((400, 120), (150, 400))
    """
    _check_fans(weight_shape, groups)
    outputs, inputs, *kernel = weight_shape
    area = math.prod(kernel)
    return inputs * area, outputs // groups * area


def xavier_std(fan_in, fan_out, gain=1.0):
    """Return the standard deviation of weights for which growth forward and growth backward are 1 on average.

    Their variance is gain^2 over the mean of the two fans; `gain` makes up for what the activation takes away.

    >>> xavier_std(100, 100)
    0.1
    """
    return gain * math.sqrt(2 / (fan_in + fan_out))


def kaiming_std(fan_in, negative_slope=0.0):
    """Return the standard deviation of weights that keep the signal's size through ReLUs.

    Half of (1 + slope^2) fan_in times the variance is 1. The slope is the activation's for negative inputs: 0 for
    ReLU, more for leaky ReLU, 1 for none at all.

    >>> kaiming_std(50)
    0.2
    """
    return math.sqrt(2 / ((1 + negative_slope**2) * fan_in))


def initialise(model, generator):
    """Give a network that uses ReLUs the random weights to start with, in place, and return it.

    The weights of all layers, however deep inside, are drawn anew: normal, mean 0, standard deviation
    `kaiming_std(fan_in)`. Their biases, where they have any, become 0. Batch normalisation (nn.BatchNorm1d, 2d, 3d; not
    always with parameters) gets weight 1 and bias 0. All else stays as it is. Every number is drawn from the
    generator, on its own device.

    >>> layer = initialise(torch.nn.Linear(200, 1000), torch.Generator().manual_seed(0))
    >>> round(layer.weight.std().item(), 2), layer.bias.abs().max().item()
    (0.1, 0.0)
    """
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, _LAYERS):
                # weight.shape[1] counts the channels of a filter's own group, so groups need no thought here.
                fan_in, _ = fans(layer.weight.shape)
                weight = torch.randn(layer.weight.shape, generator=generator, device=generator.device)
                layer.weight.copy_(kaiming_std(fan_in) * weight)
                if layer.bias is not None:
                    layer.bias.zero_()
            elif isinstance(layer, _NORMS) and layer.affine:
                layer.weight.fill_(1.0)
                layer.bias.zero_()
    return model


def activation_variances(model, x):
    """Return how strongly the outputs of each layer vary when the model is run on x once, as it is.

    Returns
    -------
    variances : dict of str to float
        For every layer, in the order in which they are used (each is used once), its name in model.named_modules()
        and the variance of its own output, before whatever comes next: over all elements, divided by their number.
        The model keeps its mode and is left without hooks and gradients.

    >>> model = torch.nn.Sequential(torch.nn.Linear(2, 2, bias=False), torch.nn.ReLU(), torch.nn.Linear(2, 1))
    >>> _ = model[0].weight.data.copy_(torch.tensor([[1.0, 0.0], [0.0, 2.0]]))
    >>> activation_variances(model, torch.tensor([[1.0, 1.0], [-1.0, -1.0]]))["0"]  # of 1, 2, -1, -2
    2.5
    """
    variances = {}

    def measuring(name):
        def hook(layer, inputs, output):  # reduced at once: a ReLU in place may overwrite the output later
            variances[name] = output.var(correction=0).item()

        return hook

    layers = [(name, layer) for name, layer in model.named_modules() if isinstance(layer, _LAYERS)]
    hooks = [layer.register_forward_hook(measuring(name)) for name, layer in layers]
    try:
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return variances


def _check_fans(weight_shape, groups):
    if groups < 1 or weight_shape[0] % groups:
        raise ValueError(f"groups must divide the {weight_shape[0]} filters, got {groups}")
