"""Convolution as one matrix product: patches become columns, kernels become rows."""

import numpy as np


def im2col(x, kernel, stride=1, padding=0, dilation=1):
    """Write every patch that a convolution looks at into a column of its own.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        A batch of images; no axis is empty.
    kernel : tuple of int
        Height and width (kh, kw) of the kernel, each at least 1.
    stride : int
        Pixels from one patch to the next, at least 1, the same in both directions.
    padding : int
        Rows and columns of zeros added on each of the four sides, not negative.
    dilation : int
        Pixels from one sample of the kernel to the next, at least 1.

    Returns
    -------
    columns : ndarray, shape (N, C * kh * kw, L)
        L is the number of output pixels. Column l is the patch under output pixel l, these counted
        row by row; within a column the first channel comes first, and within a channel the
        samples of the kernel go row by row.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or one of them is empty; `stride`, `padding` or `dilation` if it is
        too small; `kernel` if it has no pixel, or if its dilated extent exceeds the padded image.

    Notes
    -----
    The layout is that of torch.nn.functional.unfold. There are
    floor((H + 2 padding - dilation (kh - 1) - 1) / stride) + 1 rows of output pixels (Dumoulin & Visin 2016,
    arXiv:1603.07285, section 5.1, relationship 15).

    Examples
    --------
    >>> x = np.arange(6.0).reshape(1, 1, 2, 3)
    >>> im2col(x, (2, 2))[0]
    array([[0., 1.],
           [1., 2.],
           [3., 4.],
           [4., 5.]])
    """
    if np.ndim(x) != 4 or np.size(x) == 0:
        raise ValueError(f"x must be (N, C, H, W) and not empty, got shape {np.shape(x)}")
    x = np.asarray(x)
    count, channels, height, width = x.shape
    shape = _output_shape((height, width), kernel, stride, padding, dilation)
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    columns = np.empty((count, channels, *kernel, *shape), x.dtype)
    for i, j, rows, cols in _samples(kernel, shape, stride, dilation):
        columns[:, :, i, j] = padded[:, :, rows, cols]
    return columns.reshape(count, channels * kernel[0] * kernel[1], shape[0] * shape[1])


def col2im(columns, size, kernel, stride=1, padding=0, dilation=1):
    """Put every column back where `im2col` took it from, adding up where patches overlap.

    This is the adjoint (transpose) of `im2col`, not its inverse: a pixel that k patches contain
    receives k numbers, and their sum stays there. It carries gradients back through `im2col`.

    Parameters
    ----------
    columns : ndarray, shape (N, C * kh * kw, L)
        Columns in the layout of `im2col`.
    size : tuple of int
        Height and width (H, W) of the images, without padding, each at least 1.
    kernel, stride, padding, dilation
        As in `im2col`.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
        The sums. What falls on the padding is dropped.

    Raises
    ------
    ValueError
        Naming `columns` if it has not three axes, one of them is empty, the second is no multiple of kh * kw,
        or the third is not the number of output pixels; `size` if it is below 1; the others as in `im2col`.

    Notes
    -----
    Adjoint means sum(im2col(x) * columns) = sum(x * col2im(columns)) for every x and columns.
    The layout is that of torch.nn.functional.fold.

    Examples
    --------
    The middle column of the image belongs to both patches:

    >>> col2im(np.ones((1, 4, 2)), (2, 3), (2, 2))[0, 0]
    array([[1., 2., 1.],
           [1., 2., 1.]])
    """
    if min(size) < 1:
        raise ValueError(f"size must be at least 1 by 1, got {size}")
    shape = _output_shape(size, kernel, stride, padding, dilation)
    area, length = kernel[0] * kernel[1], shape[0] * shape[1]
    if np.ndim(columns) != 3 or np.size(columns) == 0 or columns.shape[1] % area or columns.shape[2] != length:
        raise ValueError(f"columns must be (N, C * {area}, {length}) and not empty, got shape {np.shape(columns)}")
    count, channels = columns.shape[0], columns.shape[1] // area
    patches = columns.reshape(count, channels, *kernel, *shape)
    height, width = size
    padded = np.zeros((count, channels, height + 2 * padding, width + 2 * padding), columns.dtype)
    for i, j, rows, cols in _samples(kernel, shape, stride, dilation):
        padded[:, :, rows, cols] += patches[:, :, i, j]  # im2col reads here, its adjoint adds
    return padded[:, :, padding : padding + height, padding : padding + width].copy()


