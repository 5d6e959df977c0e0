"""day14/gauss_newton: least squares for many objects at once."""

import numpy as np
import pytest

from fixtures.bounds import jacobian, with_jacobian
from fixtures.shearnet import Galaxies, draw_galaxies, render
from grader.checks import expect, limit, refusal
from grader.plain import Tensor

INNER = (33, 33)


# -- models that need no galaxy


def refined(submission, model, start, images, steps, damping):
    """Refine a model of MODELS; return the four parts of the fit."""
    import torch

    def line(p):  # level and slope over seven places
        x = torch.linspace(-1.5, 1.5, 7).to(p)
        design = torch.stack([torch.ones_like(x), x])
        return p @ design, design.expand(len(p), 2, 7)

    def rosenbrock(p):
        x, y = p.T
        zero = torch.zeros_like(x)
        by_x, by_y = torch.stack([-2000 * x, zero + 100], 1), torch.stack([zero + 1000, zero], 1)
        return torch.stack([1000 * (y - x**2), 100 * x], 1), torch.stack([by_x, by_y], 1)

    def flat(p):  # a slope that dies away: an undamped step from far off goes farther off
        return 100 * torch.atan(p), (100 / (1 + p**2))[:, :, None]

    def square(p):  # from near 0 an undamped step goes far beyond, and comes back
        return 100 * p**2, 200 * p[:, :, None]

    def walled(p):  # no model beyond 1
        return torch.where(p < 1, 100 * p, torch.nan), torch.full_like(p, 100.0)[:, :, None]

    def image(p):  # a level on 3 x 2 pixels
        return p[:, :, None].expand(-1, 3, 2), torch.ones(len(p), 1, 3, 2).to(p)

    def blind(p):  # below 0 nothing depends on the parameter
        return 100 * p.clamp(min=0), torch.where(p > 0, 100.0, 0.0).to(p)[:, :, None]

    models = {
        "blind": blind,
        "line": line,
        "rosenbrock": rosenbrock,
        "flat": flat,
        "square": square,
        "walled": walled,
        "image": image,
    }
    before = start.clone(), images.clone()
    more = () if damping is None else (damping,)
    fit = submission.refine(start, images, models[model], steps, *more)
    kept = all(
        torch.equal(old.nan_to_num(), new.nan_to_num()) for old, new in zip(before, (start, images), strict=True)
    )
    return {name: fit[name] for name in ("params", "cov", "chi2", "ok")} | {"kept": kept}


def tensors(*arrays, dtype="float64"):
    return [Tensor(np.asarray(array, dtype), dtype) for array in arrays]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_line_takes_one_step(kata, rng, dtype):
    """A linear model without damping is fitted in one step: params, cov and chi2 are those of a least squares line."""
    x = np.linspace(-1.5, 1.5, 7)
    y = rng.uniform(20, 40, (3, 1)) + rng.uniform(-5, 5, (3, 1)) * x + rng.normal(size=(3, 7))
    fit = kata.probe(refined, "line", *tensors(rng.normal(size=(3, 2)), y, dtype=dtype), 1, 0.0)
    expect(fit["kept"], "params and images are what they were").equals(True)
    design = np.stack([np.ones(7), x], axis=1)
    best = np.linalg.lstsq(design, y.T, rcond=None)[0].T
    expect(fit["params"], "params").equals(Tensor(best.astype(dtype), dtype), rtol=1e-5)
    cov = np.broadcast_to(np.linalg.inv(design.T @ design), (3, 2, 2))
    expect(fit["cov"], "cov").equals(Tensor(cov.astype(dtype), dtype), rtol=1e-5)
    chi2 = np.sum((y - best @ design.T) ** 2, axis=1)
    expect(fit["chi2"], "chi2").equals(Tensor(chi2.astype(dtype), dtype), rtol=1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.ones(3, bool))


def test_rosenbrocks_valley(kata, rng):
    """Rosenbrock's residuals, from three starts at once, lead to the least at (1, 1)."""
    start = np.array([[-1.2, 1.0], [0.0, 0.0], [2.0, -1.0]]) + 0.1 * rng.normal(size=(3, 2))
    fit = kata.probe(refined, "rosenbrock", *tensors(start, np.tile([0.0, 100.0], (3, 1))), 200, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.ones(3, bool))
    expect(fit["params"].array, "params").near(np.ones((3, 2)), within=1e-3)


def test_from_far_off(kata, rng):
    """Where an undamped step raises chi2, shorter ones are taken, and the walk arrives."""
    aim = np.array([[0.5], [0.7], [1.0]])
    for model, images, start in (
        ("square", 100 * aim**2, np.array([[0.05], [0.1], [4.0]])),
        ("flat", 100 * np.arctan(aim), np.array([[5.0], [0.1], [-8.0]])),
    ):
        for damping in (1e-3, 0.0):
            begin = tensors(start * rng.uniform(0.8, 1.2, (3, 1)), images)
            fit = kata.probe(refined, model, *begin, 100, damping)
            expect(np.asarray(fit["ok"].array), "ok after 100 steps").equals(np.ones(3, bool))
            expect(fit["params"].array, "params after 100 steps").near(aim, within=1e-3)


