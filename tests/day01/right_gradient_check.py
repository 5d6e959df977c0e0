"""Other right ways to write day01/gradient_check."""

import numpy as np

from grader.mutants import right


@right("numerical_gradient")
def one_element_at_a_time(f, x, step=1e-5):
    x = np.asarray(x, dtype=float)
    gradient = np.zeros(x.size)
    for i in range(x.size):
        ahead, behind = x.copy(), x.copy()
        ahead.flat[i] += step
        behind.flat[i] -= step
        gradient[i] = (f(ahead) - f(behind)) / (ahead.flat[i] - behind.flat[i])
    return gradient.reshape(x.shape)


@right("numerical_gradient")
def with_unit_vectors(f, x, step=1e-5):
    x = np.asarray(x, dtype=float)
    offsets = step * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [f(x + o) / (2 * step) - f(x - o) / (2 * step) for o in offsets]
    return np.array(np.reshape(slopes, x.shape), order="F")


@right("numerical_gradient")
def putting_back(f, x, step=1e-5):
    work = np.array(x, dtype=float)
    gradient = np.zeros(work.shape)
    with np.nditer(work, flags=["multi_index"], op_flags=["readwrite"]) as elements:
        for element in elements:
            kept = float(element)
            element[...] = kept + step
            ahead = f(work)
            element[...] = kept - step
            gradient[elements.multi_index] = (ahead - f(work)) / (2 * step)
            element[...] = kept
    return gradient


@right("relative_error")
def with_norms(a, b):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    size = np.maximum(np.linalg.norm(a, np.inf), np.linalg.norm(b, np.inf))
    return np.linalg.norm(a - b, np.inf) / size if size != 0 else np.float64(0)


@right("relative_error")
def divided_first(a, b):
    size = max(np.abs(a).max(), np.abs(b).max())
    return 0 if size == 0 else np.max(np.abs(a / size - b / size))
