"""Every layer of a network in a row: what it puts out, holds, costs and sees.

Not allowed here: torch.utils.flop_counter (counting is what this kata builds).
"""

import torch


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
    raise NotImplementedError
