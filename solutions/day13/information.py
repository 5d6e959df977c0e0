"""What a linear layer keeps of the information on the parameters of a galaxy, for any estimator that comes after it.

The P pixels of a stamp are a model plus independent Gaussian noise. `jacobians`, shape (N, K, P), holds the slopes of N
models by K parameters. A layer is a matrix, shape (F, P); its rows may depend on each other. Parameters and features
may have any units. The error of a parameter is the Cramer-Rao bound on its standard deviation, the other K - 1
parameters being unknown too.
"""

import numpy as np

_LOST = 1e-6  # of a slope's length in the pixels


def smallest_error(jacobians, noise_sd, layer=None):
    """Bound the errors of the parameters, from the pixels or from the features layer @ pixels.

    Parameters
    ----------
    noise_sd : float or ndarray, shape (P,)
        The standard deviation of the noise of every pixel; above 0, or a ValueError names noise_sd.
    layer : ndarray, shape (F, P), or None
        None stands for the pixels themselves. The features' noise is that of the pixels, as the layer passes it on.

    Returns
    -------
    error : ndarray, shape (N, K)
        Infinite for a parameter that the data do not determine, and for that one alone: if only the sum of two can be
        told, both errors are infinite, and a third parameter keeps its own. Undetermined is a parameter of whose slope
        the data see, beside the slopes of the others, less than a millionth of its length in the pixels.

    >>> jacobians = np.array([[[1.0, 0.0], [0.6, 0.8]]])  # two pixels, two parameters
    >>> smallest_error(jacobians, 0.1).round(3)
    array([[0.125, 0.125]])
    >>> smallest_error(jacobians, 0.1, layer=np.array([[1.0, 1.0]]))
    array([[inf, inf]])
    """
    _check_noise(noise_sd)
    slopes = np.asarray(jacobians, float) / noise_sd  # in units of the noise: now it is white, of variance 1
    length = np.linalg.norm(slopes, axis=-1)
    slopes = slopes / np.where(length > 0, length, 1)[..., None]  # the parameters' units do not matter from here
    if layer is not None:
        # Features with covariance A A^T, A = layer noise, know of a slope what lies in the rows of A.
        slopes = slopes @ _row_basis(layer * noise_sd).T
    own = np.stack([_beside_the_others(slopes, k) for k in range(slopes.shape[1])], axis=1)
    lost = own < _LOST
    return np.where(lost, np.inf, 1 / np.where(lost, 1, own * length))


def information_kept(layer, jacobians, noise_sd):
    """Return the bound from the pixels over the bound from the features, shape (N, K): 1 loses nothing, 0 everything.

    Every parameter must be determined by the pixels.

    >>> information_kept(np.array([[1.0, 1.0]]), np.array([[[1.0, 0.0]]]), 0.1).round(4)
    array([[0.7071]])
    """
    return smallest_error(jacobians, noise_sd) / smallest_error(jacobians, noise_sd, layer)


def _row_basis(matrix):
    """Return an orthonormal basis of the space of the rows, one vector a row."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    # Nor do the features' units: a row that is small beside the others is no rounding error.
    _, sizes, rows = np.linalg.svd(matrix / np.where(length > 0, length, 1), full_matrices=False)
    return rows[sizes > 1e-10]


def _beside_the_others(slopes, k):
    """Return the length of what slope k adds to the span of the others; 1 over it is the error."""
    own, others = slopes[:, k], np.delete(slopes, k, axis=1)
    # What is lost takes nothing from this one, be it one slope of rounding errors or one that the others make up.
    others[np.linalg.norm(others, axis=-1) < 1e-9] = 0
    shares = own[:, None] @ np.linalg.pinv(others, rcond=1e-9)
    return np.linalg.norm(own - (shares @ others)[:, 0], axis=-1)


def _check_noise(noise_sd):
    if not np.all(noise_sd > 0):
        raise ValueError(f"noise_sd must be above 0, got {np.min(noise_sd)}")
