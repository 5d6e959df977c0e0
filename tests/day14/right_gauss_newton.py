"""Other right ways to write day14/gauss_newton."""

import math

import numpy as np
import torch
from scipy.optimize import least_squares

from grader.mutants import right
from solutions.day14 import gauss_newton as reference


@right("damped_step")
def one_by_one_in_numpy(residual, jacobian, damping):
    steps = np.zeros(jacobian.shape[:2])
    for n in range(len(steps)):
        r, J = residual[n].double().cpu().numpy(), jacobian[n].double().cpu().numpy()
        if not (np.isfinite(r).all() and np.isfinite(J).all()):
            continue
        F = J @ J.T
        try:
            steps[n] = np.linalg.solve(F + float(damping[n]) * np.diag(np.diag(F)), J @ r)
        except np.linalg.LinAlgError:
            continue
    return torch.from_numpy(steps).to(residual)


@right("damped_step")
def by_rows_below_the_equations(residual, jacobian, damping):
    """QR of J^T with the damping written below it, which squares no condition number."""
    sound = jacobian.isfinite().all(2).all(1) & residual.isfinite().all(1) & (jacobian != 0).any(2).all(1)
    eye = torch.eye(jacobian.shape[1], jacobian.shape[2]).to(jacobian)
    J = torch.where(sound[:, None, None], jacobian, eye)
    r = torch.where(sound[:, None], residual, 0)
    pull = torch.diag_embed((damping.to(J)[:, None] * J.square().sum(2)).sqrt())
    Q, R = torch.linalg.qr(torch.cat([J.mT, pull], 1))
    target = torch.cat([r, torch.zeros_like(J[:, :, 0])], 1)
    return torch.linalg.solve_triangular(R, Q.mT @ target[:, :, None], upper=True)[:, :, 0]


@right("left_to_gain")
def by_what_a_step_leaves(residual, jacobian):
    step = reference.damped_step(residual, jacobian, torch.zeros_like(residual[:, 0]))
    gain = (step * (jacobian @ residual[:, :, None])[:, :, 0]).sum(1)
    failed = ~(jacobian.isfinite().all(2).all(1) & residual.isfinite().all(1) & (jacobian != 0).any(2).all(1))
    return torch.where(failed, math.inf, gain)


@right("refine")
def object_by_object(params, images, render, steps=20, damping=1e-3):
    """Give each object the batch that render wants, all rows its own."""
    parts = []
    for row, image in zip(params, images, strict=True):
        parts.append(reference.refine(row[None], image[None], render, steps, damping))
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


@right("refine")
def in_double(params, images, render, steps=20, damping=1e-3):
    """With another schedule of the damping: up by 4, down by 3."""
    data = images.flatten(1).double()

    def look(p):
        model, jacobian = render(p.to(params))
        residual = data - model.flatten(1).double()
        return p, residual.square().sum(1), residual, jacobian.flatten(2).double()

    here, damping = look(params.double()), torch.full((len(params),), damping).to(data)
    for _ in range(steps):
        there = look(here[0] + reference.damped_step(here[2], here[3], damping))
        lower = there[1] <= here[1]
        here = tuple(reference._choose(lower, a, b) for a, b in zip(there, here, strict=True))
        damping = torch.where(lower, damping / 3, damping * 4 + 1e-2)
    p, chi2, residual, jacobian = here
    ok = (reference.left_to_gain(residual, jacobian) < 0.01) & (data.square().sum(1) - chi2 > 49)
    cov = torch.zeros(*p.shape, p.shape[1]).to(p)
    for n in torch.nonzero(ok)[:, 0]:
        cov[n] = torch.linalg.inv(jacobian[n] @ jacobian[n].T)
    numbers = {"params": p.nan_to_num(), "cov": cov, "chi2": chi2.nan_to_num(nan=0.0, posinf=0.0)}
    return {name: part.to(params.dtype) for name, part in numbers.items()} | {"ok": ok}


@right("refine")
def by_scipy(params, images, render, steps=20, damping=1e-3):
    """Levenberg-Marquardt by MINPACK, where steps enough are allowed and no wall is near."""
    mine = reference.refine(params, images, render, steps, damping)
    found = mine["params"].clone()
    for n in torch.nonzero(mine["ok"])[:, 0].tolist() if steps >= 12 else []:

        def residual(row, n=n):
            p = params.clone()
            p[:] = torch.from_numpy(row).to(p)
            return (images[n].flatten().double() - render(p)[0][n].flatten()).cpu().numpy()

        start = mine["params"][n].double().cpu().numpy()
        found[n] = torch.from_numpy(least_squares(residual, start, xtol=1e-10).x).to(found)
    return mine | {"params": found}
