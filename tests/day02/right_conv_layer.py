"""Other right ways to write day02/conv_layer."""

import numpy as np

from grader.mutants import right
from solutions.day02 import conv_layer as reference


@right("conv2d")
def by_loops(x, weight, bias=None):
    (count, _, height, width), (channels, _, kh, kw) = x.shape, weight.shape
    out = np.zeros((count, channels, height - kh + 1, width - kw + 1))
    for n, o, row, column in np.ndindex(out.shape):
        window = x[n, :, row : row + kh, column : column + kw]
        out[n, o, row, column] = np.sum(window * weight[o]) + (0.0 if bias is None else bias[o])
    return out


@right("conv2d")
def kernel_pixel_by_kernel_pixel(x, weight, bias=None):
    height, width = x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1
    out = np.zeros((len(x), len(weight), height, width))
    for i, j in np.ndindex(weight.shape[2:]):
        shifted = x[:, :, i : i + height, j : j + width]
        out += np.einsum("nchw,oc->nohw", shifted, weight[:, :, i, j])
    if bias is not None:
        out += bias[None, :, None, None]
    return out


@right("conv2d")
def as_a_matrix_product(x, weight, bias=None):
    """Gather the windows into columns; the result is a view whose channels stand last in memory."""
    count, (kh, kw) = len(x), weight.shape[2:]
    height, width = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    columns = np.array(
        [
            x[n, :, row : row + kh, column : column + kw].ravel()
            for n in range(count)
            for row in range(height)
            for column in range(width)
        ]
    )
    out = columns @ weight.reshape(len(weight), -1).T
    if bias is not None:
        out = out + bias
    return out.reshape(count, height, width, -1).transpose(0, 3, 1, 2)


@right("conv2d")
def by_torch(x, weight, bias=None):
    import torch
    from torch.nn import functional as F

    tensors = [None if array is None else torch.tensor(array) for array in (x.astype(weight.dtype), weight, bias)]
    return F.conv2d(*tensors).numpy()


@right("conv2d")
def by_fft(x, weight, bias=None):
    (height, width), (kh, kw) = shape, _ = x.shape[2:], weight.shape[2:]
    product = np.fft.rfft2(x)[:, None] * np.conj(np.fft.rfft2(weight, shape))
    full = np.fft.irfft2(product.sum(axis=2), shape)
    bias = np.zeros(len(weight)) if bias is None else bias
    return full[:, :, : height - kh + 1, : width - kw + 1] + bias[:, None, None]


@right("conv2d")
def in_float32(x, weight, bias=None):
    return reference.conv2d(x, weight, bias).astype(np.float32)
