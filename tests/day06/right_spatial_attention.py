"""Other right ways to write day06/spatial_attention."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06.spatial_attention import SpatialAttention


@right("SpatialAttention")
class AsPublished(SpatialAttention):
    """Maps with a channel axis, concatenated; torch's own "same" padding."""

    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, padding="same", bias=False)

    def forward(self, x):
        return self.attention_map(x).unsqueeze(1).expand_as(x).mul(x)

    def attention_map(self, x):
        mean = torch.mean(x, 1, keepdim=True)
        largest, _ = torch.max(x, 1, keepdim=True)
        return self.conv(torch.cat([mean, largest], dim=1)).sigmoid().squeeze(1)


@right("SpatialAttention")
class WindowByWindow(SpatialAttention):
    """The convolution as a product with unfolded windows; each map by itself; the logistic function written out."""

    def attention_map(self, x):
        size = self.conv.kernel_size[0]
        channels = x.unbind(1)
        maps = (sum(channels) / len(channels), x.max(dim=1).values)
        scores = sum(
            (F.unfold(m[:, None], size, padding=size // 2) * weight.reshape(1, -1, 1)).sum(1)
            for m, weight in zip(maps, self.conv.weight[0], strict=True)
        )
        return 1 / (1 + torch.exp(-scores.reshape(len(x), *x.shape[2:])))


@right("attention_mass")
def image_by_image(attention_map, galaxy_mask):
    return torch.stack([a[m].sum() / a.sum() for a, m in zip(attention_map, galaxy_mask, strict=True)])


@right("attention_mass")
def normalised_first(attention_map, galaxy_mask):
    flat = attention_map.flatten(1)
    share = flat / torch.linalg.vector_norm(flat, ord=1, dim=1, keepdim=True)
    return torch.einsum("np,np->n", share, galaxy_mask.flatten(1).to(share.dtype))
