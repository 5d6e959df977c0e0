"""Edges of a galaxy: a convolution with two fixed kernels (Gonzalez & Woods, section 10.2)."""

import numpy as np


def sobel_edges(image):
    """Return (magnitude, direction), both (H, W): the strength and direction of the brightness gradient at every pixel.

    The gradient (gx, gy) is the cross-correlation with [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] / 8 and with its transpose:
    where brightness rises by 1 from each column to the next, gx is 1. Beyond the border the edge pixel is repeated once
    (SciPy's mode "reflect", which is NumPy's "symmetric"; NumPy's "reflect" is another). The magnitude is
    sqrt(gx^2 + gy^2). The direction is the angle in which brightness rises most steeply, in radians between -pi and pi,
    from +x (higher columns) towards +y (higher rows); where the magnitude is 0, any finite number will do.

    >>> magnitude, direction = sobel_edges(np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]))
    >>> magnitude[0], (direction / np.pi)[0]
    (array([0.5, 0.5, 0.5]), array([0.5, 0.5, 0.5]))

    Parameters
    ----------
    image : ndarray, shape (H, W), of any real type, uint8 too; a batch or a colour image raises a ValueError naming it
    """
    raise NotImplementedError
