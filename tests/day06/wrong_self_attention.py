"""Wrong turns of day06/self_attention."""

import math

import torch

from grader.mutants import wrong
from solutions.day06 import self_attention as right
from solutions.day06.self_attention import SpatialSelfAttention

LAYER = "SpatialSelfAttention"


def pieces(q, k, v, mask, scale=None, axis=2):
    """Return the weights, as they should be where `scale` and `axis` are left as they are."""
    right.attention(q, k, v, mask)  # for what it refuses
    scores = q @ k.transpose(1, 2) / (math.sqrt(q.shape[2]) if scale is None else scale)
    if mask is None:
        return torch.softmax(scores, dim=axis)
    weights = torch.softmax(scores.masked_fill(~mask, -math.inf), dim=axis)
    return weights.masked_fill(~mask.any(dim=-1, keepdim=True), 0.0)


@wrong(
    "attention",
    because="The scores are not divided by sqrt(D). A sum of D products grows as sqrt(D), and the softmax then picks "
    "one key instead of weighing them all.",
)
def does_not_scale(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=1.0) @ v


@wrong("attention", because="The scores are divided by D. Their spread is sqrt(D), so it is sqrt(D) that takes it off.")
def scales_by_the_width(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=q.shape[2]) @ v


@wrong(
    "attention",
    because="The scores are divided by the root of the number of keys. It is the number of terms in each product, D, "
    "that makes scores large, not how many keys there are.",
)
def scales_by_the_keys(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=math.sqrt(k.shape[1])) @ v


@wrong(
    "attention",
    because="The softmax runs over the queries. Each query shares out a weight of 1 among the keys, so it runs over "
    "the last axis of the scores (N, L, S).",
)
def shares_out_among_queries(q, k, v, mask=None):
    weights = pieces(q, k, v, mask, axis=1)
    return weights.nan_to_num() @ v


