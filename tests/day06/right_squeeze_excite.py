"""Other right ways to write day06/squeeze_excite."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06.squeeze_excite import SqueezeExcite


@right("SqueezeExcite")
class ByModules(SqueezeExcite):
    """Adaptive pooling, and the library's activations."""

    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        self.pool, self.relu, self.sigmoid = nn.AdaptiveAvgPool2d(1), nn.ReLU(inplace=True), nn.Sigmoid()

    def forward(self, x):
        squeezed = self.pool(x).flatten(1)
        gates = self.sigmoid(self.expand(self.relu(self.reduce(squeezed))))
        return gates.unflatten(1, (-1, 1, 1)).expand_as(x) * x


@right("SqueezeExcite")
class AsConvolutions(SqueezeExcite):
    """The weights of the linear layers used as those of 1 x 1 convolutions."""

    def forward(self, x):
        squeezed = F.avg_pool2d(x, x.shape[2:])
        units = F.conv2d(squeezed, self.reduce.weight[:, :, None, None], self.reduce.bias).clamp(min=0)
        return torch.sigmoid(F.conv2d(units, self.expand.weight[:, :, None, None], self.expand.bias)) * x


@right("SqueezeExcite")
class ImageByImage(SqueezeExcite):
    """A loop over images and channels, the logistic function written out, weights that begin otherwise."""

    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        nn.init.kaiming_normal_(self.reduce.weight)
        nn.init.xavier_uniform_(self.expand.weight)
        nn.init.zeros_(self.expand.bias)

    def forward(self, x):
        weighed = []
        for image in x:
            means = torch.stack([channel.mean() for channel in image])
            units = torch.maximum(self.reduce.weight @ means + self.reduce.bias, torch.zeros_like(self.reduce.bias))
            gates = 1 / (1 + torch.exp(-(self.expand.weight @ units + self.expand.bias)))
            weighed.append(torch.stack([gate * channel for gate, channel in zip(gates, image, strict=True)]))
        return torch.stack(weighed)
