"""Other right ways to write day05/vgg."""

from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day05 import vgg as reference


@right("vgg_block")
def block_by_block(in_channels, out_channels, convs):
    """ReLUs in place, the padding by name, the layers added one at a time."""
    block = nn.Sequential()
    for _ in range(convs):
        block.append(nn.Conv2d(in_channels, out_channels, (3, 3), padding="same"))
        block.append(nn.ReLU(inplace=True))
        in_channels = out_channels
    block.append(nn.MaxPool2d(kernel_size=2, stride=2))
    return block


@right("VGG16")
class FromATable(nn.Module):
    """The blocks from a table, and torchvision's adaptive pool, which changes nothing at 7 x 7 pixels."""

    def __init__(self, classes=1000, shrink=1):
        super().__init__()
        channels = 3
        for number, (convs, filters) in enumerate([(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], start=1):
            self.add_module(f"block{number}", reference.vgg_block(channels, filters // shrink, convs))
            channels = filters // shrink
        self.fc6 = nn.Linear(49 * channels, 4096 // shrink)
        self.fc7 = nn.Linear(4096 // shrink, 4096 // shrink)
        self.fc8 = nn.Linear(4096 // shrink, classes)

    def forward(self, x):
        for number in range(1, 6):
            x = self.get_submodule(f"block{number}")(x)
        x = F.adaptive_avg_pool2d(x, 7).reshape(len(x), -1)
        for layer in (self.fc6, self.fc7):
            x = F.dropout(F.relu(layer(x)), 0.5, self.training)
        return self.fc8(x)
