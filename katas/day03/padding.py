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
    raise NotImplementedError


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
    raise NotImplementedError
