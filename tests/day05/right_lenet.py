"""Other right ways to write day05/lenet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right


def _check(x, channels):
    if x.ndim != 4 or not len(x) or x.shape[1] != channels or min(x.shape[2:]) < 32 or max(x.shape[2:]) > 35:
        raise ValueError("x has a shape that LeNet-5 cannot take")


@right("LeNet5")
class ByFunctions(nn.Module):
    """Layers for the weights only, and the library's functions for the rest."""

    def __init__(self, channels=1, classes=10):
        if channels < 1 or classes < 1:
            raise ValueError("channels must be positive" if channels < 1 else "classes must be positive")
        super().__init__()
        self.channels = channels
        self.conv1, self.conv2 = nn.Conv2d(channels, 6, kernel_size=5), nn.Conv2d(6, 16, kernel_size=(5, 5))
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, classes)

    def forward(self, x):
        _check(x, self.channels)
        for conv in (self.conv1, self.conv2):
            x = F.avg_pool2d(conv(x).tanh(), 2)
        return self.fc3(self.fc2(self.fc1(x.reshape(x.size(0), -1)).tanh()).tanh())


@right("LeNet5")
class NamedSequential(nn.Sequential):
    """A sequence of named layers, the third convolution of the paper, 5 x 5 on 5 x 5, being written as dense."""

    def __init__(self, channels=1, classes=10):
        for name, value in {"channels": channels, "classes": classes}.items():
            if value <= 0:
                raise ValueError(f"{name} = {value}")
        super().__init__()
        self.channels = channels
        self.add_module("conv1", nn.Conv2d(channels, 6, 5))
        self.add_module("tanh1", nn.Tanh())
        self.add_module("pool1", nn.AvgPool2d(2, 2))
        self.add_module("conv2", nn.Conv2d(6, 16, 5))
        self.add_module("tanh2", nn.Tanh())
        self.add_module("pool2", nn.AvgPool2d(2, 2))
        self.add_module("flatten", nn.Flatten())
        self.add_module("fc1", nn.Linear(400, 120))
        self.add_module("tanh3", nn.Tanh())
        self.add_module("fc2", nn.Linear(120, 84))
        self.add_module("tanh4", nn.Tanh())
        self.add_module("fc3", nn.Linear(84, classes))

    def forward(self, x):
        _check(x, self.channels)
        return super().forward(x)


@right("LeNet5")
class XavierStart(ByFunctions):
    """Weights of the learner's own choosing, tanh by its sigmoid, and pooling by strides."""

    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.xavier_uniform_(module.weight, gain=5 / 3)
                nn.init.zeros_(module.bias)

    def forward(self, x):
        _check(x, self.channels)
        for conv in (self.conv1, self.conv2):
            x = _tanh(conv(x))
            x = x[:, :, : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2]
            x = x.unflatten(2, (-1, 2)).unflatten(4, (-1, 2)).mean(dim=(3, 5))
        x = _tanh(self.fc1(torch.flatten(x, start_dim=1)))
        return self.fc3(_tanh(self.fc2(x)))


def _tanh(x):
    return 2 * torch.sigmoid(2 * x) - 1
