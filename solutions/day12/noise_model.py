"""The noise of a CCD: light comes in whole electrons, and reading them out adds noise of its own.

Images and sky are in counts, the sky is subtracted from images; gain is in electrons per count, read_noise is an sd in
electrons. A weight is the inverse of a pixel's variance. Images are ndarrays of shape (H, W).
"""

import numpy as np


def ccd_variance(image, sky, gain, read_noise):
    """Return the variance of every pixel, in counts squared; `image` is the expected light without noise.

    A gain that is not positive is refused, and so is an image below -sky anywhere: light cannot be negative.

    >>> ccd_variance(np.array([[0.0, 100.0]]), sky=20.0, gain=2.0, read_noise=4.0)
    array([[14., 64.]])
    """
    _check_ccd_variance(image, sky, gain)
    light = gain * (image + sky)  # electrons: the variance of a Poisson number is its mean
    electrons = light + read_noise**2
    return electrons / gain**2


def add_ccd_noise(image, sky, gain, read_noise, rng):
    """Return the image as a CCD sees it once, less the sky; `rng`, a numpy.random.Generator, is the only chance.

    The electrons of image and sky have a Poisson distribution, the read noise is Gaussian, pixels are independent.

    >>> seen = add_ccd_noise(np.full((2, 3), 5.0), sky=1.0, gain=4.0, read_noise=0.0, rng=np.random.default_rng(1))
    >>> bool(np.all(4.0 * seen % 1 == 0))
    True
    """
    light = rng.poisson(gain * (image + sky))
    read = rng.normal(0.0, read_noise, image.shape)
    counts = (light + read) / gain
    return counts - sky


def weight_map(variance, bad):
    """Return the weights: 0 where `bad` (bools or flags) is not 0, or the variance is no positive finite number.

    >>> weight_map(np.array([[4.0, 4.0, 0.0]]), np.array([[False, True, False]]))
    array([[0.25, 0.  , 0.  ]])
    """
    good = (bad == 0) & (variance > 0)  # nan is not above 0, and 1 / inf is 0 by itself
    weight = np.zeros(variance.shape)
    weight[good] = 1 / variance[good]
    return weight


def signal_to_noise(image, weight):
    """Return (matched, aperture): the S/N of a noiseless galaxy's flux, fitted best and as the plain sum of pixels.

    Pixels of weight 0 count for nothing, whatever they hold. One at least has another weight.

    >>> matched, aperture = signal_to_noise(np.array([[3.0, 4.0, np.nan]]), np.array([[1.0, 1.0, 0.0]]))
    >>> print(f"{matched:.3f} {aperture:.3f}")
    5.000 4.950
    """
    seen = weight > 0
    light, inverse_variance = image[seen], weight[seen]
    matched = np.sqrt(np.sum(inverse_variance * np.square(light, dtype=float)))
    aperture = np.sum(light) / np.sqrt(np.sum(1 / inverse_variance))
    return matched, aperture


def _check_ccd_variance(image, sky, gain):
    if gain <= 0:
        raise ValueError(f"gain must be positive, got {gain}")
    if np.any(image + sky < 0):
        raise ValueError("image must not lie below -sky")
