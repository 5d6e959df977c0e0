"""Several tasks in one loss: weights that follow from each task's own noise, and what no weights can decide.

Task k has the mean squared error L_k. Take its targets as Gaussian about the predictions, with a variance sigma_k^2
that is the same for all galaxies and is learnt beside the network. Kendall, Gal & Cipolla (2018), arXiv 1705.07115,
minimise the negative log-likelihood of all tasks together, per galaxy and without constants:

    sum_k  L_k / (2 sigma_k^2) + ln sigma_k .

`losses` and `log_variances` are floating-point tensors (K,), with log_variances = ln sigma_k^2; results are tensors ()
of their dtype, and gradients flow back into whatever is given. Another shape of `log_variances` than that of `losses`
is refused by name: it would be broadcast.
"""

import numpy as np
import torch


def uncertainty_weighted_loss(losses, log_variances):
    """Return the loss of all tasks together, at these variances.

    >>> print(f"{uncertainty_weighted_loss(torch.tensor([2.0, 8.0]), torch.zeros(2)):.4f}")
    5.0000
    >>> print(f"{uncertainty_weighted_loss(torch.tensor([2.0, 8.0]), torch.tensor([0.0, 2.0794415])):.4f}")
    2.5397
    """
    _check_shapes(losses, log_variances)
    return torch.sum(torch.exp(-log_variances) * losses + log_variances) / 2


def profile_loss(losses):
    """Return the least that `uncertainty_weighted_loss` can be for these losses, over all variances.

    It is a function of the losses, and gradients flow back into them. Losses that are not above 0 are refused by name:
    a logarithm would make them infinite or undefined.

    >>> print(f"{profile_loss(torch.tensor([2.0, 8.0])):.4f}")
    2.3863
    """
    _check_positive(losses)
    # Its slope in ln sigma_k^2 is (1 - L_k / sigma_k^2) / 2, which is 0 where sigma_k^2 = L_k.
    return uncertainty_weighted_loss(losses, torch.log(losses))


def pareto_front(losses):
    """Return the indices of the runs that no other run dominates, in ascending order.

    A run dominates another where it is no worse in every task and better in one at least. `losses` is an array (N, K),
    a row for each of N trained networks. Losses that are not finite are refused by name: what is NaN is never
    dominated.

    >>> print(pareto_front(np.array([[1.0, 4.0], [2.0, 2.0], [3.0, 3.0], [1.0, 5.0]])))
    [0 1]
    """
    _check_finite(losses)
    this, other = losses[:, None], losses[None]  # (N, 1, K) against (1, N, K)
    dominated = np.all(other <= this, axis=2) & np.any(other < this, axis=2)
    return np.flatnonzero(~dominated.any(axis=1))


def _check_shapes(losses, log_variances):
    if log_variances.shape != losses.shape:
        raise ValueError(f"log_variances must have shape {tuple(losses.shape)}, not {tuple(log_variances.shape)}")


def _check_positive(losses):
    if not torch.all(losses > 0):
        raise ValueError("losses must be above 0")


def _check_finite(losses):
    if not np.all(np.isfinite(losses)):
        raise ValueError("losses has values that are not finite")
