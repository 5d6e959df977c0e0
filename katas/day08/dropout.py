"""Inverted dropout (Srivastava et al. 2014, JMLR 15): what is kept is scaled while training.

p is the probability to drop. Outside 0 ... 1, as in per cent, it is refused by a ValueError that names it.

Not allowed here: torch.nn.functional.dropout, torch.nn.functional.dropout1d,
torch.nn.functional.dropout2d, torch.nn.functional.feature_dropout,
torch.nn.functional.alpha_dropout, torch.nn.Dropout, torch.nn.Dropout1d,
torch.nn.Dropout2d, torch.dropout, torch.native_dropout (this kata builds it).
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
    raise NotImplementedError


def dropout_backward(grad_out, kept, p, training):
    """Return the gradient (grad_x) with respect to x, from that with respect to out and what the forward pass had.

    >>> dropout_backward(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True]), 0.5, True)
    tensor([2., 0., 6.])
    """
    raise NotImplementedError


def dropout_penalty(x, weight, p):
    """Return what dropout of x, with p < 1, adds to the squared error of x @ weight (penalty).

    x has shape (N, D), weight (D,). The squared error is a mean over the N samples and over all draws of the masks; how
    much more it is than without dropout depends on no target.

    >>> dropout_penalty(torch.tensor([[3.0, 1.0]]), torch.tensor([1.0, 2.0]), 0.5)
    tensor(13.)
    """
    raise NotImplementedError
