"""day09/regression_losses: five losses, their gradients, and the statistics they estimate.

A loss cannot travel to the bench as an argument, so probes build it there.
"""

import pytest

from grader.checks import each_case, expect


@each_case("best_constant")
def test_best_constant(kata, case):
    """The number that predicts all values with the least loss."""
    kind, parameter, values = case.args
    number = kata.probe(constant_of, kind, parameter, values)
    size = float(max(values) - min(values))
    expect(number, f"best_constant of values {case.name}").near(case.expected, within=1e-5 * (size or 1.0))


@pytest.mark.parametrize("kind", ["mae", "quantile"])
def test_any_of_the_best(kata, rng, kind):
    """Between the two middle values every number is as good for the absolute error: any of them will do."""
    values, level = rng.exponential(size=8), 0.25 if kind == "quantile" else 0.0
    number = float(kata.probe(constant_of, kind, level, values))
    least = sorted(values)[1:3] if kind == "quantile" else sorted(values)[3:5]
    expect(number, f"best_constant of eight values, by the loss {kind}").near(
        min(max(number, least[0]), least[1]), within=1e-5 * float(max(values) - min(values))
    )


def constant_of(submission, kind, parameter, values):
    """Return the submission's answer for a loss that is not its own, as a plain number."""
    import numpy as np

    def loss(prediction, target):
        r = np.asarray(prediction - target, float)
        if kind == "mse":
            value, slope = r**2, 2 * r
        elif kind == "mae":
            value, slope = np.abs(r), np.sign(r)
        elif kind == "quantile":
            slope = np.select([r < 0, r > 0], [-parameter, 1 - parameter], 0.0)
            value = slope * r
        elif kind == "huber":
            value = np.where(np.abs(r) <= parameter, r**2 / 2, parameter * (np.abs(r) - parameter / 2))
            slope = np.clip(r, -parameter, parameter)
        else:
            value, slope = np.logaddexp(r, -r) - np.log(2), np.tanh(r)
        return value.mean(), slope / r.size

    number = np.asarray(submission.best_constant(loss, values))
    return number.item() if number.size == 1 else number


@pytest.mark.parametrize("function", ["mse", "mae", "huber", "log_cosh", "quantile"])
def test_gradient_is_that_of_the_loss(kata, rng, function):
    """A small step against the gradient lowers the loss by as much as the gradient says."""
    more = (0.7,) if function in ("huber", "quantile") else ()
    target = rng.normal(size=(4, 3))
    prediction = target + rng.uniform(0.1, 0.5, (4, 3)) * rng.choice([-1.0, 1.0], (4, 3))
    call = getattr(kata, function)
    _, gradient = call(prediction, target, *more)
    expect(gradient, f"the gradient of {function}").has_shape((4, 3))
    direction = rng.normal(size=(4, 3))
    ahead, _ = call(prediction + 1e-4 * direction, target, *more)
    behind, _ = call(prediction - 1e-4 * direction, target, *more)
    rise = float((ahead - behind) / 2e-4)
    expect(rise, f"the rise of {function}'s loss along a direction").near(
        float((gradient * direction).sum()), within=1e-4
    )
