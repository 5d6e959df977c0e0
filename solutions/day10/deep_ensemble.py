"""Networks that began apart, and what they say together (Lakshminarayanan et al. 2017, arXiv:1612.01474).

A network states a Gaussian of D numbers, and M networks a mixture of M Gaussians, each with the share 1/M. Tensors are
float32 or float64; what is returned has their dtype and device.
"""

import torch


def gaussian_head(raw):
    """Return (mean, covariance) of (g1, g2) from the five numbers that a network puts out.

    raw, shape (N, 5), has the columns (g1, g2, a, b, c); mean has shape (N, 2) and covariance (N, 2, 2). Whatever the
    numbers are, L L^T is a covariance, with

        L = [[exp(a), 0], [c, exp(b)]].

    Gradients flow to raw.

    >>> gaussian_head(torch.tensor([[0.1, 0.2, 0.0, 0.0, 2.0]]))
    (tensor([[0.1000, 0.2000]]), tensor([[[1., 2.],
             [2., 5.]]]))
    """
    mean, (a, b, c) = raw[:, :2], raw[:, 2:].unbind(1)
    L = torch.stack([a.exp(), torch.zeros_like(a), c, b.exp()], 1).reshape(-1, 2, 2)
    return mean, L @ L.mT


def mixture_moments(means, covariances):
    """Return the mean and the covariance of the mixture.

    Parameters
    ----------
    means : Tensor, shape (M, N, D)
    covariances : Tensor, shape (M, N, D, D)
        Another shape, for example that of variances, is refused: it would be broadcast.

    Returns
    -------
    mean : Tensor, shape (N, D)
    covariance : Tensor, shape (N, D, D)
        With what the networks state and what they disagree on, off the diagonal too. Nine digits of it are right in
        float64 where the means are 10,000 times their spread.

    Examples
    --------
    >>> means, covariances = torch.tensor([[[-1.0, -1.0]], [[1.0, 1.0]]]), torch.eye(2).expand(2, 1, 2, 2)
    >>> mixture_moments(means, covariances)
    (tensor([[0., 0.]]), tensor([[[2., 1.],
             [1., 2.]]]))
    """
    _check_covariances(means, covariances)
    mean = means.mean(0)
    spread = means - mean
    disagreement = torch.einsum("mni,mnj->nij", spread, spread) / len(means)
    return mean, covariances.mean(0) + disagreement


def train_ensemble(build, loss, x, y, members, steps, rate, seed):
    """Train `members` networks on the same data; only the weights that they start from differ.

    `build()` makes a new network on the CPU, with first weights from torch's global random state, once for each member;
    it is brought to the device and dtype of x. `loss(output, y)` is a scalar. Each network makes `steps` steps of
    torch.optim.Adam with the learning rate `rate`, each on all of x (N, ...) and y, in training mode.

    Returns the `networks`, a list in the order in which they were built, in evaluation mode. The seed decides on all
    first weights. torch's global random state is afterwards as it was before.

    >>> x = torch.linspace(-1, 1, 9)[:, None]
    >>> networks = train_ensemble(lambda: torch.nn.Linear(1, 1), torch.nn.functional.mse_loss, x, 3 * x, 2, 300, 0.1, 0)
    >>> [round(network.weight.item(), 2) for network in networks]
    [3.0, 3.0]
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return [_trained(build().to(x), loss, x, y, steps, rate) for _ in range(members)]


def _trained(network, loss, x, y, steps, rate):
    optimiser = torch.optim.Adam(network.train().parameters(), lr=rate)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(network(x), y).backward()
        optimiser.step()
    return network.eval()


def _check_covariances(means, covariances):
    wanted = (*means.shape, means.shape[-1])
    if covariances.shape != wanted:
        raise ValueError(f"covariances must have shape {wanted}, not {tuple(covariances.shape)}")
