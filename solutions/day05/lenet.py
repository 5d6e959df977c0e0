"""LeNet-5: convolutions that a network learns by itself."""

import torch
from torch import nn


class LeNet5(nn.Module):
    """LeNet-5 with tanh and average pooling.

    In this order, every convolution with stride 1 and without padding, every layer with a bias:

    - `conv1` (6 filters of 5 x 5), tanh, average pooling 2 x 2
    - `conv2` (16 filters of 5 x 5), tanh, average pooling 2 x 2
    - flatten, channel by channel, each row by row: 16 maps of 5 x 5 make 400 features
    - `fc1` (120 units), tanh, `fc2` (84 units), tanh, `fc3` (`classes` outputs)

    The outputs are logits: nothing comes after `fc3`. The five layers have the names above, so that their
    parameters are "conv1.weight", "conv1.bias", and so on; nothing else has parameters.

    Parameters
    ----------
    channels : int
        Channels of an image: 1 for digits and galaxies, 3 for CIFAR-10.
    classes : int
        How many classes, so how many outputs.

    Raises
    ------
    ValueError
        Naming `channels` or `classes` if it is below 1.

    Notes
    -----
    LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86, 2278, section II.B. As everybody does today, three details are
    left out: the pooling has no parameters, each filter of `conv2` sees all six maps, and the outputs are linear
    instead of distances to a drawn prototype. tanh is plain, without the paper's scaling 1.7159 tanh(2x/3).

    Examples
    --------
    >>> sum(parameter.numel() for parameter in LeNet5().parameters())
    61706
    >>> LeNet5(channels=3)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """

    def __init__(self, channels=1, classes=10):
        for name, value in (("channels", channels), ("classes", classes)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}")
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x):
        """Return the logits of a batch of images.

        Parameters
        ----------
        x : Tensor, shape (N, channels, H, W)
            At least one image. H and W lie between 32 and 35, for all of which 5 x 5 pixels are left in the end.

        Returns
        -------
        logits : Tensor, shape (N, classes)

        Raises
        ------
        ValueError
            Naming `x` if its shape is another.
        """
        if x.ndim != 4 or len(x) == 0 or x.shape[1] != self.conv1.in_channels:
            raise ValueError(f"x must be (N, {self.conv1.in_channels}, H, W) with N > 0, not {tuple(x.shape)}")
        if not all(32 <= size <= 35 for size in x.shape[2:]):
            raise ValueError(f"x must have 32 to 35 pixels on each side, not {x.shape[2]} x {x.shape[3]}")
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        x = torch.tanh(self.fc1(x.flatten(1)))
        x = torch.tanh(self.fc2(x))
        return self.fc3(x)
