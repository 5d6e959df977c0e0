"""Ways to a finer grid, and the checkerboard that one of them leaves (distill.pub/2016/deconv-checkerboard).

Maps are tensors (N, C, H, W) of float32 or float64; `scale` is a whole number from 1 on. Results have the dtype and the
device of the input.
"""

import torch


def bilinear(x, scale):
    """Return x on a grid `scale` times as fine, each pixel between the four nearest centres: (N, C, scale H, scale W).

    Both grids cover the same sky from edge to edge: pixel i of n has its centre at i + 1/2 of n pixels. A new pixel
    beyond the outermost centres takes their value.

    >>> bilinear(torch.tensor([[[[0.0, 4.0]]]]), 2)[0, 0, 0]
    tensor([0., 1., 3., 4.])
    """
    rows, columns = (_hats(size, scale).to(x) for size in x.shape[-2:])
    return rows @ x @ columns.mT


def _hats(size, scale):
    """Return the weights (scale size, size) of the old pixels in each new one: a hat about its place."""
    place = (torch.arange(size * scale, dtype=torch.float64) + 0.5) / scale - 0.5
    distance = place.clamp(0, size - 1)[:, None] - torch.arange(size)
    return (1 - distance.abs()).clamp(min=0)


def pixel_shuffle(x, scale):
    """Lay scale^2 channels side by side as the pixels of one: (N, C scale^2, H, W) -> (N, C, scale H, scale W).

    Channel c scale^2 + i scale + j gives row i and column j of every block of scale x scale pixels of channel c.

    >>> pixel_shuffle(torch.arange(4.0).reshape(1, 4, 1, 1), 2)[0, 0]
    tensor([[0., 1.],
            [2., 3.]])
    """
    blocks = x.unflatten(1, (-1, scale, scale))  # (N, C, i, j, H, W)
    return blocks.permute(0, 1, 4, 2, 5, 3).flatten(4, 5).flatten(2, 3)


def overlap(size, kernel, stride):
    """Return how many of `size` pixels reach each output pixel of a transposed convolution along one axis, unpadded.

    A tensor of whole numbers (int64), as long as the output.

    >>> overlap(3, kernel=3, stride=2), overlap(3, kernel=2, stride=2)
    (tensor([1, 1, 2, 1, 2, 1, 1]), tensor([1, 1, 1, 1, 1, 1]))
    """
    reached = stride * torch.arange(size)[:, None] + torch.arange(kernel)
    return torch.bincount(reached.flatten())


def checkerboard_energy(image, scale):
    """Return the share of an image's variance that repeats in every block of scale x scale pixels, a tensor.

    The mean of all blocks, scale^2 numbers, has a variance (over scale^2); divide it by the variance of all the pixels
    (over H W). `image` has shape (H, W), whole blocks. An image without variance has the share 0.

    >>> checkerboard_energy(torch.tensor([[1.0, 2.0, 3.0, 4.0]] * 2), 2)  # 1/4 of 5/4
    tensor(0.2000)
    """
    blocks = image.unflatten(1, (-1, scale)).unflatten(0, (-1, scale))
    variance = image.var(correction=0)
    repeated = blocks.mean((0, 2)).var(correction=0)
    return torch.where(variance > 0, repeated / variance, 0)
