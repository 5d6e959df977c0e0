"""Other right ways to write day02/parameter_count."""

import numpy as np

from grader.mutants import right


@right("dense_parameters")
def dense_from_arrays(in_features, out_features, bias=True):
    weight = np.broadcast_to(0.0, (out_features, in_features))
    return weight.size + (np.broadcast_to(0.0, out_features).size if bias else 0)


@right("conv_parameters")
def conv_with_prod(in_channels, out_channels, kernel_shape, bias=True):
    count = np.prod([out_channels, in_channels, *kernel_shape])
    if bias:
        count += out_channels
    return count


@right("conv_parameters")
def conv_by_torch(in_channels, out_channels, kernel_shape, bias=True):
    from torch import nn

    layer = nn.Conv2d(in_channels, out_channels, kernel_shape, bias=bias, device="meta")
    return sum(parameter.numel() for parameter in layer.parameters())


@right("locally_connected_parameters")
def local_position_by_position(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    (kh, kw), (height, width) = kernel_shape, image_shape
    count = 0
    for row in range(height):
        for column in range(width):
            if row + kh <= height and column + kw <= width:
                count += in_channels * kh * kw * out_channels
                count += out_channels if bias else 0
    return count


@right("locally_connected_parameters")
def local_with_numpy_shapes(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    positions = np.prod(np.subtract(image_shape, kernel_shape) + 1)
    return positions * out_channels * (in_channels * int(np.prod(kernel_shape)) + bool(bias))
