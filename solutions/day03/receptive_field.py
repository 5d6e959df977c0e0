"""Which pixels of the image an output pixel sees (Araujo, Norris & Sim 2019, doi:10.23915/distill.00021)."""


def receptive_field(layers):
    """Return the receptive field of a chain of convolution and pooling layers along one axis.

    It is the stretch of input pixels from the first to the last that can change an output pixel, holes of dilated
    kernels included. The image is large: nothing is cut off at its edges. `layers` are a list of (kernel, stride,
    padding, dilation) from input to output. Without layers an output pixel is an input pixel: (1, 1, 0). A kernel, a
    stride or a dilation below 1 raises a ValueError that names it.

    Returns
    -------
    size : int, the input pixels of the receptive field
    jump : int, the input pixels from the field of one output pixel to that of the next
    start : float, the centre of the field of output pixel 0; input pixel 0 is centred on 0, input pixel 1 on 1

    >>> receptive_field([(3, 1, 1, 1), (3, 1, 1, 1)]), receptive_field([(2, 2, 0, 1)])
    ((5, 1, 0.0), (2, 2, 0.5))
    """
    size, jump, start = 1, 1, 0.0
    for kernel, stride, padding, dilation in layers:
        _check_layer(kernel=kernel, stride=stride, dilation=dilation)
        reach = dilation * (kernel - 1)  # from the kernel's first sample to its last, in pixels of the layer's input
        # Those pixels are `jump` input pixels apart: the jump before this layer's own stride.
        size += reach * jump
        start += (reach / 2 - padding) * jump
        jump *= stride
    return size, jump, start


def _check_layer(**numbers):
    for name, value in numbers.items():
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
