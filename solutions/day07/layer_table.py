"""Every layer of a network in a row: what it puts out, holds, costs and sees."""

import torch
from torch import nn


def layer_table(model, input_shape):
    """Return what each layer of a network puts out, holds, costs and sees.

    The model is run once on one example of zeros, in evaluation mode, without gradients. Afterwards it is as it was:
    every module in its own mode, all buffers unchanged, none of your hooks left, also if the model raises.

    Parameters
    ----------
    model : torch.nn.Module
        A sequence of layers (modules without modules inside), of any dtype, on any device. Convolutions are nn.Conv2d,
        dense layers nn.Linear, poolings nn.MaxPool2d and nn.AvgPool2d; others leave their numbers where they are.
    input_shape : tuple of int
        Shape of one example without the batch axis, (H, W) or (C, H, W).

    Returns
    -------
    rows : list of dict
        One for each call of a layer, in the order of the calls: "name", as in model.named_modules(); "kind", the name
        of the layer's class; "output_shape", without the batch axis; "parameters", the numbers in all its parameters,
        0 in the later rows of a layer that is called again; "macs", multiply-accumulate operations of convolutions and
        dense layers for one example, padded zeros included, biases not, else 0; "receptive_field", (rows, columns) of
        input pixels from the first to the last that one number of the output can depend on (day03/receptive_field), but
        no more than the input has; behind a dense layer that is the whole input.

    >>> model = nn.Sequential(nn.Conv2d(1, 4, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(48, 2))
    >>> rows = layer_table(model, (1, 7, 9))
    >>> [row["name"] for row in rows], [row["macs"] for row in rows]
    (['0', '1', '2', '3'], [432, 0, 0, 96])
    """
    names = {module: name for name, module in model.named_modules() if not any(module.children())}
    rows, seen = [], set()
    image, field, jump = tuple(input_shape[-2:]), (1, 1), (1, 1)
    for layer, shape in _calls(model, names, input_shape):
        field, jump = _next_field(layer, field, jump, image)
        rows.append(
            {
                "name": names[layer],
                "kind": type(layer).__name__,
                "output_shape": shape,
                "parameters": 0 if layer in seen else sum(p.numel() for p in layer.parameters()),
                "macs": _macs(layer, shape),
                "receptive_field": tuple(min(size, whole) for size, whole in zip(field, image, strict=True)),
            }
        )
        seen.add(layer)
    return rows


def _calls(model, layers, input_shape):
    """Run the model once and return (layer, shape of its output) for each call."""
    calls = []
    modes = {module: module.training for module in model.modules()}
    hooks = [
        layer.register_forward_hook(lambda layer, _, output: calls.append((layer, tuple(output.shape[1:]))))
        for layer in layers
    ]
    like = next(model.parameters(), torch.empty(0))  # the dtype and device that the model works in
    try:
        with torch.no_grad():
            model.eval()(torch.zeros(1, *input_shape, dtype=like.dtype, device=like.device))
    finally:
        for hook in hooks:
            hook.remove()
        for module, training in modes.items():
            module.training = training
    return calls


def _next_field(layer, field, jump, image):
    """Return the receptive field and the jump behind a layer, (rows, columns) each."""
    if isinstance(layer, nn.Linear):
        return image, jump
    if not isinstance(layer, (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)):
        return field, jump
    kernel, stride, dilation = (_pair(getattr(layer, key, 1)) for key in ("kernel_size", "stride", "dilation"))
    field = tuple(size + d * (k - 1) * step for size, d, k, step in zip(field, dilation, kernel, jump, strict=True))
    return field, tuple(step * s for step, s in zip(jump, stride, strict=True))


def _macs(layer, shape):
    """Return products summed: for each number of the output one per weight that makes it."""
    if not isinstance(layer, (nn.Conv2d, nn.Linear)):
        return 0
    return torch.Size(shape).numel() * layer.weight[0].numel()


def _pair(value):
    return value if isinstance(value, tuple) else (value, value)
