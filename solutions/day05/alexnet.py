"""AlexNet, with the two groups that its two graphics cards made of it."""

import torch
from torch import nn


class AlexNet(nn.Module):
    """AlexNet with two groups, local response normalisation and dropout.

    In this order, every layer with a bias; "pool" is overlapping max pooling, 3 x 3 with stride 2:

    - `conv1` (96 filters of 11 x 11, stride 4, no padding), ReLU, normalisation, pool
    - `conv2` (256 of 5 x 5, padding 2, two groups), ReLU, normalisation, pool
    - `conv3` (384 of 3 x 3, padding 1), ReLU
    - `conv4` (384 of 3 x 3, padding 1, two groups), ReLU
    - `conv5` (256 of 3 x 3, padding 1, two groups), ReLU, pool
    - flatten, channel by channel, each row by row: 256 maps of 6 x 6 make 9,216 features
    - `fc6` (4,096 units), ReLU, dropout; `fc7` (4,096 units), ReLU, dropout; `fc8` (`classes` outputs)

    Dropout sets half of the units to zero and doubles the others; in eval mode it does nothing. The outputs
    are logits. The eight layers have the names above, so that their parameters are "conv1.weight", "conv1.bias", and
    so on; nothing else has parameters.

    Parameters
    ----------
    classes : int
        How many classes, so how many outputs.
    shrink : int
        1, 2, 4, 8 or 16. All numbers of filters and units above are divided by it, but not the `classes`: the same
        architecture, small enough to be tried out. 1 is AlexNet itself.

    Raises
    ------
    ValueError
        Naming `classes` if it is below 1, `shrink` if it is another number.

    Notes
    -----
    Krizhevsky, Sutskever & Hinton 2012, NIPS 25. Local response normalisation (section 3.3) divides each activation by
    a sum of squares over five neighbouring channels at the same pixel; where there are fewer, over those there are:

        b_i = a_i / (2 + 1e-4 (a_{i-2}^2 + ... + a_{i+2}^2))^0.75

    The paper says that its images have 224 x 224 pixels, but only with 227 x 227 do its layers fit.

    Examples
    --------
    >>> with torch.device("meta"):  # counts without allocating 240 MB
    ...     sum(parameter.numel() for parameter in AlexNet().parameters())
    60965224
    >>> AlexNet(classes=4, shrink=16)(torch.zeros(2, 3, 227, 227)).shape
    torch.Size([2, 4])
    """

    def __init__(self, classes=1000, shrink=1):
        if classes < 1:
            raise ValueError(f"classes must be at least 1, got {classes}")
        if shrink not in (1, 2, 4, 8, 16):
            raise ValueError(f"shrink must be 1, 2, 4, 8 or 16, got {shrink}")
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96 // shrink, 11, stride=4)
        self.conv2 = nn.Conv2d(96 // shrink, 256 // shrink, 5, padding=2, groups=2)
        self.conv3 = nn.Conv2d(256 // shrink, 384 // shrink, 3, padding=1)
        self.conv4 = nn.Conv2d(384 // shrink, 384 // shrink, 3, padding=1, groups=2)
        self.conv5 = nn.Conv2d(384 // shrink, 256 // shrink, 3, padding=1, groups=2)
        self.fc6 = nn.Linear(256 // shrink * 6 * 6, 4096 // shrink)
        self.fc7 = nn.Linear(4096 // shrink, 4096 // shrink)
        self.fc8 = nn.Linear(4096 // shrink, classes)
        # torch takes the mean of the squares where the paper takes their sum, so its alpha is five times as large.
        self.norm = nn.LocalResponseNorm(size=5, alpha=5 * 1e-4, beta=0.75, k=2.0)
        self.pool = nn.MaxPool2d(3, stride=2)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        """Return the logits of a batch of images.

        Parameters
        ----------
        x : Tensor, shape (N, 3, H, W)
            At least one image. H and W lie between 227 and 258, for all of which 6 x 6 pixels are left in the end.

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
        if not all(227 <= size <= 258 for size in x.shape[2:]):
            raise ValueError(f"x must have 227 to 258 pixels on each side, not {x.shape[2]} x {x.shape[3]}")
        x = self.pool(self.norm(torch.relu(self.conv1(x))))
        x = self.pool(self.norm(torch.relu(self.conv2(x))))
        x = torch.relu(self.conv3(x))
        x = torch.relu(self.conv4(x))
        x = self.pool(torch.relu(self.conv5(x)))
        x = self.dropout(torch.relu(self.fc6(x.flatten(1))))
        x = self.dropout(torch.relu(self.fc7(x)))
        return self.fc8(x)
