"""A network that says how wrong it may be: the likelihood of a Gaussian with a predicted mean and variance.

`mean`, `log_variance` (ln of the predicted variance) and `target` are floating-point tensors (N, K); what has another
shape than the mean is refused by name: it would be broadcast. The result is a tensor () of their dtype, on their
device. Values and gradients hold for variances from 1e-30 to 1e30 (`beta_nll` in float32: 1e-15 to 1e15): no floor.

Nix & Weigend (1994); for beta Seitzer et al. (2022), arXiv 2203.09168.

Not allowed here: torch.nn.functional.gaussian_nll_loss (this kata builds it).
Not allowed here: torch.distributions (write it down).
"""

import torch


def gaussian_nll(mean, log_variance, target):
    """Return the mean over all N K numbers of -ln p(target), p being that Gaussian, without its constant (ln 2 pi) / 2.

    >>> gaussian_nll(torch.tensor([[1.0, 1.0]]), torch.zeros(1, 2), torch.tensor([[1.0, 5.0]])).item()
    4.0
    """
    raise NotImplementedError


def beta_nll(mean, log_variance, target, beta=0.5):
    """Return the same mean with variance^beta as a factor of every number: a weight, through which no gradient flows.

    beta = 0 is `gaussian_nll`; at beta = 1 the means are pulled as by half the squared error.

    >>> beta_nll(torch.tensor([[1.0, 1.0]]), torch.zeros(1, 2), torch.tensor([[1.0, 5.0]])).item()
    4.0
    """
    raise NotImplementedError
