"""Other right ways to write day06/self_attention."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06.self_attention import SpatialSelfAttention


@right("attention")
def by_torch(q, k, v, mask=None):
    if mask is None:
        return F.scaled_dot_product_attention(q, k, v)
    sees = mask.any(dim=-1, keepdim=True)
    # Rows that see nothing are given everything, and then put to zero.
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask | ~sees) * sees


@right("attention")
def by_einsum(q, k, v, mask=None):
    scores = torch.einsum("nld,nsd->nls", q / math.sqrt(math.sqrt(q.shape[2])), k / math.sqrt(math.sqrt(q.shape[2])))
    allowed = torch.ones_like(scores, dtype=torch.bool) if mask is None else mask.expand_as(scores)
    lowest = torch.finfo(scores.dtype).min
    scores = torch.where(allowed, scores, lowest)
    powers = torch.exp(scores - scores.max(dim=2, keepdim=True).values) * allowed
    total = powers.sum(dim=2, keepdim=True)
    return torch.einsum("nls,nse->nle", powers / torch.where(total > 0, total, 1.0), v)


@right("attention")
def query_by_query(q, k, v, mask=None):
    out = []
    for n in range(len(q)):
        rows = []
        for i in range(q.shape[1]):
            allowed = slice(None) if mask is None else (mask[n, i] if mask.ndim == 3 else mask[i]).nonzero()[:, 0]
            keys, values = k[n, allowed], v[n, allowed]
            if len(keys) == 0:
                rows.append(q[n, i].sum() * torch.zeros_like(v[n, 0]))
                continue
            scores = keys @ q[n, i] / q.shape[2] ** 0.5
            rows.append(torch.exp(scores - torch.logsumexp(scores, 0)) @ values)
        out.append(torch.stack(rows))
    return torch.stack(out)


@right(
    "SpatialSelfAttention",
)
class ByMultiheadAttention(SpatialSelfAttention):
    """The library's own, given these weights; it wants the pixels first."""

    def __init__(self, channels, heads=1):
        super().__init__(channels, heads)
        nn.init.zeros_(self.out.weight)  # a good way to begin

    def forward(self, x):
        tokens = x.flatten(2).permute(2, 0, 1)
        layers = (self.query, self.key, self.value)
        weight = torch.cat([layer.weight[:, :, 0, 0] for layer in layers])
        bias = torch.cat([layer.bias for layer in layers])
        found, _ = F.multi_head_attention_forward(
            tokens, tokens, tokens, x.shape[1], self.heads, weight, bias, None, None, False, 0.0,
            self.out.weight[:, :, 0, 0], self.out.bias, need_weights=False,
        )  # fmt: skip
        return found.permute(1, 2, 0).reshape(x.shape) + x


@right("SpatialSelfAttention")
class ColumnByColumn(SpatialSelfAttention):
    """The pixels taken column by column, there and back: attention does not know their order."""

    def forward(self, x):
        q, k, v = (
            layer(x).unflatten(1, (self.heads, -1)).transpose(3, 4).flatten(3)
            for layer in (self.query, self.key, self.value)
        )
        weights = torch.einsum("nhdi,nhdj->nhij", q, k).div(math.sqrt(q.shape[2])).softmax(dim=-1)
        found = torch.einsum("nhij,nhdj->nhdi", weights, v).unflatten(3, (x.shape[3], x.shape[2])).transpose(3, 4)
        return x + self.out(found.flatten(1, 2))
