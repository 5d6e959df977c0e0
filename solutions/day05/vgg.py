"""VGG-16: one block, repeated. Simonyan & Zisserman 2014, arXiv:1409.1556, table 1, column D."""

import torch
from torch import nn


def vgg_block(in_channels, out_channels, convs):
    """Return a block of `convs` 3 x 3 convolutions, 1 or more, at the end of which the image is halved.

    It is a torch.nn.Sequential: `convs` times a convolution (3 x 3, stride 1, padding 1, with a bias, `out_channels`
    filters) and a ReLU; then max pooling, 2 x 2 with stride 2, which drops a last odd row or column. So its parameters
    are "0.weight", "0.bias", "2.weight", and so on.

    >>> block = vgg_block(64, 128, 2)
    >>> [type(layer).__name__ for layer in block]
    ['Conv2d', 'ReLU', 'Conv2d', 'ReLU', 'MaxPool2d']
    >>> block(torch.zeros(1, 64, 20, 30)).shape
    torch.Size([1, 128, 10, 15])
    """
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()]
        in_channels = out_channels
    return nn.Sequential(*layers, nn.MaxPool2d(2))


class VGG16(nn.Module):
    """VGG-16 for `classes` classes, 1 or more, with all numbers of filters and units divided by `shrink`.

    - `block1` to `block5`, made as `vgg_block` makes them: 2, 2, 3, 3 and 3 convolutions of 64, 128, 256, 512 and 512
      filters
    - flatten, channel by channel, each row by row: 512 maps of 7 x 7 make 25,088 features
    - `fc6` (4,096 units), ReLU, dropout; `fc7` (4,096 units), ReLU, dropout; `fc8` (`classes` outputs)

    Dropout sets half of the units to zero and doubles the others; in eval mode it does nothing. The outputs are
    logits. Only these blocks and layers have parameters: "block1.0.weight", "block1.0.bias", "block1.2.weight", ...,
    "fc8.bias". `shrink` is 1, 2, 4, 8, 16 or 32, and leaves `classes` alone.

    >>> with torch.device("meta"):  # counts without allocating 550 MB
    ...     sum(parameter.numel() for parameter in VGG16().parameters())
    138357544
    >>> VGG16(classes=4, shrink=32)(torch.zeros(2, 3, 224, 224)).shape
    torch.Size([2, 4])
    """

    def __init__(self, classes=1000, shrink=1):
        super().__init__()
        self.block1 = vgg_block(3, 64 // shrink, 2)
        self.block2 = vgg_block(64 // shrink, 128 // shrink, 2)
        self.block3 = vgg_block(128 // shrink, 256 // shrink, 3)
        self.block4 = vgg_block(256 // shrink, 512 // shrink, 3)
        self.block5 = vgg_block(512 // shrink, 512 // shrink, 3)
        self.fc6 = nn.Linear(512 // shrink * 7 * 7, 4096 // shrink)
        self.fc7 = nn.Linear(4096 // shrink, 4096 // shrink)
        self.fc8 = nn.Linear(4096 // shrink, classes)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        """Return logits, shape (N, classes), of images x, shape (N, 3, H, W) with 224 <= H, W <= 255."""
        for block in (self.block1, self.block2, self.block3, self.block4, self.block5):
            x = block(x)
        x = self.dropout(torch.relu(self.fc6(x.flatten(1))))
        x = self.dropout(torch.relu(self.fc7(x)))
        return self.fc8(x)
