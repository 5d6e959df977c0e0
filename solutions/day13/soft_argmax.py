"""Where a feature is, as a number that has a gradient (Liu+ 2018, arXiv:1807.03247, and the soft argmax).

Maps are tensors (N, C, H, W) of float32 or float64; a row is y, a column is x. Results have the dtype and the device of
the input.
"""

import torch
from torch import nn


class CoordConv2d(nn.Module):
    """A convolution that also sees where it is: two more channels, x and then y, after those of the image.

    They hold the pixel centres in units in which the edges of the image, not its outermost centres, are at -1 and 1:
    one pixel alone is at 0, two are at -1/2 and 1/2. `conv` is the convolution of in_channels + 2 channels, of an odd
    kernel, padded by zeros to keep the size (the coordinates are padded as the image is).

    >>> layer = CoordConv2d(1, 2, kernel=1)
    >>> layer.conv.weight.data = torch.tensor([[[0.0], [1.0], [0.0]], [[0.0], [0.0], [1.0]]])[..., None]
    >>> layer.conv.bias.data.zero_()
    tensor([0., 0.])
    >>> layer(torch.zeros(1, 1, 1, 4)).squeeze().detach()
    tensor([[-0.7500, -0.2500,  0.2500,  0.7500],
            [ 0.0000,  0.0000,  0.0000,  0.0000]])
    """

    def __init__(self, in_channels, out_channels, kernel=3):
        super().__init__()
        self.conv = nn.Conv2d(in_channels + 2, out_channels, kernel, padding=kernel // 2)

    def forward(self, x):
        y_axis, x_axis = (2 * _centres(size, x) / size for size in x.shape[-2:])
        rows, columns = torch.meshgrid(y_axis, x_axis, indexing="ij")
        place = torch.stack([columns, rows]).expand(len(x), -1, -1, -1)
        return self.conv(torch.cat([x, place], dim=1))


def soft_argmax2d(scores, temperature=1.0):
    """Return the mean place (x, y) of each map under the weights softmax(scores / temperature).

    The softmax is over all pixels of a map. Scores of any size are right, in each map; minus infinity, the logarithm
    of a dark pixel, has no weight. A temperature that is not above 0 is refused.

    Parameters
    ----------
    scores : Tensor, shape (N, C, H, W)

    Returns
    -------
    place : Tensor, shape (N, C, 2)
        x, then y, in pixels from the centre of the image: column j is at j - (W - 1)/2.

    >>> scores = torch.log(torch.tensor([[[[1.0, 1.0, 2.0]]]]))  # weights 1/4, 1/4, 1/2
    >>> soft_argmax2d(scores)
    tensor([[[0.2500, 0.0000]]])
    """
    _check_temperature(temperature)
    weights = torch.softmax(scores.flatten(2) / temperature, dim=-1).view_as(scores)
    y, x = (_centres(size, scores) for size in scores.shape[-2:])
    return torch.stack([weights.sum(-2) @ x, weights.sum(-1) @ y], dim=-1)


def _centres(size, like):
    """Return the pixel centres of an axis about its middle."""
    return torch.arange(size, dtype=like.dtype, device=like.device) - (size - 1) / 2


def _check_temperature(temperature):
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
