"""What a convolution costs in arithmetic and in memory.

Sizes are (height, width), kernels square. `stride`, `padding` and `dilation` are those of the layer, the same for both
axes. A kernel that fits nowhere on the padded input raises a ValueError that names `kernel`.
"""


def conv_macs(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    """Return the multiply-accumulate operations (MACs) of a convolution, for one image.

    Products with padded zeros are counted, since they are computed. The bias is not. `groups` that do not divide both
    numbers of channels raise a ValueError that names `groups`.

    >>> conv_macs((53, 53), 1, 16, 3, padding=1)
    404496
    """
    _check_groups(in_channels, out_channels, groups)
    height, width = _output_shape(size, kernel, stride, padding, dilation)
    products = in_channels // groups * kernel**2  # in one number of the output: a window in the channels of its group
    return out_channels * height * width * products


def conv_activation_bytes(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    """Return the bytes of a convolution's output, for `batch` images and numbers of `bits` bits, a multiple of 8.

    >>> conv_activation_bytes((53, 53), 16, 3, padding=1)
    179776
    """
    height, width = _output_shape(size, kernel, stride, padding, dilation)
    numbers = batch * out_channels * height * width
    return numbers * bits // 8


def cheaper_stack(k):
    """Return (layers, ratio): how many 3x3 layers see as far as one k x k layer, and their cost over its cost.

    The cost is in MACs, at stride 1 and with one number of channels throughout (Simonyan & Zisserman, arXiv:1409.1556,
    section 2.3). An even k, or one below 3, raises a ValueError that names `k`.

    >>> cheaper_stack(5)
    (2, 0.72)
    """
    _check_k(k)
    layers = (k - 1) // 2  # each 3x3 layer sees one pixel further on either side
    return layers, layers * 3**2 / k**2


def _output_shape(size, kernel, stride, padding, dilation):
    extent = dilation * (kernel - 1) + 1
    rooms = [pixels + 2 * padding - extent for pixels in size]
    _check_kernel(extent, min(rooms))
    return [room // stride + 1 for room in rooms]


def _check_kernel(extent, room):
    if room < 0:
        raise ValueError(f"kernel reaches over {extent} pixels, {-room} more than the padded input has")


def _check_groups(in_channels, out_channels, groups):
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"groups must divide {in_channels} and {out_channels} channels, got {groups}")


def _check_k(k):
    if k < 3 or k % 2 == 0:
        raise ValueError(f"k must be odd and at least 3, got {k}")
