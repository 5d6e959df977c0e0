"""Normalisation without a batch, and how large a batch must be for batch normalisation."""

import math

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    """Normalise each vector along the last axis by itself.

    Parameters
    ----------
    x : tensor, shape (..., D)
        Vectors of D numbers, in any arrangement.
    weight, bias : tensor, shape (D,)
        What the normalised numbers are multiplied with, and what is then added.
    eps : float
        Added to the variance.

    Returns
    -------
    tensor, shape of x
        weight (x - mean) / sqrt(var + eps) + bias, with the mean and the variance of the vector's own D numbers; var
        divides by D. In float64 right to nine digits also where the mean is 100,000 times the spread. Gradients flow
        through mean and variance as well.

    Raises
    ------
    ValueError
        Naming `x` if it is empty or has no axis, `weight` or `bias` if it is not of shape (D,).

    Notes
    -----
    Ba, Kiros & Hinton 2016, 1607.06450, equation 3, within one vector; so it stands in a transformer (Vaswani
    et al. 2017).

    Examples
    --------
    >>> layer_norm(torch.tensor([[1.0, 3.0], [10.0, 30.0]]), torch.ones(2), torch.zeros(2)).numpy().round(4)
    array([[-1.,  1.],
           [-1.,  1.]], dtype=float32)
    """
    raise NotImplementedError


def group_norm(x, groups, weight, bias, eps=1e-5):
    """Normalise groups of neighbouring channels, each image by itself.

    Parameters
    ----------
    x : tensor, shape (N, C, H, W)
        One or more images.
    groups : int
        Number of groups, a divisor of C. Channels 0 ... C / groups - 1 are the first, the next as many the second,
        and so on.
    weight, bias : tensor, shape (C,)
        For each *channel*, what its normalised numbers are multiplied with and what is then added.
    eps : float
        Added to the variance.

    Returns
    -------
    tensor, shape of x
        weight (x - mean) / sqrt(var + eps) + bias, with one mean and one variance for each image and group, over its
        channels, rows and columns; var divides by their number. As precise as layer_norm where the mean is large, and
        with gradients as there.

    Raises
    ------
    ValueError
        Naming `x` if it is not four-dimensional or is empty, `groups` if it is below 1 or does not divide C, `weight`
        or `bias` if it is not of shape (C,).

    Notes
    -----
    Wu & He 2018, 1803.08494, equations 1 to 3 and 7. With as many groups as channels it is instance normalisation.

    Examples
    --------
    Channels of one pixel: 1 and 3 are a group, 10 and 30 another.

    >>> x = torch.tensor([1.0, 3.0, 10.0, 30.0]).reshape(1, 4, 1, 1)
    >>> group_norm(x, 2, torch.ones(4), torch.zeros(4)).flatten().numpy().round(4)
    array([-1.,  1., -1.,  1.], dtype=float32)
    """
    raise NotImplementedError


def batch_statistic_error(batch, pixels=1):
    """Return the relative error of the variance that a batch gives of a channel.

    Parameters
    ----------
    batch : int
        Images in the batch.
    pixels : int
        Independent numbers in each image: H W where all pixels are independent, 1 where they are all alike.

    Returns
    -------
    float
        The standard deviation of s^2, the sample variance (divided by n - 1) of n = batch * pixels independent Gaussian
        numbers, in units of the true variance.

    Raises
    ------
    ValueError
        Naming `batch` or `pixels` if it is below 1, `batch` if n is 1.

    Examples
    --------
    >>> batch_statistic_error(3)
    1.0
    >>> round(batch_statistic_error(128), 4)
    0.1255
    """
    raise NotImplementedError


def smallest_batch(error, pixels=1):
    """Return how many images it takes for a batch to know its variance that well.

    Parameters
    ----------
    error : float
        The largest relative error of the variance that is acceptable, positive.
    pixels : int
        Independent numbers in each image, as for batch_statistic_error.

    Returns
    -------
    int
        The smallest batch with batch_statistic_error(batch, pixels) at most `error`; at least 1, and with one pixel
        at least 2.

    Raises
    ------
    ValueError
        Naming `error` if it is not positive, `pixels` if it is below 1.

    Examples
    --------
    >>> smallest_batch(0.3)
    24
    >>> smallest_batch(0.3, pixels=10)
    3
    """
    raise NotImplementedError
