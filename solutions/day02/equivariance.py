"""Shift the input, and the output shifts with it (Goodfellow et al. 2016, section 9.2)."""

import numpy as np


def shift(image, dy, dx):
    """Return a new image, shape (H, W), moved by whole pixels; what is uncovered is zero, what leaves is lost.

    What stood at row i, column j stands at row i + dy, column j + dx. Steps may be negative, or larger than the image.

    >>> shift(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1, -1)
    array([[0., 0., 0.],
           [2., 3., 0.]])
    """
    height, width = image.shape
    shifted = np.zeros_like(image)
    shifted[_reached(height, dy), _reached(width, dx)] = image[_reached(height, -dy), _reached(width, -dx)]
    return shifted


def _reached(size, step):
    """Return the positions, of `size` in a line, that a move by `step` fills from within the line."""
    step = max(-size, min(step, size))
    return slice(max(step, 0), size + min(step, 0))


def equivariance_error(op, image, dy, dx, margin=0):
    """Return how far op(shift(image)) is from shift(op(image)), relative to the latter; 0 for an equivariant op.

    `op` maps an image, shape (H, W), to an image, shape (H', W'), that may be smaller. `image` may hold whole numbers,
    unsigned ones too. With a = op(shift(image)) and b = shift(op(image)), the error is the root of the sum of
    (a - b)^2 over the root of the sum of b^2, both sums over one region R. R is the output pixels (i, j) whose origin
    (i - dy, j - dx) is an output pixel too, less the `margin` outermost rows and columns of R on each side (half the
    kernel, if op pads with zeros). If R has no rows, a ValueError names `dy`; if it has no columns, `dx`.

    >>> image = np.arange(12.0).reshape(3, 4)
    >>> equivariance_error(lambda x: x[:, 1:] - x[:, :-1], image, 0, 1)  # a valid convolution
    0.0
    >>> round(equivariance_error(lambda x: x[::-1], image, 1, 0), 3)  # upside down
    0.881
    """
    shifted = shift(image, dy, dx)
    moved_first = np.asarray(op(shifted), dtype=float)  # unsigned pixels have no negative differences
    output = np.asarray(op(image), dtype=float)
    moved_last = shift(output, dy, dx)
    _check_region(moved_last.shape, dy, dx, margin)
    height, width = moved_last.shape
    rows = _reached(height, dy)
    columns = _reached(width, dx)
    region = np.s_[rows.start + margin : rows.stop - margin, columns.start + margin : columns.stop - margin]
    a = moved_first[region]
    b = moved_last[region]
    error = np.linalg.norm(a - b) / np.linalg.norm(b)
    return float(error)


def _check_region(shape, dy, dx, margin):
    for name, size, step in (("dy", shape[0], dy), ("dx", shape[1], dx)):
        if abs(step) + 2 * margin >= size:
            raise ValueError(f"{name} = {step} and a margin of {margin} leave nothing of {size} pixels to compare")
