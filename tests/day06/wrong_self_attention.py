"""Wrong turns of day06/self_attention."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day06 import self_attention as right
from solutions.day06.self_attention import SpatialSelfAttention

LAYER = "SpatialSelfAttention"


def pieces(q, k, v, mask, scale=None, axis=2):
    """Return the weights, as they should be where `scale` and `axis` are left as they are."""
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


@wrong(
    "attention",
    because="The scores are multiplied by sqrt(D). They are too large already, by sqrt(D): divide.",
)
def multiplies_by_the_scale(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=1 / math.sqrt(q.shape[2])) @ v


@wrong(
    "attention",
    because="The scores are divided by the root of the number of keys. It is the number of terms in each product, D, "
    "that makes scores large, not how many keys there are.",
)
def scales_by_the_keys(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=math.sqrt(k.shape[1])) @ v


@wrong(
    "attention",
    because="The scores are divided by the root of the number of queries. It is the number of terms in each product, "
    "D, that makes scores large, not how many queries there are.",
)
def scales_by_the_queries(q, k, v, mask=None):
    return pieces(q, k, v, mask, scale=math.sqrt(q.shape[1])) @ v


OVER_THE_QUERIES = (
    "The softmax runs over the queries. Each query shares out a weight of 1 among the keys, so it runs over the last "
    "axis of the scores (N, L, S)."
)
INVERTED = (
    "The mask is inverted: True is where a query may look (as in torch's scaled_dot_product_attention), not what is "
    "hidden (as in torch's MultiheadAttention)."
)


@wrong("attention", because=OVER_THE_QUERIES)
def shares_out_among_queries(q, k, v, mask=None):
    weights = pieces(q, k, v, mask, axis=1)
    return weights.nan_to_num() @ v


@wrong("attention", because=OVER_THE_QUERIES)
def shares_out_among_queries_and_leaves_nan(q, k, v, mask=None):
    return pieces(q, k, v, mask, axis=1) @ v


@wrong("attention", because=INVERTED)
def inverts_the_mask(q, k, v, mask=None):
    return right.attention(q, k, v, None if mask is None else ~mask)


@wrong("attention", because=INVERTED)
def inverts_the_mask_of_the_scores(q, k, v, mask=None):
    if mask is None:
        return right.attention(q, k, v)
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    weights = torch.softmax(scores.masked_fill(mask, -math.inf), dim=2)
    return weights.masked_fill(~mask.any(-1, keepdim=True), 0.0) @ v


@wrong(
    "attention",
    because="The mask is put on after the softmax: the hidden keys have had their share already, and what is left no "
    "longer adds up to 1. Mask the scores, before.",
)
def masks_too_late(q, k, v, mask=None):
    weights = pieces(q, k, v, None)
    return (weights if mask is None else weights * mask) @ v


@wrong(
    "attention",
    because="The scores of hidden keys are set to 0. exp(0) is 1, so they still take part; the score that gives no "
    "weight is minus infinity.",
)
def masks_by_zero(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores * mask, dim=2) @ v


@wrong(
    "attention",
    because="The mask takes only a little off the scores of hidden keys, 10 or so. exp(-10) is not nothing, and a "
    "hidden key whose score is high still has its share. The score that gives no weight is minus infinity.",
)
def masks_weakly(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    if mask is None:
        return torch.softmax(scores, dim=2) @ v
    return torch.softmax(scores - 10.0 * ~mask, dim=2) @ v


@wrong(
    "attention",
    because="The scores of hidden keys are set to -10 or so. exp(-10) is not nothing, and where the other scores are "
    "low the hidden keys take all. The score that gives no weight is minus infinity.",
)
def fills_in_a_low_score(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores.masked_fill(~mask, -10.0), dim=2) @ v


@wrong(
    "attention",
    because="A query that may look at nothing gets nan: its softmax is 0/0. Give it zeros.",
)
def leaves_nan(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores.masked_fill(~mask, -math.inf), dim=2) @ v


@wrong(
    "attention",
    because="A query that may look at nothing gets the mean of all values, because a score that is hidden by a large "
    "negative number is as good as any other where all are hidden. Give it zeros.",
)
def looks_at_all_if_at_none(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
    return torch.softmax(scores if mask is None else scores.masked_fill(~mask, torch.finfo(q.dtype).min), dim=2) @ v


@wrong(
    LAYER,
    because="The input is not added: the output is out(attention) alone. With the residual the layer starts close to "
    "doing nothing and adds what attention finds.",
)
class DropsTheResidual(SpatialSelfAttention):
    def forward(self, x):
        q, k, v = (self._tokens(layer(x)) for layer in (self.query, self.key, self.value))
        return self.out(self._maps(self._attend(q, k, v), x.shape))


@wrong(
    LAYER,
    because="Coming back, (positions, channels) is reshaped into (channels, H, W) without a transpose, which scatters "
    "the channels over the pixels. Transpose first, then reshape.",
)
class ScattersTheChannels(SpatialSelfAttention):
    def _maps(self, found, shape):
        return found.reshape(shape)


@wrong(
    LAYER,
    because="`heads` makes no difference: one attention over all channels. Each head compares its own block of "
    "channels and has weights of its own.",
)
class HasOneHead(SpatialSelfAttention):
    def __init__(self, channels, heads=1):
        super().__init__(channels, heads)
        self.heads = 1


@lenient(
    "attention",
    because="A batch of one is stretched to fit the others, because matrix products broadcast. Keys or values of "
    "another N than the queries' are a mistake of the caller.",
)
def stretches_a_batch_of_one(q, k, v, mask=None):
    count = max(len(q), len(k), len(v))
    return right.attention(*(value.expand(count, -1, -1) for value in (q, k, v)), mask)
