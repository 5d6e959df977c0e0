"""Other right ways to write day13/unet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day13 import unet as reference


@right("UNet")
class Recursive(nn.Module):
    """A level calls the level below it."""

    def __init__(self, in_channels, out_channels, width=8, depth=2, padded=True):
        super().__init__()
        self.pad, self.depth = 1 if padded else 0, depth
        self.head = nn.Conv2d(width, out_channels, (1, 1))
        self.merge, self.up, self.down = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        channels = in_channels
        for level in range(depth + 1):
            w = width * 2**level
            self.down.append(self.block(channels, w))
            if level < depth:
                self.up.append(nn.ConvTranspose2d(2 * w, w, 2, 2))
                self.merge.append(self.block(2 * w, w))
            channels = w

    def block(self, channels, w):
        layers = [nn.Conv2d(channels, w, 3, 1, self.pad), nn.ReLU(), nn.Conv2d(w, w, 3, 1, self.pad), nn.ReLU()]
        return nn.Sequential(*layers)

    def level(self, x, number):
        here = self.down[number](x)
        if number == self.depth:
            return here
        up = self.up[number](self.level(nn.MaxPool2d(2)(here), number + 1))
        if self.pad:
            if up.shape[2] < here.shape[2]:
                up = torch.cat([up, up[:, :, -1:]], dim=2)
            if up.shape[3] < here.shape[3]:
                up = torch.cat([up, up[:, :, :, -1:]], dim=3)
        else:
            here = by_negative_padding(here, up.shape[2:])
        return self.merge[number](torch.cat((here, up), 1))

    def forward(self, x):
        return self.head(self.level(x, 0))


@right("UNet")
class WithAStack(reference.UNet):
    """Skips popped from a stack."""

    def forward(self, x):
        stack = []
        for number, block in enumerate(self.down):
            x = block(x if number == 0 else F.max_pool2d(x, kernel_size=2, stride=2))
            stack.append(x)
        x = stack.pop()
        for number in range(len(self.up) - 1, -1, -1):
            skip, x = self._fitted(stack.pop(), self.up[number](x))
            x = self.merge[number](torch.cat([skip, x], 1))
        return self.head(x)


@right("center_crop")
def by_negative_padding(x, size):
    rows, columns = x.shape[2] - size[0], x.shape[3] - size[1]
    return F.pad(x, (-(columns // 2), columns // 2 - columns, -(rows // 2), rows // 2 - rows))


@right("center_crop")
def by_narrow(x, size):
    for axis, length in zip((2, 3), size, strict=True):
        x = x.narrow(axis, (x.shape[axis] - length) // 2, length)
    return x.clone()


@right("unet_output_size")
def by_recursion(size, depth, padded=True):
    if padded:
        return size
    return size - 4 if depth == 0 else 2 * by_recursion((size - 4) // 2, depth - 1, padded) - 4


@right("unet_output_size")
def in_numpy(size, depth, padded=True):
    import numpy as np

    return np.int64(by_recursion(size, depth, padded))
