"""Wrong turns of day13/soft_argmax."""

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day13 import soft_argmax as right
from solutions.day13.soft_argmax import CoordConv2d

VANISHES = (
    "exp overflows, or vanishes in a whole map: it is taken of the scores as they are, or after one number was taken "
    "away from several maps. Only differences within a map matter: take away each map's own largest score, as softmax "
    "does."
)


class Taken(CoordConv2d):
    """The solution with its coordinates within reach."""

    def axes(self, x):
        return [2 * centres(size, x) / size for size in x.shape[-2:]]

    def place(self, x):
        y_axis, x_axis = self.axes(x)
        rows, columns = torch.meshgrid(y_axis, x_axis, indexing="ij")
        return torch.stack([columns, rows])

    def joined(self, x):
        return torch.cat([x, self.place(x).expand(len(x), -1, -1, -1)], 1)

    def forward(self, x):
        return self.conv(self.joined(x))


def centres(size, like):
    return torch.arange(size, dtype=like.dtype, device=like.device) - (size - 1) / 2


@wrong(
    "CoordConv2d",
    because="The outermost pixel *centres* are at -1 and 1. Here it is the edges of the image: a pixel of n is "
    "2/n wide, so the first centre is at -1 + 1/n. Only then do two stamps of the same sky, finely and "
    "coarsely sampled, agree.",
)
class PutsCentresAtTheEnds(Taken):
    def axes(self, x):
        return [
            torch.linspace(-1, 1, n, dtype=x.dtype, device=x.device) if n > 1 else x.new_zeros(1) for n in x.shape[-2:]
        ]


@wrong(
    "CoordConv2d",
    because="These are the left and upper *edges* of the pixels, not their centres: half a pixel is missing, and "
    "the middle of the image is not at 0.",
)
class TakesTheLeftEdges(Taken):
    def axes(self, x):
        return [2 * torch.arange(n, dtype=x.dtype, device=x.device) / n - 1 for n in x.shape[-2:]]


@wrong(
    "CoordConv2d",
    because="The coordinates are counted in pixels. They are to be in units in which the edges are at -1 and 1.",
)
class CountsPixels(Taken):
    def axes(self, x):
        return [centres(n, x) for n in x.shape[-2:]]


@wrong(
    "CoordConv2d",
    because="The coordinates run from 0 to 1. They are to run from edge to edge as -1 to 1, with 0 in the middle.",
)
class RunsFromZeroToOne(Taken):
    def axes(self, x):
        return [axis / 2 + 0.5 for axis in super().axes(x)]


@wrong(
    "CoordConv2d",
    because="The channel of y comes before that of x. The weights expect x, the column, first.",
)
class PutsYFirst(Taken):
    def place(self, x):
        return super().place(x).flip(0)


@wrong(
    "CoordConv2d",
    because="The coordinates stand before the channels of the image. They come after them.",
)
class PutsCoordinatesFirst(Taken):
    def joined(self, x):
        return torch.cat([self.place(x).expand(len(x), -1, -1, -1), x], 1)


@wrong(
    "CoordConv2d",
    because="Both axes are measured in the longer side of the image, so that the shorter one does not reach -1 "
    "and 1. Each axis has its own unit.",
)
class MeasuresByTheLongerSide(Taken):
    def axes(self, x):
        return [2 * centres(n, x) / max(x.shape[-2:]) for n in x.shape[-2:]]


@wrong(
    "CoordConv2d",
    because="Beyond the edge the coordinates go on (or are repeated) instead of being padded by zeros as the image is.",
)
class PadsByRepeating(Taken):
    def forward(self, x):
        pad = self.conv.padding[0]
        image = nn.functional.pad(x, (pad, pad, pad, pad))
        place = nn.functional.pad(self.place(x)[None], (pad, pad, pad, pad), mode="replicate")
        joined = torch.cat([image, place.expand(len(x), -1, -1, -1)], 1)
        return nn.functional.conv2d(joined, self.conv.weight, self.conv.bias)


@wrong(
    "soft_argmax2d",
    because="The scores are multiplied by the temperature. They are divided by it: a low temperature is to pick "
    "the highest score, a high one to average.",
)
def multiplies_by_the_temperature(scores, temperature=1.0):
    return right.soft_argmax2d(scores, 1 / temperature)


@wrong(
    "soft_argmax2d",
    because="The temperature is not used.",
)
def forgets_the_temperature(scores, temperature=1.0):
    return right.soft_argmax2d(scores)


@wrong(
    "soft_argmax2d",
    because="The softmax is taken along one axis at a time, of rows and of columns apart. The weights are to add "
    "up to 1 over all pixels of a map together.",
)
def takes_rows_apart(scores, temperature=1.0):
    along_x = torch.softmax(scores / temperature, -1) @ centres(scores.shape[-1], scores)
    along_y = torch.softmax(scores / temperature, -2).mT @ centres(scores.shape[-2], scores)
    return torch.stack([along_x.mean(-1), along_y.mean(-1)], -1)


@wrong(
    "soft_argmax2d",
    because="y comes before x. The place is (x, y): column first, though an image's axes are (row, column).",
)
def gives_y_first(scores, temperature=1.0):
    return right.soft_argmax2d(scores, temperature).flip(-1)


@wrong(
    "soft_argmax2d",
    because="Pixels are counted from the upper left one. The place is wanted from the centre of the image, (W - "
    "1)/2 columns further on.",
)
def counts_from_the_corner(scores, temperature=1.0):
    height, width = scores.shape[-2:]
    return right.soft_argmax2d(scores, temperature) + torch.tensor([width - 1, height - 1]).to(scores) / 2


@wrong(
    "soft_argmax2d",
    because="The centre is taken at W/2 and H/2. Pixel j has its centre at j, so the middle of W of them is at (W "
    "- 1)/2: everything is off by half a pixel.",
)
def is_half_a_pixel_off(scores, temperature=1.0):
    return right.soft_argmax2d(scores, temperature) - 0.5


def about_one_number(scores, temperature, away, least=0.0):
    weights = torch.exp((scores - away) / temperature)
    weights = weights / weights.sum((-2, -1), keepdim=True).clamp(min=least)
    y, x = (centres(size, scores) for size in scores.shape[-2:])
    return torch.stack([weights.sum(-2) @ x, weights.sum(-1) @ y], dim=-1)


@wrong("soft_argmax2d", because=VANISHES)
def overflows(scores, temperature=1.0):
    return about_one_number(scores, temperature, 0.0)


@wrong("soft_argmax2d", because=VANISHES)
def takes_one_number_from_all(scores, temperature=1.0):
    return about_one_number(scores, temperature, scores.max())


@wrong("soft_argmax2d", because=VANISHES)
def takes_one_number_from_an_image(scores, temperature=1.0):
    return about_one_number(scores, temperature, scores.amax((1, 2, 3), keepdim=True))


@wrong("soft_argmax2d", because=VANISHES)
def guards_the_division_alone(scores, temperature=1.0):
    return about_one_number(scores, temperature, scores.max(), least=1e-12)


@lenient(
    "soft_argmax2d",
    because="A temperature that is not above 0 must be refused. A negative one finds the *lowest* score, without "
    "a word.",
)
def takes_any_temperature(scores, temperature=1.0):
    weights = torch.softmax(scores.flatten(2) / temperature, dim=-1).view_as(scores)
    y, x = (centres(size, scores) for size in scores.shape[-2:])
    return torch.stack([weights.sum(-2) @ x, weights.sum(-1) @ y], dim=-1)
