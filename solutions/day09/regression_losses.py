"""Five losses for one number, each with its gradient by hand, and the statistic that each of them estimates.

A loss is the mean of a function of r = prediction - target over all numbers of two arrays of one shape, (N,) or (N, K).
The gradient is that with respect to the prediction, in its shape; at a corner, where r = 0, it is 0. Refused by name
are a `target` of another shape (it would be broadcast), a `delta` not above 0, a `level` not between 0 and 1.
"""

import numpy as np


def mse(prediction, target):
    """Return the mean of r^2, (loss, gradient).

    >>> mse(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    (2.0, array([2., 0.]))
    """
    residual = _residual(prediction, target)
    return np.mean(residual**2), 2 * residual / residual.size


def mae(prediction, target):
    """Return the mean of |r|, (loss, gradient).

    >>> mae(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    (1.0, array([0.5, 0. ]))
    """
    residual = _residual(prediction, target)
    return np.mean(np.abs(residual)), np.sign(residual) / residual.size


def huber(prediction, target, delta=1.0):
    """Return Huber's loss, (loss, gradient): r^2 / 2 where |r| <= delta, and the tangent of that beyond.

    >>> huber(np.array([0.5, 0.25]), np.array([0.0, 0.25]))
    (0.0625, array([0.25, 0.  ]))
    """
    _check_delta(delta)
    residual = _residual(prediction, target)
    slope = np.clip(residual, -delta, delta)
    # slope * r - slope^2 / 2 is r^2 / 2 where slope = r, and delta |r| - delta^2 / 2 where |slope| = delta.
    return np.mean(slope * (residual - slope / 2)), slope / residual.size


def log_cosh(prediction, target):
    """Return the mean of ln cosh r, (loss, gradient), for residuals of 1e4 as well.

    >>> log_cosh(np.array([0.0, 2.0]), np.array([0.0, 2.0]))
    (0.0, array([0., 0.]))
    """
    residual = _residual(prediction, target)
    # cosh r = (e^r + e^-r) / 2, and logaddexp takes the larger exponent out before it raises e to anything.
    return np.mean(np.logaddexp(residual, -residual) - np.log(2)), np.tanh(residual) / residual.size


def quantile(prediction, target, level):
    """Return the quantile loss, (loss, gradient): level |r| where r < 0, and (1 - level) |r| where r > 0.

    >>> quantile(np.array([0.0, 1.0]), np.array([2.0, 1.0]), level=0.5)
    (0.5, array([-0.25,  0.  ]))
    """
    _check_level(level)
    residual = _residual(prediction, target)
    slope = np.where(residual < 0, -level, 1 - level) * (residual != 0)
    return np.mean(slope * residual), slope / residual.size


def best_constant(loss, values):
    """Return the one number that predicts all values with the least loss: the statistic which that loss estimates.

    `loss(prediction, target)` returns (loss, gradient) for arrays (N,), as the functions above do; it is convex and
    least where r = 0. The number is wanted to a hundred-thousandth of the range of `values`, (N,). Where several do
    equally well, any of them is right.

    >>> best_constant(mse, np.array([0.0, 1.0, 2.0]))
    1.0
    """
    low, high = values.min(), values.max()
    for _ in range(60):
        middle = (low + high) / 2
        _, gradient = loss(np.full(values.shape, middle), values)
        # All predictions move together, so the slope is the gradient's sum; of a convex function it only grows.
        if gradient.sum() > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _residual(prediction, target):
    _check_shapes(prediction, target)
    return prediction - target


def _check_shapes(prediction, target):
    if target.shape != prediction.shape:
        raise ValueError(f"target must have shape {prediction.shape}, not {target.shape}")


def _check_delta(delta):
    if not delta > 0:
        raise ValueError(f"delta must be above 0, got {delta}")


def _check_level(level):
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
