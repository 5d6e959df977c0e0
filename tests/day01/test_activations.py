"""day01/activations: sigmoid and ReLU."""

import numpy as np
import pytest

from grader.checks import each_case, expect


@each_case("sigmoid")
def test_sigmoid(kata, case):
    kata.check(case)


def test_sigmoid_is_silent(kata):
    """1000 and -1000 give 1 and 0, and no warning."""
    x = np.array([-1000.0, 1000.0, -750.0, 750.0, 0.0])
    expect(kata.sigmoid.silent(x)).equals(np.array([0.0, 1.0, 0.0, 1.0, 0.5]), elementwise=True)


@each_case("sigmoid_backward")
def test_sigmoid_backward(kata, case):
    kata.check(case)


def test_sigmoid_backward_is_silent(kata):
    """At 1000 and -1000 the gradient is 0, and there is no warning."""
    x = np.array([-1000.0, 1000.0, -750.0, 750.0, 0.0])
    kata.sigmoid.silent(x)  # a warning of the sigmoid is its own, not its gradient's
    grad = kata.sigmoid_backward.silent(np.full(5, 4.0), x)
    expect(grad).equals(np.array([0.0, 0.0, 0.0, 0.0, 1.0]))


@each_case("relu")
def test_relu(kata, case):
    kata.check(case)


def test_relu_has_no_negative_zero(kata, rng):
    """A negative number becomes 0.0, not -0.0."""
    signs = kata.probe(signs_of_relu, -rng.uniform(0.1, 3.0, size=5))
    expect(not np.any(signs)).holds("relu of a negative number is -0.0 where 0.0 is expected")


def signs_of_relu(submission, x):
    """Return where the result carries a minus sign, which no comparison of values would see."""
    return np.signbit(submission.relu(x))


def test_relu_gives_a_new_array(kata, rng):
    """The result is a new array, also where no number is negative."""
    kata.relu(rng.normal(size=5))  # changing the input is another mistake
    shared = kata.probe(shares_memory, rng.uniform(0.1, 3.0, size=5))
    expect(not shared).holds("relu of positive numbers is the input itself, not a new array")


def shares_memory(submission, x):
    """Return whether the result lies where x does."""
    return bool(np.shares_memory(submission.relu(x), x))


@each_case("relu_backward")
def test_relu_backward(kata, case):
    kata.check(case)


@pytest.mark.parametrize("name", ["sigmoid_backward", "relu_backward"])
@pytest.mark.parametrize("shape", [(), (1,), (4,), (1, 3, 4), (4, 3)])
def test_gradient_of_another_shape(kata, rng, name, shape):
    """A gradient that is not shaped like x is refused by name, even where NumPy could stretch it."""
    getattr(kata, name).refuses(np.ones(shape), rng.normal(size=(3, 4)), naming="grad_out")
