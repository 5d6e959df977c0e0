"""Random weights of the right size: a signal that neither dies nor explodes on its way through the layers.

Not allowed here: torch.nn.init (the standard deviations are what this kata builds).
"""

import math

import torch


def fans(weight_shape, groups=1):
    """Return how many products make one output of a layer, and in how many one input takes part.

    Parameters
    ----------
    weight_shape : sequence of int
        A dense layer's weight is (outputs, inputs); a convolution's (filters, channels / groups, *kernel), with one,
        two or three sizes of the kernel.
    groups : int
        Groups of the convolution; it divides the filters.

    Returns
    -------
    fan_in : int
        Products that one output number is the sum of.
    fan_out : int
        Products in which one input number takes part, in the middle of a large image, at stride 1.

    Raises
    ------
    ValueError
        Naming `weight_shape` if it has fewer than two sizes, `groups` if it is below 1 or does not divide the filters.

    Notes
    -----
    He et al. 2015, arXiv:1502.01852, section 2.2: n = k^2 c for the forward and k^2 d for the backward case.

    Examples
    --------
    >>> fans((120, 400))
    (400, 120)
    >>> fans((16, 6, 5, 5))
    (150, 400)
    """
    raise NotImplementedError


def xavier_std(fan_in, fan_out, gain=1.0):
    """Return the standard deviation of weights that keep activations and gradients alike, as well as one number can.

    Parameters
    ----------
    fan_in, fan_out : int
        As `fans` gives them.
    gain : float
        Factor that makes up for what the activation takes away; 1 for a linear layer.

    Returns
    -------
    std : float
        The standard deviation: for a uniform distribution that is not its bound.

    Raises
    ------
    ValueError
        Naming the fan that is below 1.

    Notes
    -----
    Glorot & Bengio 2010, equation 12: variance gain^2 / ((fan_in + fan_out) / 2).

    Examples
    --------
    >>> xavier_std(100, 100)
    0.1
    """
    raise NotImplementedError


def kaiming_std(fan_in, negative_slope=0.0):
    """Return the standard deviation of weights that keep the signal's size through ReLUs.

    Parameters
    ----------
    fan_in : int
        As `fans` gives it.
    negative_slope : float
        Slope of the activation for negative inputs: 0 for ReLU, more for leaky ReLU, 1 for none at all.

    Returns
    -------
    std : float

    Raises
    ------
    ValueError
        Naming `fan_in` if it is below 1.

    Notes
    -----
    He et al. 2015, arXiv:1502.01852, equations 10 and 15: half of (1 + slope^2) fan_in times the variance is 1.

    Examples
    --------
    >>> kaiming_std(50)
    0.2
    """
    raise NotImplementedError


def initialise(model, generator):
    """Give a network that uses ReLUs the random weights to start with.

    Parameters
    ----------
    model : torch.nn.Module
        Changed in place. Weights of nn.Linear, nn.Conv1d, nn.Conv2d and nn.Conv3d, wherever they are in the model, are
        drawn anew from a normal distribution of mean 0 and the standard deviation that `kaiming_std` gives for
        their fan_in; the biases of these layers are set to 0. Batch normalisation (nn.BatchNorm1d, 2d, 3d) starts with
        weight 1 and bias 0. Some layers have no bias, and some batch normalisations neither. Every other layer stays
        as it is.
    generator : torch.Generator
        Where the numbers are drawn from, on the generator's device, whatever the model's. No other random
        numbers are drawn.

    Returns
    -------
    model : torch.nn.Module
        The same object.

    Examples
    --------
    >>> layer = nn.Linear(200, 1000)
    >>> _ = initialise(nn.Sequential(layer, nn.ReLU()), torch.Generator().manual_seed(0))
    >>> round(layer.weight.std().item(), 2), layer.bias.abs().max().item()
    (0.1, 0.0)
    """
    raise NotImplementedError


def activation_variances(model, x):
    """Return how strongly the outputs of each layer vary.

    Parameters
    ----------
    model : torch.nn.Module
        Run once, as it is and in the mode it is in; left without hooks. No gradients are computed. Each of its layers
        is used once.
    x : Tensor
        What the model takes.

    Returns
    -------
    variances : dict of str to float
        For every nn.Linear, nn.Conv1d, nn.Conv2d and nn.Conv3d, in the order in which they are used, its name in
        the model (as in model.named_modules()) and the variance of its output, taken over all elements, divided by
        their number. It is the layer's own output, before whatever comes next.

    Raises
    ------
    ValueError
        Naming `model` if it has no such layer.

    Examples
    --------
    >>> model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.ReLU(), nn.Linear(2, 1))
    >>> _ = model[0].weight.data.copy_(torch.tensor([[1.0, 0.0], [0.0, 2.0]]))
    >>> activation_variances(model, torch.tensor([[1.0, 1.0], [-1.0, -1.0]]))["0"]  # 1, 2, -1, -2
    2.5
    """
    raise NotImplementedError
