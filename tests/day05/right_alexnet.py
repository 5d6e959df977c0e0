"""Other right ways to write day05/alexnet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right


def _normalised(a):
    squares = F.pad(a.square(), (0, 0, 0, 0, 2, 2))
    total = sum(squares[:, i : i + a.shape[1]] for i in range(5))
    return a / (2 + 1e-4 * total) ** 0.75


@right("AlexNet")
class ByFormula(nn.Module):
    """The normalisation by its formula, the groups as torch has them, and functions instead of modules."""

    def __init__(self, classes=1000, shrink=1):
        super().__init__()
        a, b, c, dense = (n // shrink for n in (96, 256, 384, 4096))
        self.conv1, self.conv2 = nn.Conv2d(3, a, 11, 4), nn.Conv2d(a, b, 5, padding="same", groups=2)
        self.conv3, self.conv4 = nn.Conv2d(b, c, 3, padding="same"), nn.Conv2d(c, c, 3, padding="same", groups=2)
        self.conv5 = nn.Conv2d(c, b, 3, padding="same", groups=2)
        self.fc6, self.fc7, self.fc8 = nn.Linear(36 * b, dense), nn.Linear(dense, dense), nn.Linear(dense, classes)

    def forward(self, x):
        x = F.max_pool2d(_normalised(self.conv1(x).relu()), 3, 2)
        x = F.max_pool2d(_normalised(self.conv2(x).relu()), 3, 2)
        x = F.max_pool2d(self.conv5(self.conv4(self.conv3(x).relu()).relu()).relu(), 3, 2)
        x = x.reshape(len(x), -1)
        for layer in (self.fc6, self.fc7):
            x = F.dropout(layer(x).relu(), training=self.training)
        return self.fc8(x)


@right("AlexNet")
class InPlace(ByFormula):
    """ReLUs that work in place, dropout before the ReLU, ReLU after the pool: none of it changes a number."""

    def __init__(self, classes=1000, shrink=1):
        super().__init__(classes, shrink)
        self.relu, self.drop = nn.ReLU(inplace=True), nn.Dropout()
        self.norm = nn.LocalResponseNorm(5, 5e-4, 0.75, 2)

    def forward(self, x):
        x = F.max_pool2d(self.norm(self.relu(self.conv1(x))), 3, 2)
        x = F.max_pool2d(self.norm(self.relu(self.conv2(x))), 3, 2)
        x = self.conv5(self.relu(self.conv4(self.relu(self.conv3(x)))))
        x = torch.flatten(self.relu(F.max_pool2d(x, 3, 2)), 1)
        x = self.relu(self.drop(self.fc6(x)))
        return self.fc8(self.relu(self.drop(self.fc7(x))))
