"""What a network is shown first: a schedule of the noise, and a growing share of the galaxies (Bengio et al. 2009).

`hardness`, an array of shape (N,), is larger for harder examples; infinity is allowed, and a NaN, which sorting would
put silently at one end, raises a ValueError that names it. Random numbers come from a numpy.random.Generator, `rng`.
"""

import numpy as np


def noise_at(step, ramp, start, end):
    """Return the noise sd of a step: `start` at step 0, `end` at step `ramp` and ever after; with ramp = 0, `end`.

    Between, each step changes it by the same factor, up or down. One that is not above 0 is refused by name.

    >>> noise_at(1, 2, 1.0, 1e-4), noise_at(9, 2, 1.0, 1e-4)
    (0.01, 0.0001)
    """
    raise NotImplementedError


def difficulty(images, noise_sd):
    """Return 1 / (S/N) of each image, an array of shape (N,).

    S/N is that of the best filter, sqrt(sum of the squared pixels) / noise_sd. `images`, shape (N, H, W), have no
    noise; `noise_sd` is a number, or an array of shape (N,). Without any light, an image is infinitely hard.

    >>> difficulty(np.array([[[3.0, 0.0], [0.0, 4.0]]]), 0.5).tolist()
    [0.1]
    """
    raise NotImplementedError


def pacing(step, ramp, start, power=1):
    """Return the fraction of the examples that may be drawn at a step (Platanios et al. 2019).

    Its `power`-th power grows linearly with the step, from start^power at step 0 to 1 at step `ramp`; after that, and
    with ramp = 0, it is 1. `start` lies between 0 and 1.

    >>> round(pacing(5, 10, 0.2), 3), round(pacing(5, 10, 0.2, power=2), 3)
    (0.6, 0.721)
    """
    raise NotImplementedError


def easiest(hardness, fraction):
    """Return the indices of the easiest examples, the easiest first; of equal ones the lower index first.

    How many: `fraction` of the N examples, as the nearest whole number, but one at least.

    >>> easiest(np.array([0.5, 0.1, 0.9, 0.1, 0.7]), 0.6).tolist()
    [1, 3, 0]
    """
    raise NotImplementedError


def draw_batch(hardness, fraction, size, rng):
    """Return `size` indices, each drawn independently and evenly from the easiest `fraction` of the examples.

    An example may be drawn twice, and `size` may exceed what there is to draw from.

    >>> draw_batch(np.array([0.5, 0.1, 0.9]), 0.3, 4, np.random.default_rng(0)).tolist()
    [1, 1, 1, 1]
    """
    raise NotImplementedError
