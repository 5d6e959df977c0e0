"""One step of gradient descent with momentum, of RMSprop and of Adam (Kingma & Ba 2015, 1412.6980), as pure functions.

Each takes a parameter, its gradient (tensors of one shape) and the state that the last step returned, {} at first. What
it returns is new, and what comes in is left as it is. The averages begin at zero. Names and defaults are torch.optim's.
"""

import torch


def sgd_step(param, grad, state, learning_rate, momentum=0.0):
    """Return (param, state) after a step against a velocity.

    In it each gradient counts in full, and fades by the factor momentum from step to step. The state is
    {"velocity": Tensor}.

    >>> sgd_step(torch.tensor([1.0]), torch.tensor([2.0]), {"velocity": torch.tensor([4.0])}, 0.125, momentum=0.5)
    (tensor([0.5000]), {'velocity': tensor([4.])})
    """
    velocity = momentum * state.get("velocity", 0) + grad
    param = param - learning_rate * velocity
    return param, {"velocity": velocity}


def rmsprop_step(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    """Return (param, state) after a step against the gradient over the root of its mean square.

    A new square has the weight 1 - alpha in the running mean, whose start at zero is not corrected; eps is added to the
    root. The state is {"square": Tensor}.

    >>> rmsprop_step(torch.tensor([1.0]), torch.tensor([2.0]), {}, learning_rate=0.25, alpha=0.75)
    (tensor([0.5000]), {'square': tensor([1.])})
    """
    square = alpha * state.get("square", 0) + (1 - alpha) * grad.square()
    param = param - learning_rate * grad / (square.sqrt() + eps)
    return param, {"square": square}


def adam_step(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    """Return (param, state) after a step against the mean gradient over the root of the mean square, both corrected.

    Parameters
    ----------
    state : dict
        {"step": int, "mean": Tensor, "square": Tensor}: the steps taken, and both running means before the correction.
    betas : two floats
        The weights that the old mean of the gradient, and that of its square, keep at a step. eps is added to the root.

    >>> param, state = adam_step(torch.tensor([1.0, 1.0]), torch.tensor([4.0, -0.01]), {}, learning_rate=0.25)
    >>> param, state["step"]  # the first step goes by the sign alone
    (tensor([0.7500, 1.2500]), 1)
    """
    step = state.get("step", 0) + 1
    beta1, beta2 = betas
    mean = beta1 * state.get("mean", 0) + (1 - beta1) * grad
    square = beta2 * state.get("square", 0) + (1 - beta2) * grad.square()
    # The weights of the t gradients so far add up to 1 - beta^t; an average needs weights that add up to 1.
    mean_hat = mean / (1 - beta1**step)
    square_hat = square / (1 - beta2**step)
    size = square_hat.sqrt() + eps
    param = param - learning_rate * mean_hat / size
    return param, {"step": step, "mean": mean, "square": square}


def clip_by_norm(grads, max_norm):
    """Return (clipped, norm): the gradients, not longer than max_norm, and their length before, a Tensor.

    All tensors of the list are one vector. A longer one gets the length max_norm and keeps its direction; a shorter one
    is copied as it is. A negative max_norm, and grads that are not finite, are refused by a ValueError naming them: the
    one turns the vector round, the others spoil every parameter.

    >>> clip_by_norm([torch.tensor([3.0]), torch.tensor([[4.0]])], max_norm=2.5)
    ([tensor([1.5000]), tensor([[2.]])], tensor(5.))
    """
    whole = torch.cat([grad.flatten() for grad in grads])
    norm = torch.linalg.vector_norm(whole)
    _check_clipping(max_norm, norm)
    if norm > max_norm:
        grads = [grad * (max_norm / norm) for grad in grads]
    return [grad.clone() for grad in grads], norm


def _check_clipping(max_norm, norm):
    if max_norm < 0:
        raise ValueError(f"max_norm must not be negative, got {max_norm}")
    if not torch.isfinite(norm):
        raise ValueError("grads are not finite")
