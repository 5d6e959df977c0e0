"""Wrong turns of day01/gradient_check."""

import numpy as np

from grader.mutants import wrong
from solutions.day01 import gradient_check as right


def differences(f, x, step, quotient):
    """Return quotient(f, point, offset) for every element."""
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        offset = np.zeros_like(point)
        offset[i] = step
        gradient[i] = quotient(f, point, offset)
    return gradient


@wrong(
    "numerical_gradient",
    because="This is the forward difference, (f(x + step) - f(x)) / step. Its error falls only with step; stepping to "
    "both sides cancels the second derivative, and the error falls with step squared.",
)
def steps_forward_only(f, x, step=1e-5):
    return differences(f, x, step, lambda f, x, o: (f(x + o) - f(x)) / step)


@wrong(
    "numerical_gradient",
    because="Every element is twice too large: f(x + step) and f(x - step) lie two steps apart, so their difference "
    "is divided by 2 step.",
)
def divides_by_one_step(f, x, step=1e-5):
    return 2 * right.numerical_gradient(f, x, step)


@wrong(
    "numerical_gradient",
    because="/ 2 * step divides by 2 and then multiplies by step. The whole of 2 step belongs below the line.",
)
def multiplies_by_the_step(f, x, step=1e-5):
    return step**2 * right.numerical_gradient(f, x, step)


@wrong(
    "numerical_gradient",
    because="Half a step is taken to either side. The formula goes a whole step each way and divides by two steps; for "
    "a function that is not quadratic the two differ.",
)
def takes_half_steps(f, x, step=1e-5):
    return right.numerical_gradient(f, x, step / 2)


@wrong(
    "numerical_gradient",
    because="All elements move at once, so this is the slope along the diagonal and the same number everywhere. For "
    "a partial derivative one element moves and the others stay.",
)
def moves_every_element(f, x, step=1e-5):
    x = np.array(x, dtype=np.float64)
    return np.full(x.shape, (f(x + step) - f(x - step)) / (2 * step))


@wrong(
    "numerical_gradient",
    because="An element that was moved is not put back before the next one moves, so from the second element on the "
    "function is taken at another place.",
)
def does_not_put_back(f, x, step=1e-5):
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        point[i] += step
        ahead = f(point)
        point[i] -= 2 * step
        gradient[i] = (ahead - f(point)) / (2 * step)
    return gradient


def in_the_dtype_of_x(f, x, step):
    point = np.array(x)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        offset = np.zeros_like(point)
        offset[i] = step
        gradient[i] = (f(point + offset) - f(point - offset)) / (2 * step)
    return gradient


@wrong(
    "numerical_gradient",
    because="x has whole numbers, and in an array of integers the step is cut back to a whole number, as is the slope. "
    "Make a float64 copy of x first, and the gradient of the same type.",
)
def works_in_whole_numbers(f, x, step=1e-5):
    whole = np.asarray(x).dtype.kind in "iu"
    return in_the_dtype_of_x(f, x, step) if whole else right.numerical_gradient(f, x, step)


@wrong("numerical_gradient", because="f is handed x flattened to one axis; it needs an array of x's own shape.")
def flattens_what_f_sees(f, x, step=1e-5):
    gradient = right.numerical_gradient(f, x, step)
    return right.numerical_gradient(f, np.ravel(x), step).reshape(gradient.shape)


@wrong(
    "relative_error",
    because="The difference lost its absolute value: where b is the larger one it is negative and looks small.",
)
def keeps_the_sign_of_the_difference(a, b):
    largest = np.max(np.abs([a, b]))
    return float(np.max(a - b) / largest) if largest else 0.0


@wrong(
    "relative_error",
    because="You divide by the size of the first array alone. If that one is zero or tiny the error explodes, and "
    "swapping a and b changes it; the larger of the two is the measure.",
)
def divides_by_the_first(a, b):
    correct, size, difference = right.relative_error(a, b), np.max(np.abs(a)), np.max(np.abs(np.subtract(a, b)))
    if not difference:
        return correct
    return float(difference / size) if size else float("inf")


@wrong(
    "relative_error",
    because="You divide by the size of the second array alone. If that one is zero or tiny the error is lost, and "
    "swapping a and b changes it; the larger of the two is the measure.",
)
def divides_by_the_second(a, b):
    return divides_by_the_first(b, a)


@wrong(
    "relative_error",
    because="You divide by the sum |a| + |b|, which makes the error about half as large. The measure is the larger "
    "of the two.",
)
def divides_by_the_sum(a, b):
    correct, size = right.relative_error(a, b), np.max(np.abs(a)) + np.max(np.abs(b))
    return float(np.max(np.abs(np.subtract(a, b))) / size) if size else correct


@wrong(
    "relative_error",
    because="Each element is measured against its own size. A derivative that should be 0 and comes out as 1e-12 then "
    "counts as wholly wrong; measure all of them against the largest element.",
)
def measures_each_by_itself(a, b):
    size = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(np.where(size == 0, 0.0, np.abs(np.subtract(a, b)) / np.where(size == 0, 1.0, size))))


@wrong(
    "relative_error",
    because="These are Euclidean norms: all elements count together. The largest difference is compared with the "
    "largest element.",
)
def compares_euclidean_norms(a, b):
    correct, size = right.relative_error(a, b), max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(np.subtract(a, b)) / size) if size else correct


@wrong(
    "relative_error",
    because="A small constant in the denominator keeps you from dividing by zero, but it also hides every error of "
    "gradients that are themselves small. Treat the case of two zeros apart.",
)
def adds_a_small_constant(a, b):
    return float(np.max(np.abs(np.subtract(a, b))) / (np.max(np.abs([a, b])) + 1e-8))


@wrong(
    "relative_error", because="Two gradients of zero are equal, but 0 / 0 is nan. That case needs its own answer: 0."
)
def divides_zero_by_zero(a, b):
    return float(np.max(np.abs(np.subtract(a, b))) / np.max(np.abs([a, b])))
