"""Wrong turns of day01/gradient_check."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import gradient_check as right

EACH = (
    "Each element is measured against its own size. A derivative that should be 0 and comes out as 1e-12 then counts "
    "as wholly wrong; measure all of them against the largest element."
)
NORMS = (
    "These are Euclidean norms: all elements count together. What is asked for is the largest difference, held against "
    "the largest element."
)
OWN_DTYPE = (
    "The work is done in the dtype of x. An array of whole numbers cannot hold the step or the slope, and in the seven "
    "digits of float32 a small step drowns in rounding. Make a float64 copy of x first."
)
CONSTANT = (
    "A small constant in the denominator keeps you from dividing by zero, but it also hides every error of gradients "
    "that are themselves small. Treat the case of two zeros apart."
)


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


@wrong("numerical_gradient", because=OWN_DTYPE)
def works_in_the_dtype_of_x(f, x, step=1e-5):
    x = np.asarray(x)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        offset = np.zeros_like(x)
        offset[i] = step
        gradient[i] = (f(x + offset) - f(x - offset)) / (2 * step)
    return gradient


@wrong("numerical_gradient", because=OWN_DTYPE)
def moves_copies_in_the_dtype_of_x(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(np.shape(x)):
        ahead, behind = np.array(x), np.array(x)
        ahead[i] += step
        behind[i] -= step
        gradient[i] = (f(ahead) - f(behind)) / (2 * step)
    return gradient


@wrong(
    "relative_error",
    because="You divide by the size of one of the two arrays alone. If that one is zero or tiny the error means "
    "nothing, and swapping a and b changes it; the larger of the two is the measure.",
)
def divides_by_the_second(a, b):
    difference, size = np.max(np.abs(a - b)), np.max(np.abs(b))
    return float(difference / size) if size else float("inf") if difference else 0.0


@wrong("relative_error", because=EACH)
def measures_each_by_itself(a, b):
    size = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(np.where(size == 0, 0.0, np.abs(a - b) / np.where(size == 0, 1.0, size))))


@wrong("relative_error", because=EACH)
def measures_each_by_its_sum(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@wrong("relative_error", because=NORMS)
def compares_euclidean_norms(a, b):
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / size) if size else 0.0


@wrong("relative_error", because=NORMS)
def divides_by_the_sum_of_norms(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


@wrong("relative_error", because=CONSTANT)
def adds_a_small_constant(a, b):
    return float(np.max(np.abs(a - b)) / (np.max(np.abs([a, b])) + 1e-8))


@wrong("relative_error", because=CONSTANT)
def adds_a_tiny_constant(a, b):
    return float(np.max(np.abs(a - b)) / (np.max(np.abs([a, b])) + 1e-12))


@wrong(
    "relative_error", because="Two gradients of zero are equal, but 0 / 0 is nan. That case needs its own answer: 0."
)
def divides_zero_by_zero(a, b):
    return float(np.max(np.abs(np.subtract(a, b))) / np.max(np.abs([a, b])))


@lenient(
    "relative_error",
    because="Two gradients of different shapes must be refused: NumPy stretches one over the other without a word, and "
    "the error is that of other pairs of elements.",
)
def lets_shapes_broadcast(a, b):
    a, b = np.broadcast_arrays(a, b)
    return right.relative_error(a, b)
