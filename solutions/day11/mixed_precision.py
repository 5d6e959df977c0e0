"""Training and inference in half precision (Micikevicius et al. 2018, arXiv:1710.03740).

`dtype` is torch.float16 or torch.bfloat16; torch.float32 is taken too. Tensors stay on their device.
"""

import copy

import torch


def prepared(gradients, scale, max_norm):
    """Turn the gradients of scale * loss into those of the loss, clipped, in float32.

    Parameters
    ----------
    gradients : list of tensors
        Those of scale * loss, in dtype, one tensor per weight.
    scale, max_norm : float
        If all gradients of the loss together have a norm above max_norm, all are shortened alike, to that norm.

    Returns
    -------
    gradients : list of float32 tensors, or None
        None if any number among them is infinite or nan: this step must be skipped.

    >>> prepared([torch.tensor([48.0, 64.0], dtype=torch.float16)], scale=16.0, max_norm=1.0)
    [tensor([0.6000, 0.8000])]
    """
    gradients = [gradient.float() / scale for gradient in gradients]
    finite = all(torch.isfinite(gradient).all() for gradient in gradients)
    if not finite:
        return None
    norm = torch.sqrt(sum(gradient.square().sum() for gradient in gradients))
    factor = torch.clamp(max_norm / norm, max=1.0)  # max_norm / 0 is infinite, and clamped too
    return [factor * gradient for gradient in gradients]


def next_scale(scale, clean, finite, interval=2000):
    """Return what follows on a step (scale, clean): the next scale, and how many finite steps in a row there were.

    A step that is not `finite` halves the scale, and `interval` finite ones in a row double it; then the count is 0.

    >>> next_scale(1024.0, 1999, True), next_scale(1024.0, 1999, False)
    ((2048.0, 0), (512.0, 0))
    """
    if not finite:
        return scale / 2, 0
    clean = clean + 1
    if clean == interval:
        return scale * 2, 0
    return scale, clean


def mixed_step(weights, loss_of, dtype, scale, learning_rate, max_norm):
    """Take one step of gradient descent with the loss computed in half precision, and return (weights, finite).

    `weights`, a list of float32 tensors, is the master copy and stays as it is. `loss_of` takes such a list in dtype
    and returns the loss in float32. The new weights are float32 too, with no graph; if the gradients were not finite,
    `finite` is False and the weights have the old values.

    >>> mixed_step([torch.ones(1)], lambda w: 1e-8 * w[0].float().sum(), torch.float16, 2.0**14, 1e5, 1.0)
    ([tensor([0.9990])], True)
    """
    half = [weight.detach().to(dtype).requires_grad_() for weight in weights]
    loss = loss_of(half)
    gradients = prepared(torch.autograd.grad(scale * loss, half), scale, max_norm)
    if gradients is None:
        return [weight.detach().clone() for weight in weights], False
    pairs = zip(weights, gradients, strict=True)
    new = [weight.detach() - learning_rate * gradient for weight, gradient in pairs]
    return new, True


def inference_error(model, x, dtype):
    """Return the root mean square of what a model gets wrong in dtype, over all numbers of its output: a float.

    Wrong is what differs from the same weights and x in float64, both in evaluation mode. The model stays as it is,
    in its weights, their dtype and its mode.

    >>> layer = torch.nn.Linear(1, 1, bias=False)
    >>> _ = layer.load_state_dict({"weight": torch.tensor([[1.001]])})
    >>> print(f"{inference_error(layer, torch.ones(3, 1), torch.bfloat16):.6f}")
    0.001000
    """
    with torch.no_grad():
        coarse = copy.deepcopy(model).to(dtype).eval()
        fine = copy.deepcopy(model).double().eval()
        error = coarse(x.to(dtype)).double() - fine(x.double())
    return error.square().mean().sqrt().item()
