"""A network that says how wrong it may be: the negative log-likelihood of a Gaussian with a predicted variance.

The network predicts a mean and s = ln(variance) for every number. `mean`, `log_variance` and `target` are
floating-point tensors of one shape, (N, K); the result is a tensor () of their dtype, on their device, and gradients
flow back from it into `mean` and `log_variance`. `target` or `log_variance` of another shape than the mean is refused
by name: it would be broadcast. The functions hold from a variance of 1e-30 to 1e30, in float32 too, and so do their
gradients: no variance is kept from falling.

After Nix & Weigend (1994), and Seitzer et al. (2022), arXiv 2203.09168.
"""

import torch


def gaussian_nll(mean, log_variance, target):
    """Return the mean over all N K numbers of -ln p(target), without the constant (ln 2 pi) / 2.

    p is the density of a Gaussian with that mean and that variance.

    >>> mean, target = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 5.0]])
    >>> print(f"{gaussian_nll(mean, torch.zeros(1, 2), target):.3f}")
    2.250
    >>> print(f"{gaussian_nll(mean, torch.tensor([[0.0, 2.1972246]]), target):.3f}")  # the second sd is 3
    0.799
    """
    return _surprise(mean, log_variance, target).mean()


def beta_nll(mean, log_variance, target, beta=0.5):
    """Return the mean over all N K numbers of variance^beta times -ln p(target), without the constant.

    The factor variance^beta is a weight: no gradient flows through it. At beta = 0 this is `gaussian_nll`. At beta = 1
    the mean is pulled as by half the squared error, whatever the variances are.

    >>> mean = torch.zeros(1, 2, requires_grad=True)
    >>> beta_nll(mean, torch.tensor([[0.0, -9.0]]), torch.tensor([[1.0, 1.0]]), beta=1.0).backward()
    >>> mean.grad
    tensor([[-0.5000, -0.5000]])
    """
    weight = torch.exp(beta * log_variance).detach()
    return (weight * _surprise(mean, log_variance, target)).mean()


def _surprise(mean, log_variance, target):
    """Return -ln p of every number: -ln [exp(-z^2 / 2) / sd] for z = (target - mean) / sd."""
    _check_shapes(mean, log_variance, target)
    z = (target - mean) * torch.exp(-log_variance / 2)
    return (z**2 + log_variance) / 2


def _check_shapes(mean, log_variance, target):
    for name, values in (("log_variance", log_variance), ("target", target)):
        if values.shape != mean.shape:
            raise ValueError(f"{name} must have shape {tuple(mean.shape)}, not {tuple(values.shape)}")
