"""Other right ways to write day07/shearnet."""

from collections import OrderedDict

import torch
from torch import nn

from grader.mutants import right
from solutions.day07.shearnet import ShearNetCNN


@right("ShearNetCNN")
class AsASequence(nn.Sequential):
    """The layers in a sequence, which gives each its name and its turn."""

    def __init__(self):
        super().__init__(
            OrderedDict(
                conv1=nn.Conv2d(1, 16, (3, 3), padding=1),
                relu1=nn.ReLU(inplace=True),
                pool1=nn.AvgPool2d((2, 2), stride=(2, 2)),
                conv2=nn.Conv2d(16, 32, 3, stride=1, padding=(1, 1)),
                relu2=nn.ReLU(inplace=True),
                pool2=nn.AvgPool2d(2, 2),
                flatten=nn.Flatten(start_dim=1),
                dense1=nn.Linear(5408, 128),
                relu3=nn.ReLU(inplace=True),
                dense2=nn.Linear(128, 4),
            )
        )

    def forward(self, x):
        return super().forward(x.unsqueeze(1))


class Mean(nn.Module):
    """Means of 2x2 blocks by slicing."""

    def forward(self, x):
        height, width = (2 * (size // 2) for size in x.shape[-2:])
        x = x[..., :height, :width]
        return (x[..., ::2, ::2] + x[..., 1::2, ::2] + x[..., ::2, 1::2] + x[..., 1::2, 1::2]) / 4


@right("ShearNetCNN")
class WithItsOwnLayers(ShearNetCNN):
    """Home-made pooling, an activation written otherwise, and another order of construction."""

    def __init__(self):
        super().__init__()
        self.pool1, self.pool2 = Mean(), Mean()
        self.relu1 = nn.Threshold(0.0, 0.0)
        self.relu3 = nn.LeakyReLU(0.0)


@right("ShearNetCNN")
class BegunLikeFlax(ShearNetCNN):
    """Initialised as Flax does it: truncated normal of variance 1 / fan-in, biases zero."""

    def __init__(self):
        super().__init__()
        for layer in (self.conv1, self.conv2, self.dense1, self.dense2):
            fan_in = layer.weight[0].numel()
            nn.init.trunc_normal_(layer.weight, std=fan_in**-0.5, a=-2 * fan_in**-0.5, b=2 * fan_in**-0.5)
            nn.init.zeros_(layer.bias)


@right("ShearNetCNN")
class InChannelsLast(ShearNetCNN):
    """Tensors laid out in memory as Flax has them; the order of the axes is torch's all the same."""

    def forward(self, x):
        x = x.reshape(-1, 1, 53, 53).contiguous(memory_format=torch.channels_last)
        maps = self.pool2(self.relu2(self.conv2(self.pool1(self.relu1(self.conv1(x))))))
        return self.dense2(self.relu3(self.dense1(self.flatten(maps))))
