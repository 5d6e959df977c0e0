"""Every layer of a network in a row: what it puts out, holds, costs and sees."""

import torch
from torch import nn


def layer_table(model, input_shape):
    """Return what each layer of a network puts out, holds, costs and sees.

    The model is run once on one example of zeros, in evaluation mode, without gradients. Afterwards it is as it was:
    every module in its own mode, all buffers unchanged, no hook left behind, also if the model raises.

    Parameters
    ----------
    model : torch.nn.Module
        A plain sequence of layers (each works on what the last one put out), of any dtype, on any device. A layer is a
        module without modules inside. Convolutions are nn.Conv2d, dense layers nn.Linear, poolings nn.MaxPool2d and
        nn.AvgPool2d; nn.Flatten and every other layer is taken to leave its numbers where they are (activations,
        batch normalisation, dropout).
    input_shape : tuple of int
        Shape of one example without the batch axis, (H, W) or (C, H, W); its last two axes are rows and columns.

    Returns
    -------
    list of dict
        One row for each call of a layer, in the order of the calls:

        "name" : str, as in model.named_modules(), "features.0" for instance
        "kind" : str, the name of the layer's class
        "output_shape" : tuple of int, without the batch axis
        "parameters" : int, the numbers in all its parameters; 0 in the later rows of a layer that is called repeatedly
        "macs" : int, multiply-accumulate operations for one example: those of convolutions and dense layers, padded
            zeros included, biases not; 0 for every other layer
        "receptive_field" : (int, int), rows and columns of input pixels from the first to the last that one number of
            the output can depend on, as day03/receptive_field counts them, but no more than the input has; behind a
            dense layer that is the whole input

    Raises
    ------
    ValueError
        Naming `input_shape` if it has fewer than two axes, or an axis below 1.

    Examples
    --------
    >>> model = nn.Sequential(nn.Conv2d(1, 4, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(48, 2))
    >>> for row in layer_table(model, (1, 7, 9)):
    ...     print(*row.values())
    0 Conv2d (4, 3, 4) 40 432 (3, 3)
    1 ReLU (4, 3, 4) 0 0 (3, 3)
    2 Flatten (48,) 0 0 (3, 3)
    3 Linear (2,) 98 96 (7, 9)
    """
    if len(input_shape) < 2 or min(input_shape) < 1:
        raise ValueError(f"input_shape must be (H, W) or (C, H, W), got {tuple(input_shape)}")
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
