"""Spatial attention: where in the image to look (CBAM: Woo et al. 2018, arXiv:1807.06521, equations 2 and 3)."""

import torch
from torch import nn


class SpatialAttention(nn.Module):
    """Multiply every pixel, in all channels alike, by a gate between 0 and 1 that depends on its surroundings.

    Called on x, shape (N, C, H, W), it returns the same shape, in training and evaluation mode alike:

    - two maps: the mean over the channels and the maximum over the channels, the mean first
    - `conv`: one torch.nn.Conv2d of these two channels to one, `kernel_size` square, surrounded by as many zeros
      as keep the size, without a bias; then sigmoid: the attention map
    - every channel is multiplied by the attention map

    "conv.weight" is the only parameter. Gradients flow through the attention map as well as past it. ValueError names
    `kernel_size` if it is even: the map would be shifted by half a pixel.

    >>> layer = SpatialAttention()
    >>> layer.conv.weight.shape, layer(torch.ones(2, 8, 9, 11)).shape
    (torch.Size([1, 2, 7, 7]), torch.Size([2, 8, 9, 11]))
    """

    def __init__(self, kernel_size=7):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError

    def attention_map(self, x):
        """Return the attention map alone, shape (N, H, W)."""
        raise NotImplementedError


def attention_mass(attention_map, galaxy_mask):
    """Return which fraction of each image's attention lies on the galaxy, shape (N,).

    For each image that is the attention, shape (N, H, W), summed over the galaxy, where the mask of bool, shape
    (N, H, W), is True, divided by the attention summed over the whole image. Attention has any scale; ValueError names
    `attention_map` if it is anywhere negative, or zero all over one of the images.

    >>> attention = torch.tensor([[[1.0, 1.0], [1.0, 5.0]]])
    >>> attention_mass(attention, torch.tensor([[[False, True], [False, True]]]))
    tensor([0.7500])
    """
    raise NotImplementedError
