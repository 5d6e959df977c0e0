"""Other right ways to write day13/upsampling."""

import torch
from torch.nn import functional as F

from grader.mutants import right


@right("bilinear")
def by_torch(x, scale):
    return F.interpolate(x, scale_factor=scale, mode="bilinear", align_corners=False)


@right("bilinear")
def by_indices(x, scale):
    for axis in (-2, -1):
        size = x.shape[axis]
        place = ((torch.arange(size * scale, device=x.device, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, size - 1)
        low = place.floor().long()
        high = (low + 1).clamp(max=size - 1)
        part = (place - low).unsqueeze(-1) if axis == -2 else place - low
        x = x.index_select(axis, low) * (1 - part) + x.index_select(axis, high) * part
    return x


@right("pixel_shuffle")
def by_strided_writing(x, scale):
    n, channels, h, w = x.shape
    y = x.new_zeros(n, channels // scale**2, h * scale, w * scale)
    for i in range(scale):
        for j in range(scale):
            y[:, :, i::scale, j::scale] = x[:, i * scale + j :: scale**2]
    return y


@right("pixel_shuffle")
def by_transposed_convolution(x, scale):
    """Each block a kernel with one 1 in it."""
    kernel = torch.eye(scale**2, dtype=x.dtype, device=x.device).reshape(scale**2, 1, scale, scale)
    groups = x.shape[1] // scale**2
    return F.conv_transpose2d(x, kernel.repeat(groups, 1, 1, 1), stride=scale, groups=groups)


@right("overlap")
def by_transposed_ones(size, kernel, stride):
    ones = F.conv_transpose1d(torch.ones(1, 1, size), torch.ones(1, 1, kernel), stride=stride)
    return ones.round().long().flatten()


@right("overlap")
def by_loops(size, kernel, stride):
    count = [0] * (stride * (size - 1) + kernel)
    for start in range(0, stride * size, stride):
        for step in range(kernel):
            count[start + step] += 1
    return torch.tensor(count)


@right("checkerboard_energy")
def by_phases(image, scale):
    phases = torch.stack([image[i::scale, j::scale].mean() for i in range(scale) for j in range(scale)])
    variance = ((image - image.mean()) ** 2).mean()
    if variance == 0:
        return torch.zeros_like(variance)
    return ((phases - phases.mean()) ** 2).mean() / variance


@right("checkerboard_energy")
def by_mean_squares(image, scale):
    level = image.mean() ** 2
    variance = image.square().mean() - level
    phases = image.unflatten(1, (-1, scale)).unflatten(0, (-1, scale)).mean((0, 2))
    return torch.where(variance > 0, (phases.square().mean() - level) / variance, 0.0)
