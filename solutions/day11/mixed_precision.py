"""Training and inference in half precision (Micikevicius et al. 2018, arXiv:1710.03740).

`dtype` is torch.float16 or torch.bfloat16, but every function takes torch.float32 too. Tensors stay on their device.
"""

import copy

import torch


def prepared(gradients, scale, max_norm):
    """Turn the gradients of scale * loss into those of the loss, clipped, in float32.

    Parameters
    ----------
    gradients : list of tensors
        One per weight, of any shape, in dtype: what half precision holds of scale * loss.
    scale, max_norm : float
        If the norm of all gradients of the loss together exceeds max_norm, all are shortened alike, to that norm.

    Returns
    -------
    gradients : list of float32 tensors, or None
        None if any number among them is infinite or nan: this step must be skipped.

    Examples
    --------
    >>> prepared([torch.tensor([48.0, 64.0], dtype=torch.float16)], scale=16.0, max_norm=1.0)
    [tensor([0.6000, 0.8000])]
    """
    gradients = [gradient.float() / scale for gradient in gradients]
    if not all(torch.isfinite(gradient).all() for gradient in gradients):
        return None
    norm = torch.sqrt(sum(gradient.square().sum() for gradient in gradients))
    return [gradient * torch.clamp(max_norm / norm, max=1.0) for gradient in gradients]


def next_scale(scale, clean, finite, interval=2000):
    """Return what follows on a step (scale, clean): the next scale, and how many steps in a row were finite.

    `clean` counts them up to this step, which was `finite` or not. A step that was not halves the scale; `interval`
    finite ones in a row double it. Either way the count begins again at 0.

    >>> next_scale(1024.0, 1999, True), next_scale(1024.0, 1999, False)
    ((2048.0, 0), (512.0, 0))
    """
    if not finite:
        return scale / 2, 0
    return (scale * 2, 0) if clean + 1 == interval else (scale, clean + 1)


def mixed_step(weights, loss_of, dtype, scale, learning_rate, max_norm):
    """Take one step of gradient descent with the loss computed in half precision, and return (weights, finite).

    `weights` is a list of float32 tensors, the master copy, which is left as it is. `loss_of` takes such a list in
    dtype and returns the loss, a float32 number. The new weights are a list of float32 tensors, with no graph; where
    the gradients were not finite, `finite` is False and the weights have the values of the old ones.

    >>> mixed_step([torch.ones(1)], lambda w: 1e-8 * w[0].float().sum(), torch.float16, 2.0**14, 1e5, 1.0)
    ([tensor([0.9990])], True)
    """
    half = [weight.detach().to(dtype).requires_grad_() for weight in weights]
    gradients = torch.autograd.grad(scale * loss_of(half), half)
    gradients = prepared(gradients, scale, max_norm)
    if gradients is None:
        return [weight.detach().clone() for weight in weights], False
    pairs = zip(weights, gradients, strict=True)
    return [weight.detach() - learning_rate * gradient for weight, gradient in pairs], True


def inference_error(model, x, dtype):
    """Return the root mean square of what a model gets wrong in dtype, over all numbers of its output: a float.

    Wrong is what differs from the same weights and the same x in float64. Both are computed in evaluation mode; the
    model stays as it is, in its weights, their dtype and its mode.

    >>> layer = torch.nn.Linear(1, 1, bias=False)
    >>> layer.load_state_dict({"weight": torch.tensor([[1.001]])})
    <All keys matched successfully>
    >>> print(f"{inference_error(layer, torch.ones(3, 1), torch.bfloat16):.6f}")
    0.001000
    """
    with torch.no_grad():
        rounded = copy.deepcopy(model).to(dtype).eval()(x.to(dtype)).double()
        exact = copy.deepcopy(model).double().eval()(x.double())
    return (rounded - exact).square().mean().sqrt().item()
