"""Wrong turns of day14/gauss_newton."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day14 import gauss_newton as right


@wrong(
    "damped_step",
    because="The step goes uphill. The slope of chi2 is -2 J r with r = data - model, so the step down has the sign "
    "of J r.",
)
def steps_uphill(residual, jacobian, damping):
    return -right.damped_step(residual, jacobian, damping)


@wrong(
    "damped_step",
    because="The damping is not used. This is the Gauss-Newton step, which may go far too far where the model is "
    "curved.",
)
def forgets_the_damping(residual, jacobian, damping):
    return right.damped_step(residual, jacobian, torch.zeros_like(damping))


@wrong(
    "damped_step",
    because="The damping itself is added to the diagonal of F. Then the step depends on the unit of each parameter; "
    "damping times diag(F) has the units of F.",
)
def damps_without_units(residual, jacobian, damping):
    fisher, _ = right._normal_equations(residual, jacobian)
    diagonal = fisher.diagonal(dim1=1, dim2=2)
    fisher = fisher + damping[:, None, None] * torch.eye(fisher.shape[1]).to(fisher)
    return _solved(fisher, residual, jacobian, diagonal)


@wrong(
    "damped_step",
    because="All objects get the mean of the dampings. Each has its own, or one hard object makes the steps of all the "
    "others short.",
)
def one_damping_for_all(residual, jacobian, damping):
    return right.damped_step(residual, jacobian, damping.mean().expand_as(damping))


@wrong(
    "damped_step",
    because="An object without a solution gets NaN. A NaN spoils whatever it is added to; a step of zeros leaves the "
    "object where it is.",
)
def steps_into_nan(residual, jacobian, damping):
    failed = right.left_to_gain(residual, jacobian).isinf()
    return torch.where(failed[:, None], math.nan, right.damped_step(residual, jacobian, damping))


@wrong(
    "left_to_gain",
    because="This is half of the gain: that of chi2 / 2. chi2 is the sum of squares itself.",
)
def gains_half(residual, jacobian):
    return right.left_to_gain(residual, jacobian) / 2


@wrong(
    "left_to_gain",
    because="This is the squared slope |J r|^2, which depends on the units of the parameters. With the inverse of F "
    "between the two slopes it becomes a change of chi2.",
)
def takes_the_slope_for_the_gain(residual, jacobian):
    gain = right.left_to_gain(residual, jacobian)
    _, slope = right._normal_equations(residual, jacobian)
    return torch.where(gain.isfinite(), slope.square().sum(1), math.inf).to(residual)


@wrong(
    "left_to_gain",
    because="Where there is no solution, the gain is said to be 0. That means the object has arrived; it has not, and "
    "infinity is what says so.",
)
def nothing_left_where_nothing_is_known(residual, jacobian):
    gain = right.left_to_gain(residual, jacobian)
    return torch.where(gain.isfinite(), gain, 0.0)


def _solved(fisher, residual, jacobian, diagonal):
    """Return the step from a matrix of the learner's own; zeros where the right one has no solution."""
    _, slope = right._normal_equations(residual, jacobian)
    sound = fisher.isfinite().all(2).all(1) & slope.isfinite().all(1) & (diagonal > 0).all(1)
    eye = torch.eye(fisher.shape[1]).to(fisher)
    slope = torch.where(sound[:, None], slope, 0)
    step, failed = torch.linalg.solve_ex(torch.where(sound[:, None, None], fisher, eye), slope)
    return torch.where((failed == 0)[:, None], step, 0).to(residual)