def test_no_object_changes_another(kata, rng):
    """Objects refined together give what each gives alone: every one has its own damping, and takes its own steps."""
    aim = np.array([[0.5], [0.7], [0.4], [1.0], [0.8]])
    start = np.array([[0.6], [6.0], [np.nan], [0.05], [0.9]]) * rng.uniform(0.9, 1.1, (5, 1))
    for model, images in (("square", 100 * aim**2), ("flat", 100 * np.arctan(aim))):
        for steps in (100, 5):
            fit = kata.probe(refined, model, *tensors(start, images), steps, 1e-3)
            alone = [kata.probe(refined, model, *tensors(start[[n]], images[[n]]), steps, 1e-3) for n in range(5)]
            ok = np.array([bool(one["ok"].array[0]) for one in alone])
            if steps == 100:
                expect(ok, "ok, each alone").equals(np.array([True, True, False, True, True]))
            expect(np.asarray(fit["ok"].array), f"ok after {steps} steps").equals(ok)
            params = np.array([one["params"].array[0] for one in alone])
            expect(fit["params"].array[ok], f"params after {steps} steps").near(params[ok], within=1e-3)


def test_start_at_the_least(kata, rng):
    """With no steps at all, ok says whether the start is the least, and params are the start."""
    aim = rng.uniform(0.5, 1.0, (2, 1))
    start = aim + np.array([[0.0], [0.3]])
    fit = kata.probe(refined, "flat", *tensors(start, 100 * np.arctan(aim)), 0, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.array([True, False]))
    expect(fit["params"].array[0], "params").near(start[0], within=1e-9)
    # A level on six pixels: what is left to gain is 6 times the square of its error.
    images = np.full((2, 3, 2), 10.0)
    fit = kata.probe(refined, "image", *tensors(10.0 + np.sqrt([[0.005], [0.05]]) / np.sqrt(6), images), 0, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok with 0.005 and 0.05 left to gain").equals(np.array([True, False]))


def test_damping_by_default(kata):
    """The first step is damped by 0.001: of a level it goes 1 / 1.001 of the way."""
    images = np.full((1, 3, 2), 10.0)
    fit = kata.probe(refined, "image", *tensors(np.zeros((1, 1)), images), 1, None)
    expect(fit["params"].array, "params after one step").near(10.0 / 1.001, within=1e-3)


def test_no_datum_depends_on_the_parameter(kata):
    """An object whose model is blind to its parameter is not ok, and the object beside it is."""
    fit = kata.probe(refined, "blind", *tensors([[-1.0], [0.5]], [[60.0], [80.0]]), 30, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.array([False, True]))
    expect(fit["params"].array[1], "params of the other").near([0.8], within=1e-3)


def test_what_may_be_left_to_gain(kata):
    """With no steps, a start that has 0.008 of chi2 to gain is ok, and one that has 0.012 is not."""
    left = np.array([[0.008], [0.012], [0.5]])
    start = 20 + np.sqrt(left / 6)  # a level too high by d on 6 pixels costs 6 d^2
    fit = kata.probe(refined, "image", *tensors(start, np.full((3, 3, 2), 20.0)), 0, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.array([True, False, False]))


def test_against_a_wall(kata, rng):
    """Where the steps end at a wall beyond which render gives NaN, nothing was found: ok is False."""
    start = rng.uniform(0.2, 0.6, (2, 1))
    fit = kata.probe(refined, "walled", *tensors(start, [[300.0], [80.0]]), 0, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok before any step").equals(np.array([False, False]))
    for n, (level, found) in enumerate(((80.0, True), (300.0, False))):
        fit = kata.probe(refined, "walled", *tensors(start[[n]], [[level]]), 200, 1e-3)
        expect(np.asarray(fit["ok"].array), "ok").equals(np.array([found]))
        expect(bool(np.isfinite(fit["params"].array).all())).holds("params are not finite")
        if found:
            expect(fit["params"].array[0], "params of the object that has room").near([0.8], within=1e-3)


@pytest.mark.parametrize("noise", [0.0, 20.0])
def test_least_signal_to_noise(kata, noise):
    """A signal-to-noise of 7.5 is ok, one of 6.5 is not, without noise and where the model fits badly."""
    levels = np.array([7.5, 6.5, -7.5, 0.0]) / np.sqrt(6)
    images = levels[:, None, None] + noise * np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, -1.0]])
    fit = kata.probe(refined, "image", *tensors(np.ones((4, 1)), images), 30, 1e-3)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.array([True, False, True, False]))
    expect(fit["params"].array[[0, 2], 0], "params").near(levels[[0, 2]], within=1e-3)
    expect(fit["cov"].array[[0, 2], 0, 0], "cov").near([1 / 6, 1 / 6], within=1e-3)


