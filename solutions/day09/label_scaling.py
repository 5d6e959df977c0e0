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
        self.shears = shears

    def fit(self, labels):
        """Measure mean and sd of labels (N, K) and return self; a label that is the same for all is refused."""
        _check_spread(labels)
        self.mean, self.sd = labels.mean(axis=0), labels.std(axis=0)
        for pair in map(list, self.shears):
            self.mean[pair] = 0
            self.sd[pair] = np.sqrt(np.mean(labels[:, pair] ** 2))
        return self

    def transform(self, labels):
        """Return labels (..., K) on the new scale."""
        self._check_last("labels", labels)
        return (labels - self.mean) / self.sd

    def inverse(self, scaled):
        """Return scaled labels (..., K) on their old scale."""
        self._check_last("scaled", scaled)
        return scaled * self.sd + self.mean

    def inverse_error(self, error):
        """Return the standard errors (..., K) of scaled labels on the old scale."""
        self._check_last("error", error)
        return error * self.sd

    def inverse_covariance(self, covariance):
        """Return the covariances (..., K, K) of scaled labels on the old scale."""
        self._check_last("covariance", covariance, axes=2)
        return covariance * np.outer(self.sd, self.sd)  # with D = diag(sd), cov(D z) = D cov(z) D

    def _check_last(self, name, values, axes=1):
        if values.shape[-axes:] != self.sd.shape * axes:
            raise ValueError(f"{name} must have {len(self.sd)} numbers along its end, but has shape {values.shape}")


def loss_weights(sd):
    """Return the weights (K,), of mean 1, that do to a squared loss what scaling the labels by `sd` (K,) does to it.

    The mean of weight_k r_k^2 over unscaled residuals r_k is, but for a factor, that of the scaled residuals' squares.

    >>> loss_weights(np.array([1.0, 0.5]))
    array([0.4, 1.6])
    """
    weight = 1 / sd**2
    return weight / weight.mean()


def _check_spread(labels):
    # Not sd == 0: the mean of equal numbers may be off by rounding, and so the sd is not quite 0.
    if np.any(np.ptp(labels, axis=0) == 0):
        raise ValueError("labels has a column without any spread: there is nothing to scale by")
