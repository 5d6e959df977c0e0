"""A network that weighs closed forms: attention over windows, trained on the noise of their sums.

A stamp's galaxy is measured in closed form in K Gaussian windows. The network learns which window to believe, for each
galaxy and each component of g = (g1, g2). Galaxies are rows (g1, g2, sigma, flux, x0, y0). Weights, noise and results
have the dtype and the device of what comes in.
"""

import copy
import math

import torch
from torch import nn


class WindowAttention(nn.Module):
    """Return the shear g, (N, 2), from the closed forms' galaxies, (N, K, 6), and the noise_sd of a pixel, (N,).

    Each window gives seven inputs, one window after the other: g1, g2, |g|, ln sigma, x0, y0 and
    (ln(flux / noise_sd) - 10) / 3, each held between -3 and 3: noise can put a galaxy anywhere. Two hidden layers with
    SiLU lead to 2 K + 2 outputs: K scores for g1, K scores for g2, and two corrections d.
    The softmax of a component's scores over the windows is a weight a_k for each window, and the component is

        sum_k a_k g_k + 0.01 d .

    A window whose galaxy is not finite (NaN, or an infinite flux) gets no weight and 0 for its inputs. If all windows
    are so, g is NaN.

    Layers (each a Linear) `first` (7 K to hidden), `second` (hidden to hidden), `last` (hidden to 2 K + 2), whose
    weight and bias start at 0: at first all windows count alike.

    >>> galaxies = torch.tensor([[[0.10, 0.0, 0.3, 2.0, 0.0, 0.0], [0.20, 0.0, 0.3, 2.0, 0.0, 0.0]]])
    >>> WindowAttention(windows=2)(galaxies, torch.tensor([1e-5])).detach()
    tensor([[0.1500, 0.0000]])
    """

    def __init__(self, windows=3, hidden=32):
        raise NotImplementedError

    def forward(self, galaxies, noise_sd):
        raise NotImplementedError


def noise_factor(weights):
    """Return L, (K, 6, 6 K), such that L @ z is the noise of the sums for z ~ N(0, 1) of 6 K numbers.

    `weights`, (K, 6, H, W), are those of the linear layer; the noise of a pixel is independent and has variance 1. So
    the covariance of the flattened L @ z is that of the 6 K sums. Any L that does this is right: turned among the z it
    does it too.

    >>> L = noise_factor(2 * torch.eye(6).repeat_interleave(9, 1).reshape(1, 6, 6, 9))[0]  # nine pixels a sum
    >>> (L @ L.T).diagonal().round()  # a variance of 9 * 2^2
    tensor([36., 36., 36., 36., 36., 36.])
    """
    raise NotImplementedError


def shear_loss(g, truth, error):
    """Return the mean of sqrt(1 + z^2) - 1 over galaxies and components, with z = (g - truth) / error.

    Near 0 that is z^2 / 2, far out |z| - 1: every galaxy counts in its own errors, and a lost one does not rule all.

    >>> shear_loss(torch.tensor([[0.1, 0.2]]), torch.tensor([[0.1, 0.1]]), torch.tensor([[0.1, 0.1]])).round(decimals=4)
    tensor(0.2071)
    """
    raise NotImplementedError


def train_shear(model, sums, truth, error, factor, closed_form, noise_sd, steps, generator, batch=512, rate=5e-3):
    """Train a copy of the model on noise that is drawn anew for every galaxy at every step.

    A step calls closed_form once and the model once.

    Parameters
    ----------
    model : Module
        Called as model(galaxies, noise_sd). It is left as it is.
    sums : Tensor, shape (N, K, 6)
        The noiseless sums of N galaxies; `truth`, shape (N, 2), are their shears, and `error`, shape (N, 2), is what an
        error in g may be expected to be where the noise of a pixel is 1: it grows with the noise. None of them is
        changed in place.
    factor : Tensor
        From noise_factor: at noise sd s the sums' noise is s L @ z.
    closed_form : callable
        From sums, (M, K, 6), to galaxies, (M, K, 6).
    noise_sd : (float, float)
        Least and largest. Every galaxy of a batch has a noise of its own, the logarithm uniform between theirs.
    generator : torch.Generator
        All that is random comes from it.
    steps, batch, rate : how many steps, of how many galaxies, with which rate at first

    Returns
    -------
    model : Module
        How it is optimised is free. On ShearNet's galaxies, with windows of 2, 4 and 8 pixels, 32 hidden units, 4,000
        galaxies, noise from 1e-5 to 1e-3, 600 steps of 256 and the rate 0.01, the RMSE of other galaxies must be at
        most 2.0 times the bound at noise 1e-5, 1.4 times at 1e-4 and 1.6 times at 1e-3.

    >>> model, zeros = WindowAttention(windows=1, hidden=2), torch.zeros(5, 2)
    >>> factor = torch.eye(6).reshape(1, 6, 6)
    >>> data = torch.ones(5, 1, 6), zeros, zeros + 1
    >>> trained = train_shear(model, *data, factor, torch.abs, (0.1, 0.2), steps=3, generator=torch.Generator())
    >>> len(list(trained.parameters()))
    6
    """
    raise NotImplementedError
