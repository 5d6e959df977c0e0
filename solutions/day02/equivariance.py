"""Shift the input, and the output shifts with it."""

import numpy as np


def shift(image, dy, dx):
    """Move an image by whole pixels; what is uncovered is zero.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values.
    dy : int
        Rows to move by: positive towards higher row numbers (down, where row 0 is drawn on top).
    dx : int
        Columns to move by: positive towards higher column numbers (right).

    Returns
    -------
    shifted : ndarray, shape (H, W)
        A new array. What stood at row i, column j stands at row i + dy, column j + dx; what leaves the image
        is lost, and a shift by H rows or W columns or more leaves nothing but zeros.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional.

    Examples
    --------
    >>> shift(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1, -1)
    array([[0., 0., 0.],
           [2., 3., 0.]])
    """
    image = np.asarray(image)
    if image.ndim != 2:
        raise ValueError(f"image must have two axes, not {image.ndim}")
    height, width = image.shape
    shifted = np.zeros_like(image)
    shifted[_reached(height, dy), _reached(width, dx)] = image[_reached(height, -dy), _reached(width, -dx)]
    return shifted


def _reached(size, step):
    """Return the positions, of `size` in a line, that a move by `step` fills from within the line."""
    step = max(-size, min(step, size))
    return slice(max(step, 0), size + min(step, 0))


def equivariance_error(op, image, dy, dx, margin=0):
    """Return how far op(shift(image)) is from shift(op(image)), relative to the latter.

    Parameters
    ----------
    op : callable
        Maps an image to an image, (H, W) -> (H', W'); H' and W' may be smaller than H and W.
    image : ndarray, shape (H, W)
        The image to try it on; floating-point or whole numbers.
    dy, dx : int
        The shift, as in `shift`.
    margin : int
        Pixels to leave out besides, on every side of the region that is compared: half the kernel size for
        an op that pads its input with zeros.

    Returns
    -------
    error : float
        With a = op(shift(image)) and b = shift(op(image)), the root of the sum of (a - b)^2 over the root of the
        sum of b^2, both sums over one region R. R is the output pixels (i, j) whose origin (i - dy, j - dx) is
        an output pixel too (where it is not, b is 0 by construction), less the `margin` outermost
        rows and columns of R on each side. 0 if op is equivariant.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional; `margin` if it is negative; `dy` if R has no rows, `dx` if it
        has no columns; `op` if it does not return two-dimensional arrays of one shape; `image` if b is zero all
        over R.

    Notes
    -----
    f(T x) = T f(x) is the definition of equivariance in Goodfellow, Bengio & Courville (2016), section 9.2.

    Examples
    --------
    >>> image = np.arange(12.0).reshape(3, 4)
    >>> equivariance_error(lambda x: x[:, 1:] - x[:, :-1], image, 0, 1)  # a valid convolution
    0.0
    >>> equivariance_error(lambda x: x[::-1], image, 0, 1)  # upside down, then to the right: no matter
    0.0
    >>> round(equivariance_error(lambda x: x[::-1], image, 1, 0), 3)  # but not downwards
    0.881
    """
    if margin < 0:
        raise ValueError(f"margin must not be negative, got {margin}")
    # In floating point, since unsigned pixels have no negative differences.
    before, after = (np.asarray(op(pixels), dtype=float) for pixels in (shift(image, dy, dx), image))
    if before.ndim != 2 or before.shape != after.shape:
        raise ValueError(f"op must return images of one shape, not {before.shape} and {after.shape}")
    region = []
    for name, size, step in (("dy", after.shape[0], dy), ("dx", after.shape[1], dx)):
        if abs(step) + 2 * margin >= size:
            raise ValueError(f"{name} = {step} and a margin of {margin} leave nothing of {size} pixels to compare")
        reached = _reached(size, step)
        region.append(slice(reached.start + margin, reached.stop - margin))
    wanted = shift(after, dy, dx)[tuple(region)]
    size = np.linalg.norm(wanted)
    if size == 0:
        raise ValueError("image gives nothing but zeros where the two are compared")
    return float(np.linalg.norm(before[tuple(region)] - wanted) / size)
