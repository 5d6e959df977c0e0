"""Who takes the loss: how a mean squared error over several labels divides its attention.

A `target` whose shape is not that of the predictions is refused by name: it would be broadcast. Shares are tensors of
shape (K,), summing to 1, of the dtype and on the device of the predictions.
"""

import torch


def loss_share(prediction, target):
    """Return the share of each label in the mean squared error over all of them.

    The loss of ShearNet is mean_nk 0.5 (prediction_nk - target_nk)^2, a sum of one term for each label k. A share is a
    label's term over the whole; factors that all terms have in common drop out. `prediction` and `target` are floating-
    point tensors (N, K), for ShearNet K = 4: g1, g2, sigma, flux. A label that is predicted exactly has the share 0.

    >>> loss_share(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 5.0], [2.0, 4.0]]))
    tensor([0.1000, 0.9000])
    """
    _check_target(target, prediction)
    term = torch.mean((prediction - target) ** 2, dim=0)
    return term / term.sum()


def gradient_share(model, x, target):
    """Return the share of each label in the gradients that move the network's parameters.

    Let L_k = mean_n (model(x)_nk - target_nk)^2 be label k's term of the loss, and |grad L_k| the Euclidean length of
    its gradient with respect to all trained parameters (`requires_grad`) together, as one long vector. The share of
    label k is |grad L_k| over the sum of these lengths for all labels. A parameter that has no influence on a label
    counts as a gradient of zero there.

    The model maps inputs x (N, ...) to predictions (N, K); `target` is (N, K). It is used in the mode it is in; neither
    its parameters nor their `.grad` are any different afterwards, whatever they held before.

    >>> model = torch.nn.Linear(1, 2, bias=False)
    >>> x, target = torch.ones(1, 1), model.weight.detach().T + torch.tensor([[3.0, 1.0]])
    >>> gradient_share(model, x, target)
    tensor([0.7500, 0.2500])
    """
    prediction = model(x)
    _check_target(target, prediction)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    # torch.autograd.grad hands the gradients over; backward() would add them to whatever .grad holds already.
    length = torch.stack(
        [
            _length(torch.autograd.grad(term, trained, retain_graph=True, allow_unused=True))
            for term in torch.mean((prediction - target) ** 2, dim=0)
        ]
    )
    return length / length.sum()


def _length(gradients):
    """Return the Euclidean length of several tensors as one vector; None counts as zero."""
    return torch.sqrt(sum((gradient**2).sum() for gradient in gradients if gradient is not None))


def _check_target(target, prediction):
    if target.shape != prediction.shape:
        raise ValueError(f"target must have shape {tuple(prediction.shape)}, not {tuple(target.shape)}")
