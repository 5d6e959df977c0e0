"""Wrong turns of day05/lenet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day05 import lenet as right


@wrong(
    "LeNet5",
    because="The activations are ReLUs. LeNet-5 is older than they are: its units are tanh, and ReLU is what AlexNet "
    "brought fourteen years later.",
)
class WithReLU(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


@wrong(
    "LeNet5",
    because="The activations are logistic sigmoids. They are tanh here: the same curve stretched to run from -1 to 1, "
    "so that the next layer's inputs are centred on 0.",
)
class WithSigmoid(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(torch.sigmoid(self.conv1(x)))
        x = self.pool(torch.sigmoid(self.conv2(x)))
        x = torch.sigmoid(self.fc1(x.flatten(1)))
        return self.fc3(torch.sigmoid(self.fc2(x)))


@wrong(
    "LeNet5",
    because="The maps are pooled by their maximum. LeNet-5 takes the average of the four pixels; max pooling is what "
    "later networks use, and no weight's shape tells the two apart.",
)
class WithMaxPooling(right.LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        self.pool = nn.MaxPool2d(2)


@wrong(
    "LeNet5",
    because="The maps are pooled first and put through tanh afterwards. An average of tanhs is not the tanh of the "
    "average: with max pooling the order does not matter, with average pooling it does.",
)
class PoolsBeforeTanh(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = torch.tanh(self.pool(self.conv1(x)))
        x = torch.tanh(self.pool(self.conv2(x)))
        x = torch.tanh(self.fc1(x.flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


@wrong(
    "LeNet5",
    because="The convolutions are not followed by an activation. Convolution, average and the next convolution are "
    "all linear, so the two layers together can do no more than a single one.",
)
class LinearConvolutions(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(self.conv2(self.pool(self.conv1(x))))
        x = torch.tanh(self.fc1(x.flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


@wrong(
    "LeNet5",
    because="There is no tanh after fc1. Without one, fc1 and fc2 make a single linear map.",
)
class LinearBetweenTheFirstTwo(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        return self.fc3(torch.tanh(self.fc2(self.fc1(x.flatten(1)))))


@wrong(
    "LeNet5",
    because="There is no tanh after fc2. Without one, fc2 and fc3 make a single linear map.",
)
class LinearBetweenTheLastTwo(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        return self.fc3(self.fc2(torch.tanh(self.fc1(x.flatten(1)))))


@wrong(
    "LeNet5",
    because="A softmax is applied to the outputs. The network returns logits: cross-entropy takes the softmax itself, "
    "and applied twice it flattens the gradients.",
)
class EndsInSoftmax(right.LeNet5):
    def forward(self, x):
        return F.softmax(super().forward(x), dim=1)


@wrong(
    "LeNet5",
    because="A tanh is applied to the outputs as well. Logits must be free to take any value; nothing comes after fc3.",
)
class EndsInTanh(right.LeNet5):
    def forward(self, x):
        return torch.tanh(super().forward(x))


@wrong(
    "LeNet5",
    because="conv1 pads its images. That is the recipe for the 28 x 28 digits of MNIST, padded to 32; images that have "
    "32 pixels already leave 6 x 6 maps at the end, and fc1 would need 576 inputs.",
)
class PadsTheImages(right.LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        self.conv1 = nn.Conv2d(channels, 6, 5, padding=2)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)


@wrong(
    "LeNet5",
    because="The maps are flattened column by column. A flattened feature is counted channel, row, column, as in "
    "memory: no axes are exchanged.",
)
class FlattensColumnByColumn(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        x = torch.tanh(self.fc1(x.transpose(2, 3).flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


@wrong(
    "LeNet5",
    because="The images are swapped, rows against columns, before the first layer. A kernel has rows and columns too, "
    "and so the weights no longer fit.",
)
class TurnsTheImages(right.LeNet5):
    def forward(self, x):
        return super().forward(x.transpose(2, 3) if x.ndim == 4 else x)


@wrong(
    "LeNet5",
    because="The features are cut off from the layers before them (a detach, or torch.no_grad): the outputs are right, "
    "but the convolutions would never learn.",
)
class CutsTheConvolutionsOff(right.LeNet5):
    def forward(self, x):
        right.LeNet5.forward(self, x)
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x))).detach()
        x = torch.tanh(self.fc1(x.flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


@wrong(
    "LeNet5",
    because="All weights start at zero. Every unit of a layer then computes the same and gets the same gradient, and "
    "they stay one unit for ever. Leave the layers' own random start as it is.",
)
class StartsAtZero(right.LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@wrong(
    "LeNet5",
    because="The channels of the images are not what conv1 was told: it is built for one channel whatever `channels` "
    "says.",
)
class OneChannelOnly(right.LeNet5):
    def __init__(self, channels=1, classes=10):
        super().__init__(channels, classes)
        self.conv1 = nn.Conv2d(1, 6, 5)
