"""The best kernel for a known shape in white noise, and what it detects (North 1963, Proc. IEEE 51:1016).

`image` is light without sky, in noise that is independent from pixel to pixel, each of standard deviation `noise_sd`.
`template` is the shape of the source, which stands on its middle pixel. Its scale does not matter, and it need not be
symmetric. A template with an even side has no middle pixel: it raises a ValueError that names template.
"""

import numpy as np


def matched_filter_snr(image, template, noise_sd):
    """Return the signal-to-noise ratio, sum(d t) / (noise_sd sqrt(sum t^2)), at each pixel of the image.

    t is the template with its middle on that pixel, and d the image under it; beyond the border there are zeros. The
    map is signed.

    >>> matched_filter_snr(np.array([[0.0, 4.0, 8.0, 8.0, 0.0]]), np.array([[1.0, 2.0, 2.0]]), 2.0).round(2)
    array([[1.33, 4.  , 6.  , 4.  , 1.33]])

    Parameters
    ----------
    image : ndarray, shape (H, W)
    template : ndarray, shape (h, w)
    """
    raise NotImplementedError


def detect(image, template, noise_sd, threshold):
    """Return (positions, snr): the sources of a known shape, which are the peaks of the signal-to-noise map.

    positions, whole numbers of shape (n, 2), has row and column of each pixel whose ratio is above the threshold and
    larger than that of each of its neighbours: the eight around it, or as many as lie within the image. snr, shape
    (n,), has their ratios. The strongest comes first. Which of two equal neighbours counts is left open.

    >>> image = np.zeros((5, 9))
    >>> image[1, 1], image[3, 6] = 20.0, 30.0
    >>> detect(image, np.array([[0.0, 1.0, 0.0]]), 2.0, 5.0)
    (array([[3, 6],
           [1, 1]]), array([15., 10.]))

    Parameters
    ----------
    image : ndarray, shape (H, W)
    template : ndarray, shape (h, w)
    """
    raise NotImplementedError
