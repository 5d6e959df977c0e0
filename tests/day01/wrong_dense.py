"""Wrong turns of day01/dense."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import dense as right

TRANSPOSE = (
    "weight is (outputs, inputs), torch's convention: its rows belong to the outputs. x @ weight sums over the outputs "
    "instead; the product needs weight transposed."
)
COLUMNS = (
    "The examples are taken for columns, as textbooks write W x. In a batch an example is a row, and the product is "
    "x W^T."
)


@wrong("dense_forward", because=TRANSPOSE)
def forgets_to_transpose(x, weight, bias):
    return x @ weight + bias


@wrong("dense_forward", because=TRANSPOSE)
def forgets_to_transpose_with_dot(x, weight, bias):
    return np.dot(x, weight) + bias


@wrong("dense_forward", because="The bias is not added.")
def forgets_the_bias(x, weight, bias):
    return x @ weight.T


@wrong(
    "dense_forward",
    because="The bias is added along the batch: example n gets bias[n]. It belongs to the outputs, "
    "the last axis, and is the same for every example.",
)
def adds_the_bias_along_the_batch(x, weight, bias):
    return x @ weight.T + bias[:, np.newaxis]


@wrong("dense_forward", because=COLUMNS)
def takes_examples_for_columns(x, weight, bias):
    return weight @ x + bias


@wrong("dense_forward", because=COLUMNS)
def hands_examples_back_as_columns(x, weight, bias):
    return right.dense_forward(x, weight, bias).T


@lenient(
    "dense_forward",
    because="A bias of another shape must be refused, even where NumPy broadcasts it without a word: the gradient of "
    "the bias is (outputs,) and does not fit any other.",
)
def stretches_the_bias(x, weight, bias):
    return x @ weight.T + bias


@wrong(
    "dense_backward",
    because="grad_weight is transposed. A gradient has the shape of what it belongs to: (outputs, inputs).",
)
def transposes_the_weight_gradient(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight.T, grad_bias


@wrong(
    "dense_backward",
    because="grad_bias is averaged over the batch. Every example adds bias to its output, so the gradients add up; if "
    "the loss is a mean, grad_out holds the 1/N already.",
)
def averages_the_bias_gradient(grad_out, x, weight):
    grad_x, grad_weight, _ = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight, grad_out.mean(axis=0)


@wrong(
    "dense_backward",
    because="grad_weight is averaged over the batch. All examples use the same weight, so their gradients add up; if "
    "the loss is a mean, grad_out holds the 1/N already.",
)
def averages_the_weight_gradient(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight / len(x), grad_bias


@wrong(
    "dense_backward",
    because="The gradients of weight and bias are averaged over the batch. All examples use the same weight and bias, "
    "so their gradients add up; if the loss is a mean, grad_out holds the 1/N already.",
)
def averages_both_gradients(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight / len(x), grad_bias / len(x)


@wrong(
    "dense_backward",
    because="All three gradients are divided by the size of the batch. grad_out is dL/dy already: if the loss is a "
    "mean, the 1/N is in it.",
)
def divides_the_gradient_by_the_batch(grad_out, x, weight):
    return tuple(gradient / len(x) for gradient in right.dense_backward(grad_out, x, weight))


@wrong(
    "dense_backward",
    because="grad_x goes through weight transposed, as the forward pass does. Backward, output o hands its gradient to "
    "input i with weight[o, i]: the sum runs over the outputs.",
)
def goes_forward_again(grad_out, x, weight):
    _, grad_weight, grad_bias = right.dense_backward(grad_out, x, weight)
    return grad_out @ weight.T, grad_weight, grad_bias


@wrong(
    "dense_backward",
    because="grad_bias is summed over the outputs. The bias has one element for each output; the sum runs over the "
    "examples, axis 0.",
)
def sums_the_bias_gradient_over_the_outputs(grad_out, x, weight):
    grad_x, grad_weight, _ = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight, grad_out.sum(axis=1)


@wrong(
    "dense_backward",
    because="grad_bias still has an axis for the batch, of length 1. A gradient has the shape of what it belongs to, "
    "here (outputs,); a step b - rate * grad would give the bias that axis too.",
)
def keeps_the_axis_of_the_batch(grad_out, x, weight):
    grad_x, grad_weight, _ = right.dense_backward(grad_out, x, weight)
    return grad_x, grad_weight, grad_out.sum(axis=0, keepdims=True)


@wrong(
    "dense_backward",
    because="The gradients are right but in another order: grad_x, grad_weight, grad_bias is the order of the "
    "forward pass's arguments.",
)
def returns_the_weight_gradient_first(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.dense_backward(grad_out, x, weight)
    return grad_weight, grad_x, grad_bias
