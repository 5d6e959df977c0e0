"""VGG-16: one block, repeated."""

import torch
from torch import nn


def vgg_block(in_channels, out_channels, convs):
    """Return a block of 3 x 3 convolutions, at the end of which the image is halved.

    Parameters
    ----------
    in_channels : int
        Channels that the block is given.
    out_channels : int
        Filters of each of its convolutions.
    convs : int
        How many convolutions.

    Returns
    -------
    block : torch.nn.Sequential
        `convs` times a convolution (3 x 3, stride 1, padding 1, with a bias) and a ReLU; then max pooling, 2 x 2 with
        stride 2, which drops a last odd row or column. So the convolutions stand at the places 0, 2, 4, ..., and
        the block's parameters are "0.weight", "0.bias", "2.weight", and so on.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Examples
    --------
    >>> block = vgg_block(64, 128, 2)
    >>> [type(layer).__name__ for layer in block]
    ['Conv2d', 'ReLU', 'Conv2d', 'ReLU', 'MaxPool2d']
    >>> block(torch.zeros(1, 64, 20, 30)).shape
    torch.Size([1, 128, 10, 15])
    """
    for name, value in (("in_channels", in_channels), ("out_channels", out_channels), ("convs", convs)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
    layers = []
    for i in range(convs):
        layers += [nn.Conv2d(in_channels if i == 0 else out_channels, out_channels, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.MaxPool2d(2))


class VGG16(nn.Module):
    """VGG-16, the paper's configuration D: thirteen convolutions and three dense layers.

    - `block1` to `block5`, made as `vgg_block` makes them: 2, 2, 3, 3 and 3 convolutions of 64, 128, 256, 512 and 512
      filters
    - flatten, channel by channel, each row by row: 512 maps of 7 x 7 make 25,088 features
    - `fc6` (4,096 units), ReLU, dropout; `fc7` (4,096 units), ReLU, dropout; `fc8` (`classes` outputs)

    Dropout sets half of the units to zero and doubles the others; in eval mode it does nothing. The outputs are
    logits. The blocks and layers have the names above, so that their parameters are "block1.0.weight",
    "block1.0.bias", "block1.2.weight", ..., "fc8.bias"; nothing else has parameters.

    Parameters
    ----------
    classes : int
        How many classes, so how many outputs.
    shrink : int
        1, 2, 4, 8, 16 or 32. All numbers of filters and units above are divided by it, but not the `classes`: the
        same architecture, small enough to be tried out. 1 is VGG-16 itself.

    Raises
    ------
    ValueError
        Naming `classes` if it is below 1, `shrink` if it is another number.

    Notes
    -----
    Simonyan & Zisserman 2014, arXiv:1409.1556, table 1, column D.

    Examples
    --------
    >>> with torch.device("meta"):  # counts without allocating 550 MB
    ...     sum(parameter.numel() for parameter in VGG16().parameters())
    138357544
    >>> VGG16(classes=4, shrink=32)(torch.zeros(2, 3, 224, 224)).shape
    torch.Size([2, 4])
    """

    def __init__(self, classes=1000, shrink=1):
        if classes < 1:
            raise ValueError(f"classes must be at least 1, got {classes}")
        if shrink not in (1, 2, 4, 8, 16, 32):
            raise ValueError(f"shrink must be 1, 2, 4, 8, 16 or 32, got {shrink}")
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
        """Return the logits of a batch of images.

        Parameters
        ----------
        x : Tensor, shape (N, 3, H, W)
            At least one image. H and W lie between 224 and 255, for all of which 7 x 7 pixels are left in the end.

        Returns
        -------
        logits : Tensor, shape (N, classes)

        Raises
        ------
        ValueError
            Naming `x` if its shape is another.
        """
        if x.ndim != 4 or len(x) == 0 or x.shape[1] != 3:
            raise ValueError(f"x must be (N, 3, H, W) with N > 0, not {tuple(x.shape)}")
        if not all(224 <= size <= 255 for size in x.shape[2:]):
            raise ValueError(f"x must have 224 to 255 pixels on each side, not {x.shape[2]} x {x.shape[3]}")
        for block in (self.block1, self.block2, self.block3, self.block4, self.block5):
            x = block(x)
        x = self.dropout(torch.relu(self.fc6(x.flatten(1))))
        x = self.dropout(torch.relu(self.fc7(x)))
        return self.fc8(x)
