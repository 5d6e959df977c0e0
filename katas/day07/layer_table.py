"""Every layer of a network in a row: what it puts out, holds, costs and sees.

Not allowed here: torch.utils.flop_counter (counting is what this kata builds).
"""

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
    raise NotImplementedError
