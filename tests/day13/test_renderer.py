"""day13/renderer: Gaussian galaxies in batches, and their derivatives."""

import numpy as np

from fixtures.day13.renderer import PSF, SCALE, galaxies, with_slopes
from fixtures.shearnet import draw_galaxies, render
from grader.checks import expect
from grader.plain import Tensor

NAMES = ("g1", "g2", "sigma", "flux", "x0", "y0")


def test_over_the_range_of_shearnet(kata, rng):
    """On ShearNet's galaxies every stamp is right to a millionth of its own peak."""
    drawn = draw_galaxies(60, rng)
    rows = np.stack([getattr(drawn, name) for name in NAMES], axis=1)
    stamps = kata.render(Tensor(rows, "float64"), (53, 53), SCALE, PSF).array
    expect(stamps).has_shape((60, 53, 53))
    expected = render(drawn)
    peaks = expected.max(axis=(1, 2), keepdims=True)
    expect(stamps / peaks, "the stamps, each over its own peak").near(expected / peaks, within=1e-6)


def test_each_slope(kata, rng):
    """The slope by each parameter is right in its own units."""
    rows = galaxies(rng, 2)
    _, jacobian = kata.render_with_jacobian(Tensor(rows, "float64"), (7, 6), SCALE, PSF)
    expect(jacobian).has_shape((2, 6, 7, 6))
    for k, name in enumerate(NAMES):
        expect(jacobian.array[:, k], f"the slopes by {name}").equals(with_slopes(rows, (7, 6))[1][:, k], rtol=1e-5)


def test_an_impossible_galaxy_spoils_no_other(kata, rng):
    """Where |g| is 1 or more the stamp is NaN, and so are its slopes; the other stamps are what they were."""
    rows = galaxies(rng, 5)
    alone = kata.render(Tensor(rows, "float64"), (5, 6), SCALE, PSF).array
    rows[2, :2] = 1.0, 0.0
    rows[1, :3], rows[3, :3] = (0.8, 0.9, 0.03), (8.0, 6.0, 0.2)  # PSF and pixel make negative variances positive again
    images, jacobian = kata.render_with_jacobian(Tensor(rows, "float64"), (5, 6), SCALE, PSF)
    stamps = kata.render(Tensor(rows, "float64"), (5, 6), SCALE, PSF).array
    for name, values in (("the stamps", stamps), ("the stamps beside the jacobian", images.array)):
        expect(values[[0, 4]], f"{name} of the other two").equals(alone[[0, 4]])
    for name, values in (("stamps", stamps), ("jacobian", jacobian.array)):
        expect(bool(np.isnan(values[1:4]).all())).holds(f"{name}: |g| of 1, 1.2 and 10 do not all give NaN")
        expect(bool(np.isfinite(values[[0, 4]]).all())).holds(f"{name}: the NaN of one galaxy is in others too")


def test_gradients_reach_the_parameters(kata, rng):
    """The gradient of the stamps' sum of squares is that of the slopes."""
    rows = galaxies(rng, 2)
    images, slopes = with_slopes(rows, (6, 5))
    gradient = kata.probe(gradient_of_squares, Tensor(rows, "float64")).array
    expect(gradient, "gradient by the parameters").equals(2 * np.einsum("nhw,nkhw->nk", images, slopes), rtol=1e-5)


def gradient_of_squares(submission, params):
    import torch

    params = params.clone().requires_grad_()
    images = submission.render(params, (6, 5), 0.141, 0.25)
    return torch.autograd.grad(images.square().sum(), params)[0]


def test_gradients_reach_the_parameters_through_the_slopes(kata, rng):
    """The gradient of a weighted sum of the slopes is right: it needs the second derivatives of the stamp."""
    rows, weights = galaxies(rng, 2), rng.normal(size=(2, 6, 6, 5))
    gradient = kata.probe(gradient_of_slopes, Tensor(rows, "float64"), Tensor(weights, "float64")).array
    expected = np.empty((2, 6))
    for k, step in enumerate(1e-4 * np.eye(6)):
        after, before = (with_slopes(moved, (6, 5))[1] for moved in (rows + step, rows - step))
        expected[:, k] = np.sum(weights * (after - before), axis=(1, 2, 3)) / 2e-4
    expect(gradient, "gradient by the parameters").equals(expected, rtol=1e-4)


def gradient_of_slopes(submission, params, weights):
    import torch

    params = params.clone().requires_grad_()
    _, jacobian = submission.render_with_jacobian(params, (6, 5), 0.141, 0.25)
    return torch.autograd.grad((weights * jacobian).sum(), params)[0]


def test_no_galaxies(kata):
    """An empty batch is a batch."""
    images = kata.render(Tensor(np.zeros((0, 6)), "float64"), (4, 5), SCALE, PSF)
    expect(images).has_shape((0, 4, 5))