def conv2d_im2col(x, weight, bias=None, stride=1, padding=0, dilation=1):
    """Convolve a batch of images with a bank of kernels by a matrix product.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        A batch of images.
    weight : ndarray, shape (O, C, kh, kw)
        One kernel of C channels for each of the O output channels.
    bias : ndarray, shape (O,), or None
        Added to every pixel of its output channel.
    stride, padding, dilation : int
        As in `im2col`.

    Returns
    -------
    y : ndarray, shape (N, O, H', W')
        The cross-correlation of every image with every kernel.

    Raises
    ------
    ValueError
        Naming `weight` if it has not four axes or not as many channels as `x`, `bias` if its shape is
        not (O,); the others as in `im2col`, which calls the last two axes of `weight` the `kernel`.

    Notes
    -----
    It must be at least ten times as fast as a Python loop over images, output channels, rows and columns
    that computes np.sum(patch * kernel), on a batch of 53 x 53 pixels and 16 channels. The method is that
    of Chellapilla, Puri & Simard 2006, "High performance convolutional neural networks for document processing".

    Examples
    --------
    >>> x = np.arange(6.0).reshape(1, 1, 2, 3)
    >>> weight = np.array([[[[1.0, 0.0], [0.0, -1.0]]], [[[1.0, 1.0], [1.0, 1.0]]]])
    >>> conv2d_im2col(x, weight, bias=np.array([0.0, 0.5]))[0]
    array([[[-4. , -4. ]],
    <BLANKLINE>
           [[ 8.5, 12.5]]])
    """
    if np.ndim(weight) != 4 or (np.ndim(x) == 4 and np.shape(weight)[1] != np.shape(x)[1]):
        raise ValueError(f"weight must be (O, C, kh, kw) with the channels of x, got shape {np.shape(weight)}")
    outputs, _, *kernel = weight.shape
    if bias is not None and np.shape(bias) != (outputs,):
        raise ValueError(f"bias must have shape ({outputs},), got {np.shape(bias)}")
    columns = im2col(x, kernel, stride, padding, dilation)
    y = weight.reshape(outputs, -1) @ columns  # (O, CK) @ (N, CK, L): every kernel meets every patch
    if bias is not None:
        y = y + np.reshape(bias, (outputs, 1))
    return y.reshape(len(x), outputs, *_output_shape(x.shape[2:], kernel, stride, padding, dilation))


def _output_shape(size, kernel, stride, padding, dilation):
    """Return how many rows and columns of patches there are, having checked that there are any."""
    for name, value, least in (("stride", stride, 1), ("padding", padding, 0), ("dilation", dilation, 1)):
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
    shape = [(s + 2 * padding - dilation * (k - 1) - 1) // stride + 1 for s, k in zip(size, kernel, strict=True)]
    if min(kernel) < 1 or min(shape) < 1:
        raise ValueError(f"kernel {tuple(kernel)} must have pixels and fit into the padded image of size {size}")
    return shape


def _samples(kernel, shape, stride, dilation):
    """Yield, for sample (i, j) of the kernel, the padded rows and columns that it meets in all the patches."""
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            top, left = dilation * i, dilation * j
            yield (
                i,
                j,
                slice(top, top + stride * (shape[0] - 1) + 1, stride),
                slice(left, left + stride * (shape[1] - 1) + 1, stride),
            )
