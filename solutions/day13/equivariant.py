"""Convolutions that turn with the stamp (Cohen & Welling 2016, arXiv:1602.07576), and a head of spin 2.

The elements of D4 are numbered: 0 to 3 turn an image by so many quarter turns from the x axis to the y axis (x is the
column, y the row); 4 + r mirrors it first, x -> -x, and then turns it r times. 0 to 3 alone are C4. `order` is 4 for C4
and 8 for D4. Images are tensors (N, C, H, W), features (N, C, order, H, W); H and W may differ. New weights are drawn
from torch's generator.
"""

import torch
from torch import nn
from torch.nn import functional as F


def transform(x, element):
    """Return x, shape (..., H, W), moved by an element.

    >>> transform(torch.tensor([[1, 2], [3, 4]]), 1), transform(torch.tensor([[1, 2], [3, 4]]), 4)
    (tensor([[3, 1],
            [4, 2]]), tensor([[2, 1],
            [4, 3]]))
    """
    return torch.rot90(x.flip(-1) if element >= 4 else x, element, dims=(-1, -2))


def compose(a, b):
    """Return the element that does what b, and then a, do.

    >>> compose(4, 1), compose(1, 4)
    (7, 5)
    """
    turns = a - b if a >= 4 else a + b  # a mirror turns the sense of what came before it
    return turns % 4 + 4 * ((a >= 4) != (b >= 4))


def transform_features(features, element):
    """Return the features that the moved image would have: pixels move, and so do the elements along their axis.

    With T the element and y the features of x, the features of T x are, at element e, T applied to y at T^-1 e.

    >>> transform_features(torch.arange(4).reshape(1, 1, 4, 1, 1), 1).flatten()
    tensor([3, 0, 1, 2])
    """
    return transform(features[:, :, _seen_from(element, features.shape[2])], element)


class LiftingConv(nn.Module):
    """From an image to features: at element e, the convolution with the filters moved by e.

    Parameters `weight` (out_channels, in_channels, kernel, kernel) and `bias` (out_channels,), one for all elements.

    >>> LiftingConv(1, 6, kernel=3, order=8, stride=2, padding=1)(torch.zeros(5, 1, 53, 53)).shape
    torch.Size([5, 6, 8, 27, 27])
    """

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        super().__init__()
        self.order, self.stride, self.padding = order, stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        nn.init.kaiming_normal_(self.weight)

    def forward(self, x):
        moved = [transform(self.weight, e) for e in range(self.order)]
        return _convolve(self, x, torch.stack(moved, dim=1))


class GroupConv(nn.Module):
    """From features to features: at element e, each filter moved by e, as transform_features moves features.

    Parameters `weight` (out_channels, in_channels, order, kernel, kernel) and `bias` (out_channels,). An output is the
    sum over in_channels and over the elements of the input.

    >>> GroupConv(6, 2, kernel=3, order=8)(torch.zeros(5, 6, 8, 27, 27)).shape
    torch.Size([5, 2, 8, 25, 25])
    """

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        super().__init__()
        self.order, self.stride, self.padding = order, stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, order, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        nn.init.kaiming_normal_(self.weight)

    def forward(self, features):
        moved = [transform_features(self.weight, e) for e in range(self.order)]
        return _convolve(self, features.flatten(1, 2), torch.stack(moved, dim=1).flatten(2, 3))


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
        super().__init__()
        self.weight = nn.Parameter(torch.randn(2, channels) / channels**0.5)

    def forward(self, features):
        e = torch.arange(features.shape[2])
        turn, mirror = 1 - 2 * (e % 2), 1 - 2 * (e // 4)  # a quarter turn makes -g of g, a mirror -g2 of g2
        signs = torch.stack([turn, turn * mirror]).to(features) / len(e)
        return torch.einsum("nce,ae,ac->na", features.mean((-2, -1)), signs, self.weight)


def turns_exactly(size, layers):
    """Return whether a stack of layers can turn with a stamp of size x size pixels, exactly.

    `layers` are triples (kernel, stride, padding) of convolutions or poolings, each on the output of the one before;
    it can if every layer's windows lie on its input as the turned windows do. A window larger than its input with the
    padding is refused by a ValueError that names `layers`, behind a layer that cannot turn too.

    >>> turns_exactly(53, [(3, 1, 1), (2, 2, 0)]), turns_exactly(53, [(3, 2, 1)])
    (False, True)
    """
    exact = True
    for kernel, stride, padding in layers:
        _check_window(size + 2 * padding, kernel)
        steps, left_over = divmod(size + 2 * padding - kernel, stride)
        exact = exact and not left_over  # pixels that no window meets lie all on one side
        size = steps + 1
    return exact


def _seen_from(element, order):
    """Return T^-1 e for each element e."""
    inverse = element if element >= 4 else -element
    return [compose(inverse, e) for e in range(order)]


def _convolve(layer, x, filters):
    """Convolve with filters (out, order, in, k, k), and return features."""
    bias = layer.bias.repeat_interleave(layer.order)
    y = F.conv2d(x, filters.flatten(0, 1), bias, layer.stride, layer.padding)
    return y.unflatten(1, (-1, layer.order))


def _check_window(pixels, kernel):
    if kernel > pixels:
        raise ValueError(f"layers: a window of {kernel} pixels does not fit on {pixels}")
