"""Wrong turns of day05/vgg."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day05 import vgg as right


def _block(in_channels, out_channels, convs, padding=1, pool=None):
    """Return a block that differs from the right one in the options given."""
    layers = []
    for i in range(convs):
        layers += [nn.Conv2d(out_channels if i else in_channels, out_channels, 3, padding=padding), nn.ReLU()]
    return nn.Sequential(*layers, pool or nn.MaxPool2d(2))


@wrong(
    "vgg_block",
    because="The convolutions do not pad, so each takes two rows and columns off the image. With padding 1 only the "
    "pool changes the size, and any number of them can be stacked.",
)
def without_padding(in_channels, out_channels, convs):
    return _block(in_channels, out_channels, convs, padding=0)


@wrong(
    "vgg_block",
    because="Only the last convolution of the block is followed by a ReLU. Two convolutions without one between them "
    "are a single 5 x 5 convolution, written at length.",
)
def one_relu_at_the_end(in_channels, out_channels, convs):
    block = _block(in_channels, out_channels, convs)
    for i in range(1, 2 * convs - 1, 2):
        block[i] = nn.Identity()
    return block


@wrong(
    "vgg_block",
    because="The last convolution of the block has no ReLU before the pool: its negative outputs go on to the next "
    "block. Every convolution is followed by one.",
)
def no_relu_at_the_end(in_channels, out_channels, convs):
    block = _block(in_channels, out_channels, convs)
    block[2 * convs - 1] = nn.Identity()
    return block


@wrong("vgg_block", because="The block is pooled by averages; it is the maximum of each 2 x 2 pixels that is kept.")
def averages(in_channels, out_channels, convs):
    return _block(in_channels, out_channels, convs, pool=nn.AvgPool2d(2))


@wrong(
    "vgg_block",
    because="The pool is AlexNet's, 3 x 3 with stride 2. VGG's pools do not overlap: 2 x 2 with stride 2.",
)
def overlapping_pools(in_channels, out_channels, convs):
    return _block(in_channels, out_channels, convs, pool=nn.MaxPool2d(3, stride=2))


@wrong(
    "vgg_block",
    because="A last odd row or column gets a window of its own (ceil_mode). It is dropped: 7 rows leave 3.",
)
def rounds_up(in_channels, out_channels, convs):
    return _block(in_channels, out_channels, convs, pool=nn.MaxPool2d(2, ceil_mode=True))


@wrong(
    "vgg_block",
    because="Every convolution takes `in_channels`. Only the first does; those after it are given the `out_channels` "
    "of the one before.",
)
def same_inputs_for_all(in_channels, out_channels, convs):
    layers = [(nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()) for _ in range(convs)]
    return nn.Sequential(*(layer for pair in layers for layer in pair), nn.MaxPool2d(2))


@wrong(
    "vgg_block",
    because="The block has batch normalisation. That is a later version; the paper of 2014 is older than it, and the "
    "convolutions no longer stand at the places 0, 2, 4.",
)
def with_batch_norm(in_channels, out_channels, convs):
    layers = []
    for i in range(convs):
        conv = nn.Conv2d(out_channels if i else in_channels, out_channels, 3, padding=1)
        layers += [conv, nn.BatchNorm2d(out_channels), nn.ReLU()]
    return nn.Sequential(*layers, nn.MaxPool2d(2))


@wrong(
    "VGG16",
    because="These are 2, 2, 4, 4 and 4 convolutions: VGG-19, the paper's column E. VGG-16 is column D.",
)
class Nineteen(right.VGG16):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.block3 = right.vgg_block(128 // shrink, 256 // shrink, 4)
        self.block4 = right.vgg_block(256 // shrink, 512 // shrink, 4)
        self.block5 = right.vgg_block(512 // shrink, 512 // shrink, 4)


@wrong(
    "VGG16",
    because="The filters are doubled once more in block5, to 1024. They stay at 512 there, as in block4.",
)
class DoublesToTheEnd(right.VGG16):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.block5 = right.vgg_block(512 // shrink, 1024 // shrink, 3)
        self.fc6 = nn.Linear(1024 // shrink * 7 * 7, 4096 // shrink)


@wrong(
    "VGG16",
    because="Each map is averaged to one number before fc6, as networks after VGG do it. VGG-16 keeps all 49 pixels of "
    "each map, and 103 of its 138 million parameters are what that costs.",
)
class AveragesTheMaps(right.VGG16):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.fc6 = nn.Linear(512 // shrink, 4096 // shrink)


@wrong(
    "VGG16",
    because="fc6, fc7 and fc8 stand one after the other without a ReLU between them: three layers that can do no more "
    "than one.",
)
class LinearHead(right.VGG16):
    def forward(self, x):
        for block in (self.block1, self.block2, self.block3, self.block4, self.block5):
            x = block(x)
        return self.fc8(self.dropout(self.fc7(self.dropout(self.fc6(x.flatten(1))))))


@wrong(
    "VGG16",
    because="A softmax is applied to the outputs. The network returns logits: cross-entropy takes the softmax itself, "
    "and applied twice it flattens the gradients.",
)
class EndsInSoftmax(right.VGG16):
    def forward(self, x):
        return F.softmax(super().forward(x), dim=1)


@wrong("VGG16", because="There is no dropout: in training mode half of the units of fc6 and fc7 are to be dropped.")
class WithoutDropout(right.VGG16):
    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.dropout = nn.Identity()


@wrong(
    "VGG16",
    because="Dropout stands before fc6 and fc7. It acts on the outputs of those two layers: after fc6 and after fc7.",
)
class DropsTheInputs(right.VGG16):
    def forward(self, x):
        for block in (self.block1, self.block2, self.block3, self.block4, self.block5):
            x = block(x)
        x = self.dropout(torch.relu(self.fc6(self.dropout(x.flatten(1)))))
        return self.fc8(torch.relu(self.fc7(x)))
