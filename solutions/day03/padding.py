"""What surrounds an image before it is convolved."""

import numpy as np


def pad2d(image, pad, mode):
    """Surround an image by `pad` pixels on every side.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values.
    pad : int
        Pixels added on each of the four sides; 0 adds none.
    mode : {"zeros", "reflect", "replicate", "circular"}
        "zeros" adds 0. "reflect" mirrors about the edge pixel without repeating it,
        so it needs pad < H and pad < W. "replicate" repeats the edge pixel. "circular"
        continues with the opposite side, so it needs pad <= H and pad <= W.

    Returns
    -------
    padded : ndarray, shape (H + 2 pad, W + 2 pad)
        A new array; `image` is not changed.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional, `pad` if it is negative or too large for the
        mode, `mode` if it is unknown.

    Notes
    -----
    The names and meanings are those of torch.nn.functional.pad, where "zeros" is mode "constant".

    Examples
    --------
    >>> pad2d(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1, "reflect")
    array([[5., 4., 5., 6., 5.],
           [2., 1., 2., 3., 2.],
           [5., 4., 5., 6., 5.],
           [2., 1., 2., 3., 2.]])
    """
    if np.ndim(image) != 2:
        raise ValueError(f"image must have two axes, not {np.ndim(image)}")
    height, width = np.shape(image)
    if mode == "zeros":
        if pad < 0:
            raise ValueError(f"pad must not be negative, got {pad}")
        padded = np.zeros((height + 2 * pad, width + 2 * pad), np.asarray(image).dtype)
        padded[pad : pad + height, pad : pad + width] = image
        return padded
    # Every other mode only looks pixels up: a row of the result is a row of the image.
    return np.asarray(image)[np.ix_(_source(height, pad, mode), _source(width, pad, mode))]


def _source(size, pad, mode):
    """Return the index that each padded position takes its value from."""
    largest = {"reflect": size - 1, "replicate": np.inf, "circular": size}
    if mode not in largest:
        raise ValueError(f'mode must be "zeros", "reflect", "replicate" or "circular", got {mode!r}')
    if not 0 <= pad <= largest[mode]:
        raise ValueError(f"pad must lie between 0 and {largest[mode]} for {mode} and {size} pixels, got {pad}")
    index = np.arange(-pad, size + pad)
    if mode == "replicate":
        return np.clip(index, 0, size - 1)
    if mode == "circular":
        return index % size
    # |i| folds at the first pixel; (n-1) - |(n-1) - i| then folds at the last.
    return (size - 1) - np.abs((size - 1) - np.abs(index))


def same_padding(kernel, dilation=1):
    """Return the padding that keeps the size of an image at stride 1.

    Parameters
    ----------
    kernel : int
        Kernel size in pixels, at least 1.
    dilation : int
        Distance between the kernel's samples, at least 1.

    Returns
    -------
    before : int
        Pixels to add before the first.
    after : int
        Pixels to add after the last; one more than `before` where the total is odd, as torch's
        padding="same" has it.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Examples
    --------
    >>> same_padding(3)
    (1, 1)
    >>> same_padding(4)
    (1, 2)
    """
    for name, value in (("kernel", kernel), ("dilation", dilation)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
    total = dilation * (kernel - 1)  # the kernel's extent less the one pixel that is kept anyway
    return total // 2, total - total // 2
