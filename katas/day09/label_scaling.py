"""Labels in units of their own spread, and the way back, for errors and covariances as well.

Labels are arrays (N, K), for ShearNet g1, g2, sigma, flux. After `fit`, the methods take K numbers along the last axis
(`inverse_covariance`: along the last two) and any before; another number there would be broadcast: refused by name.
"""

import numpy as np


class Standardiser:
    """Scales each label to mean 0 and standard deviation 1 over the galaxies that it was fitted to.

    Parameters
    ----------
    shears : sequence of pairs of int, optional
        Pairs of columns that are the two components of a shear. A turn of the axes mixes them, so both have the
        mean 0 and one scale: the root of the mean square, about 0, of all numbers in the two columns.

    Attributes
    ----------
    mean, sd : ndarray, shape (K,)
        What is taken off, and what it is then divided by. A standard deviation has N in it, not N - 1.

    >>> scale = Standardiser().fit(np.array([[-1.0, -3.0], [1.0, 3.0]]))
    >>> scale.sd
    array([1., 3.])
    """

    def __init__(self, shears=()):
        raise NotImplementedError

    def fit(self, labels):
        """Measure mean and sd of labels (N, K) and return self; a label that is the same for all is refused."""
        raise NotImplementedError

    def transform(self, labels):
        """Return labels (..., K) on the new scale."""
        raise NotImplementedError

    def inverse(self, scaled):
        """Return scaled labels (..., K) on their old scale."""
        raise NotImplementedError

    def inverse_error(self, error):
        """Return the standard errors (..., K) of scaled labels on the old scale."""
        raise NotImplementedError

    def inverse_covariance(self, covariance):
        """Return the covariances (..., K, K) of scaled labels on the old scale."""
        raise NotImplementedError


def loss_weights(sd):
    """Return the weights (K,), of mean 1, that do to a squared loss what scaling the labels by `sd` (K,) does to it.

    The mean of weight_k r_k^2 over unscaled residuals r_k is, but for a factor, that of the scaled residuals' squares.

    >>> loss_weights(np.array([1.0, 0.5]))
    array([0.4, 1.6])
    """
    raise NotImplementedError
