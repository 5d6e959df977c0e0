"""What surrounds an image before it is convolved; the modes are those of torch.nn.functional.pad.

An argument that does not fit raises a ValueError that names it: a pad below 0 or too large to reflect, an unknown
mode, a kernel or dilation below 1.

Not allowed here: numpy.pad (padding is what this kata builds).
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
    raise NotImplementedError


def same_padding(kernel, dilation=1):
    """Return the padding (before, after) that keeps the size of an image at stride 1.

    Where the total is odd, the pixel left over comes after the last.

    >>> same_padding(3), same_padding(4)
    ((1, 1), (1, 2))
    """
    raise NotImplementedError
