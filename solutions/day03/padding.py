"""What surrounds an image before it is convolved; the modes are those of torch.nn.functional.pad.

An argument that does not fit raises a ValueError that names it: a pad below 0 or too large to reflect, an unknown
mode, a kernel or dilation below 1.
"""

import numpy as np


def pad2d(image, pad, mode):
    """Surround an image, shape (H, W), by `pad` pixels on every side.

    Parameters
    ----------
    mode : {"zeros", "reflect", "replicate", "circular"}
        What stands there: 0; the image mirrored about the edge pixel, which is not repeated (so pad < H and pad < W);
        the edge pixel; the opposite side.

    Returns
    -------
    padded : ndarray, shape (H + 2 pad, W + 2 pad)
        A new array.

    >>> pad2d(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1, "reflect")[1]
    array([2., 1., 2., 3., 2.])
    """
    _check_pad2d(image, pad, mode)
    height, width = image.shape
    if mode == "zeros":
        padded = np.zeros((height + 2 * pad, width + 2 * pad), image.dtype)
        padded[pad : pad + height, pad : pad + width] = image
        return padded
    # Every other mode only looks pixels up: a row of the result is a row of the image.
    return image[np.ix_(_source(height, pad, mode), _source(width, pad, mode))]


def _source(size, pad, mode):
    """Return the index that each padded position takes its value from."""
    index = np.arange(-pad, size + pad)
    if mode == "replicate":
        return np.clip(index, 0, size - 1)
    if mode == "circular":
        return index % size
    # |i| folds at the first pixel; (n-1) - |(n-1) - i| then folds at the last.
    return (size - 1) - np.abs((size - 1) - np.abs(index))


def same_padding(kernel, dilation=1):
    """Return the padding (before, after) that keeps the size of an image at stride 1.

    Where the total is odd, the pixel left over comes after the last.

    >>> same_padding(3), same_padding(4)
    ((1, 1), (1, 2))
    """
    _check_same_padding(kernel, dilation)
    total = dilation * (kernel - 1)  # the kernel's extent less the one pixel that is kept anyway
    return total // 2, total - total // 2


def _check_pad2d(image, pad, mode):
    if mode not in ("zeros", "reflect", "replicate", "circular"):
        raise ValueError(f'mode must be "zeros", "reflect", "replicate" or "circular", got {mode!r}')
    if pad < 0 or (mode == "reflect" and pad >= min(image.shape)):
        raise ValueError(f"pad does not fit an image of shape {image.shape}: {pad}")


def _check_same_padding(kernel, dilation):
    for name, value in (("kernel", kernel), ("dilation", dilation)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
