"""Normalisation without a batch, and how large a batch must be for batch normalisation.

Tensors are of float32 or float64. What is normalised becomes weight (x - mean) / sqrt(var + eps) + bias, in the shape
and dtype of x. var divides by the number of values. Gradients flow through mean and var. In float64 nine digits are
right also where the mean is 100,000 times the spread. A ValueError names the argument that does not fit.
"""

import math

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    """Normalise each vector of x, shape (..., D), along the last axis by itself.

    Weight and bias have shape (D,), one number for each place in the vector. Ba, Kiros & Hinton 2016, arXiv:1607.06450.

    >>> layer_norm(torch.tensor([10.0, 30.0]), torch.ones(2), torch.tensor([0.0, 5.0]))
    tensor([-1.,  6.])
    """
    _check_affine(weight, bias, x.shape[-1])
    return _normalised(x, eps) * weight + bias


def group_norm(x, groups, weight, bias, eps=1e-5):
    """Normalise groups of neighbouring channels over their rows and columns, each image by itself.

    x has shape (N, C, H, W). `groups` is the number of groups and divides C: channels 0 ... C / groups - 1 are the
    first group, the next as many the second, and so on. Weight and bias have shape (C,), one number for each *channel*.
    Wu & He 2018, arXiv:1803.08494, equations 1, 2, 6 and 7.

    >>> x = torch.tensor([1.0, 3.0, 10.0, 30.0]).reshape(1, 4, 1, 1)
    >>> group_norm(x, 2, torch.ones(4), torch.zeros(4)).flatten()
    tensor([-1.0000,  1.0000, -1.0000,  1.0000])
    """
    _check_groups(groups, x.shape[1])
    _check_affine(weight, bias, x.shape[1])
    grouped = x.reshape(len(x), groups, -1)  # a group's channels lie side by side in memory
    normal = _normalised(grouped, eps).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


def _normalised(x, eps):
    """Return x less its mean over the last axis, in units of its spread there."""
    deviation = x - x.mean(-1, keepdim=True)
    var = deviation.square().mean(-1, keepdim=True)
    sd = torch.sqrt(var + eps)
    return deviation / sd


def batch_statistic_error(batch, pixels=1):
    """Return the relative error of the variance that a batch gives of a channel.

    It is the standard deviation of s^2, the sample variance (divided by n - 1) of n = batch * pixels independent
    Gaussian numbers (n at least 2), in units of the true variance. `pixels` counts an image's independent numbers.

    >>> batch_statistic_error(3), batch_statistic_error(4, pixels=50) < 0.11
    (1.0, True)
    """
    n = batch * pixels
    # (n - 1) s^2 / sigma^2 is chi-squared with n - 1 degrees of freedom, of mean n - 1 and variance 2 (n - 1).
    return math.sqrt(2 / (n - 1))


def smallest_batch(error, pixels=1):
    """Return the smallest number of images with batch_statistic_error at most `error`, which is positive.

    >>> smallest_batch(0.3), smallest_batch(0.3, pixels=10)
    (24, 3)
    """
    _check_error(error)
    n = max(2, math.ceil(1 + 2 / error**2))
    return math.ceil(n / pixels)


def _check_affine(weight, bias, size):
    for name, values in (("weight", weight), ("bias", bias)):
        if values.shape != (size,):
            raise ValueError(f"{name} must have shape ({size},), got {tuple(values.shape)}")


def _check_groups(groups, channels):
    if channels % groups:
        raise ValueError(f"groups must divide the {channels} channels, got {groups}")


def _check_error(error):
    if not error > 0:
        raise ValueError(f"error must be positive, got {error}")
