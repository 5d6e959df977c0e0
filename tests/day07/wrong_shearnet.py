"""Wrong turns of day07/shearnet."""

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day07.shearnet import ShearNetCNN

NETWORK = "ShearNetCNN"


@wrong(
    NETWORK,
    because="The poolings round up: 53 becomes 27 and 14. ShearNet's drop the odd row and column, 53 -> 26 -> 13, so "
    "that 5,408 features remain; the 14 x 14 in its source is a comment's mistake.",
)
class RoundsUp(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.pool1, self.pool2 = nn.AvgPool2d(2, ceil_mode=True), nn.AvgPool2d(2, ceil_mode=True)
        self.dense1 = nn.Linear(32 * 14 * 14, 128)


@wrong(
    NETWORK,
    because='The convolutions are "valid": each takes a pixel off every side, and 11 x 11 are left at the end. '
    'ShearNet pads with zeros to keep the size ("same").',
)
class DoesNotPad(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 16, 3), nn.Conv2d(16, 32, 3)
        self.dense1 = nn.Linear(32 * 11 * 11, 128)


@wrong(
    NETWORK,
    because="Two outputs. This network estimates four numbers: g1, g2, sigma and flux, all in one loss. (Two is what "
    "ShearNet's resnet has.)",
)
class HasTwoOutputs(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.dense2 = nn.Linear(128, 2)


@wrong(
    NETWORK,
    because="The convolutions have no biases: 48 parameters are missing. bias=False belongs before a batch "
    "normalisation, and there is none here.",
)
class HasNoConvolutionBiases(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1, bias=False)


@wrong(
    NETWORK,
    because="The poolings take the maximum of each block. ShearNet's take the average.",
)
class PoolsTheMaximum(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.pool1, self.pool2 = nn.MaxPool2d(2), nn.MaxPool2d(2)


@wrong(
    NETWORK,
    because="Nothing stands between the convolutions but averaging, so the two are one linear filter. A ReLU follows "
    "each of them.",
)
class HasNoReluBehindConvolutions(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.relu1, self.relu2 = nn.Identity(), nn.Identity()


@wrong(
    NETWORK,
    because="The ReLU between the two dense layers is missing; without it they are one matrix.",
)
class HasNoReluBetweenDenseLayers(ShearNetCNN):
    def __init__(self):
        super().__init__()
        self.relu3 = nn.Identity()


@wrong(
    NETWORK,
    because="A ReLU stands behind the last layer too. Shear has both signs: the estimates come out of dense2 as they "
    "are.",
)
class CutsOffNegativeShear(ShearNetCNN):
    def forward(self, x):
        return torch.relu(super().forward(x))


@wrong(
    NETWORK,
    because="The blocks are averaged before the ReLU. The ReLU comes first: an average of positive parts is not the "
    "positive part of an average.",
)
class PoolsBeforeTheRelu(ShearNetCNN):
    def forward(self, x):
        maps = self.relu1(self.pool1(self.conv1(x[:, None])))
        maps = self.relu2(self.pool2(self.conv2(maps)))
        return self.dense2(self.relu3(self.dense1(self.flatten(maps))))


@wrong(
    NETWORK,
    because="The features are flattened as Flax does it, the channel running fastest. The stub asks for torch's "
    "order: channel, row, column. Both learn equally well, but the weights mean other features.",
)
class FlattensLikeFlax(ShearNetCNN):
    def forward(self, x):
        maps = self.pool1(self.relu1(self.conv1(x[:, None])))
        maps = self.pool2(self.relu2(self.conv2(maps))).permute(0, 2, 3, 1)
        return self.dense2(self.relu3(self.dense1(self.flatten(maps))))


@wrong(
    NETWORK,
    because="The stamps are standardised to mean 0 and sd 1 inside the network. It may well be a good idea, but it "
    "is not what ShearNet's cnn does; build what is there first.",
)
class StandardisesTheStamps(ShearNetCNN):
    def forward(self, x):
        scale = x.std(dim=(1, 2), keepdim=True).clamp(min=1e-12)
        return super().forward((x - x.mean(dim=(1, 2), keepdim=True)) / scale)


@wrong(
    NETWORK,
    because="A dropout acts in training mode. ShearNet's cnn has no layer that behaves differently in training.",
)
class DropsOut(ShearNetCNN):
    def forward(self, x):
        drop = nn.functional.dropout
        maps = self.pool1(self.relu1(self.conv1(x[:, None])))
        maps = self.pool2(self.relu2(self.conv2(maps)))
        hidden = self.relu3(self.dense1(self.flatten(maps)))
        return self.dense2(drop(hidden, 0.5, self.training))


@wrong(
    NETWORK,
    because="The stamps go into the first convolution without a channel axis. It expects (N, 1, 53, 53), so torch "
    "takes the N stamps for N channels of one image.",
)
class ForgetsTheChannelAxis(ShearNetCNN):
    def forward(self, x):
        return self.conv1(x)


@wrong(
    NETWORK,
    because="The output is detached from the weights, so that nothing can be learned: detach(), .data or "
    "torch.no_grad() in forward. Whoever evaluates switches gradients off outside.",
)
class DetachesTheOutput(ShearNetCNN):
    def forward(self, x):
        return super().forward(x).detach()


@wrong(
    NETWORK,
    because="All weights begin at zero. Then every unit of a layer gets the same gradient and remains the copy of "
    "its neighbours; most get none at all.",
)
class BeginsAtZero(ShearNetCNN):
    def __init__(self):
        super().__init__()
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@lenient(
    NETWORK,
    because="Stamps of another size go through. Pooling rounds down, so that 52 and 55 pixels end in 13 x 13 as 53 do, "
    "and dense1 then multiplies other places of the sky. Ask for 53 x 53 before the first layer.",
)
class TakesAnySize(ShearNetCNN):
    def forward(self, x):
        maps = self.pool1(self.relu1(self.conv1(x[:, None])))
        maps = self.pool2(self.relu2(self.conv2(maps)))
        return self.dense2(self.relu3(self.dense1(self.flatten(maps))))
