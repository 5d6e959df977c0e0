"""Other right ways to write day04/blur_pool."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.mutants import right
from solutions.day04 import blur_pool as reference

BINOMIAL = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0
ENDS = ((0, 0), (0, 0), (2, 2), (2, 2))


@right("blur_pool2d")
def by_torch(x, stride=2):
    import torch

    x = x if x.dtype.kind == "f" else x.astype(float)
    kernel = torch.tensor(np.outer(BINOMIAL, BINOMIAL), dtype=torch.tensor(x).dtype).repeat(x.shape[1], 1, 1, 1)
    padded = torch.nn.functional.pad(torch.tensor(x), (2, 2, 2, 2), mode="reflect")
    return torch.nn.functional.conv2d(padded, kernel, stride=stride, groups=x.shape[1]).numpy()


@right("blur_pool2d")
def by_scipy(x, stride=2):
    from scipy.ndimage import correlate

    blurred = correlate(x.astype(float), np.outer(BINOMIAL, BINOMIAL)[None, None], mode="mirror")
    return blurred[:, :, ::stride, ::stride]


@right("blur_pool2d")
def by_windows(x, stride=2):
    windows = sliding_window_view(np.pad(x, ENDS, mode="reflect"), (5, 5), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,u,v->ncij", windows, BINOMIAL, BINOMIAL)


@right("blur_pool2d")
def pixel_by_pixel(x, stride=2):
    out = np.zeros_like(reference.blur_pool2d(x, stride))
    height, width = x.shape[2:]
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            for u in range(-2, 3):
                for v in range(-2, 3):
                    row, column = abs(i * stride + u), abs(j * stride + v)
                    row, column = min(row, 2 * height - 2 - row), min(column, 2 * width - 2 - column)
                    out[:, :, i, j] += BINOMIAL[u + 2] * BINOMIAL[v + 2] * x[:, :, row, column]
    return out


@right("blur_pool2d")
def by_two_small_blurs(x, stride=2):
    """[1, 4, 6, 4, 1] is [1, 2, 1] with itself; in the mirrored image the second blur sees what it should."""
    x = np.pad(x, ENDS, mode="reflect")
    for _ in range(2):
        x = (x[:, :, :-2] + 2 * x[:, :, 1:-1] + x[:, :, 2:]) / 4
        x = (x[..., :-2] + 2 * x[..., 1:-1] + x[..., 2:]) / 4
    return x[:, :, ::stride, ::stride]


@right("blur_pool2d")
def in_float32(x, stride=2):
    return np.asfortranarray(reference.blur_pool2d(x, stride).astype(np.float32))
