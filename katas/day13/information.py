"""What a linear layer keeps of the information on the parameters of a galaxy, for any estimator that comes after it.

The P pixels of a stamp are a model plus independent Gaussian noise. `jacobians`, shape (N, K, P), holds the slopes of N
models by K parameters. A layer is a matrix, shape (F, P); its rows may depend on each other. Parameters and features
may have any units. The error of a parameter is the Cramer-Rao bound on its standard deviation, the other K - 1
parameters being unknown too.
"""

import numpy as np


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
    raise NotImplementedError


def information_kept(layer, jacobians, noise_sd):
    """Return the bound from the pixels over the bound from the features, shape (N, K): 1 loses nothing, 0 everything.

    Every parameter must be determined by the pixels.

    >>> information_kept(np.array([[1.0, 1.0]]), np.array([[[1.0, 0.0]]]), 0.1).round(4)
    array([[0.7071]])
    """
    raise NotImplementedError