@wrong(
    "attention",
    because="The mask is inverted: True is where a query may look (as in torch's scaled_dot_product_attention), not "
    "what is hidden (as in torch's MultiheadAttention).",
)
def inverts_the_mask(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    return right.attention(q, k, v, None if mask is None else ~mask)


@wrong(
    "attention",
    because="The mask is put on after the softmax: the hidden keys have had their share already, and what is left no "
    "longer adds up to 1. Mask the scores, before.",
)
def masks_too_late(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    weights = pieces(q, k, v, None)
    return (weights if mask is None else weights * mask) @ v


@wrong(
    "attention",
    because="The scores of hidden keys are set to 0. exp(0) is 1, so they still take part; the score that gives no "
    "weight is minus infinity.",
)
def masks_by_zero(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores * mask, dim=2) @ v


@wrong(
    "attention",
    because="The scores of hidden keys are set to a large negative number, such as -1e9. Scores that count can lie "
    "lower still, and then the hidden keys take all; only minus infinity is below every number.",
)
def masks_by_a_large_number(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    if mask is None:
        return torch.softmax(scores, dim=2) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -1e9), dim=2)
    return weights.masked_fill(~mask.any(dim=-1, keepdim=True), 0.0) @ v


@wrong(
    "attention",
    because="A query that may look at nothing gets nan: its softmax is 0/0. Give it zeros.",
)
def leaves_nan(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores.masked_fill(~mask, -math.inf), dim=2) @ v


@wrong(
    "attention",
    because="A query that may look at nothing gets the mean of all values, because a score that is hidden by a large "
    "negative number is as good as any other where all are hidden. Give it zeros.",
)
def looks_at_all_if_at_none(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores.masked_fill(~mask, torch.finfo(q.dtype).min), dim=2) @ v


@wrong(
    "attention",
    because="The exponentials overflow: exp of a score of a thousand is infinite. A softmax does not change when the "
    "row's largest score is subtracted from all of the row first.",
)
def overflows(q, k, v, mask=None):
    right.attention(q, k, v, mask)
    powers = torch.exp(q @ k.transpose(1, 2) / math.sqrt(q.shape[2]))
    if mask is None:
        return powers / powers.sum(dim=2, keepdim=True) @ v
    powers = powers.masked_fill(~mask, 0.0)
    total = powers.sum(dim=2, keepdim=True)
    return (powers / total.masked_fill(~mask.any(dim=-1, keepdim=True), 1.0)) @ v


@wrong(
    "attention",
    because="A batch of one is stretched to fit the others, because matrix products broadcast. Keys of another N than "
    "the queries' are a mistake of the caller: refuse them by name.",
)
def stretches_the_keys(q, k, v, mask=None):
    if k.ndim == v.ndim == 3 and len(k) == len(v) == 1 and q.ndim == 3 and len(q) > 1:
        k, v = k.expand(len(q), -1, -1), v.expand(len(q), -1, -1)
    return right.attention(q, k, v, mask)


@wrong(
    "attention",
    because="The weights are detached: only the values get a gradient, and queries and keys never learn what to look "
    "for.",
)
def detaches_the_weights(q, k, v, mask=None):
    return pieces(q, k, v, mask).detach() @ v


class Otherwise(SpatialSelfAttention):
    """The right layer in pieces, of which each wrong turn replaces one."""

    def forward(self, x):
        super().forward(x)  # for what it refuses
        q, k, v = (self.tokens(layer(x)) for layer in (self.query, self.key, self.value))
        return self.join(x, self.maps(self.attend(q, k, v), x.shape))

    def tokens(self, maps):
        return self._tokens(maps)

    def attend(self, q, k, v):
        return right.attention(q, k, v)

    def maps(self, found, shape):
        return found.transpose(1, 2).reshape(shape)

    def join(self, x, maps):
        return x + self.out(maps)


@wrong(
    LAYER,
    because="The input is not added: the output is out(attention) alone. With the residual the layer starts close to "
    "doing nothing and adds what attention finds.",
)
class DropsTheResidual(Otherwise):
    def join(self, x, maps):
        return self.out(maps)


@wrong(LAYER, because="The last convolution, `out`, is not used: x plus the attention's result itself.")
class DoesNotUseOut(Otherwise):
    def join(self, x, maps):
        return x + maps


@wrong(
    LAYER,
    because="Coming back, (positions, channels) is reshaped into (channels, H, W) without a transpose, which scatters "
    "the channels over the pixels. Transpose first, then reshape.",
)
class ScattersTheChannels(Otherwise):
    def maps(self, found, shape):
        return found.reshape(shape)


@wrong(
    LAYER,
    because="Going in, (C, H, W) is reshaped into (H*W, C) without a transpose, so that a position is made of several "
    "pixels of one channel. Flatten the pixels first, then transpose.",
)
class ReshapesIntoTokens(Otherwise):
    def tokens(self, maps):
        images, channels, height, width = maps.shape
        return maps.reshape(images * self.heads, height * width, channels // self.heads)


@wrong(
    LAYER,
    because="The pixels go in column by column and come back row by row: every pixel gets what another has found. "
    "Both ways need the same order of H and W.",
)
class TurnsTheImage(Otherwise):
    def tokens(self, maps):
        return self._tokens(maps.transpose(2, 3))


@wrong(
    LAYER,
    because="The channels attend to each other: the weights are (C, C). It is the pixels that are the positions here, "
    "so the weights of one head are (H*W, H*W).",
)
class AttendsOverChannels(Otherwise):
    def attend(self, q, k, v):
        turned = (value.transpose(1, 2) for value in (q, k, v))
        return right.attention(*turned).transpose(1, 2)


@wrong(
    LAYER,
    because="All images of the batch are one long row of pixels, so a galaxy attends to the pixels of other galaxies. "
    "Each image is on its own.",
)
class MixesTheImages(Otherwise):
    def attend(self, q, k, v):
        def together(tokens):
            by_head = tokens.unflatten(0, (-1, self.heads)).transpose(0, 1)
            return by_head.flatten(1, 2)

        found = right.attention(together(q), together(k), together(v))
        return found.unflatten(1, (-1, q.shape[1])).transpose(0, 1).flatten(0, 1)


@wrong(
    LAYER,
    because="`heads` makes no difference: one attention over all channels. Each head compares its own block of "
    "channels and has weights of its own.",
)
class HasOneHead(Otherwise):
    def __init__(self, channels, heads=1):
        super().__init__(channels, heads)
        self.heads = 1


@wrong(
    LAYER,
    because="The scores of a head are divided by the root of all channels. A head's product has channels / heads "
    "terms.",
)
class ScalesByAllChannels(Otherwise):
    def attend(self, q, k, v):
        return right.attention(q / math.sqrt(self.heads), k, v)


@wrong(
    LAYER,
    because="A head takes every heads-th channel. Its channels are a block of neighbours: the first channels / heads "
    "are those of the first head.",
)
class DealsOutTheChannels(Otherwise):
    def tokens(self, maps):
        return self._tokens(maps.unflatten(1, (-1, self.heads)).transpose(1, 2).flatten(1, 2))

    def maps(self, found, shape):
        maps = super().maps(found, shape)
        return maps.unflatten(1, (self.heads, -1)).transpose(1, 2).flatten(1, 2)


@wrong(
    LAYER,
    because="Queries and keys are swapped: what each pixel asks for and what it offers are two different things, and "
    "the softmax runs over what is offered.",
)
class SwapsQueryAndKey(Otherwise):
    def attend(self, q, k, v):
        return right.attention(k, q, v)
