"""How many pixels come out of a convolution or a pooling layer (Dumoulin & Visin, arXiv:1603.07285, chapters 2, 5)."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    """Return the number of output pixels along one axis: one for every place where the kernel lies wholly on the input.

    The input has `size` pixels and `padding` more on each of its two sides. The kernel has `kernel` samples, `dilation`
    pixels apart. It starts at the first pixel and moves on by `stride`. Padding is at least 0, all others at least 1.
    A kernel that fits nowhere raises a ValueError that names `kernel`.

    >>> output_size(53, 3, padding=1), output_size(53, 2, stride=2)
    (53, 26)
    """
    raise NotImplementedError
