"""How much of the loss's gradient arrives at each layer."""

import torch
from torch.nn import functional as F


def gradient_norms(model, x, y, loss=F.mse_loss):
    """Return the size of the loss's gradient for the weights of each layer.

    Parameters
    ----------
    model : torch.nn.Module
        Run in the mode that it is in. Its parameters, and the gradients that may be stored in their .grad, are
        left as they are, and what is stored there does not count.
    x : Tensor
        What the model takes.
    y : Tensor
        What `loss` compares the output with.
    loss : callable
        `loss(model(x), y)` is a single number. The default is the mean squared error over all elements; for classes
        hand in torch.nn.functional.cross_entropy.

    Returns
    -------
    norms : dict of str to float
        For every nn.Linear, nn.Conv1d, nn.Conv2d and nn.Conv3d, in the order of model.named_modules(), its name there
        and the norm of the gradient of its weight alone, without the bias: the root of the sum of all squares.

    Raises
    ------
    ValueError
        Naming `model` if it has no such layer.

    Examples
    --------
    >>> model = nn.Sequential(nn.Linear(2, 1, bias=False))
    >>> _ = model[0].weight.data.copy_(torch.tensor([[1.0, 1.0]]))
    >>> gradient_norms(model, torch.tensor([[3.0, 4.0]]), torch.tensor([[5.0]]))  # 2 (7 - 5) times (3, 4)
    {'0': 20.0}
    """
    raise NotImplementedError


def vanishing_ratio(depth, activation, gain=1.0, width=64, seed=0):
    """Return how much of the gradient arrives at the first layer of a deep network, relative to the last.

    Parameters
    ----------
    depth : int
        Layers of weights, at least 2.
    activation : {"linear", "sigmoid", "tanh", "relu"}
        What stands after every layer but the last. "linear" is nothing.
    gain : float
        The weights have standard deviation gain / sqrt(width).
    width : int
        Inputs, units of each layer, and outputs.
    seed : int
        Of the random numbers.

    Returns
    -------
    ratio : float
        Norm of the gradient of the first layer's weights over that of the last layer's, for the mean squared
        error (over all elements). Below 1 the gradient shrinks on its way back.

    Raises
    ------
    ValueError
        Naming `depth` if it is below 2, `width` if it is below 1, `activation` if it is unknown.

    Notes
    -----
    So that everybody measures the same network: the layers have no biases. All numbers are drawn by torch.randn in
    float64 on the CPU from one torch.Generator with that seed, in this order: the first layer's weights, (width,
    width), to be multiplied by gain / sqrt(width); the second layer's, and so on to the last; the inputs, (32, width);
    the targets, (32, width). A layer maps a to a @ weight.T, as nn.Linear does.

    Glorot & Bengio 2010, section 4.2; Goodfellow et al., Deep Learning, section 8.2.5.

    Examples
    --------
    >>> f"{vanishing_ratio(10, 'sigmoid'):.0e}", f"{vanishing_ratio(10, 'linear'):.1f}"
    ('1e-06', '1.6')
    """
    raise NotImplementedError
