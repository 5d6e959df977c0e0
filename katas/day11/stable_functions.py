"""Functions whose formula is right and whose obvious code is not: they overflow, cancel, or lose a small term.

All take float32 or float64 tensors and return their dtype, on their device. Every single number that a normal one can
hold is right to nine digits in float64, to five in float32. Inputs are finite unless a docstring says more; for all
finite inputs gradients flow, and are finite and right.

Not allowed here: torch.logsumexp, torch.softmax, torch.log_softmax, torch.logaddexp,
torch.logaddexp2, torch.special.logsumexp, torch.special.softmax,
torch.special.log_softmax, torch.nn.functional.softmax, torch.nn.functional.log_softmax,
torch.nn.functional.softplus, torch.nn.functional.logsigmoid,
torch.nn.functional.binary_cross_entropy_with_logits,
torch.nn.functional.binary_cross_entropy, torch.nn.functional.cross_entropy,
torch.nn.Softplus, torch.nn.Softmax, torch.nn.LogSoftmax, torch.nn.LogSigmoid,
torch.nn.BCEWithLogitsLoss, torch.nn.BCELoss, torch.nn.CrossEntropyLoss,
torch.Tensor.logsumexp, torch.Tensor.softmax, torch.Tensor.log_softmax,
torch.Tensor.logaddexp (this kata builds it).
"""

import torch


def logsumexp(x, dim):
    """Return log(sum of exp(x)) over the axis dim, which is dropped. x may be -inf, even everywhere: log 0 is -inf.

    >>> logsumexp(torch.tensor([[200.0, 200.0], [-200.0, -200.0]]), dim=1)
    tensor([ 200.6931, -199.3069])
    """
    raise NotImplementedError


def softmax(x, dim):
    """Return exp(x) / sum of exp(x), the sum over the axis dim.

    >>> softmax(torch.tensor([1000.0, 999.0]), dim=0)
    tensor([0.7311, 0.2689])
    """
    raise NotImplementedError


def softplus(x):
    """Return log(1 + exp(x)), a smooth max(x, 0). Its slope is 1 / (1 + exp(-x)), at 0 too.

    >>> softplus(torch.tensor([1000.0, 0.0, -20.0]))
    tensor([1.0000e+03, 6.9315e-01, 2.0612e-09])
    """
    raise NotImplementedError


def cross_entropy(logit, target):
    """Return -(target log p + (1 - target) log(1 - p)) with p = 1 / (1 + exp(-logit)), number by number.

    target is in [0, 1]. If it has not the shape of logit, it is refused by a ValueError: it would be broadcast.

    >>> cross_entropy(torch.tensor([20.0, -1000.0]), torch.tensor([1.0, 1.0]))
    tensor([2.0612e-09, 1.0000e+03])
    """
    raise NotImplementedError


def shear_of(distortion):
    """Return the shear (g1, g2) of an ellipse, shape (..., 2), from its distortion (e1, e2).

    With |e| = (1 - q^2) / (1 + q^2) and |g| = (1 - q) / (1 + q) for an axis ratio q,

        g = e (1 - sqrt(1 - |e|^2)) / |e|^2,    and g = e / 2 as |e| goes to 0.

    In float32 the five digits are asked for up to |e| = 0.999; at |e| = 1 the slope is infinite.
    |e| above 1, which no ellipse has, is refused by a ValueError that names `distortion`.

    >>> shear_of(torch.tensor([[0.6, 0.0], [0.0, 2e-9]]))
    tensor([[3.3333e-01, 0.0000e+00],
            [0.0000e+00, 1.0000e-09]])
    """
    raise NotImplementedError
