"""Wrong turns of day05/alexnet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day05 import alexnet as right


class AlexNet(right.AlexNet):
    """The right network in pieces that can be replaced one by one."""

    def stage(self, conv, x):
        return self.pool(self.norm(torch.relu(conv(x))))

    def middle(self, x):
        return torch.relu(self.conv5(torch.relu(self.conv4(torch.relu(self.conv3(x))))))

    def features(self, x):
        return self.pool(self.middle(self.stage(self.conv2, self.stage(self.conv1, x)))).flatten(1)

    def dense(self, x):
        x = self.dropout(torch.relu(self.fc6(x)))
        return self.dropout(torch.relu(self.fc7(x)))

    def forward(self, x):
        return self.fc8(self.dense(self.features(x)))


@wrong(
    "AlexNet",
    because="The layers have no groups: every filter sees all channels, and there are 62,378,344 parameters. conv2, "
    "conv4 and conv5 see the maps of their own half only, as each half lived on a graphics card of its own.",
)
class WithoutGroups(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.conv2 = nn.Conv2d(96 // shrink, 256 // shrink, 5, padding=2)
        self.conv4 = nn.Conv2d(384 // shrink, 384 // shrink, 3, padding=1)
        self.conv5 = nn.Conv2d(384 // shrink, 256 // shrink, 3, padding=1)


@wrong(
    "AlexNet",
    because="conv3 has two groups as well. It is the one layer in which the two halves meet: its filters see the maps "
    "of both.",
)
class GroupsInTheThirdLayerToo(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.conv3 = nn.Conv2d(256 // shrink, 384 // shrink, 3, padding=1, groups=2)


@wrong(
    "AlexNet",
    because="These are torchvision's numbers of filters (64, 192, 384, 256, 256), from a later paper on one graphics "
    "card. AlexNet of 2012 has 96, 256, 384, 384 and 256.",
)
class AsInTorchvision(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.conv1 = nn.Conv2d(3, 64 // shrink, 11, stride=4, padding=2)
        self.conv2 = nn.Conv2d(64 // shrink, 192 // shrink, 5, padding=2)
        self.conv3 = nn.Conv2d(192 // shrink, 384 // shrink, 3, padding=1)
        self.conv4 = nn.Conv2d(384 // shrink, 256 // shrink, 3, padding=1)
        self.conv5 = nn.Conv2d(256 // shrink, 256 // shrink, 3, padding=1)


@wrong(
    "AlexNet",
    because="The pools do not overlap: 2 x 2 instead of 3 x 3, with the same stride 2. From 55 and from 27 pixels both "
    "leave as many, so no shape tells them apart.",
)
class PoolsWithoutOverlap(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.pool = nn.MaxPool2d(2)


@wrong(
    "AlexNet",
    because="The paper's 1e-4 multiplies the sum of the five squares, and torch's alpha their mean. With alpha=1e-4 "
    "torch's normalisation is five times too weak.",
)
class TakesTheMeanOfTheSquares(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.norm = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0)


@wrong(
    "AlexNet",
    because="The normalisation has torch's default constant 1 instead of the paper's 2 in front of the sum.",
)
class NormalisesWithOne(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75)


@wrong(
    "AlexNet",
    because="The normalisation is torch's with its default numbers. Its constant is 1 and not the paper's 2, and its "
    "alpha multiplies the mean of the five squares and not their sum.",
)
class NormalisesByDefault(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.norm = nn.LocalResponseNorm(5)


@wrong("AlexNet", because="The local response normalisation after conv1 and conv2 is left out.")
class WithoutNormalisation(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.norm = nn.Identity()


@wrong(
    "AlexNet",
    because="The maps are pooled before they are normalised. Here normalisation comes first; the order was turned "
    "round in a later copy (CaffeNet).",
)
class PoolsBeforeNormalising(AlexNet):
    def stage(self, conv, x):
        return self.norm(self.pool(torch.relu(conv(x))))


@wrong(
    "AlexNet",
    because="The maps are normalised before their ReLU. Negative activations then count as loud neighbours: a ReLU "
    "comes directly after each convolution.",
)
class NormalisesBeforeReLU(AlexNet):
    def stage(self, conv, x):
        return self.pool(torch.relu(self.norm(conv(x))))


@wrong(
    "AlexNet",
    because="conv1 pads its images with 2 pixels, as torchvision does to make 224 fit. Here they have 227 pixels and "
    "need no padding; the number of pixels after the pools is the same, so no shape tells.",
)
class PadsTheImages(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.conv1 = nn.Conv2d(3, 96 // shrink, 11, stride=4, padding=2)


@wrong(
    "AlexNet",
    because="There is no ReLU after the convolutions that have no pooling, so they and the next layer are one "
    "linear map. Every layer but fc8 is followed by one.",
)
class LinearInTheMiddle(AlexNet):
    def middle(self, x):
        return torch.relu(self.conv5(self.conv4(self.conv3(x))))


@wrong("AlexNet", because="There is no dropout: in training mode half of the units of fc6 and fc7 are to be dropped.")
class WithoutDropout(right.AlexNet):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.dropout = nn.Identity()


@wrong(
    "AlexNet",
    because="Dropout stands before fc6 and fc7, as in torchvision. In the paper it acts on the outputs of those two "
    "layers: after fc6 and after fc7.",
)
class DropsTheInputs(AlexNet):
    def dense(self, x):
        x = torch.relu(self.fc6(self.dropout(x)))
        return torch.relu(self.fc7(self.dropout(x)))


@wrong(
    "AlexNet",
    because="A softmax is applied to the outputs. The network returns logits: cross-entropy takes the softmax itself, "
    "and applied twice it flattens the gradients.",
)
class EndsInSoftmax(right.AlexNet):
    def forward(self, x):
        return F.softmax(super().forward(x), dim=1)


@wrong(
    "AlexNet",
    because="The features are cut off from the convolutions (a detach, or torch.no_grad): the outputs are right, but "
    "the convolutions would never learn.",
)
class CutsTheConvolutionsOff(AlexNet):
    def features(self, x):
        return super().features(x).detach()
