"""Attention: every pixel asks all the others (Vaswani et al. 2017, arXiv:1706.03762, equation 1 and section 3.2.2)."""

import math

import torch
from torch import nn


def attention(q, k, v, mask=None):
    """Return for each query the mean of the values, weighted by how well their keys match it, shape (N, L, E).

    It is softmax(q k^T / sqrt(D)) v, the softmax over the keys that the query may look at, and zeros for a query that
    may look at none; finite, and so are its gradients, for scores of many thousands too. A ValueError names `k` or `v`
    if its N is not that of q: a batch of one would be stretched without a word.

    Parameters
    ----------
    q, k, v : tensor, shapes (N, L, D), (N, S, D), (N, S, E)
        L queries; S keys and as many values.
    mask : tensor of bool, shape (N, L, S) or (L, S), optional
        True where a query may look at a key. Without a mask every query sees every key.

    >>> keys, values = torch.tensor([[[0.0], [100.0]]]), torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    >>> attention(torch.tensor([[[0.0], [9.0]]]), keys, values)  # no preference, then the second alone
    tensor([[[2., 3.],
             [3., 4.]]])
    """
    _check_batches(q, k, v)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = torch.softmax(scores, dim=2)
    if mask is not None:  # where nothing may be looked at, the softmax is 0/0
        weights = weights.masked_fill(~mask.any(dim=-1, keepdim=True), 0.0)
    return weights @ v


class SpatialSelfAttention(nn.Module):
    """Let every pixel of an image attend to all pixels of the same image, and add what it finds.

    Called on x, shape (N, channels, H, W), it returns the same shape, in training and evaluation mode alike. `query`,
    `key`, `value` and `out` are 1 x 1 convolutions from `channels` to `channels`, with biases; nothing else has
    parameters.

    - query(x), key(x) and value(x) are cut into `heads` blocks of neighbouring channels (heads divides channels). Each
      head attends by itself, the pixels being the positions: softmax(q k^T / sqrt(d)) v with d = channels / heads.
    - The heads' results are put side by side in the same order, every pixel back in its place.
    - The output is x + out(that).

    >>> layer = SpatialSelfAttention(8, heads=2)
    >>> layer(torch.zeros(3, 8, 4, 5)).shape, sum(parameter.numel() for parameter in layer.parameters())
    (torch.Size([3, 8, 4, 5]), 288)
    """

    def __init__(self, channels, heads=1):
        super().__init__()
        self.heads = heads
        self.query = nn.Conv2d(channels, channels, 1)
        self.key = nn.Conv2d(channels, channels, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        q, k, v = (self._tokens(layer(x)) for layer in (self.query, self.key, self.value))
        found = self._maps(self._attend(q, k, v), x.shape)
        return x + self.out(found)

    def _attend(self, q, k, v):
        return attention(q, k, v)

    def _tokens(self, maps):
        """Return maps (N, C, H, W) as (N heads, H W, C / heads): a head is to `attention` an image of its own."""
        images, channels, height, width = maps.shape
        per_head = maps.reshape(images * self.heads, channels // self.heads, height * width)
        return per_head.transpose(1, 2)

    def _maps(self, tokens, shape):
        return tokens.transpose(1, 2).reshape(shape)


def _check_batches(q, k, v):
    for name, value in (("k", k), ("v", v)):
        if len(value) != len(q):
            raise ValueError(f"{name} has a batch of {len(value)}, q has one of {len(q)}; they must be the same")
