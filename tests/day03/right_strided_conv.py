"""Other right ways to write day03/strided_conv."""

import numpy as np

from grader.mutants import right
from solutions.day03 import strided_conv as reference


@right("conv2d")
def by_torch(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    import torch

    tensors = [None if array is None else torch.tensor(array).double() for array in (x, weight, bias)]
    return torch.nn.functional.conv2d(*tensors, stride, padding, dilation, groups).numpy()


@right("conv2d")
def by_windows(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sv, sh), (pv, ph), (dv, dh) = (np.broadcast_to(value, 2) for value in (stride, padding, dilation))
    kh, kw = weight.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (pv, pv), (ph, ph)))
    reach = (dv * (kh - 1) + 1, dh * (kw - 1) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3))[:, :, ::sv, ::sh, ::dv, ::dh]
    blocks = zip(np.split(windows, groups, axis=1), np.split(weight, groups), strict=True)
    out = np.concatenate([np.tensordot(w, k, axes=((1, 4, 5), (1, 2, 3))) for w, k in blocks], axis=3)
    out = out.transpose(0, 3, 1, 2)  # not contiguous
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)


@right("conv2d")
def window_by_window(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = np.zeros_like(reference.conv2d(x, weight, bias, stride, padding, dilation, groups))
    (sv, sh), (pv, ph), (dv, dh) = (np.broadcast_to(value, 2) for value in (stride, padding, dilation))
    x = np.pad(x, ((0, 0), (0, 0), (pv, pv), (ph, ph)))
    filters, channels, kh, kw = weight.shape
    for f in range(filters):
        start = f // (filters // groups) * channels
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                rows = slice(i * sv, i * sv + dv * (kh - 1) + 1, dv)
                columns = slice(j * sh, j * sh + dh * (kw - 1) + 1, dh)
                window = x[:, start : start + channels, rows, columns]
                out[:, f, i, j] = np.sum(window * weight[f], axis=(1, 2, 3)) + (0.0 if bias is None else bias[f])
    return out


@right("conv2d")
def by_fft(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Circular correlation of the padded image with the kernel and its holes; then keep what is whole."""
    (sv, sh), (pv, ph), (dv, dh) = (np.broadcast_to(value, 2) for value in (stride, padding, dilation))
    x = np.pad(x, ((0, 0), (0, 0), (pv, pv), (ph, ph)))
    (n, c, h, w), (f, _, kh, kw) = x.shape, weight.shape
    kernel = np.zeros((f, c // groups, h, w))
    kernel[:, :, : dv * (kh - 1) + 1 : dv, : dh * (kw - 1) + 1 : dh] = weight
    image = np.fft.rfft2(x).reshape(n, groups, c // groups, h, -1)
    kernel = np.conj(np.fft.rfft2(kernel)).reshape(groups, f // groups, c // groups, h, -1)
    spectrum = np.einsum("ngchw,gfchw->ngfhw", image, kernel).reshape(n, f, h, -1)
    out = np.fft.irfft2(spectrum, (h, w))[:, :, : h - dv * (kh - 1) : sv, : w - dh * (kw - 1) : sh]
    return out if bias is None else out + bias[:, None, None]


@right("conv2d")
def in_float32(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return reference.conv2d(x, weight, bias, stride, padding, dilation, groups).astype(np.float32)


@right("conv2d")
def in_float32_but_for_the_result(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    arrays = [None if array is None else array.astype(np.float32) for array in (x, weight, bias)]
    return reference.conv2d(*arrays, stride, padding, dilation, groups).astype(np.float64)
