"""Dropout (Srivastava et al. 2014, JMLR 15), in the inverted form: what is kept is scaled while training.

p is the probability that an element is dropped. A p outside 0 ... 1 is refused by a ValueError that names it; in per
cent it would go on and return wrong numbers.
"""

import torch


def dropout_forward(x, p, training, generator=None):
    """Set elements of x to zero at random, so that on average over the draws x is returned.

    Parameters
    ----------
    x : Tensor, any shape, float32 or float64
    p : float
        Each element is dropped with this probability, independently of every other one. With p = 1 all are.
    training : bool
        In training the elements that are kept are scaled. In evaluation x is returned as it is, whatever p is.
    generator : torch.Generator, optional
        All randomness comes from it; it is on the device of x.

    Returns
    -------
    out : Tensor, of the shape and dtype of x
    kept : Tensor of bool, of the shape of x
        True where an element was kept; in evaluation True everywhere.

    Examples
    --------
    >>> dropout_forward(torch.tensor([1.0, 2.0]), 1.0, training=False)
    (tensor([1., 2.]), tensor([True, True]))
    """
    _check_probability(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    kept = torch.rand(x.shape, generator=generator, device=x.device) >= p  # rand is in [0, 1): p = 1 keeps none
    return _scaled(x, kept, p), kept


def dropout_backward(grad_out, kept, p, training):
    """Return the gradient (grad_x) with respect to the input of `dropout_forward`.

    grad_out is the gradient with respect to its output; kept is what it returned, p and training what it was given.

    >>> dropout_backward(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True]), 0.5, True)
    tensor([2., 0., 6.])
    """
    _check_probability(p)
    return _scaled(grad_out, kept, p) if training else grad_out


def dropout_penalty(x, weight, p):
    """Return what dropout of its inputs adds to the squared error of a linear unit, a mean over N samples (penalty).

    The unit computes x @ weight, with x of shape (N, D) and weight of shape (D,). The squared error is averaged over
    the draws of dropout on x. What comes beyond the error without dropout is a function of x, weight and p < 1 alone.

    >>> dropout_penalty(torch.tensor([[3.0, 1.0]]), torch.tensor([1.0, 2.0]), 0.5)
    tensor(13.)
    """
    _check_probability(p)
    # Inverted dropout keeps the mean; its variance is E[kept^2]/(1-p)^2 - 1 = 1/(1-p) - 1 = p/(1-p), times x^2.
    return p / (1 - p) * (x.square() @ weight.square()).mean()


def _scaled(values, kept, p):
    """Return the values that were kept over 1 - p, and 0 for the others."""
    return values * kept / (1 - p) if p < 1 else torch.zeros_like(values)


def _check_probability(p):
    if not 0 <= p <= 1:
        raise ValueError(f"p must lie between 0 and 1, got {p}")
