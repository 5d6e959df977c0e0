"""How much of the loss's gradient arrives at each layer. Glorot & Bengio 2010, section 4.2."""

import torch
from torch.nn import functional as F


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
    raise NotImplementedError


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
    raise NotImplementedError
