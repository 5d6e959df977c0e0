"""Activations, their derivatives, and units that have died.

x is a tensor of float32 or float64 of any shape, and what is returned has its shape and dtype. Values, and the
gradients that autograd finds of the activations, are finite at x = 1000 and -1000 as well.

Not allowed here: torch.nn.functional (the formulas are to be written out).
Not allowed here: torch.tanh, torch.Tensor.tanh, torch.nn.GELU, torch.nn.SiLU,
torch.nn.ELU, torch.nn.LeakyReLU, torch.nn.Tanh (this kata builds it).
Not allowed here: torch.func, torch.autograd.grad, torch.autograd.backward,
torch.autograd.functional, torch.Tensor.backward (the derivatives are to be derived, on
paper).
"""

import math

import torch


def leaky_relu(x, slope=0.01):
    """Return x where it is positive and slope * x elsewhere; 0 <= slope < 1 (Maas, Hannun & Ng 2013).

    >>> leaky_relu(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([-0.0300,  0.0000,  2.0000])
    """
    raise NotImplementedError


def leaky_relu_derivative(x, slope=0.01):
    """Return the derivative of the leaky ReLU at x; at 0, where there is none, `slope` as in torch.

    >>> leaky_relu_derivative(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([0.0100, 0.0100, 1.0000])
    """
    raise NotImplementedError


def elu(x, alpha=1.0):
    """Return x where it is positive and alpha (exp(x) - 1) elsewhere; alpha > 0 (Clevert+ 2015, arXiv:1511.07289).

    >>> elu(torch.tensor([-1000.0, -1.0, 0.0, 2.0]))
    tensor([-1.0000, -0.6321,  0.0000,  2.0000])
    """
    raise NotImplementedError


def elu_derivative(x, alpha=1.0):
    """Return the derivative of ELU at x; at 0 it is alpha, as in torch.

    >>> elu_derivative(torch.tensor([-1000.0, -1.0, 2.0]))
    tensor([0.0000, 0.3679, 1.0000])
    """
    raise NotImplementedError


def gelu(x):
    """Return x Phi(x), Phi being the standard normal distribution function itself (Hendrycks & Gimpel 2016).

    >>> gelu(torch.tensor([-1000.0, -1.0, 0.0, 1.0]))
    tensor([-0.0000, -0.1587,  0.0000,  0.8413])
    """
    raise NotImplementedError


def gelu_derivative(x):
    """Return the derivative of GELU at x.

    >>> gelu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.0833,  0.5000,  1.0833])
    """
    raise NotImplementedError


def silu(x):
    """Return x sigmoid(x), also called swish (Elfwing, Uchibe & Doya 2017, arXiv:1702.03118, equation 5).

    >>> silu(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.2689,  0.0000,  0.7311])
    """
    raise NotImplementedError


def silu_derivative(x):
    """Return the derivative of SiLU at x.

    >>> silu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.0723, 0.5000, 0.9277])
    """
    raise NotImplementedError


def tanh(x):
    """Return (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    >>> tanh(torch.tensor([-1000.0, 0.0, 1.0]))
    tensor([-1.0000,  0.0000,  0.7616])
    """
    raise NotImplementedError


def tanh_derivative(x):
    """Return the derivative of tanh at x, the input of tanh and not its output.

    >>> tanh_derivative(torch.tensor([0.0, 1.0, 1000.0]))
    tensor([1.0000, 0.4200, 0.0000])
    """
    raise NotImplementedError


def dead_fraction(pre_activations):
    """Return the fraction of ReLU units that never fire on a batch, a float.

    What goes into the ReLUs has shape (N, U) for U units and N samples, or (N, U, H, W) for a convolution: there a unit
    is a whole channel, as all its pixels share their weights. A unit fires where it is above 0. ValueError names
    `pre_activations` if there are no samples or no axis of units.

    >>> dead_fraction(torch.tensor([[1.0, -1.0, -2.0, -5.0], [-3.0, 0.0, 4.0, -1.0]]))
    0.5
    """
    raise NotImplementedError
