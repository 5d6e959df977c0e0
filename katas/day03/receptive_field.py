"""Which pixels of the image an output pixel sees."""


def receptive_field(layers):
    """Return the receptive field of a chain of convolution and pooling layers, along one axis.

    The receptive field of an output pixel is the stretch of input pixels from the first to the last that can change
    its value, holes of dilated kernels included. The image is taken to be large: nothing is cut off at its edges.

    Parameters
    ----------
    layers : list of (kernel, stride, padding, dilation)
        The layers from input to output, four ints each: samples of the kernel (at least 1), pixels of the layer's own
        input from one position of the kernel to the next (at least 1), pixels added on each side (at least 0), pixels
        from one sample of the kernel to the next (at least 1). An activation changes nothing and is left out.

    Returns
    -------
    size : int
        Input pixels from the first to the last that an output pixel sees.
    jump : int
        Input pixels from the receptive field of one output pixel to that of the next.
    start : float
        Centre of the receptive field of output pixel 0, in input pixels: pixel 0 of the input has its centre at 0,
        pixel 1 at 1. Padding can make it negative; output pixel i is centred on start + i jump.

    Raises
    ------
    ValueError
        Naming `layers` if an entry is not four numbers; naming `kernel`, `stride`, `padding` or `dilation` if it is
        below its least value in any layer.

    Notes
    -----
    Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks", Distill 2019
    (doi:10.23915/distill.00021). With no layers an output pixel is an input pixel: 1, 1, 0.0.

    Examples
    --------
    >>> receptive_field([(3, 1, 1, 1), (3, 1, 1, 1)])
    (5, 1, 0.0)
    >>> receptive_field([(2, 2, 0, 1)])
    (2, 2, 0.5)
    """
    raise NotImplementedError
