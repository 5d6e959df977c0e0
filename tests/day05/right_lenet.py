"""Other right ways to write day05/lenet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right


@right("LeNet5")
class ByFunctions(nn.Module):
    """Layers for the weights only, and the library's functions for the rest."""

    def __init__(self, channels=1, classes=10):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(channels, 6, kernel_size=5), nn.Conv2d(6, 16, kernel_size=(5, 5))
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, classes)

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.avg_pool2d(conv(x).tanh(), 2)
        return self.fc3(self.fc2(self.fc1(x.reshape(-1, 400)).tanh()).tanh())


@right("LeNet5")
class NamedSequential(nn.Sequential):
    """A sequence of named layers that needs no forward."""

    def __init__(self, channels=1, classes=10):
        super().__init__()
        for name, layer in [
            ("conv1", nn.Conv2d(channels, 6, 5)),
            ("tanh1", nn.Tanh()),
            ("pool1", nn.AvgPool2d(2, 2)),
            ("conv2", nn.Conv2d(6, 16, 5)),
            ("tanh2", nn.Tanh()),
            ("pool2", nn.AvgPool2d(2, 2)),
            ("flatten", nn.Flatten()),
            ("fc1", nn.Linear(400, 120)),
            ("tanh3", nn.Tanh()),
            ("fc2", nn.Linear(120, 84)),
            ("tanh4", nn.Tanh()),
            ("fc3", nn.Linear(84, classes)),
        ]:
            self.add_module(name, layer)


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
        for conv in (self.conv1, self.conv2):
            x = _tanh(conv(x))
            x = x[:, :, : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2]
            x = x.unflatten(2, (-1, 2)).unflatten(4, (-1, 2)).mean(dim=(3, 5))
        x = _tanh(self.fc1(torch.flatten(x, start_dim=1)))
        return self.fc3(_tanh(self.fc2(x)))


def _tanh(x):
    return 2 * torch.sigmoid(2 * x) - 1
