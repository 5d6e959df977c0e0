"""Other right ways to write day01/activations."""

import numpy as np

from grader.mutants import right
from solutions.day01 import activations as reference


@right("sigmoid")
def sigmoid_by_sign(x):
    out = np.empty(x.shape)
    positive = x >= 0
    out[positive] = 1.0 / (1.0 + np.exp(-x[positive]))
    small = np.exp(x[~positive])
    out[~positive] = small / (1.0 + small)
    return out


@right("sigmoid")
def sigmoid_by_logarithms(x):
    return np.exp(-np.logaddexp(0.0, -x))


@right("sigmoid")
def sigmoid_by_scipy(x):
    from scipy.special import expit

    return expit(x.astype(float) if x.dtype.kind == "i" else x)


@right("sigmoid")
def sigmoid_number_by_number(x):
    import math

    numbers = [1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)) for v in np.ravel(x).tolist()]
    return np.asfortranarray(np.array(numbers).reshape(x.shape))


@right("sigmoid_backward")
def sigmoid_backward_to_the_last_digit(grad_out, x):
    return grad_out * reference.sigmoid(x) * reference.sigmoid(-x)


@right("sigmoid_backward")
def sigmoid_backward_in_float32(grad_out, x):
    z = np.exp(-np.abs(x))
    return (grad_out * (z / (1 + z) ** 2)).astype(np.float32)


@right("relu")
def relu_by_where(x):
    return np.where(x <= 0, 0.0, x)


@right("relu")
def relu_by_clip(x):
    return np.clip(x, 0, None)


@right("relu")
def relu_on_a_copy(x):
    y = np.array(x)
    y[y < 0] = 0
    return y


@right("relu")
def relu_by_torch(x):
    import torch

    return torch.relu(torch.tensor(x)).numpy()


@right("relu_backward")
def relu_backward_by_the_mask(grad_out, x):
    return grad_out * (x > 0)


@right("relu_backward")
def relu_backward_by_torch(grad_out, x):
    import torch

    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(torch.relu(leaf), leaf, torch.tensor(grad_out).double())[0].numpy()


@right("relu_backward")
def relu_backward_in_float32(grad_out, x):
    return np.asfortranarray(reference.relu_backward(grad_out, x), np.float32)
