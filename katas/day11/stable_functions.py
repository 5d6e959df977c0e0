"""Functions whose formula is right and whose obvious code is not: they overflow, cancel, or lose a small term.

All take float32 or float64 tensors of any shape and return their dtype, on their device. In float64 every single
number is right to nine digits, in float32 to five, as long as it can be held as a normal number. Inputs are finite
unless a docstring says more. Gradients flow, and they are finite and right for all finite inputs.

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

    >>> logsumexp(torch.tensor([[1000.0, 1000.0], [-1000.0, -1000.0]]), dim=1)
    tensor([1000.6931, -999.3069])
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

    target, of the shape of logit and in [0, 1], is refused by a ValueError if it has another shape: it would be
    broadcast.

    >>> cross_entropy(torch.tensor([20.0, -1000.0]), torch.tensor([1.0, 1.0]))
    tensor([2.0612e-09, 1.0000e+03])
    """
    raise NotImplementedError


def shear_of(distortion):
    """Return the shear (g1, g2) of an ellipse, shape (..., 2), from its distortion (e1, e2).

    An axis ratio q gives |e| = (1 - q^2) / (1 + q^2) and |g| = (1 - q) / (1 + q), so that

        g = e (1 - sqrt(1 - |e|^2)) / |e|^2,    and g = e / 2 as |e| goes to 0.

    A distortion with |e| above 1, which no ellipse has, is refused by a ValueError.

    >>> shear_of(torch.tensor([[0.6, 0.0], [0.0, 2e-9]]))
    tensor([[3.3333e-01, 0.0000e+00],
            [0.0000e+00, 1.0000e-09]])
    """
    raise NotImplementedError
