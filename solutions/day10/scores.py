"""One number for a forecast and what then happened (Gneiting & Raftery 2007, JASA 102, 359).

Forecasts are Gaussians or intervals. A score is a loss. Those here are proper: whoever states what they believe loses
least on average. Tensors of one shape, float32 or float64; results have their shape, dtype and device. An `sd` below 0
is refused, for the formulas would go on.
"""

import math

import torch


def crps_gaussian(mean, sd, y):
    """Return the continuous ranked probability score of Gaussians.

    It is the integral over x of (F(x) - [x >= y])^2, where F is the distribution function of the forecast, and has the
    unit of y. sd may be 0: the forecast is then a point, and the score |y - mean|.

    >>> zero = torch.zeros(3)
    >>> crps_gaussian(zero, torch.tensor([1.0, 1.0, 0.0]), torch.tensor([0.0, 2.0, 2.0]))
    tensor([0.2337, 1.4528, 2.0000])
    """
    _check_sd(sd)
    error = (y - mean).abs()
    z = error / sd
    phi = torch.exp(-z.square() / 2) / math.sqrt(2 * math.pi)
    # Integrated by parts: sd (z erf(z / sqrt 2) + 2 phi(z) - 1 / sqrt pi), where sd z is the error.
    score = error * torch.erf(z / math.sqrt(2)) + sd * (2 * phi - 1 / math.sqrt(math.pi))
    return torch.where(sd > 0, score, error)  # at sd = 0 the formula gives NaN


def pit(mean, sd, y):
    """Return the probability integral transform, F(y), of Gaussians with sd above 0.

    If the forecasts are right, it is uniform between 0 and 1. In the lower tail the digits hold: F(-10 sd) is not 0.

    >>> pit(torch.zeros(3), torch.ones(3), torch.tensor([-10.0, 0.0, 1.0]))
    tensor([7.6199e-24, 5.0000e-01, 8.4134e-01])
    """
    _check_sd(sd)
    return torch.erfc((mean - y) / (math.sqrt(2) * sd)) / 2


def interval_score(lower, upper, y, alpha):
    """Return the interval score of intervals that are to hold y with probability 1 - alpha.

    It is the width, and where y lies outside 2 / alpha times the distance to the interval. An interval whose `upper` is
    below its `lower` is refused, and so is an `alpha` outside 0 < alpha < 1.

    >>> y = torch.tensor([0.0, 2.5])
    >>> interval_score(torch.full((2,), -1.0), torch.full((2,), 2.0), y, 0.1)
    tensor([ 3., 13.])
    """
    _check_interval(lower, upper, alpha)
    outside = (lower - y).clamp(min=0) + (y - upper).clamp(min=0)
    return upper - lower + 2 / alpha * outside


def _check_sd(sd):
    if torch.any(sd < 0):
        raise ValueError("sd must not be negative")


def _check_interval(lower, upper, alpha):
    if torch.any(upper < lower):
        raise ValueError("upper must not be below lower")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be between 0 and 1, got {alpha}")
