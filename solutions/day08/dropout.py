"""Inverted dropout (Srivastava et al. 2014, JMLR 15): what is kept is scaled while training.

p is the probability to drop. Outside 0 ... 1, as in per cent, it is refused by a ValueError that names it.
"""

import torch


def dropout_forward(x, p, training, generator=None):
    """Set elements of x to zero at random, so that on average over the draws x is returned.

    Parameters
    ----------
    p : float
        In training an element of x is dropped with this probability, independently of every other one. In evaluation,
        with training=False, x is returned as it is, whatever p is.
    generator : torch.Generator, optional
        All randomness comes from it; it is on the device of x.

    Returns
    -------
    out : Tensor, of the shape and dtype of x
    kept : Tensor of bool, of the shape of x; in evaluation all True

    >>> dropout_forward(torch.tensor([1.0, 2.0]), 1.0, training=False)
    (tensor([1., 2.]), tensor([True, True]))
    """
    _check_probability(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    uniform = torch.rand(x.shape, generator=generator, device=x.device)
    kept = uniform >= p  # rand is in [0, 1), so p = 0 keeps all and p = 1 none
    return _scaled(x, kept, p), kept


def dropout_backward(grad_out, kept, p, training):
    """Return the gradient (grad_x) with respect to x, from that with respect to out and what the forward pass had.

    >>> dropout_backward(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True]), 0.5, True)
    tensor([2., 0., 6.])
    """
    _check_probability(p)
    if not training:
        return grad_out
    return _scaled(grad_out, kept, p)


def dropout_penalty(x, weight, p):
    """Return what dropout of x, with p < 1, adds to the squared error of x @ weight (penalty).

    x has shape (N, D), weight (D,). The squared error is a mean over the N samples and over all draws of the masks; how
    much more it is than without dropout depends on no target.

    >>> dropout_penalty(torch.tensor([[3.0, 1.0]]), torch.tensor([1.0, 2.0]), 0.5)
    tensor(13.)
    """
    _check_probability(p)
    variance = p / (1 - p)  # of the factor on x: its mean is 1, the mean of its square (1-p) / (1-p)^2
    per_sample = x.square() @ weight.square()
    return variance * per_sample.mean()


def _scaled(values, kept, p):
    """Return the values that were kept over 1 - p, and 0 for the others."""
    if p == 1:
        return torch.zeros_like(values)
    return values * kept / (1 - p)


def _check_probability(p):
    if not 0 <= p <= 1:
        raise ValueError(f"p must lie between 0 and 1, got {p}")
