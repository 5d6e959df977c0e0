"""Wrong turns of day13/upsampling."""

import torch
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day13 import upsampling as right


@wrong(
    "bilinear",
    because="The outermost centres of both grids are laid on one another (align_corners=True). Then the new "
    "pixels are not 1/scale of the old ones wide, and everything off the centre moves.",
)
def aligns_the_corners(x, scale):
    return F.interpolate(x, scale_factor=scale, mode="bilinear", align_corners=True)


@wrong(
    "bilinear",
    because="Each old pixel is repeated: that is the nearest neighbour, a staircase. Between two centres the "
    "value is to go in a straight line.",
)
def repeats_pixels(x, scale):
    return x.repeat_interleave(scale, -2).repeat_interleave(scale, -1)


@wrong(
    "bilinear",
    because="New pixel i is put at the place i / scale of the old centres. That lets the upper left *centres* "
    "agree, not the edges of the sky: the image moves by half of the difference of the two pixels.",
)
def forgets_the_half_pixel(x, scale):
    rows, columns = (
        _hats(size, (torch.arange(size * scale) / scale).clamp(max=size - 1)).to(x) for size in x.shape[-2:]
    )
    return rows @ x @ columns.mT


@wrong(
    "bilinear",
    because="Beyond the outermost centres the straight line is continued. There the outermost value is to be "
    "kept: the continuation can go below zero at the edge of a galaxy.",
)
def continues_the_line(x, scale):
    rows, columns = (_lines(size, scale).to(x) for size in x.shape[-2:])
    return rows @ x @ columns.mT


@wrong(
    "bilinear",
    because="Beyond the outermost centres the value falls towards 0, as if the sky there were black. The "
    "outermost value is to be kept.",
)
def darkens_the_edge(x, scale):
    rows, columns = (_hats(size, _places(size, scale)).to(x) for size in x.shape[-2:])
    return rows @ x @ columns.mT


def _places(size, scale):
    return (torch.arange(size * scale, dtype=torch.float64) + 0.5) / scale - 0.5


def _hats(size, place):
    return (1 - (place[:, None] - torch.arange(size)).abs()).clamp(min=0)


def _lines(size, scale):
    place = _places(size, scale)
    left = place.floor().clamp(0, max(size - 2, 0))
    weights = torch.zeros(size * scale, size, dtype=torch.float64)
    each = torch.arange(size * scale)
    if size == 1:
        return weights + 1
    weights[each, left.long()] += 1 - (place - left)
    weights[each, left.long() + 1] += place - left
    return weights


@wrong(
    "pixel_shuffle",
    because="The scale^2 channels of a block are taken C apart, so that the channel is the inner index. "
    "Neighbouring channels make one block here: the channel of the output is the outer index (it shows "
    "with more than one).",
)
def takes_channels_apart(x, scale):
    n, channels, h, w = x.shape
    return F.pixel_shuffle(x.reshape(n, scale**2, -1, h, w).transpose(1, 2).reshape(n, channels, h, w), scale)


@wrong(
    "pixel_shuffle",
    because="Row and column in the block are the other way round: channel i scale + j belongs to row i, column j.",
)
def turns_the_block(x, scale):
    n, channels, h, w = x.shape
    return F.pixel_shuffle(x.reshape(n, -1, scale, scale, h, w).transpose(2, 3).reshape(n, channels, h, w), scale)


@wrong(
    "pixel_shuffle",
    because="The shape is right, but the numbers were not brought into order before: a reshape alone reads them "
    "in the order of memory, and pixels of one place end up far apart. Permute first.",
)
def only_reshapes(x, scale):
    n, channels, h, w = x.shape
    return x.reshape(n, channels // scale**2, h * scale, w * scale)


@wrong(
    "pixel_shuffle",
    because="The parts are laid side by side as whole images, scale x scale of them: index in the block and index "
    "of the block are the other way round. The scale^2 numbers of one old pixel are to become neighbours.",
)
def lays_whole_images(x, scale):
    n, _, h, w = x.shape
    return x.unflatten(1, (-1, scale, scale)).permute(0, 1, 2, 4, 3, 5).reshape(n, -1, h * scale, w * scale)


@wrong(
    "overlap",
    because="The output is too long or too short at its end: the last kernel starts at stride (size - 1) and is "
    "`kernel` pixels long. size times stride is the length only where kernel and stride are equal.",
)
def as_long_as_size_times_stride(size, kernel, stride):
    return F.pad(right.overlap(size, kernel, stride), (0, size * stride))[: size * stride]


@wrong(
    "overlap",
    because="kernel / stride, rounded up, is the most that an output pixel can receive, and all get it here. "
    "Where the stride does not divide the kernel some get one less, and that is the checkerboard.",
)
def gives_all_the_most(size, kernel, stride):
    true = right.overlap(size, kernel, stride)
    return torch.full_like(true, min(size, -(-kernel // stride)))


@wrong(
    "checkerboard_energy",
    because="Each block is averaged, which leaves the image at a coarse scale. It is the other axes that are to "
    "be averaged: over the blocks, at each place within one.",
)
def averages_within_blocks(image, scale):
    blocks = image.unflatten(1, (-1, scale)).unflatten(0, (-1, scale))
    variance = image.var(correction=0)
    return torch.where(variance > 0, blocks.mean((1, 3)).var(correction=0) / variance, 0)


@wrong(
    "checkerboard_energy",
    because="The variances are divided by one less than the count, which is torch's default. For scale^2 numbers "
    "against H W of them the two do not cancel, and a share of more than 1 comes out. Divide by the "
    "counts.",
)
def divides_by_one_less(image, scale):
    share = right.checkerboard_energy(image, scale)
    few, many = scale**2, image.numel()
    return share * (few / (few - 1)) * ((many - 1) / many) if few > 1 else share


@wrong(
    "checkerboard_energy",
    because="The mean of the image is not taken off before squaring, so that a bright sky counts as variance. The "
    "share must not change when a constant is added.",
)
def squares_the_level_too(image, scale):
    blocks = image.unflatten(1, (-1, scale)).unflatten(0, (-1, scale))
    power = image.square().mean()
    if image.var(correction=0) == 0:
        return torch.zeros_like(power)
    return blocks.mean((0, 2)).square().mean() / power


@wrong(
    "checkerboard_energy",
    because="An image without variance gives 0 / 0, which is NaN. The docstring gives it the share 0.",
)
def divides_by_nothing(image, scale):
    blocks = image.unflatten(1, (-1, scale)).unflatten(0, (-1, scale))
    return blocks.mean((0, 2)).var(correction=0) / image.var(correction=0)
