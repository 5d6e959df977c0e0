"""Who takes the loss: how a mean squared error over several labels divides its attention."""

import torch


def loss_share(prediction, target):
    """Return the share of each label in the mean squared error over all of them.

    The loss of ShearNet is mean_nk 0.5 (prediction_nk - target_nk)^2, a sum of one term for each label k. A share is a
    label's term over the whole; factors that all terms have in common drop out.

    Parameters
    ----------
    prediction : tensor, shape (N, K)
        What the network says of N galaxies: for ShearNet K = 4, (g1, g2, sigma, flux).
    target : tensor, shape (N, K)
        The labels.

    Returns
    -------
    share : tensor, shape (K,)
        At least 0, summing to 1; of the dtype and on the device of `prediction`.

    Raises
    ------
    ValueError
        Naming `prediction` if it is not two-dimensional, is empty, or equals `target` everywhere (no loss, no shares),
        `target` if its shape is another.

    Notes
    -----
    A network that has learnt nothing yet but the mean of each label has errors of the label's own spread, so its shares
    are those of the labels' variances.

    Examples
    --------
    >>> loss_share(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 5.0], [2.0, 4.0]]))
    tensor([0.1000, 0.9000])
    """
    raise NotImplementedError


def gradient_share(model, x, target):
    """Return the share of each label in the gradients that move the network's parameters.

    Let L_k = mean_n (model(x)_nk - target_nk)^2 be label k's term of the loss, and |grad L_k| the Euclidean length of
    its gradient with respect to all trained parameters of the model together, as one long vector. The share of
    label k is |grad L_k| over the sum of these lengths for all labels.

    Parameters
    ----------
    model : torch.nn.Module
        Maps x to predictions (N, K). It is used as it is, in the mode it is in; neither its parameters nor their
        `.grad` are any different afterwards, whatever they held before.
    x : tensor, shape (N, ...)
        Inputs.
    target : tensor, shape (N, K)
        The labels.

    Returns
    -------
    share : tensor, shape (K,)
        At least 0, summing to 1; of the dtype and on the device of the predictions. Trained parameters are those with
        `requires_grad`; one that has no influence on a label counts as a gradient of zero there.

    Raises
    ------
    ValueError
        Naming `x` if the batch is empty, `target` if its shape is not that of the predictions.

    Notes
    -----
    The lengths do not add up to that of the whole gradient: gradients of different labels can pull together or against
    each other.

    Examples
    --------
    >>> model = torch.nn.Linear(1, 2, bias=False)
    >>> x, target = torch.ones(1, 1), model.weight.detach().T + torch.tensor([[3.0, 1.0]])
    >>> gradient_share(model, x, target)
    tensor([0.7500, 0.2500])
    """
    raise NotImplementedError
