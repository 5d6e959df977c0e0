"""Convolutions that turn with the stamp (Cohen & Welling 2016, arXiv:1602.07576), and a head of spin 2.

The elements of D4 are numbered: 0 to 3 turn an image by so many quarter turns from the x axis to the y axis (x is the
column, y the row); 4 + r mirrors it first, x -> -x, and then turns it r times. 0 to 3 alone are C4. `order` is 4 for C4
and 8 for D4. Images are tensors (N, C, H, W), features (N, C, order, H, W); H and W may differ. New weights are drawn
from torch's generator.
"""

import torch
from torch import nn


def transform(x, element):
    """Return x, shape (..., H, W), moved by an element.

    >>> transform(torch.tensor([[1, 2], [3, 4]]), 1), transform(torch.tensor([[1, 2], [3, 4]]), 4)
    (tensor([[3, 1],
            [4, 2]]), tensor([[2, 1],
            [4, 3]]))
    """
    raise NotImplementedError


def compose(a, b):
    """Return the element that does what b, and then a, do.

    >>> compose(4, 1), compose(1, 4)
    (7, 5)
    """
    raise NotImplementedError


def transform_features(features, element):
    """Return the features that the moved image would have: pixels move, and so do the elements along their axis.

    With T the element and y the features of x, the features of T x are, at element e, T applied to y at T^-1 e.

    >>> transform_features(torch.arange(4).reshape(1, 1, 4, 1, 1), 1).flatten()
    tensor([3, 0, 1, 2])
    """
    raise NotImplementedError


class LiftingConv(nn.Module):
    """From an image to features: at element e, the convolution with the filters moved by e.

    Parameters `weight` (out_channels, in_channels, kernel, kernel) and `bias` (out_channels,), one for all elements.

    >>> LiftingConv(1, 6, kernel=3, order=8, stride=2, padding=1)(torch.zeros(5, 1, 53, 53)).shape
    torch.Size([5, 6, 8, 27, 27])
    """

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


class GroupConv(nn.Module):
    """From features to features: at element e, each filter moved by e, as transform_features moves features.

    Parameters `weight` (out_channels, in_channels, order, kernel, kernel) and `bias` (out_channels,). An output is the
    sum over in_channels and over the elements of the input.

    >>> GroupConv(6, 2, kernel=3, order=8)(torch.zeros(5, 6, 8, 27, 27)).shape
    torch.Size([5, 2, 8, 25, 25])
    """

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        raise NotImplementedError

    def forward(self, features):
        raise NotImplementedError


class Spin2Head(nn.Module):
    """Read (g1, g2), shape (N, 2), from features, so that they move as a shear does when the image moves.

    The component a is the sum over channels of weight[a, c] times the mean of s_a(e) times the features, over elements
    and pixels. The signs s_a are what the element e makes of that component of a shear, and there is no bias.
    Parameter `weight` (2, channels).

    >>> head = Spin2Head(1, order=8)
    >>> head.weight.data.fill_(8.0)
    tensor([[8.],
            [8.]])
    >>> head(torch.arange(8.0).reshape(1, 1, 8, 1, 1)).detach()
    tensor([[-4.,  0.]])
    """

    def __init__(self, channels, order):
        raise NotImplementedError

    def forward(self, features):
        raise NotImplementedError


def turns_exactly(size, layers):
    """Return whether a stack of layers can turn with a stamp of size x size pixels, exactly.

    `layers` are triples (kernel, stride, padding) of convolutions or poolings, each on the output of the one before;
    it can if every layer's windows lie on its input as the turned windows do. A window larger than its input with the
    padding is refused by a ValueError that names `layers`, behind a layer that cannot turn too.

    >>> turns_exactly(53, [(3, 1, 1), (2, 2, 0)]), turns_exactly(53, [(3, 2, 1)])
    (False, True)
    """
    raise NotImplementedError
