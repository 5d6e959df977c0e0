"""day03/transposed_conv: convolution turned round."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("geometry", [(1, 0, 1), (2, 1, 1), (3, 2, 1), (2, 1, 2)])
def test_adjoint(kata, rng, geometry):
    """sum(conv(x) * y) = sum(x * conv_transpose2d(y)): it is the transpose of the convolution's matrix."""
    stride, padding, dilation = geometry
    y, weight = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(2, 3, 3, 2))
    shape = [stride * (n - 1) + dilation * (k - 1) + 1 - 2 * padding for n, k in [(4, 3), (5, 2)]]
    x = rng.normal(size=(2, 3, *shape))
    back = kata.conv_transpose2d(y, weight, None, stride, padding, 0, dilation)
    expect(back).has_shape(x.shape)
    forth = correlated(x, weight, stride, padding, dilation)
    expect(np.sum(x * back), "sum(x * conv_transpose2d(y))").near(np.sum(forth * y), within=1e-3)


def correlated(x, weight, stride, padding, dilation):
    """Return the forward convolution, pixel by pixel."""
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = (dilation * (k - 1) + 1 for k in weight.shape[2:])
    height, width = ((n - k) // stride + 1 for n, k in zip(padded.shape[2:], (kh, kw), strict=True))
    y = np.empty((len(x), len(weight), height, width))
    for i, j in np.ndindex(height, width):
        top, left = stride * i, stride * j
        patch = padded[:, :, top : top + kh : dilation, left : left + kw : dilation]
        y[:, :, i, j] = np.einsum("nchw,ochw->no", patch, weight)
    return y


def test_arguments_by_name(kata, rng):
    """Options may be given by name, and each has its default."""
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 1, 1, 1))
    mixed = np.einsum("nchw,co->nohw", x, weight[:, :, 0, 0])
    expect(kata.conv_transpose2d(x, weight)).equals(mixed, rtol=1e-5)
    expect(kata.conv_transpose2d(x, weight, stride=2, output_padding=1)[:, :, ::2, ::2]).equals(mixed, rtol=1e-5)
    cropped = kata.conv_transpose2d(x, weight, padding=1, bias=np.array([3.0]))
    expect(cropped).equals(mixed[:, :, 1:-1, 1:-1] + 3.0, rtol=1e-5)
    expect(kata.transposed_output_size(5, 4, dilation=2)).equals(11)
