"""Five losses for one number, each with its gradient by hand, and the statistic that each of them estimates.

A loss is the mean of a function of r = prediction - target over all numbers of two arrays of one shape, (N,) or (N, K).
The gradient is that with respect to the prediction, in its shape; at a corner, where r = 0, it is 0. Refused by name
are a `target` of another shape (it would be broadcast), a `delta` not above 0, a `level` not between 0 and 1.

Not allowed here: torch.nn.functional (this kata builds the losses).
Not allowed here: torch.autograd (gradients are derived by hand).
"""

import numpy as np


def mse(prediction, target):
    """Return the mean of r^2, (loss, gradient).

    >>> mse(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    (2.0, array([2., 0.]))
    """
    raise NotImplementedError


def mae(prediction, target):
    """Return the mean of |r|, (loss, gradient).

    >>> mae(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    (1.0, array([0.5, 0. ]))
    """
    raise NotImplementedError


def huber(prediction, target, delta=1.0):
    """Return Huber's loss, (loss, gradient): r^2 / 2 where |r| <= delta, and the tangent of that beyond.

    >>> huber(np.array([0.5, 0.25]), np.array([0.0, 0.25]))
    (0.0625, array([0.25, 0.  ]))
    """
    raise NotImplementedError


def log_cosh(prediction, target):
    """Return the mean of ln cosh r, (loss, gradient), for residuals of 1e4 as well.

    >>> log_cosh(np.array([0.0, 2.0]), np.array([0.0, 2.0]))
    (0.0, array([0., 0.]))
    """
    raise NotImplementedError


def quantile(prediction, target, level):
    """Return the quantile loss, (loss, gradient): level |r| where r < 0, and (1 - level) |r| where r > 0.

    >>> quantile(np.array([0.0, 1.0]), np.array([2.0, 1.0]), level=0.5)
    (0.5, array([-0.25,  0.  ]))
    """
    raise NotImplementedError


def best_constant(loss, values):
    """Return the one number that predicts all values with the least loss: the statistic which that loss estimates.

    `loss(prediction, target)` returns (loss, gradient) for arrays (N,), as the functions above do; it is convex and
    least where r = 0. The number is wanted to a hundred-thousandth of the range of `values`, (N,). Where several do
    equally well, any of them is right.

    >>> best_constant(mse, np.array([0.0, 1.0, 2.0]))
    1.0
    """
    raise NotImplementedError