# -- galaxies


def galaxies_refined(submission, start, images, noise_sd, steps):
    """Refine the inner pixels of ShearNet's galaxies; a flux of 0 or less has no model.

    They are rendered by NumPy: the first use of torch.func would take longer than all the rest.
    """
    import torch

    def model(p):
        images, slopes = with_jacobian(p.detach().cpu().numpy(), INNER)
        return torch.from_numpy(images / noise_sd).to(p), torch.from_numpy(slopes / noise_sd).to(p)

    fit = submission.refine(start, images / noise_sd, model, steps)
    return {name: fit[name] for name in ("params", "cov", "chi2", "ok")}


def faint_and_bright(rng, count, noise_sd):
    """Return galaxies below |g| = 0.8, noise, and starts that are off by 0.1 in shear, and a tenth in the rest."""
    drawn = draw_galaxies(2 * count, rng)
    drawn = drawn[np.hypot(drawn.g1, drawn.g2) < 0.8][:count]
    truth = rows(drawn)
    angle = rng.uniform(0, 2 * np.pi, count)
    start = truth.copy()
    start[:, :2] += 0.1 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    start[:, 2:4] *= rng.uniform(0.9, 1.1, (count, 2))
    start[:, 4:] += rng.uniform(-0.05, 0.05, (count, 2))
    return drawn, noise_sd * rng.normal(size=(count, *INNER)), start


def rows(galaxies: Galaxies):
    return np.stack([galaxies.g1, galaxies.g2, galaxies.sigma, galaxies.flux, galaxies.x0, galaxies.y0], axis=1)


@pytest.mark.parametrize("dtype, noise_sd", [("float64", 1e-5), ("float32", 1e-4)])
@limit(60)
def test_galaxies_from_errors_of_a_tenth(kata, rng, dtype, noise_sd):
    """ShearNet's galaxies, started 0.1 off in shear, end where the best estimator does, with its errors."""
    drawn, noise, start = faint_and_bright(rng, 5, noise_sd)
    fit = kata.probe(galaxies_refined, *tensors(start, render(drawn, INNER) + noise, dtype=dtype), noise_sd, 10)
    expect(np.asarray(fit["ok"].array), "ok").equals(np.ones(5, bool))
    J = jacobian(drawn, INNER).reshape(5, 6, -1)
    least = np.linalg.inv(J @ J.transpose(0, 2, 1))
    moved = (least @ J @ noise.reshape(5, -1, 1))[:, :2, 0]
    bound = noise_sd * np.sqrt(np.diagonal(least, axis1=1, axis2=2)[:, :2])
    apart = (fit["params"].array[:, :2] - rows(drawn)[:, :2] - moved) / bound
    expect(apart, "g less that of the best estimator, in units of the bound").near(0.0, within=0.2)
    error = np.sqrt(np.diagonal(fit["cov"].array, axis1=1, axis2=2)[:, :2])
    expect(error / bound, "the error from cov over the bound").near(1.0, within=0.03)


@limit(60)
def test_says_which_objects_failed(kata, rng):
    """Zeros, a NaN, an infinite pixel, noise and a negative galaxy are not ok; their numbers are finite."""
    drawn, noise, start = faint_and_bright(rng, 6, 1e-4)
    images = render(drawn, INNER) + noise
    images[0], images[1, 20, 30], images[2, 16, 16] = 0.0, np.nan, np.inf
    images[3], images[4] = noise[3], -images[4]
    start[5] = np.nan
    fit = kata.probe(galaxies_refined, *tensors(start, images), 1e-4, 8)
    ok = np.asarray(fit["ok"].array)
    kinds = ("zeros", "a NaN pixel", "an infinite pixel", "pure noise", "a negative galaxy", "a start that is NaN")
    for n, kind in enumerate(kinds):
        expect(not ok[n]).holds(f"ok is True for {kind}")
        for name in ("params", "cov", "chi2"):
            expect(bool(np.isfinite(fit[name].array[n]).all())).holds(f"{name} is not finite for {kind}")


# -- refusals


@refusal("refine")
def test_refuses_what_would_be_stretched(kata, rng):
    """One image for three objects is refused, and so is a damping below 0."""
    start, images = rng.normal(size=(3, 2)), rng.normal(size=(3, 7))
    kata.refuses(refined, "line", *tensors(start, images[:1]), 1, 0.0, naming="images")
    kata.refuses(refined, "line", *tensors(start, images), 1, -0.5, naming="damping")
