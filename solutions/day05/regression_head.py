"""From classes to numbers: what a classifier's end does to a measurement, and how to replace it.

Shears from -limit to limit are cut into equal bins: with w = 2 limit / bins, class k holds those from -limit + k w up
to, and without, -limit + (k + 1) w; the last holds `limit` as well.
"""

import copy
import math

import torch
from torch import nn

SQUASHING = (nn.Softmax, nn.LogSoftmax, nn.Sigmoid, nn.Tanh)


def to_regressor(classifier, outputs, freeze=False):
    """Return a copy of a classifier whose head is replaced by a linear one, with `outputs` outputs, for regression.

    The head is the last nn.Linear in the order of classifier.named_modules(). In the copy a new nn.Linear with bias
    stands in its place, under its name, on its device and in its dtype, as nn.Linear draws it. Whatever module of
    `SQUASHING` comes behind the head becomes nn.Identity. All other modules, behind the head too, are copies of the
    classifier's, which is not changed and shares no memory with the result. With `freeze` the new head alone can be
    trained; without it every parameter can, whether or not it could before.

    >>> to_regressor(torch.nn.Sequential(torch.nn.Linear(9, 4), torch.nn.Tanh(), torch.nn.Linear(4, 3)), 2)
    Sequential(
      (0): Linear(in_features=9, out_features=4, bias=True)
      (1): Tanh()
      (2): Linear(in_features=4, out_features=2, bias=True)
    )
    """
    regressor = copy.deepcopy(classifier).requires_grad_(not freeze)
    modules = dict(regressor.named_modules())
    last = [path for path, module in modules.items() if isinstance(module, nn.Linear)][-1]
    paths, head = list(modules), modules[last]
    _replace(regressor, last, nn.Linear(head.in_features, outputs).to(head.weight))
    for path in paths[paths.index(last) + 1 :]:
        if isinstance(modules[path], SQUASHING):
            _replace(regressor, path, nn.Identity())
    return regressor


def _replace(model, path, module):
    owner, _, name = path.rpartition(".")
    setattr(model.get_submodule(owner), name, module)


def shear_to_class(g, bins, limit):
    """Return the class, int64, of each shear of a tensor of any shape; ValueError naming `g` if one is outside.

    >>> shear_to_class(torch.tensor([-0.5, -0.1, 0.0, 0.3, 0.5]), bins=4, limit=0.5)
    tensor([0, 1, 2, 3, 3])
    """
    _check_shear(g, limit)
    width = 2 * limit / bins
    return ((g + limit) / width).floor().long().clamp(max=bins - 1)


def expected_shear(logits, limit):
    """Return the mean shear, shape (...), of the probabilities that logits, shape (..., K), give to K bins.

    The probabilities are the softmax of the logits; each bin stands for the shear at its centre. The result is in
    the dtype of the logits, and gradients flow back to them.

    >>> expected_shear(torch.tensor([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 50.0, 50.0]]), limit=0.5)
    tensor([0.0000, 0.2500])
    """
    bins = logits.shape[-1]
    centres = torch.arange(bins, dtype=logits.dtype, device=logits.device) + 0.5
    return logits.softmax(dim=-1) @ (centres * (2 * limit / bins) - limit)


def quantisation_error(bins, limit):
    """Return the RMS error of knowing of a shear only its bin: shear uniform in the range, answer the bin's centre.

    >>> round(quantisation_error(bins=10, limit=0.5), 4)
    0.0289
    """
    width = 2 * limit / bins
    return width / math.sqrt(12)  # the standard deviation of a uniform variable of that width


@torch.no_grad()
def turned_signal(features, stamps):
    """Return by how much features tell a galaxy from itself turned by 90 degrees, before and after global pooling.

    Such a turn takes (g1, g2) to (-g1, -g2). The stamps, shape (N, H, H), and the stamps turned by
    torch.rot90(stamps, 1, (-2, -1)) are given to `features` as (N, 1, H, H), and it makes maps F and F', shape
    (N, C, h, w), of them. Return the floats (maps, pooled): maps is |F' - F| / |F|, the norms taken over all elements;
    pooled is the same of the means of the maps, which are one number for each stamp and channel.

    >>> bar = torch.tensor([[[0.0, 0.0, 0.0], [1.0, 2.0, 1.0], [0.0, 0.0, 0.0]]])
    >>> [round(value, 4) for value in turned_signal(lambda x: x, bar)]
    [0.8165, 0.0]
    """
    maps = features(stamps[:, None])
    turned = features(torch.rot90(stamps, 1, (-2, -1))[:, None])
    pooled, pooled_turned = maps.mean(dim=(-2, -1)), turned.mean(dim=(-2, -1))
    return _relative(turned, maps), _relative(pooled_turned, pooled)


def _relative(one, other):
    return (torch.linalg.vector_norm(one - other) / torch.linalg.vector_norm(other)).item()


def _check_shear(g, limit):
    if torch.any(g.abs() > limit):
        raise ValueError(f"g must lie between -{limit} and {limit}")
