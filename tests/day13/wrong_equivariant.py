"""Wrong turns of day13/equivariant."""

import torch

from grader.mutants import lenient, wrong
from solutions.day13 import equivariant as right
from solutions.day13.equivariant import GroupConv, LiftingConv, Spin2Head, compose, transform, transform_features

ORDER = (
    "Two elements are composed in the wrong order: compose(a, b) does b first and then a, and T^-1 e does e first. "
    "In C4 the order does not matter; with mirrors it does."
)


@wrong(
    "transform",
    because="The quarter turns go the other way: x is the column and y the row, and a turn "
    "takes the x axis to the y axis. torch.rot90 on the axes (-2, -1) turns from row to column.",
)
def turns_the_other_way(x, element):
    return torch.rot90(x.flip(-1) if element >= 4 else x, element % 4, dims=(-2, -1))


@wrong(
    "transform",
    because="The image is turned first and mirrored afterwards. Elements 4 to 7 mirror first; the two differ "
    "after an odd number of quarter turns.",
)
def mirrors_last(x, element):
    turned = torch.rot90(x, element % 4, dims=(-1, -2))
    return turned.flip(-1) if element >= 4 else turned


@wrong(
    "transform",
    because="The rows are mirrored, y -> -y. The mirror of elements 4 to 7 is x -> -x: the columns are reversed.",
)
def mirrors_the_rows(x, element):
    return torch.rot90(x.flip(-2) if element >= 4 else x, element % 4, dims=(-1, -2))


@wrong(
    "compose",
    because="The quarter turns are added as if all elements commuted. A mirror after a turn turns the sense of "
    "that turn round, so it counts negative.",
)
def adds_the_turns(a, b):
    return (a + b) % 4 + 4 * ((a >= 4) != (b >= 4))


@wrong(
    "compose",
    because=ORDER,
)
def takes_the_other_order(a, b):
    return compose(b, a)


@wrong(
    "transform_features",
    because="The pixels move but the axis of elements stays as it is. What answered at one orientation answers at "
    "another when the stamp is turned, so that axis is permuted too.",
)
def leaves_the_elements(features, element):
    transform_features(features, element)
    return transform(features, element)


@wrong(
    "transform_features",
    because="The axis of elements is permuted in the wrong sense: at e this takes T e. What is at e afterwards "
    "was at T^-1 e before.",
)
def permutes_in_the_wrong_sense(features, element):
    order = features.shape[2]
    transform_features(features, element)
    return transform(features[:, :, [compose(element, e) for e in range(order)]], element)


@wrong(
    "transform_features",
    because=ORDER,
)
def composes_on_the_other_side(features, element):
    order = features.shape[2]
    inverse = next(e for e in range(8) if compose(e, element) == 0)
    return transform(features[:, :, [compose(e, inverse) for e in range(order)]], element)


@wrong(
    "LiftingConv",
    because="The channels of the result are taken apart in the wrong order: elements outside, filters inside. "
    "Right numbers, but in wrong places.",
)
class MixesTheChannels(LiftingConv):
    def forward(self, x):
        y = super().forward(x)
        return y.transpose(1, 2).reshape(y.shape)


@wrong(
    "LiftingConv",
    because="The filters are turned, but not mirrored: elements 4 to 7 see what 0 to 3 saw. C4 is right, D4 is C4 "
    "twice.",
)
class DoesNotMirror(LiftingConv):
    def forward(self, x):
        y = super().forward(x)
        return torch.cat([y[:, :, :4], y[:, :, :4]], 2) if self.order == 8 else y


@wrong(
    "GroupConv",
    because="The filters move, but the elements of the input along their axis do not: the weight for an "
    "orientation then meets another one. Roll that axis as transform_features does.",
)
class DoesNotRollTheElements(GroupConv):
    def forward(self, features):
        moved = [transform(self.weight, e) for e in range(self.order)]
        return right._convolve(self, features.flatten(1, 2), torch.stack(moved, dim=1).flatten(2, 3))


@wrong(
    "Spin2Head",
    because="A plain mean over the elements is taken, without signs. It is the same for all turned stamps: an "
    "invariant, of spin 0, as a class or a flux is.",
)
class TakesThePlainMean(Spin2Head):
    def forward(self, features):
        return features.mean((-3, -2, -1)) @ self.weight.T


@wrong(
    "Spin2Head",
    because="Only the turns give signs. A mirror, x -> -x, turns the sign of g2 as well, and leaves that of g1.",
)
class ForgetsTheMirror(Spin2Head):
    def forward(self, features):
        pooled = features.mean((-2, -1))
        return (pooled[..., ::2] - pooled[..., 1::2]).sum(-1) @ self.weight.T / features.shape[2]


@wrong(
    "turns_exactly",
    because="Only the number of pixels decides here, odd or even. It is the pixels left over: (size + 2 padding - "
    "kernel) modulo stride. Windows of 3 at stride 2 fit 53 pixels, windows of 2 do not.",
)
def looks_at_the_parity(size, layers):
    for kernel, stride, padding in layers:
        if size % stride:
            return False
        size = (size + 2 * padding - kernel) // stride + 1
    return True


@wrong(
    "turns_exactly",
    because="The padding is forgotten. It counts on both sides.",
)
def forgets_the_padding(size, layers):
    for kernel, stride, padding in layers:
        if (size - kernel) % stride:
            return False
        size = (size + 2 * padding - kernel) // stride + 1
    return True


@wrong(
    "turns_exactly",
    because="Every layer is held against the size of the stamp. A layer sees the output of the one before.",
)
def holds_all_against_the_stamp(size, layers):
    return all((size + 2 * padding - kernel) % stride == 0 for kernel, stride, padding in layers)


@lenient(
    "turns_exactly",
    because="A window larger than its input must be refused. No such layer can be run at all, and the arithmetic goes "
    "on with sizes of 0 and below without a word.",
)
def lets_windows_stand_over(size, layers):
    for kernel, stride, padding in layers:
        steps, left_over = divmod(size + 2 * padding - kernel, stride)
        if left_over:
            return False
        size = steps + 1
    return True
