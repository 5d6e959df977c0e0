"""Networks that began apart, and what they say together (Lakshminarayanan et al. 2017, arXiv:1612.01474).

A network states a Gaussian of D numbers, and M networks a mixture of M Gaussians, each with the share 1/M. Tensors are
float32 or float64; what is returned has their dtype and device.
"""

import torch


def gaussian_head(raw):
    """Return (mean, covariance) of (g1, g2), shapes (N, 2) and (N, 2, 2), from what a network puts out.

    raw, shape (N, 5), has the columns (g1, g2, a, b, c). The covariance is L L^T, L = [[exp(a), 0], [c, exp(b)]], which
    is one whatever the numbers are. Gradients flow to raw.

    >>> gaussian_head(torch.tensor([[0.1, 0.2, 0.0, 0.0, 2.0]]))
    (tensor([[0.1000, 0.2000]]), tensor([[[1., 2.],
             [2., 5.]]]))
    """
    raise NotImplementedError


def mixture_moments(means, covariances):
    """Return the (mean, covariance) of the mixture, shapes (N, D) and (N, D, D).

    means has shape (M, N, D), covariances (M, N, D, D); another shape, such as that of variances, is refused, for it
    would be broadcast. The covariance holds what the networks state and what they disagree on. In float64 nine of its
    digits are right where the means are 10,000 times their spread.

    >>> means, covariances = torch.tensor([[[-1.0, -1.0]], [[1.0, 1.0]]]), torch.eye(2).expand(2, 1, 2, 2)
    >>> mixture_moments(means, covariances)
    (tensor([[0., 0.]]), tensor([[[2., 1.],
             [1., 2.]]]))
    """
    raise NotImplementedError


def train_ensemble(build, loss, x, y, members, steps, rate, seed):
    """Train `members` networks on the same data; only the weights that they start from differ.

    Parameters
    ----------
    build : callable
        Makes a new network on the CPU with first weights from torch's global random state. It is called once for each
        member, and the network brought to the device and dtype of x.
    loss : callable
        loss(network(x), y), a scalar, is lowered by `steps` steps of torch.optim.Adam with learning rate `rate`, each
        on all of x, shape (N, ...), and y, in training mode.
    seed : int
        Decides on all first weights. torch's global random state is afterwards as it was before.

    Returns
    -------
    networks : list
        In the order in which they were built, in evaluation mode.

    >>> x, linear = torch.linspace(-1, 1, 9)[:, None], lambda: torch.nn.Linear(1, 1)
    >>> networks = train_ensemble(linear, torch.nn.functional.mse_loss, x, 3 * x, 2, 300, 0.1, seed=0)
    >>> [round(network.weight.item(), 2) for network in networks]
    [3.0, 3.0]
    """
    raise NotImplementedError
