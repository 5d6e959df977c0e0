"""Spatial attention: where in the image to look, and whether that is where the galaxy is."""

import torch
from torch import nn


class SpatialAttention(nn.Module):
    """Multiply every pixel, in all channels alike, by a number between 0 and 1 that depends on its surroundings.

    In this order:

    - two maps: the mean over the channels and the maximum over the channels, the mean first
    - `conv`: one convolution of these two channels to one, `kernel_size` square, stride 1, surrounded by as many zeros
      as keep the size, without a bias
    - sigmoid: the attention map
    - every channel is multiplied by the attention map

    "conv.weight" is the only parameter. The same happens in training and in evaluation mode. Gradients flow through the
    attention map as well as past it.

    Parameters
    ----------
    kernel_size : int
        Rows and columns of the kernel; odd.

    Raises
    ------
    ValueError
        Naming `kernel_size` if it is even or below 1.

    Notes
    -----
    Woo et al. 2018 (CBAM), arXiv:1807.06521, equations 2 and 3.

    Examples
    --------
    >>> layer = SpatialAttention()
    >>> layer.conv.weight.shape
    torch.Size([1, 2, 7, 7])
    >>> layer(torch.ones(2, 8, 9, 11)).shape, layer.attention_map(torch.ones(2, 8, 9, 11)).shape
    (torch.Size([2, 8, 9, 11]), torch.Size([2, 9, 11]))
    """

    def __init__(self, kernel_size=7):
        raise NotImplementedError

    def forward(self, x):
        """Return the input weighed by its attention map.

        Parameters
        ----------
        x : Tensor, shape (N, C, H, W)
            At least one image of at least one channel and pixel; it is not changed.

        Returns
        -------
        weighed : Tensor, shape (N, C, H, W)

        Raises
        ------
        ValueError
            Naming `x` if it has not four axes or is empty.
        """
        raise NotImplementedError

    def attention_map(self, x):
        """Return the attention map alone.

        Parameters
        ----------
        x : Tensor, shape (N, C, H, W)
            As for `forward`.

        Returns
        -------
        attention : Tensor, shape (N, H, W)
            Between 0 and 1.

        Raises
        ------
        ValueError
            Naming `x` if it has not four axes or is empty.
        """
        raise NotImplementedError


def attention_mass(attention_map, galaxy_mask):
    """Return which fraction of each image's attention lies on the galaxy.

    Parameters
    ----------
    attention_map : Tensor, shape (N, H, W)
        Attention of every pixel, not negative, on any scale.
    galaxy_mask : Tensor of bool, shape (N, H, W)
        True on the galaxy.

    Returns
    -------
    mass : Tensor, shape (N,)
        For each image the attention summed over the galaxy, divided by that summed over the whole image: from 0 to 1.
        Attention that is the same everywhere has the galaxy's share of the pixels.

    Raises
    ------
    ValueError
        Naming `attention_map` if it has not three axes, is empty, is anywhere negative, or is zero all over one of
        the images; `galaxy_mask` if it is not of bool or has another shape.

    Examples
    --------
    >>> attention = torch.tensor([[[1.0, 1.0], [1.0, 5.0]]])
    >>> attention_mass(attention, torch.tensor([[[False, True], [False, True]]]))
    tensor([0.7500])
    """
    raise NotImplementedError
