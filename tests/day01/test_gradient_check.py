"""day01/gradient_check: checking a gradient against differences of the function itself."""

import numpy as np

from grader.checks import each_case, expect


def cubic(c, m, d):
    """Return the function sum c x^3 + x^T m x + d . x."""

    def f(x):
        x = np.ravel(x)
        return float(c @ x**3 + x @ m @ x + d @ x)

    return f


@each_case("numerical_gradient")
def test_numerical_gradient(kata, case):
    """The gradient of a cubic with cross terms is the central difference, which is known exactly."""
    coefficients, x, step = case.args
    gradient = kata.numerical_gradient(cubic(*coefficients), x, step)
    expect(gradient, "the gradient").equals(case.expected, rtol=case.rtol)


def test_default_step(kata, rng):
    """With the default step a smooth function's gradient has at least seven right digits."""
    x = rng.normal(size=(3, 4))
    gradient = kata.numerical_gradient(lambda x: float(np.sum(np.sin(x)) + np.exp(x[0, 1] * x[2, 3])), x)
    expected = np.cos(x)
    expected[0, 1] += x[2, 3] * np.exp(x[0, 1] * x[2, 3])
    expected[2, 3] += x[0, 1] * np.exp(x[0, 1] * x[2, 3])
    expect(gradient, "the gradient").equals(expected, rtol=1e-7)


def test_function_sees_the_shape_of_x(kata, rng):
    """f is always handed an array of x's own shape."""
    x = rng.normal(size=(2, 3))
    expect(kata.probe(shapes_seen, x), "the shapes that f was given").equals([[2, 3]])


def shapes_seen(submission, x):
    """Return the different shapes of what numerical_gradient hands to its function."""
    seen = set()

    def f(values):
        seen.add(np.shape(values))
        return float(np.sum(values))

    submission.numerical_gradient(f, x, 0.1)
    return [list(shape) for shape in sorted(seen)]


def test_both_zero_without_a_warning(kata):
    """Two gradients of zero are equal, and no division by zero is heard."""
    expect(kata.relative_error.silent(np.zeros(4), np.zeros(4)), "the error").equals(0.0)


def test_order_does_not_matter(kata, rng):
    """a against b is as far as b against a."""
    a, b = rng.normal(size=(2, 6))
    expect(kata.relative_error(a, b), "the error of a and b").equals(kata.relative_error(b, a))
