"""Wrong turns of day05/lenet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day05 import lenet as right


class LeNet5(right.LeNet5):
    """The right network with its activations as attributes, and its two halves apart."""

    after_conv = after_fc1 = after_fc2 = staticmethod(torch.tanh)

    def stage(self, conv, x):
        return self.pool(self.after_conv(conv(x)))

    def features(self, x):
        return self.stage(self.conv2, self.stage(self.conv1, x))

    def forward(self, x):
        x = self.after_fc1(self.fc1(self.features(x).flatten(1)))
        return self.fc3(self.after_fc2(self.fc2(x)))


def _nothing(x):
    return x


@wrong(
    "LeNet5",
    because="The activations are ReLUs. LeNet-5 is older than they are: its units are tanh, and ReLU is what AlexNet "
    "brought fourteen years later.",
)
class WithReLU(LeNet5):
    after_conv = after_fc1 = after_fc2 = staticmethod(F.relu)


@wrong(
    "LeNet5",
    because="The activations are logistic sigmoids. They are tanh here: the same curve stretched to run from -1 to 1, "
    "so that the next layer's inputs are centred on 0.",
)
class WithSigmoid(LeNet5):
    after_conv = after_fc1 = after_fc2 = staticmethod(torch.sigmoid)


@wrong(
    "LeNet5",
    because="tanh is scaled as in the paper, 1.7159 tanh(2x/3). Here it is plain.",
)
class ScaledTanh(LeNet5):
    @staticmethod
    def scaled(x):
        return 1.7159 * torch.tanh(2 * x / 3)

    after_conv = after_fc1 = after_fc2 = scaled


@wrong(
    "LeNet5",
    because="The maps are pooled by their maximum. LeNet-5 takes the average of the four pixels; max pooling is what "
    "later networks use, and no weight's shape tells the two apart.",
)
class WithMaxPooling(LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        self.pool = nn.MaxPool2d(2)


@wrong(
    "LeNet5",
    because="The maps are pooled first and put through tanh afterwards. An average of tanhs is not the tanh of the "
    "average: with max pooling the order does not matter, with average pooling it does.",
)
class PoolsBeforeTanh(LeNet5):
    def stage(self, conv, x):
        return torch.tanh(self.pool(conv(x)))


@wrong(
    "LeNet5",
    because="The convolutions are not followed by an activation. Convolution, average and the next convolution are "
    "all linear, so the two layers together can do no more than a single one.",
)
class LinearConvolutions(LeNet5):
    after_conv = staticmethod(_nothing)


@wrong("LeNet5", because="There is no tanh after fc1. Without one, fc1 and fc2 make a single linear map.")
class LinearBetweenTheFirstTwo(LeNet5):
    after_fc1 = staticmethod(_nothing)


@wrong("LeNet5", because="There is no tanh after fc2. Without one, fc2 and fc3 make a single linear map.")
class LinearBetweenTheLastTwo(LeNet5):
    after_fc2 = staticmethod(_nothing)


@wrong(
    "LeNet5",
    because="A softmax is applied to the outputs. The network returns logits: cross-entropy takes the softmax itself, "
    "and applied twice it flattens the gradients.",
)
class EndsInSoftmax(LeNet5):
    def forward(self, x):
        return F.softmax(super().forward(x), dim=1)


@wrong(
    "LeNet5",
    because="A log-softmax is applied to the outputs, as networks need that are trained with nll_loss. Asked for are "
    "the logits, as fc3 gives them.",
)
class EndsInLogSoftmax(LeNet5):
    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)


@wrong(
    "LeNet5",
    because="A tanh is applied to the outputs as well. Logits must be free to take any value; nothing comes after fc3.",
)
class EndsInTanh(LeNet5):
    def forward(self, x):
        return torch.tanh(super().forward(x))


@wrong(
    "LeNet5",
    because="conv1 pads its images. That is the recipe for the 28 x 28 digits of MNIST, padded to 32; images that have "
    "32 pixels already leave 6 x 6 maps at the end, and fc1 would need 576 inputs.",
)
class PadsTheImages(LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        self.conv1 = nn.Conv2d(channels, 6, 5, padding=2)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)


@wrong(
    "LeNet5",
    because="The features are cut off from the layers before them (a detach, or torch.no_grad): the outputs are right, "
    "but the convolutions would never learn.",
)
class CutsTheConvolutionsOff(LeNet5):
    def features(self, x):
        return super().features(x).detach()


@wrong(
    "LeNet5",
    because="All weights start at zero. Every unit of a layer then computes the same and gets the same gradient, and "
    "they stay one unit for ever. Leave the layers' own random start as it is.",
)
class StartsAtZero(LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@wrong(
    "LeNet5",
    because="The channels of the images are not what conv1 was told: it is built for one channel whatever `channels` "
    "says.",
)
class OneChannelOnly(LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(1, classes)


@wrong("LeNet5", because="fc3 has ten outputs whatever `classes` says.")
class TenClassesOnly(LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels)
