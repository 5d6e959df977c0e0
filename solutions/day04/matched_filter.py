"""The best kernel for a known shape in white noise, and what it detects."""

import numpy as np


def matched_filter_snr(image, template, noise_sd):
    """Return the signal-to-noise ratio of a source of known shape at every pixel of an image.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Light without sky, in noise that is independent from pixel to pixel; beyond the border there is nothing
        (zeros).
    template : ndarray, shape (h, w)
        The shape of the source, its middle pixel being where the source is; h and w odd. Its scale does not
        matter, and it need not be symmetric.
    noise_sd : float
        Standard deviation of the noise of one pixel, positive.

    Returns
    -------
    snr : ndarray, shape (H, W)
        sum(d t) / (noise_sd sqrt(sum t^2)) at each pixel, where t is the template with its middle on that pixel and d
        the image under it. The map is signed; in noise alone its standard deviation is 1 (less near the border), and a
        source A t gives A sqrt(sum t^2) / noise_sd in its middle.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional; `template` if it is not, if a side is even, or if it is zero
        everywhere; `noise_sd` if it is not positive.

    Notes
    -----
    North (1963, Proc. IEEE 51:1016); for images Irwin (1985, MNRAS 214:575).

    Examples
    --------
    >>> template = np.array([[1.0, 2.0, 2.0]])
    >>> matched_filter_snr(np.array([[0.0, 4.0, 8.0, 8.0, 0.0]]), template, 2.0)[0, 2]  # A = 4: 4 * 3 / 2
    np.float64(6.0)
    """
    image, template = np.asarray(image), np.asarray(template)
    if image.ndim != 2:
        raise ValueError(f"image must have two axes, not {image.ndim}")
    if template.ndim != 2 or any(side % 2 == 0 for side in template.shape):
        raise ValueError(f"template must have two axes and odd sides, not shape {template.shape}")
    if not np.any(template):
        raise ValueError("template must not be zero everywhere")
    if not noise_sd > 0:
        raise ValueError(f"noise_sd must be positive, got {noise_sd}")
    above, left = (side // 2 for side in template.shape)
    padded = np.pad(image, ((above, above), (left, left)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, template.shape)
    return np.einsum("ijab,ab->ij", windows, template) / (noise_sd * np.sqrt(np.sum(template**2)))


def detect(image, template, noise_sd, threshold):
    """Return where an image holds sources of a known shape: the peaks of its signal-to-noise map.

    Parameters
    ----------
    image, template, noise_sd
        As in `matched_filter_snr`.
    threshold : float
        Signal-to-noise ratio that a detection exceeds.

    Returns
    -------
    positions : ndarray of int, shape (n, 2)
        Row and column of each pixel whose signal-to-noise ratio is above the threshold and larger than that
        of each of its neighbours: the eight around it, or as many of them as lie within the image. The strongest comes
        first. Which of two equal neighbours counts is left open.
    snr : ndarray, shape (n,)
        Their signal-to-noise ratios.

    Raises
    ------
    ValueError
        As in `matched_filter_snr`.

    Examples
    --------
    >>> image = np.zeros((5, 9))
    >>> image[1, 1], image[3, 6] = 20.0, 30.0
    >>> positions, snr = detect(image, np.array([[0.0, 1.0, 0.0]]), 2.0, 5.0)
    >>> positions
    array([[3, 6],
           [1, 1]])
    >>> snr
    array([15., 10.])
    """
    snr = matched_filter_snr(image, template, noise_sd)
    # Nothing beyond the border can outshine a pixel.
    padded = np.pad(snr, 1, constant_values=-np.inf)
    blocks = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    positions = np.argwhere((snr == blocks.max(axis=(2, 3))) & (snr > threshold))
    found = snr[tuple(positions.T)]
    order = np.argsort(-found)
    return positions[order], found[order]