def _refined(
    params,
    images,
    render,
    steps,
    damping,
    accept=lambda new, old: new < old,
    close=lambda residual, jacobian, damping: right.left_to_gain(residual, jacobian) <= 0.01,
    significant=True,
    covariance=torch.linalg.inv,
    adapts=True,
    last=False,
):
    """Refine as the solution does, but for what is changed."""
    data = images.flatten(1)

    def look(params):
        model, jacobian = render(params)
        residual = data - model.flatten(1)
        return params, residual.double().square().sum(1), residual, jacobian.flatten(2)

    here = tried = look(params)
    damping = torch.full_like(here[1], damping)
    for _ in range(steps):
        tried = look(here[0] + right.damped_step(*here[2:], damping))
        lower = accept(tried[1], here[1])
        here = tuple(right._choose(lower, new, old) for new, old in zip(tried, here, strict=True))
        if adapts:
            damping = torch.where(lower, damping / 10, damping * 10 + 1e-3)
    if last:
        here = tried
    params, chi2, residual, jacobian = here
    ok = close(residual, jacobian, damping)
    if significant:
        ok = ok & (data.double().square().sum(1) - chi2 >= 49)
    fisher, _ = right._normal_equations(residual, jacobian)
    known = ok & right.left_to_gain(residual, jacobian).isfinite()
    cov = covariance(right._choose(known, fisher, torch.eye(fisher.shape[1]).to(fisher)))
    numbers = {"params": params, "cov": cov, "chi2": chi2}
    finite = {
        name: torch.nan_to_num(right._choose(ok, part, torch.zeros_like(part)).to(params), nan=0.0, posinf=0.0)
        for name, part in numbers.items()
    }
    return finite | {"ok": ok}


@wrong(
    "refine",
    because="Every step is taken, even where chi2 rises. Far from the minimum a step may lead farther off, and the "
    "next one from there.",
)
def takes_every_step(params, images, render, steps=20, damping=1e-3):
    return _refined(params, images, render, steps, damping, accept=lambda new, old: torch.ones_like(new, dtype=bool))


@wrong(
    "refine",
    because="The step is kept or dropped for all objects together, by the sum of their chi2. One object that has no "
    "answer then holds all the others.",
)
def judges_all_together(params, images, render, steps=20, damping=1e-3):
    return _refined(
        params, images, render, steps, damping, accept=lambda new, old: (new.sum() < old.sum()).expand_as(new)
    )


@wrong(
    "refine",
    because="The walk does not arrive where it needs short steps and long ones by turns. Often the damping does not "
    "follow: it has to rise after a step that raises chi2, and to fall after one that lowers it.",
)
def never_changes_the_damping(params, images, render, steps=20, damping=1e-3):
    return _refined(params, images, render, steps, damping, adapts=False)


@wrong(
    "refine",
    because="ok is told from the damped step. With enough damping any step is short, so an object that is stuck at a "
    "wall seems to have arrived. Ask what a step without damping would gain.",
)
def trusts_a_short_step(params, images, render, steps=20, damping=1e-3):
    def close(residual, jacobian, damping):
        _, slope = right._normal_equations(residual, jacobian)
        gain = (slope * right.damped_step(residual, jacobian, damping)).sum(1)
        return (gain <= 0.01) & right.left_to_gain(residual, jacobian).isfinite()

    return _refined(params, images, render, steps, damping, close=close)


@wrong(
    "refine",
    because="ok is True for a walk that has not yet arrived. Its numbers are finite, and its chi2 may be falling; "
    "neither says that nothing is left to gain.",
)
def finite_is_ok(params, images, render, steps=20, damping=1e-3):
    def close(residual, jacobian, damping):
        return right.left_to_gain(residual, jacobian).isfinite()

    return _refined(params, images, render, steps, damping, close=close)


@wrong(
    "refine",
    because="ok is True where there is no signal. Noise has a minimum of chi2 as well; it has to lie 49 below the chi2 "
    "of a model that is zero.",
)
def finds_galaxies_in_noise(params, images, render, steps=20, damping=1e-3):
    return _refined(params, images, render, steps, damping, significant=False)


@wrong(
    "refine",
    because="cov is 1 over the diagonal of F. Those are the errors of somebody who knows all other parameters; invert "
    "the whole matrix.",
)
def others_taken_as_known(params, images, render, steps=20, damping=1e-3):
    def covariance(fisher):
        return torch.diag_embed(1 / fisher.diagonal(dim1=1, dim2=2))

    return _refined(params, images, render, steps, damping, covariance=covariance)


@lenient(
    "refine",
    because="One image would be compared with the models of all objects, for its residual is stretched to their "
    "number without a word.",
)
def stretches_one_image(params, images, render, steps=20, damping=1e-3):
    if damping < 0:
        return right.refine(params, images, render, steps, damping)
    return _refined(params, images.expand(len(params), *images.shape[1:]), render, steps, damping)
