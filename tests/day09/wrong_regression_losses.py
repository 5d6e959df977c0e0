"""Wrong turns of day09/regression_losses."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day09 import regression_losses as right

A_SUM = (
    "The gradient is that of one residual. The loss is a mean, so each number's part of the gradient is "
    "divided by how many numbers there are."
)
CORNER = (
    "A residual of exactly 0 gets the slope of one of the two sides. The one is as wrong there as the other: at the "
    "corner the gradient is 0."
)
OVERFLOW = (
    "e^r overflows where r is beyond 710, and cosh r and sinh r with it: then ln cosh r is infinite, and sinh r / "
    "cosh r is not a number. For a large residual ln cosh r is |r| - ln 2: take the large exponent out before you "
    "raise e to anything."
)
ONE_OF_THEM = (
    "The answer is one of the values. For the absolute error and for quantiles that is enough, and the median is among "
    "them. The best constant of a smooth loss, as the mean is, lies between the values."
)


@wrong(
    "mse",
    because="This is half of the mean square, which makes the gradient look tidier. ShearNet's code does so, but this "
    "kata asks for the mean of r^2, and the gradient keeps its 2.",
)
def halves_the_square(prediction, target):
    loss, gradient = right.mse(prediction, target)
    return loss / 2, gradient / 2


@wrong("mse", because=A_SUM)
def gradient_of_a_sum(prediction, target):
    loss, gradient = right.mse(prediction, target)
    return loss, gradient * np.size(target)


@wrong("mae", because=A_SUM)
def gradient_of_a_sum_of_sizes(prediction, target):
    loss, gradient = right.mae(prediction, target)
    return loss, gradient * np.size(target)


@wrong("huber", because=A_SUM)
def gradient_of_hubers_sum(prediction, target, delta=1.0):
    loss, gradient = right.huber(prediction, target, delta)
    return loss, gradient * np.size(target)


@wrong("log_cosh", because=A_SUM)
def gradient_of_a_sum_of_logs(prediction, target):
    loss, gradient = right.log_cosh(prediction, target)
    return loss, gradient * np.size(target)


@wrong("quantile", because=A_SUM)
def gradient_of_a_tilted_sum(prediction, target, level):
    loss, gradient = right.quantile(prediction, target, level)
    return loss, gradient * np.size(target)


@wrong(
    "mse",
    because="The mean is taken over the galaxies and then summed over the labels, so the loss grows with the number of "
    "labels. Divide by N K, the number of all residuals.",
)
def sums_over_the_labels(prediction, target):
    loss, gradient = right.mse(prediction, target)
    labels = np.shape(target)[1] if np.ndim(target) > 1 else 1
    return loss * labels, gradient * labels


@wrong(
    "mse",
    because="This is the gradient with respect to the target. With respect to the prediction it has the other sign: "
    "where the prediction is too high, the loss grows with it.",
)
def gradient_by_the_target(prediction, target):
    loss, gradient = right.mse(prediction, target)
    return loss, -gradient


@wrong("mae", because=CORNER)
def pushes_what_is_exact(prediction, target):
    loss, _ = right.mae(prediction, target)
    return loss, np.where(np.asarray(prediction) >= target, 1.0, -1.0) / np.size(target)


@wrong("quantile", because=CORNER)
def pushes_down_what_is_exact(prediction, target, level):
    loss, _ = right.quantile(prediction, target, level)
    return loss, np.where(np.asarray(prediction) < target, -level, 1 - level) / np.size(target)


@wrong("quantile", because=CORNER)
def pushes_up_what_is_exact(prediction, target, level):
    loss, _ = right.quantile(prediction, target, level)
    return loss, np.where(np.asarray(prediction) > target, 1 - level, -level) / np.size(target)


@wrong(
    "huber",
    because="The parabola is r^2, not r^2 / 2. The slope and the line beyond delta belong to r^2 / 2: at |r| = delta "
    "the loss makes a step.",
)
def whole_parabola(prediction, target, delta=1.0):
    loss, gradient = right.huber(prediction, target, delta)
    residual = np.subtract(prediction, target, dtype=float)
    return loss + np.mean(np.where(np.abs(residual) <= delta, residual**2 / 2, 0.0)), gradient


@wrong(
    "huber",
    because="The line beyond delta is delta |r|. It does not meet the parabola: at |r| = delta that is at delta^2 / 2, "
    "so delta^2 / 2 must come off the line.",
)
def a_step_at_delta(prediction, target, delta=1.0):
    loss, gradient = right.huber(prediction, target, delta)
    beyond = np.abs(np.subtract(prediction, target)) > delta
    return loss + np.mean(beyond) * delta**2 / 2, gradient


@wrong(
    "huber",
    because="This is the smooth L1 loss, which is Huber's loss divided by delta. The two are one at delta = 1 alone.",
)
def smooth_l1(prediction, target, delta=1.0):
    loss, gradient = right.huber(prediction, target, delta)
    return loss / delta, gradient / delta


@wrong(
    "huber",
    because="The slope beyond delta is 1, whatever delta is. The line is the tangent of the parabola r^2 / 2 at delta, "
    "and there the slope is delta.",
)
def slope_one_beyond(prediction, target, delta=1.0):
    residual = np.subtract(prediction, target)
    inside, size = np.abs(residual) <= delta, np.abs(residual)
    loss = np.mean(np.where(inside, residual**2 / 2, size - delta + delta**2 / 2))
    return loss, np.where(inside, residual, np.sign(residual)) / residual.size


@wrong("log_cosh", because=OVERFLOW)
def overflows(prediction, target):
    residual = np.subtract(prediction, target, dtype=float)
    return np.mean(np.log(np.cosh(residual))), right.log_cosh(prediction, target)[1]


@wrong("log_cosh", because=OVERFLOW)
def overflows_in_silence(prediction, target):
    with np.errstate(all="ignore"):
        return overflows(prediction, target)


@wrong("log_cosh", because=OVERFLOW)
def divides_what_overflows(prediction, target):
    residual = np.subtract(prediction, target, dtype=float)
    return right.log_cosh(prediction, target)[0], np.sinh(residual) / np.cosh(residual) / residual.size


@wrong("log_cosh", because=OVERFLOW)
def overflows_in_both(prediction, target):
    return overflows(prediction, target)[0], divides_what_overflows(prediction, target)[1]


@wrong(
    "log_cosh",
    because="This is ln(e^r + e^-r). cosh has a half before the sum, so ln 2 must come off: the loss of an exact "
    "prediction is 0.",
)
def forgets_the_half(prediction, target):
    loss, gradient = right.log_cosh(prediction, target)
    return loss + np.log(2), gradient


@wrong(
    "quantile",
    because="The two sides are the other way round. For the 84 % quantile a prediction that is too low must cost more, "
    "or the number below which 84 % of the values lie would not be the best.",
)
def swaps_the_sides(prediction, target, level):
    return right.quantile(prediction, target, 1 - level)


@wrong(
    "best_constant",
    because="This is the mean of the values, whatever the loss is. The mean is best for the squared error alone.",
)
def always_the_mean(loss, values):
    return float(np.mean(values))


@wrong(
    "best_constant",
    because=ONE_OF_THEM,
)
def always_the_median(loss, values):
    return float(np.median(values))


@wrong(
    "best_constant",
    because=ONE_OF_THEM,
)
def the_best_of_the_values(loss, values):
    return min(map(float, values), key=lambda c: loss(np.full(values.shape, c), values)[0])


@wrong(
    "best_constant",
    because="The search stops too early: twelve halvings leave 1/4096 of the range. Each further one costs as little "
    "and gives another factor of two, so go on to 50 or 60.",
)
def stops_too_early(loss, values):
    low, high = values.min(), values.max()
    for _ in range(12):
        middle = (low + high) / 2
        rises = loss(np.full(values.shape, middle), values)[1].sum() > 0
        low, high = (low, middle) if rises else (middle, high)
    return (low + high) / 2


@lenient(
    "mse",
    because="A target (N,) is broadcast against predictions (N, 1) to N x N residuals: every prediction is compared "
    "with every galaxy, without a word. Compare the shapes first.",
)
def broadcasts(prediction, target):
    residual = prediction - target
    return np.mean(residual**2), 2 * residual / residual.size
