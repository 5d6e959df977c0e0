"""Edges of a galaxy: a convolution with two fixed kernels."""

import numpy as np


def sobel_edges(image):
    """Return the strength and direction of the brightness gradient at every pixel.

    The horizontal kernel is [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] / 8, cross-correlated with the image, and the vertical
    one is its transpose. The 8 makes them slopes per pixel: where brightness rises by 1 from each column
    to the next, gx is 1 and gy is 0.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values, of any real type; whole numbers as a camera writes them (uint8, uint16) too.

    Returns
    -------
    magnitude : ndarray, shape (H, W)
        sqrt(gx^2 + gy^2). Beyond the border the edge pixel is repeated once (SciPy's mode "reflect", which
        is NumPy's "symmetric"; NumPy's "reflect" is another).
    direction : ndarray, shape (H, W)
        The angle in which brightness rises most steeply, in radians between -pi and pi: from +x (higher columns)
        towards +y (higher rows). So 0 is brighter to the right and pi/2 brighter in the next row. It is
        meaningless where the magnitude is 0: any finite number will do there.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional or has no pixels.

    Notes
    -----
    Sobel & Feldman (1968); described in Gonzalez & Woods, Digital Image Processing, section 10.2. SciPy's
    scipy.ndimage.sobel is 8 times as large.

    Examples
    --------
    >>> magnitude, direction = sobel_edges(np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]))
    >>> magnitude
    array([[0.5, 1. , 0.5],
           [0.5, 1. , 0.5]])
    >>> direction
    array([[0., 0., 0.],
           [0., 0., 0.]])
    """
    raise NotImplementedError
