"""Other right ways to write day01/dense."""

import numpy as np

from grader.mutants import right
from solutions.day01 import dense as reference


@right("dense_forward")
def forward_by_einsum(x, weight, bias):
    return np.einsum("ni,oi->no", x, weight) + bias


@right("dense_forward")
def forward_example_by_example(x, weight, bias):
    return np.array([[sum(a * b for a, b in zip(row, w, strict=True)) for w in weight] for row in x]) + bias


@right("dense_forward")
def forward_with_a_column_of_ones(x, weight, bias):
    return np.hstack([x, np.ones((len(x), 1))]) @ np.hstack([weight, bias[:, np.newaxis]]).T


@right("dense_forward")
def forward_by_columns_in_float32(x, weight, bias):
    return np.asfortranarray(reference.dense_forward(x, weight, bias), np.float32)


@right("dense_forward")
def forward_by_torch(x, weight, bias):
    import torch

    return torch.nn.functional.linear(*(torch.tensor(array) for array in (x, weight, bias))).numpy()


@right("dense_backward")
def backward_by_einsum(grad_out, x, weight):
    return [np.einsum("no,oi->ni", grad_out, weight), np.einsum("no,ni->oi", grad_out, x), np.einsum("no->o", grad_out)]


@right("dense_backward")
def backward_example_by_example(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for n in range(len(x)):
        grad_x[n] = weight.T @ grad_out[n]
        grad_weight += np.outer(grad_out[n], x[n])
        grad_bias += grad_out[n]
    return grad_x, grad_weight, grad_bias


@right("dense_backward")
def backward_by_products_of_ones(grad_out, x, weight):
    return np.dot(grad_out, weight), np.dot(x.T, grad_out).T, np.ones(len(x)) @ grad_out


@right("dense_backward")
def backward_in_float32(grad_out, x, weight):
    return tuple(grad.astype(np.float32) for grad in reference.dense_backward(grad_out, x, weight))
