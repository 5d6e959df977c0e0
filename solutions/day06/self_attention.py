"""Attention: every pixel asks all the others."""

import math

import torch
from torch import nn


def attention(q, k, v, mask=None):
    """Return for each query the mean of the values, weighted by how well their keys match it.

    Parameters
    ----------
    q : Tensor, shape (N, L, D)
        Queries.
    k : Tensor, shape (N, S, D)
        Keys.
    v : Tensor, shape (N, S, E)
        Values, one for each key.
    mask : Tensor of bool, shape (N, L, S) or (L, S), optional
        True where a query may look at a key. Without a mask every query sees every key.

    Returns
    -------
    out : Tensor, shape (N, L, E)
        softmax(q k^T / sqrt(D)) v, the softmax over the keys that the query may look at. A query that may look at none
        gets zeros. It is finite, and so are its gradients, however large the scores are and whatever is masked.

    Raises
    ------
    ValueError
        Naming `q`, `k` or `v` if it has not three axes, or if it is empty; `k` if N or D differs from that of `q`; `v`
        if N or S differs from that of `k`; `mask` if it is not of bool or has neither of the two shapes.

    Notes
    -----
    Vaswani et al. 2017, arXiv:1706.03762, equation 1.

    Examples
    --------
    >>> keys = torch.tensor([[[0.0], [100.0]]])
    >>> values = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    >>> attention(torch.tensor([[[0.0], [9.0]]]), keys, values)  # no preference, then the second alone
    tensor([[[2., 3.],
             [3., 4.]]])
    """
    for name, value in (("q", q), ("k", k), ("v", v)):
        if value.ndim != 3 or value.numel() == 0:
            raise ValueError(f"{name} must have three axes and not be empty, got shape {tuple(value.shape)}")
    if k.shape[0] != q.shape[0] or k.shape[2] != q.shape[2]:
        raise ValueError(f"k must be ({q.shape[0]}, S, {q.shape[2]}) as q is, got {tuple(k.shape)}")
    if v.shape[:2] != k.shape[:2]:
        raise ValueError(f"v must be ({k.shape[0]}, {k.shape[1]}, E), a value for each key, got {tuple(v.shape)}")
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    if mask is None:
        return torch.softmax(scores, dim=2) @ v
    if mask.dtype != torch.bool or mask.shape not in (scores.shape, scores.shape[1:]):
        raise ValueError(f"mask must be bool, of shape {tuple(scores.shape)} or {tuple(scores.shape[1:])}")
    weights = torch.softmax(scores.masked_fill(~mask, -math.inf), dim=2)
    # Where nothing may be looked at, the softmax is 0/0.
    return weights.masked_fill(~mask.any(dim=-1, keepdim=True), 0.0) @ v


class SpatialSelfAttention(nn.Module):
    """Let every pixel of an image attend to all pixels of the same image, and add what it finds.

    Four 1 x 1 convolutions from `channels` to `channels`, all with biases: `query`, `key`, `value` and `out`. With x
    the input,

    - query(x), key(x) and value(x) are cut into `heads` blocks of neighbouring channels; each head attends by
      itself, the pixels being the positions: with d = channels / heads, softmax(q k^T / sqrt(d)) v
    - the heads' results are put side by side in the same order, every pixel back in its place
    - the output is x + out(that)

    The parameters are the weights and biases of the four convolutions; there are no others. The same happens in
    training and in evaluation mode.

    Parameters
    ----------
    channels : int
        Channels of the input, and of the output.
    heads : int
        How many attentions stand side by side; it divides `channels`.

    Raises
    ------
    ValueError
        Naming `channels` or `heads` if it is below 1, `heads` if it does not divide `channels`.

    Notes
    -----
    Vaswani et al. 2017, arXiv:1706.03762, section 3.2.2, over pixels as in Wang et al. 2018, arXiv:1711.07971.

    Examples
    --------
    >>> layer = SpatialSelfAttention(8, heads=2)
    >>> layer(torch.zeros(3, 8, 4, 5)).shape
    torch.Size([3, 8, 4, 5])
    >>> sum(parameter.numel() for parameter in layer.parameters())
    288
    """

    def __init__(self, channels, heads=1):
        for name, value in (("channels", channels), ("heads", heads)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}")
        if channels % heads:
            raise ValueError(f"heads must divide the {channels} channels, got {heads}")
        super().__init__()
        self.heads = heads
        self.query = nn.Conv2d(channels, channels, 1)
        self.key = nn.Conv2d(channels, channels, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        """Return the input plus what its pixels have found in each other.

        Parameters
        ----------
        x : Tensor, shape (N, channels, H, W)
            At least one image of at least one pixel; it is not changed.

        Returns
        -------
        attended : Tensor, shape (N, channels, H, W)

        Raises
        ------
        ValueError
            Naming `x` if its shape is another.
        """
        channels = self.out.in_channels
        if x.ndim != 4 or x.shape[1] != channels or x.numel() == 0:
            raise ValueError(f"x must be (N, {channels}, H, W) and not empty, not {tuple(x.shape)}")
        found = attention(self._tokens(self.query(x)), self._tokens(self.key(x)), self._tokens(self.value(x)))
        return x + self.out(found.transpose(1, 2).reshape(x.shape))

    def _tokens(self, maps):
        """Return maps (N, C, H, W) as (N heads, H W, C / heads): a head is to `attention` as an image of its own."""
        images, channels, height, width = maps.shape
        per_head = maps.reshape(images * self.heads, channels // self.heads, height * width)
        return per_head.transpose(1, 2)
