"""Kernels that answer to blobs, to edges and to textures."""

import numpy as np


def laplacian_of_gaussian(size, sigma):
    """Return the scale-normalised Laplacian of a Gaussian, which answers to blobs.

    Parameters
    ----------
    size : int
        Pixels along each side, odd and positive.
    sigma : float
        Standard deviation of the Gaussian in pixels, positive.

    Returns
    -------
    kernel : ndarray, shape (size, size)
        (r^2 / sigma^2 - c) G, sampled at the pixel centres, where r is the distance from the middle pixel in pixels and
        G = exp(-r^2 / (2 sigma^2)) / (2 pi sigma^2). With c = 2 this is sigma^2 times the Laplacian
        d2G/dx2 + d2G/dy2; c is chosen (near 2) so that the kernel sums to zero. The middle is negative: a
        bright blob gives a negative response.

    Raises
    ------
    ValueError
        Naming `size` if it is even or not positive, `sigma` if it is not positive.

    Notes
    -----
    sigma^2 is Lindeberg's normalisation (1998, IJCV 30:79, section 5): without it small scales always win. A zero sum
    makes the kernel blind to a constant sky.

    Examples
    --------
    >>> kernel = laplacian_of_gaussian(9, 1.5)
    >>> kernel.shape, bool(kernel[4, 4] < 0), bool(abs(kernel.sum()) < 1e-12)
    ((9, 9), True, True)
    """
    raise NotImplementedError


def oriented_edge(size, angle, sigma):
    """Return the slope of a Gaussian in one direction, which answers to edges across it.

    Parameters
    ----------
    size : int
        Pixels along each side, odd and positive.
    angle : float
        The direction, in radians from +x (higher columns) towards +y (higher rows).
    sigma : float
        Standard deviation of the Gaussian in pixels, positive.

    Returns
    -------
    kernel : ndarray, shape (size, size)
        (u / sigma^2) G with u = x cos(angle) + y sin(angle), x and y counted from the middle pixel, and
        G = exp(-r^2 / (2 sigma^2)) / (2 pi sigma^2). Cross-correlated with an image it gives the slope in that
        direction of the image smoothed by G: positive where the image gets brighter towards `angle`.

    Raises
    ------
    ValueError
        Naming `size` if it is even or not positive, `sigma` if it is not positive.

    Notes
    -----
    Canny (1986, IEEE PAMI 8:679). Two of these, along x and y, make all the others (Freeman & Adelson 1991, IEEE PAMI
    13:891).

    Examples
    --------
    >>> oriented_edge(3, 0.0, 1.0).round(3)
    array([[-0.059,  0.   ,  0.059],
           [-0.097,  0.   ,  0.097],
           [-0.059,  0.   ,  0.059]])
    """
    raise NotImplementedError


def gabor(size, wavelength, angle, sigma, phase=0.0):
    """Return a wave under a Gaussian window, which answers to texture of one period and direction.

    Parameters
    ----------
    size : int
        Pixels along each side, odd and positive.
    wavelength : float
        Pixels from crest to crest, positive.
    angle : float
        The direction in which the wave runs, in radians from +x (higher columns) towards +y (higher rows): its
        crests are lines across it.
    sigma : float
        Standard deviation of the window in pixels, positive.
    phase : float
        Phase of the wave at the middle pixel, in radians.

    Returns
    -------
    kernel : ndarray, shape (size, size)
        (cos(2 pi u / wavelength + phase) - c) exp(-r^2 / (2 sigma^2)) with u = x cos(angle) + y sin(angle), x, y and r
        counted from the middle pixel; c is chosen so that the kernel sums to zero.

    Raises
    ------
    ValueError
        Naming `size` if it is even or not positive, `wavelength` or `sigma` if they are not positive.

    Notes
    -----
    Daugman (1985, JOSA A 2:1160); without a response to a constant as in Lee (1996, IEEE PAMI 18:959).

    Examples
    --------
    >>> gabor(5, 4.0, 0.0, 1.0, -np.pi / 2)[2].round(3) + 0.0  # at this phase a sine: odd, an edge
    array([ 0.   , -0.607,  0.   ,  0.607,  0.   ])
    """
    raise NotImplementedError


def blob_scale(image, sigmas):
    """Return the scale at which the brightest blob of an image answers most.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        An image without sky; beyond its border there is nothing (zeros).
    sigmas : sequence of float, shape (n,)
        The scales to try, in pixels, each positive; at least one.

    Returns
    -------
    sigma : float
        The one of `sigmas` whose kernel `laplacian_of_gaussian` gives the strongest response to a bright
        blob, that is the most negative one, anywhere in the image. The kernels reach at least 4 sigma from their
        middle.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional, `sigmas` if there are none or one is not positive.

    Notes
    -----
    A Gaussian blob of standard deviation s answers with sigma^2 / (s^2 + sigma^2)^2, times its flux over pi: most at
    sigma = s (Lindeberg 1998, section 5).

    Examples
    --------
    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> blob_scale(np.exp(-(x**2 + y**2) / (2 * 2.0**2)), [1.0, 1.5, 2.0, 3.0])
    2.0
    """
    raise NotImplementedError
