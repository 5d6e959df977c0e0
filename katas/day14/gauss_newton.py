"""Least squares for many objects at once: damped Gauss-Newton steps (Levenberg 1944, Marquardt 1963).

Each of N objects has M data, P parameters and a model. Data and model are in units of the noise, so that chi2 is the
sum of squares of residual = data - model. F = J J^T, with the jacobian J of shape (P, M), is the Fisher matrix. No
object changes what comes of another. What is returned has the dtype and the device of the tensors given.
refine refuses, by a ValueError that names it, images that are not N, and a damping below 0.

Not allowed here: torch.linalg.lstsq (it has no damping, and one object without a
solution would decide for all).
Not allowed here: torch.linalg.pinv (it answers where there is no answer).
"""

import math

import torch


def damped_step(residual, jacobian, damping):
    """Return the step of each object, shape (N, P), that solves (F + damping diag(F)) step = J residual.

    residual is (N, M), jacobian (N, P, M), and damping (N,), one number for each. The equations may hold what is not
    finite, or a parameter that no datum depends on: such an object gets a step of zeros.

    >>> line = torch.tensor([[[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]]])  # by the level, and by the slope
    >>> damped_step(torch.tensor([[0.0, 1.0, 2.0]]), line, torch.tensor([1.0]))
    tensor([[0.5000, 0.5000]])
    """
    raise NotImplementedError


def left_to_gain(residual, jacobian):
    """Return by how much chi2 would fall, shape (N,), in a step without damping, if the model were a straight line.

    It is infinite where damped_step would give zeros for want of a solution.

    >>> line = torch.tensor([[[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]]])
    >>> left_to_gain(torch.tensor([[0.0, 1.0, 2.0]]), line)
    tensor([5.])
    """
    raise NotImplementedError


def refine(params, images, render, steps=20, damping=1e-3):
    """Step to the least chi2 of every object.

    Parameters
    ----------
    params : Tensor, shape (N, P)
        Where to start.
    images : Tensor, shape (N, ...)
        The data of the N objects, in units of their noise.
    render : callable
        render(params) returns the model, shape (N, ...), and its jacobian, shape (N, P, ...). It gives NaN where there
        is no model for an object's parameters.
    steps, damping : int, float
        How many steps to try, and the damping of the first, at least 0; with 0 and a linear model one step is enough.
        A step that does not lower an object's chi2 is not taken; the next is damped more, for this object alone.

    Returns
    -------
    fit : dict
        "params", shape (N, P); "cov", shape (N, P, P), the inverse of F there; "chi2", shape (N,); "ok", shape (N,), of
        bool.

        `ok` is True where a least chi2 was found, with at most 0.01 left to gain, and where it lies by 49 or more below
        the chi2 of a model that is zero: a signal-to-noise of 7. Where it is False, as for data with a NaN, the other
        numbers are finite and mean nothing.

    >>> x = torch.tensor([-1.0, 0.0, 1.0])
    >>> def line(p):
    ...     return p[:, :1] + p[:, 1:] * x, torch.stack([torch.ones(3), x]).expand(1, 2, 3)
    >>> fit = refine(torch.zeros(1, 2), torch.tensor([[10.0, 13.0, 16.0]]), line, 1, 0.0)
    >>> fit["params"].round(decimals=3), fit["ok"]
    (tensor([[13.,  3.]]), tensor([True]))
    """
    raise NotImplementedError
