"""day13/moments_layer: six sums in a window, and the shear in closed form."""

import numpy as np

from fixtures.day13.moments_layer import PSF, SCALE, WINDOWS, by_eigenvectors, galaxies, sums_of
from fixtures.shearnet import render
from fixtures.train_attention import draw, expected_error, window_weights
from grader.checks import expect
from grader.plain import Tensor

ROUND = np.array([[0.0, 0.0, 0.4, 2.0, 0.0, 0.0]])


def test_galaxies_of_shearnet(kata):
    """Untrained, one window of 4 pixels measures ShearNet's galaxies to about twice the bound, at two noises."""
    drawn = draw(400, np.random.default_rng(8))
    images, error = render(drawn), expected_error(drawn)
    truth = np.stack([drawn.g1, drawn.g2], axis=1)
    for sd in (1e-5, 1e-4):
        noisy = images + np.random.default_rng(9).normal(0, sd, images.shape)
        g = kata.probe(layer_and_closed_form, Tensor(noisy, "float64"), [4.0]).array
        ratio = float(np.sqrt(np.mean((g[:, 0] - truth) ** 2) / np.mean((sd * error) ** 2)))
        expect(ratio, f"RMSE over the bound at noise {sd:g}").at_most(2.6)


def test_weights_of_the_layer(kata):
    """The layer has no parameters, and its weights are a buffer of float64, shape (K, 6, H, W)."""
    weights, parameters, buffers = kata.probe(parts_of_the_layer, [1.5, 4.0], (6, 8))
    expect(weights, "weights").equals(Tensor(window_weights((1.5, 4.0), 8)[:, :, 1:7].copy(), "float64"))
    expect(parameters, "the number of parameters").equals(0)
    expect("weights" in buffers).holds("`weights` is no buffer: it would not move with the layer to another device")


def parts_of_the_layer(submission, windows, shape):
    layer = submission.WindowMoments(windows, shape=shape)
    return layer.weights, sum(p.numel() for p in layer.parameters()), [name for name, _ in layer.named_buffers()]


def layer_and_closed_form(submission, images, windows):
    sums = submission.WindowMoments(windows)(images)
    return submission.shear_from_moments(sums, windows, 0.25, 0.141)


def test_gradients(kata, rng):
    """The gradient of every number of a galaxy by the sums is right, for a round galaxy too."""
    for name, rows in (("three galaxies", galaxies(rng, 3)), ("a round galaxy", ROUND)):
        sums = sums_of(rows, [4.0])
        slopes = kata.probe(slopes_of, Tensor(sums, "float64"), [4.0], PSF, SCALE).array
        expected, unit = np.empty((6, len(rows), 6)), np.abs(sums[:, 0]).max(axis=1)
        for k in range(6):
            step = np.zeros(sums.shape)
            step[:, 0, k] = 1e-6 * unit
            after, before = (by_eigenvectors(s, [4.0])[:, 0] for s in (sums + step, sums - step))
            expected[:, :, k] = ((after - before) / (2e-6 * unit[:, None])).T
        for k, what in enumerate(("g1", "g2", "sigma", "flux", "x0", "y0")):
            expect(slopes[k], f"{name}: the slopes of {what} by the sums").equals(expected[k], rtol=1e-5)


def slopes_of(submission, sums, windows, psf_sigma, scale):
    """Return the slopes of each of the six numbers by the sums, (6, N, 6)."""
    import torch

    sums = sums.clone().requires_grad_()
    numbers = submission.galaxy_from_moments(sums, windows, psf_sigma, scale)[:, 0]
    return torch.stack([torch.autograd.grad(part.sum(), sums, retain_graph=True)[0][:, 0] for part in numbers.T])


def test_gradients_reach_the_pixels(kata, rng):
    """The shear's gradient goes back through the linear layer to the pixels."""
    images = render(draw(2, rng))
    gradient = kata.probe(gradient_by_pixels, Tensor(images, "float64"), [4.0]).array
    expect(gradient).has_shape((2, 53, 53))
    expect(bool(np.isfinite(gradient).all() and np.abs(gradient).max() > 0)).holds("no gradient reaches the pixels")


def gradient_by_pixels(submission, images, windows):
    import torch

    images = images.clone().requires_grad_()
    return torch.autograd.grad(layer_and_closed_form(submission, images, windows).sum(), images)[0]


def test_a_stamp_without_light_spoils_no_other(kata, rng):
    """Black and negative stamps give NaN, the stamps beside them what they give alone."""
    rows = galaxies(rng, 4)
    sums = sums_of(rows, WINDOWS)
    sums[1] = 0.0
    sums[2] *= -1.0
    values = kata.galaxy_from_moments(Tensor(sums, "float64"), WINDOWS, PSF, SCALE).array
    expect(values[[0, 3]], "the other two galaxies").equals(np.repeat(rows[[0, 3], None], 3, axis=1))
    expect(bool(np.isnan(values[1:3]).all())).holds("a black stamp or a negative one gives numbers: NaN is asked for")
