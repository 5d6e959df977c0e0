"""What pooling buys, indifference to small shifts, and what it costs, the place of things."""

import numpy as np


def shift_sensitivity(pool, image, max_shift):
    """Return how much a pooled image changes when the image is shifted by a few pixels.

    Parameters
    ----------
    pool : callable
        Maps an image (H, W) to an array of any shape, the same for every image of that size.
    image : ndarray, shape (H, W)
        The image to try it on. It continues on the opposite side (np.roll), so that no light is lost.
    max_shift : int
        Largest shift in pixels, at least 1, and 2 max_shift < H and W, so that no shift counts twice.

    Returns
    -------
    sensitivity : float
        The mean of ||pool(shifted) - pool(image)|| / ||pool(image)|| over all shifts (dy, dx) by whole
        pixels with |dy| <= max_shift and |dx| <= max_shift, but for (0, 0): (2 max_shift + 1)^2 - 1 of them.
        ||a|| is the root of the sum of squares of all elements. 0 is perfect invariance.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional or if pool(image) is zero everywhere, `max_shift` if it is
        out of its range.

    Notes
    -----
    After the invariance tests of Azulay & Weiss (2019, JMLR 20:184) and Zhang (2019, arXiv:1904.11486, section 4).

    Examples
    --------
    >>> stripes = np.tile([1.0, 3.0], (4, 2))
    >>> shift_sensitivity(lambda x: x[::2, ::2], stripes, 1)  # 6 of 8 shifts turn every 1 into a 3
    1.5
    >>> shift_sensitivity(np.mean, stripes, 1)
    0.0
    """
    raise NotImplementedError


def centroid_error(pool, stamps, centres, offset=None):
    """Return how far, in input pixels, the centroids of pooled stamps lie from the true centres.

    Parameters
    ----------
    pool : callable
        Maps one stamp (H, W) to a pooled map (h, w), h dividing H and w dividing W.
    stamps : ndarray, shape (N, H, W)
        Images with one object each and no sky.
    centres : ndarray, shape (N, 2)
        The true centres (x, y) in input pixels from the middle of the stamp: pixel (i, j) lies at
        x = j - (W-1)/2, y = i - (H-1)/2.
    offset : float, optional
        Where the first output pixel is centred, in input pixels from the middle of the first input pixel, the
        same along both axes. By default each output pixel stands in the middle of the cell of input pixels that it
        covers, H/h by W/w of them, side by side from the first; where only every second pixel is kept it is 0.

    Returns
    -------
    error : float
        The root of the mean over the stamps of dx^2 + dy^2, where (dx, dy) is the centroid of the pooled map,
        mapped back to input pixels, less the true centre. The centroid is the mean position of the output
        pixels, each weighted by its value.

    Raises
    ------
    ValueError
        Naming `stamps` if they are not three-dimensional, if there are none, or if a pooled map sums to zero;
        `centres` if their shape is not (N, 2); `pool` if its map is not two-dimensional or does not divide the stamp.

    Examples
    --------
    >>> stamp = np.zeros((1, 4, 4))
    >>> stamp[0, 1, 2] = 1.0  # a point at x = 0.5, y = -0.5
    >>> centroid_error(lambda x: x, stamp, np.array([[0.5, -0.5]]))
    0.0
    >>> four = lambda x: x.reshape(2, 2, 2, 2).mean(axis=(1, 3))  # the point's cell is centred on x = 1, y = -1
    >>> round(centroid_error(four, stamp, np.array([[0.5, -0.5]])), 4)
    0.7071
    """
    raise NotImplementedError
