"""day01/activations: sigmoid and ReLU."""

import numpy as np

from grader.checks import expect

UPPER, LOWER = np.array([750.0, 1000.0]), np.array([-1000.0, -750.0, 0.0])


def test_sigmoid_is_silent(kata):
    """1000 and -1000 give 1 and 0, and no warning."""
    # Each tail by itself, for forms that overflow in one of them differ by which it is.
    expect(kata.sigmoid.silent(UPPER), "the upper tail").equals(np.array([1.0, 1.0]))
    expect(kata.sigmoid.silent(LOWER), "the lower tail").equals(np.array([0.0, 0.0, 0.5]), elementwise=True)


def test_sigmoid_backward_is_silent(kata):
    """At 1000 and -1000 the gradient is 0, and there is no warning."""
    for x in (UPPER, LOWER):
        kata.sigmoid.silent(x)  # a warning of the sigmoid is its own, not its gradient's
    expect(kata.sigmoid_backward.silent(np.full(2, 4.0), UPPER), "the upper tail").equals(np.zeros(2))
    expect(kata.sigmoid_backward.silent(np.full(3, 4.0), LOWER), "the lower tail").equals(np.array([0.0, 0.0, 1.0]))


def test_relu_gives_a_new_array(kata, rng):
    """Writing into the result leaves x as it was, also where no number is negative."""
    kata.relu(rng.normal(size=5))  # changing the input is another mistake
    x = rng.uniform(0.1, 3.0, size=5)
    expect(kata.probe(write_into_result, x), "x").equals(x)


def write_into_result(submission, x):
    """Overwrite the result, and return what x then holds."""
    submission.relu(x)[:] = -1.0
    return x


def test_gradients_give_a_new_array(kata, rng):
    """Writing into a gradient leaves grad_out as it was, also where all of it passes."""
    grad_out, x = rng.normal(size=4), rng.uniform(0.1, 3.0, size=4)
    expect(kata.probe(write_into_gradient, grad_out, x), "grad_out").equals(grad_out)


def write_into_gradient(submission, grad_out, x):
    """Overwrite the gradient of relu, and return what grad_out then holds."""
    submission.relu_backward(grad_out, x)[:] = -9.0
    return grad_out
