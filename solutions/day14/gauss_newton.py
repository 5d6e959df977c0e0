"""Least squares for many objects at once: damped Gauss-Newton steps (Levenberg 1944, Marquardt 1963).

Each of N objects has M data, P parameters and a model. Data and model are in units of the noise, so that chi2 is the
sum of squares of residual = data - model. F = J J^T, with the jacobian J of shape (P, M), is the Fisher matrix. No
object changes what comes of another. What is returned has the dtype and the device of the tensors given.
refine refuses, by a ValueError that names it, images that are not N, and a damping below 0.
"""

import math

import torch

_ENOUGH = 7.0  # the least signal-to-noise
_CLOSE = 0.01  # the most of chi2 that may be left to gain: a tenth of an error


def damped_step(residual, jacobian, damping):
    """Return the step of each object, shape (N, P), that solves (F + damping diag(F)) step = J residual.

    residual is (N, M), jacobian (N, P, M), and damping (N,), one number for each. The equations may hold what is not
    finite, or a parameter that no datum depends on: such an object gets a step of zeros.

    >>> line = torch.tensor([[[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]]])  # by the level, and by the slope
    >>> damped_step(torch.tensor([[0.0, 1.0, 2.0]]), line, torch.tensor([1.0]))
    tensor([[0.5000, 0.5000]])
    """
    fisher, slope = _normal_equations(residual, jacobian)
    return torch.nan_to_num(_solve(fisher, slope, damping), nan=0.0).to(residual)


def left_to_gain(residual, jacobian):
    """Return by how much chi2 would fall, shape (N,), in a step without damping, if the model were a straight line.

    It is infinite where damped_step would give zeros for want of a solution.

    >>> line = torch.tensor([[[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]]])
    >>> left_to_gain(torch.tensor([[0.0, 1.0, 2.0]]), line)
    tensor([5.])
    """
    fisher, slope = _normal_equations(residual, jacobian)
    gain = torch.sum(slope * _solve(fisher, slope, torch.zeros_like(slope[:, 0])), dim=1)
    return torch.nan_to_num(gain, nan=math.inf, posinf=math.inf).to(residual)


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
    _check_refine(params, images, damping)
    data = images.flatten(1)

    def look(params):
        model, jacobian = render(params)
        residual = data - model.flatten(1)
        return params, residual.double().square().sum(1), residual, jacobian.flatten(2)

    here = look(params)
    damping = torch.full_like(here[1], damping)
    for _ in range(steps):
        there = look(here[0] + damped_step(*here[2:], damping))
        lower = there[1] < here[1]  # never for a NaN
        here = tuple(_choose(lower, new, old) for new, old in zip(there, here, strict=True))
        damping = torch.where(lower, damping / 10, damping * 10 + 1e-3)
    params, chi2, residual, jacobian = here
    # A short step says little: damping makes any step short. What a full step would gain tells the distance.
    ok = (left_to_gain(residual, jacobian) <= _CLOSE) & (data.double().square().sum(1) - chi2 >= _ENOUGH**2)
    fisher, _ = _normal_equations(residual, jacobian)
    cov = torch.linalg.inv(_choose(ok, fisher, torch.eye(fisher.shape[1]).to(fisher)))
    numbers = {"params": params, "cov": cov, "chi2": chi2}
    return {name: _choose(ok, part, torch.zeros_like(part)).to(params) for name, part in numbers.items()} | {"ok": ok}


def _normal_equations(residual, jacobian):
    """Return F = J J^T and J r, in float64: what is summed over pixels is small, and shall not be rounded again."""
    return (jacobian @ jacobian.mT).double(), (jacobian @ residual[:, :, None])[:, :, 0].double()


def _solve(fisher, slope, damping):
    """Solve (F + damping diag(F)) x = slope for each object; NaN where there is no single solution."""
    # In units of each parameter's own error, diag(F) is 1 and F as well conditioned as it can be made.
    unit = fisher.diagonal(dim1=1, dim2=2).sqrt()
    eye = torch.eye(fisher.shape[1]).to(fisher)
    scaled = fisher / (unit[:, :, None] * unit[:, None]) + damping[:, None, None].to(fisher) * eye
    factor, failed = torch.linalg.cholesky_ex(scaled)
    x = torch.cholesky_solve((slope / unit)[:, :, None], factor)[:, :, 0] / unit
    return _choose((failed == 0) & x.isfinite().all(dim=1), x, torch.full_like(x, math.nan))


def _choose(mask, a, b):
    """Return a where the object's mask is True, else b."""
    return torch.where(mask.reshape(-1, *[1] * (a.dim() - 1)), a, b)


def _check_refine(params, images, damping):
    if len(images) != len(params):
        raise ValueError(f"images must be as many as params, {len(params)}, not {len(images)}")
    if not damping >= 0:
        raise ValueError(f"damping must be at least 0, got {damping}")
