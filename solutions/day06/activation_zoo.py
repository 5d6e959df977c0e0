"""Activations, their derivatives, and units that have died.

x is a tensor of float32 or float64 of any shape, and what is returned has its shape and dtype. Values, and the
gradients that autograd finds of the activations, are finite at x = 1000 and -1000 as well.
"""

import math

import torch


def leaky_relu(x, slope=0.01):
    """Return x where it is positive and slope * x elsewhere; 0 <= slope < 1 (Maas, Hannun & Ng 2013).

    >>> leaky_relu(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([-0.0300,  0.0000,  2.0000])
    """
    leak = slope * x
    return torch.where(x > 0, x, leak)


def leaky_relu_derivative(x, slope=0.01):
    """Return the derivative of the leaky ReLU at x; at 0, where there is none, `slope` as in torch.

    >>> leaky_relu_derivative(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([0.0100, 0.0100, 1.0000])
    """
    right = torch.ones_like(x)
    return torch.where(x > 0, right, slope)


def elu(x, alpha=1.0):
    """Return x where it is positive and alpha (exp(x) - 1) elsewhere; alpha > 0 (Clevert+ 2015, arXiv:1511.07289).

    >>> elu(torch.tensor([-1000.0, -1.0, 0.0, 2.0]))
    tensor([-1.0000, -0.6321,  0.0000,  2.0000])
    """
    left = alpha * torch.expm1(x.clamp(max=0))  # clamped: the branch not taken has a gradient too, and 0 inf is nan
    return torch.where(x > 0, x, left)


def elu_derivative(x, alpha=1.0):
    """Return the derivative of ELU at x; at 0 it is alpha, as in torch.

    >>> elu_derivative(torch.tensor([-1000.0, -1.0, 2.0]))
    tensor([0.0000, 0.3679, 1.0000])
    """
    left = alpha * torch.exp(x.clamp(max=0))
    return torch.where(x > 0, 1.0, left)


def gelu(x):
    """Return x Phi(x), Phi being the standard normal distribution function itself (Hendrycks & Gimpel 2016).

    >>> gelu(torch.tensor([-1000.0, -1.0, 0.0, 1.0]))
    tensor([-0.0000, -0.1587,  0.0000,  0.8413])
    """
    return x * _normal_below(x)


def gelu_derivative(x):
    """Return the derivative of GELU at x.

    >>> gelu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.0833,  0.5000,  1.0833])
    """
    norm = math.sqrt(2 * math.pi)
    density = torch.exp(-x.square() / 2) / norm
    return _normal_below(x) + x * density


def _normal_below(x):
    """Return the probability that a standard normal number lies below x."""
    z = x / math.sqrt(2)  # erf belongs to a Gaussian of variance 1/2
    return (1 + torch.erf(z)) / 2


def silu(x):
    """Return x sigmoid(x), also called swish (Elfwing, Uchibe & Doya 2017, arXiv:1702.03118, equation 5).

    >>> silu(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.2689,  0.0000,  0.7311])
    """
    gate = torch.sigmoid(x)
    return x * gate


def silu_derivative(x):
    """Return the derivative of SiLU at x.

    >>> silu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.0723, 0.5000, 0.9277])
    """
    s = torch.sigmoid(x)
    return s * (1 + x * (1 - s))


def tanh(x):
    """Return (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    >>> tanh(torch.tensor([-1000.0, 0.0, 1.0]))
    tensor([-1.0000,  0.0000,  0.7616])
    """
    s = torch.sigmoid(2 * x)  # divide the definition by exp(x) above and below
    return 2 * s - 1


def tanh_derivative(x):
    """Return the derivative of tanh at x, the input of tanh and not its output.

    >>> tanh_derivative(torch.tensor([0.0, 1.0, 1000.0]))
    tensor([1.0000, 0.4200, 0.0000])
    """
    y = tanh(x)
    return 1 - y.square()


def dead_fraction(pre_activations):
    """Return the fraction of ReLU units that never fire on a batch, a float.

    What goes into the ReLUs has shape (N, U) for U units and N samples, or (N, U, H, W) for a convolution: there a unit
    is a whole channel, as all its pixels share their weights. A unit fires where it is above 0. ValueError names
    `pre_activations` if there are no samples or no axis of units.

    >>> dead_fraction(torch.tensor([[1.0, -1.0, -2.0, -5.0], [-3.0, 0.0, 4.0, -1.0]]))
    0.5
    """
    _check_layer(pre_activations)
    by_unit = pre_activations.transpose(0, 1).flatten(1)
    fires = (by_unit > 0).any(dim=1)
    return 1 - fires.double().mean().item()


def _check_layer(pre_activations):
    if pre_activations.ndim < 2 or not len(pre_activations):
        raise ValueError(f"pre_activations must have shape (N, U, ...), got {tuple(pre_activations.shape)}")
