"""Activations, their derivatives, and units that have died."""

import math

import torch


def leaky_relu(x, slope=0.01):
    """Return x where it is positive and slope * x elsewhere.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.
    slope : float
        At least 0 and below 1.

    Returns
    -------
    tensor, shape of x
        Finite wherever x is, and so is the gradient that autograd finds: at x = 1000 and -1000 as well. (This holds for
        all the functions of this kata.)

    Raises
    ------
    ValueError
        Naming `slope` if it is not in [0, 1).

    Notes
    -----
    Maas, Hannun & Ng 2013. ShearNet's resnet uses it.

    Examples
    --------
    >>> leaky_relu(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([-0.0300,  0.0000,  2.0000])
    """
    _check_slope(slope)
    return torch.where(x > 0, x, slope * x)


def leaky_relu_derivative(x, slope=0.01):
    """Return the derivative of the leaky ReLU at x; at 0, where there is none, `slope` as in torch.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.
    slope : float
        As for leaky_relu.

    Returns
    -------
    tensor, shape of x
        Of the dtype of x.

    Raises
    ------
    ValueError
        Naming `slope` if it is not in [0, 1).

    Examples
    --------
    >>> leaky_relu_derivative(torch.tensor([-3.0, 0.0, 2.0]))
    tensor([0.0100, 0.0100, 1.0000])
    """
    _check_slope(slope)
    return torch.where(x > 0, torch.ones_like(x), slope)


def elu(x, alpha=1.0):
    """Return x where it is positive and alpha (exp(x) - 1) elsewhere.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.
    alpha : float
        Positive: elu approaches -alpha on the left.

    Returns
    -------
    tensor, shape of x

    Raises
    ------
    ValueError
        Naming `alpha` if it is not positive.

    Notes
    -----
    Clevert, Unterthiner & Hochreiter 2015, 1511.07289, equation 15.

    Examples
    --------
    >>> elu(torch.tensor([-1000.0, -1.0, 0.0, 2.0]))
    tensor([-1.0000, -0.6321,  0.0000,  2.0000])
    """
    _check_alpha(alpha)
    # The branch that is not taken is computed all the same, and its gradient too: exp must not overflow there, since
    # 0 times infinity is nan.
    return torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0)))


def elu_derivative(x, alpha=1.0):
    """Return the derivative of ELU at x; at 0 it is alpha, as in torch.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.
    alpha : float
        As for elu.

    Returns
    -------
    tensor, shape of x

    Raises
    ------
    ValueError
        Naming `alpha` if it is not positive.

    Examples
    --------
    >>> elu_derivative(torch.tensor([-1000.0, -1.0, 2.0]))
    tensor([0.0000, 0.3679, 1.0000])
    """
    _check_alpha(alpha)
    return torch.where(x > 0, 1.0, alpha * torch.exp(x.clamp(max=0)))


def gelu(x):
    """Return x times the probability that a standard normal number lies below x.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.

    Returns
    -------
    tensor, shape of x
        x Phi(x) itself, with Phi the normal distribution function; not one of its approximations.

    Notes
    -----
    Hendrycks & Gimpel 2016, 1606.08415.

    Examples
    --------
    >>> gelu(torch.tensor([-1000.0, -1.0, 0.0, 1.0]))
    tensor([-0.0000, -0.1587,  0.0000,  0.8413])
    """
    return x * _normal_below(x)


def gelu_derivative(x):
    """Return the derivative of GELU at x.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.

    Returns
    -------
    tensor, shape of x

    Examples
    --------
    >>> gelu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.0833,  0.5000,  1.0833])
    """
    density = torch.exp(-x.square() / 2) / math.sqrt(2 * math.pi)
    return _normal_below(x) + x * density


def silu(x):
    """Return x sigmoid(x), also called swish.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.

    Returns
    -------
    tensor, shape of x

    Notes
    -----
    Elfwing, Uchibe & Doya 2017, 1702.03118, equation 5; Ramachandran, Zoph & Le 2017, 1710.05941.

    Examples
    --------
    >>> silu(torch.tensor([-1.0, 0.0, 1.0, 1000.0]))
    tensor([-2.6894e-01,  0.0000e+00,  7.3106e-01,  1.0000e+03])
    """
    return x * torch.sigmoid(x)


def silu_derivative(x):
    """Return the derivative of SiLU at x.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.

    Returns
    -------
    tensor, shape of x

    Examples
    --------
    >>> silu_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.0723, 0.5000, 0.9277])
    """
    s = torch.sigmoid(x)
    return s * (1 + x * (1 - s))


def tanh(x):
    """Return (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    Parameters
    ----------
    x : tensor, any shape
        Real numbers.

    Returns
    -------
    tensor, shape of x

    Examples
    --------
    >>> tanh(torch.tensor([-1000.0, 0.0, 1.0]))
    tensor([-1.0000,  0.0000,  0.7616])
    """
    return 2 * torch.sigmoid(2 * x) - 1  # the sigmoid, stretched: divide the definition by exp(x) above and below


def tanh_derivative(x):
    """Return the derivative of tanh at x.

    Parameters
    ----------
    x : tensor, any shape
        Real numbers: the input of tanh, not its output.

    Returns
    -------
    tensor, shape of x

    Examples
    --------
    >>> tanh_derivative(torch.tensor([0.0, 1.0, 1000.0]))
    tensor([1.0000, 0.4200, 0.0000])
    """
    return 1 - tanh(x).square()


def dead_fraction(pre_activations):
    """Return the fraction of ReLU units that never fire on a batch.

    Parameters
    ----------
    pre_activations : tensor, shape (N, U) or (N, U, ...)
        What goes into the ReLUs of one layer: for a dense layer, N samples and U units; for a convolution,
        (N, U, H, W), where a unit is a whole channel, as all its pixels share their weights.

    Returns
    -------
    float
        Between 0 and 1. A unit fires where it is above 0; at 0 exactly the ReLU passes neither signal nor gradient.

    Raises
    ------
    ValueError
        Naming `pre_activations` if it has fewer than two axes or is empty.

    Examples
    --------
    The second unit of three is silent for both samples:

    >>> round(dead_fraction(torch.tensor([[1.0, -1.0, -2.0], [-3.0, 0.0, 4.0]])), 4)
    0.3333
    """
    if pre_activations.ndim < 2 or not pre_activations.numel():
        raise ValueError(f"pre_activations must have shape (N, U, ...), got {tuple(pre_activations.shape)}")
    fires = (pre_activations > 0).transpose(0, 1).flatten(1).any(dim=1)
    return 1 - fires.double().mean().item()


def _normal_below(x):
    """Return the probability that a standard normal number lies below x."""
    return 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def _check_slope(slope):
    if not 0 <= slope < 1:
        raise ValueError(f"slope must lie in [0, 1), got {slope}")


def _check_alpha(alpha):
    if not alpha > 0:
        raise ValueError(f"alpha must be positive, got {alpha}")
