"""Shift the input, and the output shifts with it (Goodfellow et al. 2016, section 9.2)."""

import numpy as np


def shift(image, dy, dx):
    """Return a new image, shape (H, W), moved by whole pixels; what is uncovered is zero, what leaves is lost.

    What stood at row i, column j stands at row i + dy, column j + dx. Steps may be negative, or larger than the image.

    >>> shift(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1, -1)
    array([[0., 0., 0.],
           [2., 3., 0.]])
    """
    raise NotImplementedError


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
    raise NotImplementedError
