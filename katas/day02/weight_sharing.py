"""The convolutional layer that is nearest to a dense one (Goodfellow et al. 2016, section 9.2)."""

import numpy as np


def share_weights(dense_weight, kernel_shape, image_shape):
    """Return (kernel, saved): the kernel whose valid convolution is nearest to a dense layer, and the weights it saves.

    A valid convolution of an (H, W) image by a (kh, kw) kernel is a matrix, shape (out_h * out_w, H * W), where
    out_h = H - kh + 1 and out_w = W - kw + 1. Images are flattened row by row, as ndarray.ravel does. The row of output
    pixel (i, j) holds the kernel (not flipped) at the pixels (i ... i + kh - 1, j ... j + kw - 1), and zeros elsewhere.
    The nearest kernel, (kh, kw), is the one whose matrix has the least sum of squared differences from `dense_weight`.
    What is saved are the weights of the dense layer less those of the kernel, without biases. A `dense_weight` of
    another shape, such as the transposed one, raises a ValueError naming it.

    >>> dense_weight = np.array([[1.0, 2.0, 9.0], [9.0, 3.0, 6.0]])  # from 1 x 3 pixels to 1 x 2
    >>> share_weights(dense_weight, (1, 2), (1, 3))
    (array([[2., 4.]]), 4)
    """
    raise NotImplementedError
