"""Five losses for one number, each with its gradient by hand, and the statistic that each of them estimates.

With the residual r = prediction - target, a loss is the mean of a function of r over all N K numbers. Each function
returns the pair (loss, gradient): the gradient is that of the loss with respect to the prediction, an array of its
shape. At a corner, where the residual is 0, it is 0. `prediction` and `target` are arrays of one shape, (N,) or (N, K).

A `target` of another shape is refused by name: it would be broadcast. So are a `delta` that is not above 0 and a
`level` that is not between 0 and 1.
"""

import numpy as np


def mse(prediction, target):
    """Return the mean of r^2, (loss, gradient).

    >>> loss, gradient = mse(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    >>> print(loss, gradient)
    2.0 [2. 0.]
    """
    residual = _residual(prediction, target)
    return np.mean(residual**2), 2 * residual / residual.size


def mae(prediction, target):
    """Return the mean of |r|, (loss, gradient).

    >>> loss, gradient = mae(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    >>> print(loss, gradient)
    1.0 [0.5 0. ]
    """
    residual = _residual(prediction, target)
    return np.mean(np.abs(residual)), np.sign(residual) / residual.size


def huber(prediction, target, delta=1.0):
    """Return Huber's loss, (loss, gradient): r^2 / 2 where |r| <= delta, and the tangent of that beyond.

    >>> loss, gradient = huber(np.array([3.0, 0.5]), np.array([0.0, 0.0]), delta=1.0)
    >>> print(loss, gradient)
    1.3125 [0.5  0.25]
    """
    _check_delta(delta)
    residual = _residual(prediction, target)
    slope = np.clip(residual, -delta, delta)
    # slope * r - slope^2 / 2 is r^2 / 2 where slope = r, and delta |r| - delta^2 / 2 where |slope| = delta.
    return np.mean(slope * (residual - slope / 2)), slope / residual.size


def log_cosh(prediction, target):
    """Return the mean of ln cosh r, (loss, gradient), for residuals of 1e4 as well.

    >>> loss, gradient = log_cosh(np.array([0.0, 1e4]), np.array([0.0, 0.0]))
    >>> print(f"{loss:.2f}", gradient)
    4999.65 [0.  0.5]
    """
    residual = _residual(prediction, target)
    # cosh r = (e^r + e^-r) / 2, and logaddexp takes the larger exponent out before it raises e to anything.
    return np.mean(np.logaddexp(residual, -residual) - np.log(2)), np.tanh(residual) / residual.size


def quantile(prediction, target, level):
    """Return the quantile loss, (loss, gradient): level |r| where r < 0, and (1 - level) |r| where r > 0.

    >>> loss, gradient = quantile(np.array([0.0, 1.0]), np.array([1.0, 0.0]), level=0.75)
    >>> print(loss, gradient)
    0.5 [-0.375  0.125]
    """
    _check_level(level)
    residual = _residual(prediction, target)
    slope = np.where(residual < 0, -level, 1 - level) * (residual != 0)
    return np.mean(slope * residual), slope / residual.size


def best_constant(loss, values):
    """Return the one number that predicts all values with the least loss: the statistic which that loss estimates.

    `loss(prediction, target)` is one of the functions above, as a function of two arrays that returns (loss, gradient).
    It is convex, and where all residuals have one sign it falls towards the values. `values` has the shape (N,). The
    number is wanted to a hundred-thousandth of their range. Where several do equally well, any of them is right.

    >>> print(f"{best_constant(mse, np.array([0.0, 1.0, 5.0])):.3f} {best_constant(mae, np.array([0.0, 1.0, 5.0])):.3f}")
    2.000 1.000
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
