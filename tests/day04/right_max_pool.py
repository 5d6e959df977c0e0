"""Other right ways to write day04/max_pool."""

import numpy as np

from grader.mutants import right
from solutions.day04 import max_pool as reference


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


@right("max_pool2d")
def by_torch(x, size, stride=None):
    import torch

    values, argmax = torch.nn.functional.max_pool2d(torch.tensor(x), size, stride, return_indices=True)
    return values.numpy(), argmax.numpy()


@right("max_pool2d")
def pixel_by_pixel(x, size, stride=None):
    values, argmax = (np.zeros_like(result) for result in reference.max_pool2d(x, size, stride))
    (kh, kw), (sv, sh) = pair(size), pair(size if stride is None else stride)
    for n, c, i, j in np.ndindex(values.shape):
        best = None
        for row in range(i * sv, i * sv + kh):
            for column in range(j * sh, j * sh + kw):
                if best is None or x[n, c, row, column] > best:
                    best, place = x[n, c, row, column], row * x.shape[3] + column
        values[n, c, i, j], argmax[n, c, i, j] = best, place
    return values, argmax


@right("max_pool2d")
def by_shifted_images(x, size, stride=None):
    """One strided slice for each place in the window; a later one takes over only where it is larger."""
    rows, columns = reference.max_pool2d(x, size, stride)[0].shape[2:]
    (kh, kw), (sv, sh) = pair(size), pair(size if stride is None else stride)
    index = np.broadcast_to(np.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:]), x.shape)
    values = argmax = None
    for i in range(kh):
        for j in range(kw):
            part = np.s_[:, :, i : i + (rows - 1) * sv + 1 : sv, j : j + (columns - 1) * sh + 1 : sh]
            if values is None:
                values, argmax = x[part].copy(), index[part].copy()
            larger = x[part] > values
            values[larger], argmax[larger] = x[part][larger], index[part][larger]
    return [values, argmax]


@right("max_pool2d")
def in_float32(x, size, stride=None):
    values, argmax = reference.max_pool2d(x, size, stride)
    return values.astype(np.float32), argmax.astype(np.int32)


@right("max_pool2d")
def not_contiguous(x, size, stride=None):
    values, argmax = reference.max_pool2d(x, size, stride)
    return np.asfortranarray(values), np.asfortranarray(argmax)


@right("max_pool2d_backward")
def one_by_one(grad_out, argmax, input_shape):
    grad_x = np.zeros_like(reference.max_pool2d_backward(grad_out, argmax, input_shape))
    for n, c, i, j in np.ndindex(grad_out.shape):
        row, column = divmod(argmax[n, c, i, j], input_shape[3])
        grad_x[n, c, row, column] += grad_out[n, c, i, j]
    return grad_x


@right("max_pool2d_backward")
def by_bincount(grad_out, argmax, input_shape):
    n, c, height, width = input_shape
    index = argmax + height * width * np.arange(n * c).reshape(n, c, 1, 1)
    total = np.bincount(index.ravel(), weights=grad_out.ravel(), minlength=n * c * height * width)
    return total.reshape(input_shape)


@right("max_pool2d_backward")
def by_one_hot_vectors(grad_out, argmax, input_shape):
    hot = argmax[..., None] == np.arange(input_shape[2] * input_shape[3])
    return np.einsum("ncij,ncijp->ncp", grad_out, hot.astype(grad_out.dtype)).reshape(input_shape)


@right("max_pool2d_backward")
def backward_in_float32(grad_out, argmax, input_shape):
    return reference.max_pool2d_backward(grad_out, argmax, input_shape).astype(np.float32)
