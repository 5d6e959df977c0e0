"""Several tasks in one loss: weights that follow from each task's own noise, and what no weights can decide.

Task k has the mean squared error L_k. Take its targets as Gaussian about the predictions with a variance sigma_k^2,
the same for all galaxies and learnt beside the network. The negative log-likelihood of all tasks is then, per galaxy
and without constants, sum_k L_k / (2 sigma_k^2) + ln sigma_k: Kendall, Gal & Cipolla (2018), arXiv 1705.07115.

`losses` and `log_variances` (ln sigma_k^2) are floating-point tensors (K,); log_variances of another shape are refused
by name: they would be broadcast. Results are tensors () that gradients flow back from, into all that is given.
"""

import numpy as np
import torch


def uncertainty_weighted_loss(losses, log_variances):
    """Return that negative log-likelihood.

    >>> uncertainty_weighted_loss(torch.tensor([2.0, 0.0]), torch.zeros(2)).item()
    1.0
    """
    raise NotImplementedError


def profile_loss(losses):
    """Return the least that it can be for these losses, whatever the variances; losses not above 0 are refused.

    >>> profile_loss(torch.tensor([1.0, 1.0])).item()
    1.0
    """
    raise NotImplementedError


def pareto_front(losses):
    """Return an array of the indices, ascending, of the runs that no other run dominates.

    `losses` is an array (N, K): a row for each of N trained networks. A run dominates another where it is no worse in
    any task and better in one at least. Losses that are not finite are refused by name: nothing dominates NaN.

    >>> pareto_front(np.array([[3.0, 3.0], [2.0, 2.0]]))
    array([1])
    """
    raise NotImplementedError
