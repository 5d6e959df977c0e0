"""What a network says when its dropout stays on (Gal & Ghahramani 2016, arXiv:1506.02142).

Dropout with probability p sets every number to 0 with probability p, each by itself, and divides those that stay by
1 - p. Tensors are float32 or float64; what is returned has their dtype and device.
"""

import torch
from torch.nn.modules.dropout import _DropoutNd


def mc_dropout_predict(model, x, passes, seed):
    """Run the model on x `passes` times, with new masks every time, and return the outputs' mean and spread.

    Parameters
    ----------
    model : torch.nn.Module
        Its dropout modules (torch.nn.Dropout, Dropout1d, Dropout2d, Dropout3d, at any depth) act as in training and
        draw their own masks; all else acts as in evaluation. Afterwards each module is in the mode that it came in, and
        parameters and buffers are as they were. A model without a dropout module is refused: its sd of 0 would read as
        certainty.
    x : Tensor, shape (N, ...)
    passes : int, at least 1
    seed : int
        Decides on all the masks. torch's global random state is afterwards as it was before.

    Returns
    -------
    mean, sd : Tensor, of the shape of model(x)
        sd^2 is the mean squared deviation, with `passes` as divisor: 0 for one pass. A mean 10,000 times as large does
        not spoil it, in float32 either. No graph hangs on them.

    >>> mean, sd = mc_dropout_predict(torch.nn.Dropout(0.5), torch.ones(200), 100, seed=0)
    >>> print(f"{mean.mean().item():.1f} {sd.mean().item():.1f}")  # of each number half of the passes give 0, half 2
    1.0 1.0
    """
    dropouts = [module for module in model.modules() if isinstance(module, _DropoutNd)]
    _check_dropouts(dropouts)
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    for module in dropouts:
        module.train()
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        outputs = torch.stack([model(x) for _ in range(passes)])
    for module, mode in modes:
        module.training = mode
    return outputs.mean(0), outputs.std(0, correction=0)


def dropout_moments(h, weight, bias, p):
    """Return the exact (mean, covariance) of a linear layer behind dropout, y = weight @ dropout(h) + bias.

    h has shape (N, I), weight (F, I), bias (F,); mean has shape (N, F), covariance (N, F, F). They are
    those of infinitely many passes. p outside 0 <= p < 1 is refused: the formula would go on.

    >>> h, weight, bias = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 1.0]]), torch.tensor([0.5])
    >>> dropout_moments(h, weight, bias, 0.5)
    (tensor([[3.5000]]), tensor([[[5.]]]))
    """
    _check_probability(p)
    mean = h @ weight.T + bias
    # A mask that is 1/(1-p) with probability 1-p, else 0, has mean 1 and variance 1/(1-p) - 1 = p/(1-p).
    covariance = p / (1 - p) * torch.einsum("fi,ni,gi->nfg", weight, h.square(), weight)
    return mean, covariance


def _check_dropouts(dropouts):
    if not dropouts:
        raise ValueError("model has no dropout module: all passes would agree")


def _check_probability(p):
    if not 0 <= p < 1:
        raise ValueError(f"p must be at least 0 and below 1, got {p}")
